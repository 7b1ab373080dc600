"""The part of a question that asks: its phrase, the unit after it, the kinds that can answer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.figures import dimension, unit_kind
from retrieval.question.lexicon import asking_phrases, percent_measures
from retrieval.records import FigureKind
from retrieval.segmentation import is_word, segment

_MULTIPLIER = re.compile(r"万亿|百万|千万|[万亿]|千(?=[元人个])")
_LINK = re.compile(r"的?")
_LONGEST_UNIT = 6
_LENGTH_OF_TIME = re.compile(r"(?:天|日|个月|年|小时|分钟)$")
_RATE = re.compile(r"[\u4e00-\u9fff]率(?:[有是为达约]|能有|达到|大概)?$")

_COUNTABLE = frozenset({FigureKind.COUNT, FigureKind.NUMBER})
_KINDS: dict[str, frozenset[FigureKind]] = {
    "percent": frozenset({FigureKind.PERCENT, FigureKind.FRACTION, FigureKind.MULTIPLE}),
    "points": frozenset({FigureKind.POINTS, FigureKind.NUMBER}),
    "rate": frozenset(
        {FigureKind.PERCENT, FigureKind.POINTS, FigureKind.MULTIPLE, FigureKind.FRACTION}
    ),
    "money": frozenset({FigureKind.MONEY, FigureKind.NUMBER}),
    "ordinal": frozenset({FigureKind.ORDINAL, FigureKind.COUNT}),
    "date": frozenset({FigureKind.DATE}),
    "time": frozenset({FigureKind.TIME}),
    "duration": frozenset({FigureKind.DURATION, FigureKind.TIME, FigureKind.DATE}),
    "age": frozenset({FigureKind.COUNT, FigureKind.MEASURE, FigureKind.DURATION}),
    "area": frozenset({FigureKind.MEASURE}),
    "length": frozenset({FigureKind.MEASURE}),
    "mass": frozenset({FigureKind.MEASURE}),
    "speed": frozenset({FigureKind.MEASURE, FigureKind.RATIO}),
    "size": frozenset({FigureKind.MEASURE, FigureKind.MONEY, FigureKind.COUNT, FigureKind.NUMBER}),
    "multiple": frozenset({FigureKind.MULTIPLE}),
    "fraction": frozenset({FigureKind.FRACTION, FigureKind.PERCENT}),
}
# “多大” and the like ask for a dimension without naming a unit.
_OF_ANY_MEASURE = frozenset(("size", "length"))
_DIMENSIONS = {"area": "area", "length": "length", "mass": "mass", "money": "money"}


_GRAINS = (
    ("天", "day"),
    ("日", "day"),
    ("号", "day"),
    ("月", "month"),
    ("年", "year"),
)


@dataclass(frozen=True, slots=True)
class Asking:
    """Where and what a question asks; ``start`` to ``end`` is the phrase with its unit."""

    pattern: str
    phrase: str
    start: int
    end: int
    unit: str
    dimension: str
    kinds: frozenset[FigureKind]

    @property
    def grain(self) -> str:
        """How fine a date is asked for: day, month, year, or "" where the phrase leaves it open."""
        if self.pattern != "date":
            return ""
        return next((grain for mark, grain in _GRAINS if mark in self.phrase), "")


def find_askings(folded: str) -> tuple[Asking, ...]:
    """Return every place of a folded question that asks, in order."""
    finder, sections = asking_phrases()
    found: list[Asking] = []
    for match in finder.finditer(folded):
        pattern = sections[match[0]]
        if pattern == "nothing":
            continue
        asking = _asking(folded, match.start(), match.end(), pattern)
        if asking is not None:
            found.append(asking)
    return tuple(found)


def _asking(folded: str, start: int, end: int, pattern: str) -> Asking | None:
    phrase = folded[start:end]
    if pattern == "text":
        return Asking(pattern, phrase, start, end, "", "", frozenset())
    if pattern in _OF_ANY_MEASURE and _after_rate(folded, start):
        pattern = "rate"
    if pattern == "duration" and (length := _LENGTH_OF_TIME.search(phrase)):
        # 多少天 is not answered with a date, as 多久 may be.
        lengths = _KINDS[pattern] - {FigureKind.DATE}
        return Asking(pattern, phrase, start, end, length[0], "", lengths)
    if pattern != "count":
        dimensions = _DIMENSIONS.get(pattern, "")
        return Asking(pattern, phrase, start, end, "", dimensions, _KINDS[pattern])
    unit, unit_end = _unit_after(folded, end)
    if not unit:
        if phrase == "几":
            return None
        return Asking(pattern, phrase, start, end, "", "", frozenset())
    kind = unit_kind(unit)
    asked_dimension = dimension(unit)
    if _is_noun(unit, kind, asked_dimension):
        # 多少学生 asks for a count of any unit; the noun stays among the words to be found.
        people = asked_dimension if asked_dimension == "people" else ""
        return Asking(pattern, phrase, start, end, "", people, _COUNTABLE)
    kinds = frozenset() if kind is None else frozenset({kind})
    if kind in (FigureKind.COUNT, FigureKind.ORDINAL):
        kinds = _COUNTABLE
    elif kind is FigureKind.PERCENT:
        kinds = _KINDS["percent"]
    elif kind is FigureKind.DURATION:
        kinds = _KINDS["duration"]
    elif kind is not None:
        kinds |= {FigureKind.NUMBER}
    return Asking(pattern, phrase, start, unit_end, unit, asked_dimension, kinds)


def _is_noun(unit: str, kind: FigureKind | None, asked_dimension: str) -> bool:
    return (
        kind is FigureKind.COUNT
        and len(unit) >= 2
        and asked_dimension in ("things", "people", "nouns")
    )


def _unit_after(folded: str, position: int) -> tuple[str, int]:
    """Return the unit at ``position`` and where it ends: the longest that ends with a word."""
    link = _LINK.match(folded, position)
    begin = link.end() if link else position
    multiplier = _MULTIPLIER.match(folded, begin)
    if multiplier:
        begin = multiplier.end()
    boundaries: list[int] = []
    end = begin
    for word in segment(folded[begin : begin + 2 * _LONGEST_UNIT]):
        end += len(word)
        boundaries.append(end)
    known = [
        folded[begin:boundary]
        for boundary in boundaries
        if boundary - begin <= _LONGEST_UNIT and unit_kind(folded[begin:boundary]) is not None
    ]
    if known:
        return known[-1], begin + len(known[-1])
    if multiplier:
        # 多少万 without a unit asks for a plain number.
        return "", position
    # A measure word that the segmenter drew into the noun: 多少名学生, 几家机构.
    first = folded[begin : begin + 1]
    if first and boundaries and boundaries[0] - begin <= 2 and unit_kind(first) is not None:
        following = folded[begin + 1 : begin + 2]
        if not following or not is_word(folded[begin : begin + 2]):
            return first, begin + 1
    return "", position


def asks_percent(folded: str, asking: Asking) -> bool:
    """Tell whether a measure that is given in percent stands right before the phrase."""
    counts = asking.pattern == "count" and not asking.unit
    return asking.pattern == "rate" or (counts and _after_rate(folded, asking.start))


def _after_rate(folded: str, start: int) -> bool:
    before = folded[max(0, start - 8) : start]
    return bool(percent_measures().search(before) or _RATE.search(before))
