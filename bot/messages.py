"""Every sentence for people, in their language, from the files under ``config/messages/``.

A key is the path to the sentence: ``text("ask.unsure", "en")`` is ``[ask] unsure`` of ``en.toml``;
a key that begins with the name of a further pair of files (``telegram.…``) is looked up there:
``telegram.start.greeting`` is ``[start] greeting`` of ``telegram.en.toml``.

A sentence holds placeholders as in ``str.format``. ``{count:file|files}`` is the first word where
``count`` is one, else the second.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from config.errors import DuoshaoError, SettingsError

LANGUAGES = ("zh", "en")
DEFAULT_LANGUAGE = "zh"
_MAIN = ""
# What is said in a chat is said in traditional characters too: zh-hant is made from zh.
_DOMAINS = {"telegram": (*LANGUAGES, "zh-hant")}
_LOCALE_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # the order of gettext
_NOT_OF_A_KEY = re.compile(r"[^a-z0-9]+")
_NO_LANGUAGE = ("C", "POSIX")


class _Sentence(string.Formatter):
    """``str.format`` with named placeholders only, and the choice between one and many."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" in format_spec:
            one, many = format_spec.split("|", maxsplit=1)
            return one if value == 1 else many
        return str(super().format_field(value, format_spec))

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        # A detail that an error came without leaves a gap; it must not hide the error.
        return kwargs.get(str(key), "…")


_FORMATTER = _Sentence()


def language_of(environment: Mapping[str, str]) -> str:
    """Return the language that the environment's locale asks for: ``en`` or ``zh``."""
    for variable in _LOCALE_VARIABLES:
        value = environment.get(variable, "")
        if value and value.split(".")[0] not in _NO_LANGUAGE:
            return "en" if value.lower().startswith("en") else DEFAULT_LANGUAGE
    return DEFAULT_LANGUAGE


def text(key: str, lang: str, /, **details: object) -> str:
    """Return the sentence ``key`` in ``lang`` with ``details`` filled in.

    Raises ``SettingsError`` for a key that is in no file, and where a file is wrong.
    """
    domain = key.split(".", maxsplit=1)[0]
    domain = domain if domain in _DOMAINS else _MAIN
    catalogues = _load(domain)
    catalogue = catalogues.get(lang, catalogues[DEFAULT_LANGUAGE])
    try:
        sentence = catalogue[key]
    except KeyError:
        raise SettingsError(f"config/messages: no sentence {key}", setting=key) from None
    return _FORMATTER.vformat(sentence, (), details)


def has(key: str) -> bool:
    """Tell whether there is a sentence ``key``."""
    domain = key.split(".", maxsplit=1)[0]
    return key in _load(domain if domain in _DOMAINS else _MAIN)[DEFAULT_LANGUAGE]


def error_text(error: DuoshaoError, lang: str) -> str:
    """Return the sentence for ``error``: that of its code, or of the nearest parent class's code.

    A detail ``reason`` that is a key of the section ``[reason]`` is put into words first, be it
    the key itself or what the system says: “Permission denied” is ``permission_denied`` there. The
    English sentence of the exception itself is the detail ``message``.
    """
    details = {"message": str(error), "reason": str(error), **error.details}
    details.setdefault("document", details.get("name", "…"))
    for detail in ("reason", "detail"):
        said = str(details.get(detail, ""))
        key = f"reason.{_NOT_OF_A_KEY.sub('_', said.lower()).strip('_')}"
        if said and has(key):
            details[detail] = text(key, lang, **details)
    for kind in type(error).__mro__:
        key = f"error.{getattr(kind, 'code', '')}"
        if has(key):
            return text(key, lang, **details)
    return str(error)


def placeholders(sentence: str) -> frozenset[str]:
    """Return the names of the placeholders of ``sentence``; raises ``ValueError`` for a bad one."""
    names = [name for _, name, _, _ in _FORMATTER.parse(sentence) if name is not None]
    if not all(name.isidentifier() for name in names):
        raise ValueError(f"a placeholder without a plain name in “{sentence}”")
    return frozenset(names)


@cache
def _load(domain: str) -> dict[str, dict[str, str]]:
    """Read the files of one domain in all languages and compare them."""
    languages = _DOMAINS.get(domain, LANGUAGES)
    catalogues = {lang: _read(_file_name(domain, lang), domain) for lang in languages}
    check(domain, catalogues)
    return catalogues


def check(domain: str, catalogues: Mapping[str, Mapping[str, str]]) -> None:
    """Raise ``SettingsError`` unless all languages have the same keys and placeholders."""
    first = catalogues[DEFAULT_LANGUAGE]
    for lang, catalogue in catalogues.items():
        name = _file_name(domain, lang)
        for key in first.keys() ^ catalogue.keys():
            raise _wrong(
                name if key in first else _file_name(domain, DEFAULT_LANGUAGE), f"{key} is missing"
            )
        for key, sentence in catalogue.items():
            try:
                same = placeholders(sentence) == placeholders(first[key])
            except ValueError as error:
                raise _wrong(name, f"{key}: {error}") from None
            if not same:
                raise _wrong(name, f"{key} has other placeholders than its twin")


def _file_name(domain: str, lang: str) -> str:
    return f"{domain}.{lang}.toml" if domain else f"{lang}.toml"


def _wrong(name: str, message: str) -> SettingsError:
    return SettingsError(f"config/messages/{name}: {message}", file=name, reason=message)


def _read(name: str, domain: str) -> dict[str, str]:
    """Read one file into a flat mapping from key to sentence."""
    try:
        content = files("config").joinpath("messages", name).read_text(encoding="utf-8")
        tree = tomllib.loads(content)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(name, f"cannot be read: {error}") from error
    flat: dict[str, str] = {}
    pending: list[tuple[str, object]] = [(domain, tree)]
    while pending:
        path, node = pending.pop()
        if isinstance(node, dict):
            pending.extend((f"{path}.{key}".lstrip("."), child) for key, child in node.items())
        elif isinstance(node, str):
            flat[path] = node
        else:
            raise _wrong(name, f"{path} is not a sentence in quotation marks")
    return flat
