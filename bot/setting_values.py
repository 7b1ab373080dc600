"""The settings as an operator sees them: name, value with secrets masked, and source."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dotenv import dotenv_values
from pydantic import AliasChoices, SecretStr

from config.settings import Settings

_MASK = "********"


class Source(StrEnum):
    """Where a setting's value came from."""

    COMMAND_LINE = "command_line"
    ENVIRONMENT = "environment"
    FILE = "file"  # .env in the current folder
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class SettingValue:
    """One setting; ``shown`` is empty where it is not set."""

    field: str
    variable: str
    shown: str
    source: Source
    description: str


def setting_values(settings: Settings, *, database_given: bool) -> tuple[SettingValue, ...]:
    """Return all settings in the order of their declaration."""
    return tuple(
        _value(settings, field, command_line=field == "database" and database_given)
        for field in Settings.model_fields
    )


def variables(field: str) -> tuple[str, ...]:
    """Return the environment variables that set ``field``, the first of them the usual one."""
    alias = Settings.model_fields[field].validation_alias
    if isinstance(alias, AliasChoices):
        return tuple(str(choice) for choice in alias.choices if choice != field)
    return (str(alias or f"DUOSHAO_{field.upper()}"),)


def _value(settings: Settings, field: str, *, command_line: bool) -> SettingValue:
    names = variables(field)
    source, variable = _source(names)
    return SettingValue(
        field=field,
        variable=variable,
        shown=_shown(getattr(settings, field)),
        source=Source.COMMAND_LINE if command_line else source,
        description=Settings.model_fields[field].description or "",
    )


def _source(names: tuple[str, ...]) -> tuple[Source, str]:
    file = str(Settings.model_config.get("env_file") or "")
    from_file = dotenv_values(file, encoding="utf-8") if file else {}
    places: tuple[tuple[Source, Mapping[str, str | None]], ...] = (
        (Source.ENVIRONMENT, os.environ),
        (Source.FILE, from_file),
    )
    for source, mapping in places:
        given = {name.upper() for name in mapping}
        for name in names:
            if name.upper() in given:
                return source, name
    return Source.DEFAULT, names[0]


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, SecretStr):
        return _MASK if value.get_secret_value() else ""
    if isinstance(value, frozenset):
        return ", ".join(map(str, sorted(value)))
    return str(value)
