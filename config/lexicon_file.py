"""Reading the data files under ``config/lexicon/``: sections of entries, one a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from config.errors import SettingsError

_SECTION = re.compile(r"\[(?P<name>[^\[\]]+)\]")
_COLON = re.compile(r"[:：]")
_COMMA = re.compile(r"[,，、]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a lexicon file: its key, and the values after the colon."""

    key: str
    values: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class LexiconFile:
    """A lexicon file read whole: its sections in order, each with its entries in order."""

    name: str
    sections: dict[str, tuple[Entry, ...]]

    def section(self, name: str) -> tuple[Entry, ...]:
        """Return the entries of one section; raises ``SettingsError`` where there is none."""
        try:
            return self.sections[name]
        except KeyError:
            raise SettingsError(
                f"config/lexicon/{self.name}: section [{name}] is missing", file=self.name
            ) from None

    def keys(self, name: str) -> tuple[str, ...]:
        """Return the keys of one section, in order."""
        return tuple(entry.key for entry in self.section(name))

    def table(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return one section as a mapping from key to values."""
        return {entry.key: entry.values for entry in self.section(name)}

    def error(self, line: int, message: str) -> SettingsError:
        """Make the error that names this file and ``line``."""
        return SettingsError(
            f"config/lexicon/{self.name}, line {line}: {message}", file=self.name, line=line
        )


def parse_lexicon(name: str, text: str) -> LexiconFile:
    """Parse the text of a lexicon file.

    Raises ``SettingsError``, with file and line, for an entry outside a section, an entry twice in
    one section, a section twice, an empty key or an empty value.
    """
    sections: dict[str, list[Entry]] = {}
    result = LexiconFile(name, {})
    entries: list[Entry] | None = None
    seen: set[str] = set()
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        heading = _SECTION.fullmatch(line)
        if heading:
            title = heading["name"].strip()
            if title in sections:
                raise result.error(number, f"section [{title}] stands twice")
            entries = sections[title] = []
            seen = set()
            continue
        if entries is None:
            raise result.error(number, "an entry before the first [section]")
        key, *rest = (part.strip() for part in _COLON.split(line, maxsplit=1))
        values = tuple(value.strip() for value in _COMMA.split(rest[0])) if rest else ()
        if not key:
            raise result.error(number, "an entry without a key")
        if any(not value for value in values):
            raise result.error(number, "an empty value, or a comma too many")
        if key in seen:
            raise result.error(number, f"{key} stands twice in its section")
        seen.add(key)
        entries.append(Entry(key, values, number))
    result.sections.update({title: tuple(found) for title, found in sections.items()})
    return result


@cache
def load_lexicon(name: str) -> LexiconFile:
    """Load ``config/lexicon/<name>``; raises ``SettingsError`` where it is missing or wrong."""
    try:
        text = files("config").joinpath("lexicon", name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"config/lexicon/{name} cannot be read: {error}", file=name) from error
    return parse_lexicon(name, text)
