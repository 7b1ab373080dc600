"""What time a sentence or a figure is said of, against the time that a question asks about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from retrieval.periods import NO_PERIOD, Period, TextYears, comparable_years, find_period
from retrieval.question import Question
from retrieval.reader.clauses import names_no_measure
from retrieval.reader.scene import Scene
from retrieval.records import Figure, FigureKind

T = TypeVar("T")

_CLAUSE = re.compile(r"[^，,。；;：:！!？?]+")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_PART_END = re.compile(r"[；;]")
# The time of an old value, which the new one does not share: 由上年的23.3%降为本期的22.0%.
_OLD = re.compile(
    r"[由从](?:[上去前]一?年度?(?:同期)?|同期|年初|(?:1[89]|20)\d\d年)"
    r"(?:\d{1,2}月份?)?[末底初]?的?"
)
_DATE = FigureKind.DATE
_THIS_YEAR = re.compile(r"[今本当]年")
_UNSAID = -0.2  # a time is asked about and none is told
_NEXT_YEAR = -0.25  # only the title tells of one, that which follows the year asked about
_STEP = 0.1  # what an agreement counts less for each step that its period is farther off


@dataclass(frozen=True, slots=True)
class Times:
    """The periods that may hold for a figure, the nearest first."""

    near: tuple[Period, ...]  # of its own clause and those before it in its sentence
    far: tuple[Period, ...]  # of the sentences before, of headings and titles
    in_table: bool = False  # whether the figure is a cell of one

    def match(self, asked: Period) -> tuple[float, float, float]:
        """Return how years, months and stretches agree: 1 same, -1 other.

        0 where none is asked about, ``_UNSAID`` where none is told.

        The nearest period that says anything of years, months or stretches counts. Within a
        sentence a month leaves no stretch of the year standing, nor a stretch a month.
        """
        periods = (*self.near, *self.far)
        within = len(self.near)
        years = [comparable_years(period.years, asked.years) for period in periods]
        return (
            self._of_titles(asked, _agreement(asked.years, years), years),
            _agreement(
                asked.months,
                [period.months for period in periods],
                [bool(period.stretches) for period in self.near],
            ),
            _agreement(
                asked.stretches,
                [period.stretches for period in periods],
                [period.whole_month for period in periods[:within]],
            ),
        )

    def _of_titles(self, asked: Period, agreement: float, years: Sequence[frozenset[int]]) -> float:
        """Lessen the disagreement of a title's year with a table, as of 2025 for the year before.

        The tables of what is written in one year often tell of the last.
        """
        of_title = years[-1] if self.in_table and not any(years[:-1]) else frozenset()
        if agreement < 0.0 and of_title and max(of_title) - 1 in asked.years:
            return max(agreement, _NEXT_YEAR)
        return agreement

    def unasked(self, asked: Period, years: TextYears) -> tuple[float, float]:
        """Tell whether the sentence narrows what it says down to a time that is not asked about.

        The first is 1 for a month or a stretch of the year where none is asked about; the second
        for a year where none is asked about, -1 where that is the year of the text.
        """
        part = year = 0.0
        if not asked.stretches and not asked.months:
            part = float(any(one.stretches or one.whole_month for one in self.near))
        if not asked.years:
            found = next((one.years for one in self.near if one.years), frozenset())
            if found:
                year = -1.0 if found & years.known else 1.0
        return part, year


def _agreement(
    wanted: frozenset[T], found: list[frozenset[T]], blocked: list[bool] | None = None
) -> float:
    if not wanted:
        return 0.0
    for depth, values in enumerate(found):
        if values:
            if wanted <= values:
                return 1.0 - _STEP * depth
            if wanted & values:
                return 0.5 - _STEP * depth
            return -1.0 + _STEP * depth
        if blocked and depth < len(blocked) and blocked[depth]:
            return -1.0 + _STEP * depth
    return _UNSAID


def asked_period(question: Question, years: TextYears) -> Period:
    """Return the period asked about; 去年 counts from the year in which a text was written.

    今年 and 上年 count from there, too, unless the text reports on another year: people mean
    either.
    """
    if question.period.years or years.told is None:
        return question.period
    asked = find_period(question.matched, years)
    if years.told != years.reported and asked.years != {years.told - 1}:
        return question.period
    return asked


def period_within(
    text: str, figures: Sequence[Figure], index: int, begin: int, years: TextYears
) -> Period:
    """Return what stands of time for the figure at ``index`` from before its clause at ``begin``.

    A time before the first figure of a sentence holds for all of it, a later one up to the next
    semicolon; the time of an old value (由2020年的…) and of a bare comparison (上年为…) only for
    the figure that follows, what stands in brackets only there. Of several the nearest counts.
    """
    first = _first_figure(text, figures)
    result = NO_PERIOD
    for match in reversed(list(_CLAUSE.finditer(_out_of_brackets(text[:begin])))):
        clause = match[0]
        if match.start() < first:
            clause = clause[: first - match.start()]
        elif _PART_END.search(text, match.end(), begin) or _is_bare(text, figures, match.start()):
            continue
        result = _nearer(result, find_period(without_old_times(clause), years))
    return result


def _first_figure(text: str, figures: Sequence[Figure]) -> int:
    """Return where the first figure of a sentence begins that is no date, else its end."""
    return next((one.start for one in figures if one.kind is not _DATE), len(text))


def without_old_times(text: str) -> str:
    """Take out the times of old values: 由2020年的…提高到…"""
    return _OLD.sub("", text)


def _is_bare(text: str, figures: Sequence[Figure], start: int) -> bool:
    """Tell whether the clause at ``start`` names another year but no measure: 上年为…"""
    figure = next((one for one in figures if one.start >= start and one.kind is not _DATE), None)
    if figure is None or not names_no_measure(text[start : figure.start]):
        return False
    return _THIS_YEAR.search(text, start, figure.start) is None


def _nearer(near: Period, far: Period) -> Period:
    """Add to a period what one that stands farther off says of what it leaves open."""
    if not far:
        return near
    return Period(
        near.years or far.years,
        near.months or (frozenset() if near.stretches else far.months),
        near.stretches or (frozenset() if near.months else far.stretches),
        whole_month=near.whole_month or (far.whole_month and not near.stretches),
    )


@lru_cache(maxsize=4096)
def _out_of_brackets(text: str) -> str:
    return _BRACKETS.sub(lambda match: " " * len(match[0]), text) if "(" in text else text


def period_left_standing(text: str, figures: Sequence[Figure], years: TextYears) -> Period:
    """Return what a sentence says of time, before its first figure, that holds after it, too."""
    return find_period(without_old_times(text[: _first_figure(text, figures)]), years)


def period_before(scene: Scene, index: int) -> Period:
    """Return the period of the nearest sentence before the one at ``index`` that names a year."""
    sentences = scene.hit.paragraph.sentences
    for before in range(index - 1, -1, -1):
        text = scene.sentences[before]
        if "年" in text or "20" in text:
            period = period_left_standing(text, sentences[before].figures, scene.years)
            if period.years:
                return period
    return NO_PERIOD
