"""Units and measure words: what kind of figure they make, their dimension, and which are the same.

A unit is given with or without its multiplier: 万元 and 元 are the same unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from config.lexicon_file import load_lexicon
from retrieval.figures.lexicon import Prefixes, folded_keys, numerals_lexicon
from retrieval.figures.numerals import scale_pattern
from retrieval.folding import fold
from retrieval.records import FigureKind

_JOINTS = re.compile(r"/每?|每|·")
_GENERIC = "generic"
_PEOPLE = "people"
# Dimensions whose units 个 does not stand for.
_NOT_THINGS = frozenset({"events", "visits"})


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit of the lexicon; ``name`` is its first spelling, shared by its synonyms."""

    name: str
    kind: FigureKind
    dimension: str
    noun: bool = False  # counts without a measure word, and makes names with Chinese numerals


# The units that dates and times of day are given; no text has them behind a number.
_OF_DATES = {
    name: UnitEntry(name, kind, kind.value)
    for kind, names in (
        (FigureKind.DATE, ("年月日", "年月", "月日")),
        (FigureKind.TIME, ("时分秒", "时分", "时")),
    )
    for name in names
}


@dataclass(frozen=True, slots=True)
class UnitLexicon:
    """``units.txt``: the entries by folded spelling, and what finds them in a text."""

    entries: dict[str, UnitEntry]
    prefixes: Prefixes
    exact_case: frozenset[str]  # units of one Latin letter, in the only case they may have
    other_words: Prefixes  # 台湾: no 台


@cache
def unit_lexicon() -> UnitLexicon:
    """Load the lexicon; raises ``SettingsError`` for a section of no kind or a unit twice."""
    lexicon = load_lexicon("units.txt")
    entries: dict[str, UnitEntry] = {}
    exact: set[str] = set()
    for section, rows in lexicon.sections.items():
        kind_name, _, dimension = section.partition(" ")
        try:
            kind = FigureKind(kind_name)
        except ValueError:
            line = rows[0].line if rows else 1
            raise lexicon.error(line, f"[{section}] names no kind of figure") from None
        for row in rows:
            if "," in row.key:
                raise lexicon.error(row.line, f"{row.key}: a colon is missing behind the unit")
            for spelling in (row.key, *row.values):
                if len(spelling) == 1 and spelling.isascii() and spelling.isalpha():
                    exact.add(spelling)
                entry = UnitEntry(row.key, kind, dimension or kind_name, dimension == "nouns")
                known = entries.setdefault(fold(spelling), entry)
                if known.name != row.key or known.dimension != entry.dimension:
                    raise lexicon.error(row.line, f"{spelling} stands in two entries")
    others = Prefixes(folded_keys(numerals_lexicon(), "not a unit"))
    return UnitLexicon(entries, Prefixes(entries), frozenset(exact), others)


class Unit(NamedTuple):
    """A unit at a place of a text, and the kind of figure it makes of a number."""

    start: int
    end: int
    kind: FigureKind
    noun: bool = False


def unit_at(text: str, folded: str, position: int) -> Unit | None:
    """Return the unit that begins at ``position``, composite units whole; None where none does."""
    lexicon = unit_lexicon()
    found = _simple_unit(lexicon, text, folded, position)
    if not found:
        return None
    end = position + len(found)
    entry = lexicon.entries[found]
    kind = entry.kind
    while end < len(folded) and folded[end] in "/每·":
        joint = _JOINTS.match(folded, end)
        start = joint.end() if joint else end
        multiplied = _multiplier().match(folded, start)
        start = multiplied.end() if multiplied else start
        below = _simple_unit(lexicon, text, folded, start)
        if not below:
            break
        if kind not in (FigureKind.MONEY, FigureKind.MEASURE):
            kind = FigureKind.MEASURE
        end = start + len(below)
    return Unit(position, end, kind, entry.noun)


@cache
def _multiplier() -> re.Pattern[str]:
    return re.compile(rf"{scale_pattern()}++")


def _simple_unit(lexicon: UnitLexicon, text: str, folded: str, position: int) -> str:
    unit = lexicon.prefixes.match(folded, position)
    if not unit:
        return ""
    end = position + len(unit)
    if unit[0].isascii() and unit[-1].isascii() and unit[-1].isalnum():
        if end < len(folded) and folded[end].isascii() and folded[end].isalnum():
            return ""
        if (
            len(unit) == 1
            and unit.isalpha()
            and fold_case(text[position]) not in lexicon.exact_case
        ):
            return ""
    elif len(lexicon.other_words.match(folded, position)) > len(unit):
        return ""
    return unit


def fold_case(character: str) -> str:
    """Return a letter half-width, its case kept."""
    folded = fold(character)
    return folded.upper() if character.isupper() else folded


@lru_cache(maxsize=8192)
def _entry(unit: str) -> UnitEntry | None:
    """Find a unit asked for or found, its multiplier taken off; a composite by its first part."""
    lexicon = unit_lexicon()
    folded = fold(unit).strip()
    if folded in _OF_DATES:
        return _OF_DATES[folded]
    if folded in lexicon.entries:
        return lexicon.entries[folded]
    bare = _multiplier().sub("", folded, count=1) if _multiplier().match(folded) else folded
    if bare in lexicon.entries:
        return lexicon.entries[bare]
    found = unit_at(bare, bare, 0)
    if found is None or found.end != len(bare):
        return None
    return UnitEntry(bare, found.kind, "price" if found.kind is FigureKind.MONEY else "rate")


def unit_kind(unit: str) -> FigureKind | None:
    """Return the kind of figure that a unit makes (条 COUNT, 公里 MEASURE, 万元 MONEY), or None."""
    entry = _entry(unit)
    return None if entry is None else entry.kind


def dimension(unit: str) -> str:
    """Return the dimension of a unit: length, area, people, money, percent …; empty if unknown."""
    entry = _entry(unit)
    return "" if entry is None else entry.dimension


def same_unit(one: str, other: str) -> bool:
    """Whether two units may name the same thing: synonyms, 名 and 人, 家 and 个, 万元 and 元.

    Units of one dimension but different size (公里, 米) are not the same; see ``dimension``.
    """
    if one == other:
        return True
    a, b = _entry(one), _entry(other)
    if a is None or b is None:
        return fold(one) == fold(other)
    if a.name == b.name and a.dimension == b.dimension:
        return True
    if a.dimension == b.dimension == _PEOPLE:
        return True
    if _GENERIC in (a.dimension, b.dimension):
        return a.kind is b.kind and not {a.dimension, b.dimension} & _NOT_THINGS
    return False
