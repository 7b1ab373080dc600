"""Which years, months and stretches of a year a text speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from config.lexicon_file import load_lexicon
from retrieval.folding import fold

_YEAR = re.compile(
    r"(?<!\d)((?:1[89]|20)\d\d)(?:(?:年(?=[-—–~～至到]\s*\d{4}年))?\s*[-—–~～至到]\s*"
    r"((?:1[89]|20)?\d\d))?(?![\d.,%亿万元个人户家件条项])"
)
_MONTH = re.compile(r"(?<![\d.])(1[0-2]|0?[1-9])\s*月")
_MONTH_RANGE = re.compile(
    r"(?<![\d.])(1[0-2]|0?[1-9])(?:月份?)?\s*[-—–~～至到]\s*(1[0-2]|0?[1-9])\s*月"
)
_HAN_YEAR = re.compile(r"([一二][〇零○一二三四五六七八九]{3})年")
_STRETCH_MARKS = "年季月"  # one of these stands in every name of a stretch
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
# What a growth is counted from: 比2019年1-7月增长, 较去年同期下滑. No time of the figure itself.
_BASE = re.compile(
    r"(?:比|较|相比于?|相对于?|高于|低于|超过|好于|[与和同](?=[上去前]一?年|同期))"
    r"((?:(?:1[89]|20)\d\d年?|[上去前]一?年度?|[上前]一?个?(?:月|季度?)|同期|[上下]半年"
    r"|[一二三四前]+季度|\d{1,2}\s*[-—–~～至到]\s*\d{1,2}月份?)"
    r"(?:同期|同月|同季度?|末|底|初|全年|年末|年底|[上下]半年|[一二三四前]+季度"
    r"|\d{1,2}(?:\s*[-—–~～至到]\s*\d{1,2})?月份?)*)"
)
_FOUR_DIGITS = re.compile(r"\d{4}")
_ROLLING = re.compile(
    r"环比|比[上前]一?个?月|较[上前]一?个?月|比[上前]一?个?季度|较[上前]一?个?季度"
)
_YEARS_TOGETHER = re.compile(r"[两二三四五六七八九十\d]年(?:年均|平均|复合)|年均|年复合")


@dataclass(frozen=True, slots=True)
class Period:
    """Years, months and named stretches (first half, three quarters …) that a text names."""

    years: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    stretches: frozenset[str] = frozenset()
    bases: frozenset[str] = frozenset()  # what a change is counted from, where not the year before

    def __bool__(self) -> bool:
        return bool(self.years or self.months or self.stretches)


NO_PERIOD = Period()


@cache
def _stretches() -> dict[str, str]:
    """Return the name of each stretch by the words for it, the longest words first."""
    names = {
        fold(word): entry.key
        for entry in load_lexicon("cues.txt").section("periods")
        for word in entry.values
    }
    return dict(sorted(names.items(), key=lambda item: -len(item[0])))


@cache
def _stretches_with(marks: str) -> tuple[tuple[str, str], ...]:
    """Return those stretches, in order, in whose words no mark stands but ``marks``."""
    missing = set(_STRETCH_MARKS).difference(marks)
    return tuple((word, name) for word, name in _stretches().items() if missing.isdisjoint(word))


@cache
def _relative_years(section: str = "relative years") -> dict[str, int]:
    lexicon = load_lexicon("cues.txt")
    distances: dict[str, int] = {}
    for entry in lexicon.section(section):
        try:
            distance = int(entry.key)
        except ValueError:
            raise lexicon.error(entry.line, f"{entry.key} is not a number of years") from None
        distances.update({fold(word): distance for word in entry.values})
    return distances


def _named_stretches(folded: str) -> set[str]:
    """Return the stretches named; of words within one another (前三个季度, 季度) the longest."""
    found: set[str] = set()
    marks = "".join([mark for mark in _STRETCH_MARKS if mark in folded])
    if not marks:
        return found
    for word, name in _stretches_with(marks):
        place = folded.find(word)
        if place < 0:
            continue
        if (
            word[0].isdigit()
            and place
            and (folded[place - 1].isdigit() or folded[place - 1] == ".")
        ):
            continue
        found.add(name)
        folded = folded.replace(word, " " * len(word))
    return found


def _may_name_year(folded: str) -> bool:
    return "20" in folded or "19" in folded or "18" in folded


def named_years(folded: str) -> frozenset[int]:
    """Return the years that stand in a folded text in digits or Chinese numerals."""
    years: set[int] = set()
    # Most texts name none, which takes less time to see than to search them.
    for match in _YEAR.finditer(folded) if _may_name_year(folded) else ():
        first = int(match[1])
        years.add(first)
        if match[2]:
            last = int(match[2]) if len(match[2]) == 4 else first // 100 * 100 + int(match[2])
            if first <= last <= first + 30:
                years.update(range(first, last + 1))
    for match in _HAN_YEAR.finditer(folded) if "年" in folded else ():
        years.add(int(match[1].translate(_HAN_DIGITS)))
    return frozenset(years)


@lru_cache(maxsize=4096)
def find_period(folded: str, base_year: int | None = None) -> Period:
    """Return what a folded text says of time; 去年 and 今年 count from ``base_year``.

    A time that a change is only counted from (比2019年增长) is no time of the text's own.
    """
    counted_from = list(_BASE.finditer(folded))
    bases = _bases(folded, counted_from)
    if counted_from:
        folded = without_bases(folded)
    years = set(named_years(folded))
    if base_year is not None:
        years.update([base_year + distance for distance in _distances(folded)])
    stretches = _named_stretches(folded)
    months: set[int] = set()
    if "月" not in folded:
        return Period(frozenset(years), frozenset(months), frozenset(stretches), bases)
    for match in _MONTH_RANGE.finditer(folded):
        stretches.add(f"{int(match[1])}-{int(match[2])}")
    for match in _MONTH.finditer(_MONTH_RANGE.sub("", folded)):
        months.add(int(match[1]))
    return Period(frozenset(years), frozenset(months), frozenset(_canonical(stretches)), bases)


def without_bases(folded: str) -> str:
    """Blank out the times that a change is counted from; the length stays."""
    if "比" not in folded and "较" not in folded and "于" not in folded and "过" not in folded:
        return folded
    return _BASE.sub(lambda match: match[0][0] + " " * (len(match[0]) - 1), folded)


def _bases(folded: str, counted_from: Sequence[re.Match[str]]) -> frozenset[str]:
    """Return what changes are counted from: a year by its number, the month before, some years."""
    found = {year for match in counted_from for year in _FOUR_DIGITS.findall(match[1])}
    if ("比" in folded or "较" in folded) and _ROLLING.search(folded):
        found.add("month")
    if "年" in folded and _YEARS_TOGETHER.search(folded):
        found.add("years")
    return frozenset(found)


def _canonical(stretches: set[str]) -> set[str]:
    """Name month ranges as their stretches are named, so that 1—6月 is 上半年."""
    same = {
        "1-6": "first half",
        "1-3": "first quarter",
        "1-9": "three quarters",
        "1-7": "seven months",
        "1-8": "eight months",
        "1-2": "two months",
        "1-4": "four months",
        "1-5": "five months",
        "1-10": "ten months",
        "1-11": "eleven months",
        "1-12": "whole year",
        "7-12": "second half",
    }
    return {same.get(stretch, stretch) for stretch in stretches}


def is_time(word: str) -> bool:
    """Tell whether a folded word names a stretch of a year, or a year by its distance."""
    return word in _relative_years() or word in _stretches()


def section_years(headings: str, base_year: int | None) -> frozenset[int]:
    """Return the year that folded headings imply without naming one: 工作回顾 is of last year."""
    if base_year is None or named_years(headings):
        return frozenset()
    return frozenset(
        base_year + distance
        for word, distance in _relative_years("section years").items()
        if word in headings
    )


def same_relative_year(asked: str, found: str) -> bool:
    """Tell whether a folded question and a folded text name one year by its distance."""
    return bool(_distances(without_bases(asked)) & _distances(found))


def relative_agreement(asked: str, near: str) -> float:
    """Return how a question and the words before a figure agree in 去年 and 今年.

    1 the same, -1 another, -0.5 where only the text tells of another year than its own, 0 unsaid.
    """
    there = _distances(without_bases(near))
    if not there:
        return 0.0
    wanted = _distances(without_bases(asked))
    if wanted:
        return 1.0 if wanted & there else -1.0
    return 0.0 if 0 in there else -0.5


def other_relative_year(asked: str, found: str) -> bool:
    """Tell whether a folded question and a folded text speak of two years by their distance."""
    wanted, there = _distances(without_bases(asked)), _distances(without_bases(found))
    return bool(wanted and there and not wanted & there)


@lru_cache(maxsize=4096)
def _distances(folded: str) -> frozenset[int]:
    if _shared_character() not in folded:
        return frozenset()
    return frozenset([gap for word, gap in _relative_years().items() if word in folded])


@cache
def _shared_character() -> str:
    """Return a character that every word for a relative year holds, "" where there is none."""
    words = _relative_years()
    shared = set.intersection(*map(set, words)) if words else set()
    return min(shared, default="")
