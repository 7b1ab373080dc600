"""Which years, months and stretches of a year a text speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from config.lexicon_file import load_lexicon
from retrieval.folding import fold

_YEAR = re.compile(
    r"(?<!\d)((?:1[89]|20)\d\d)(?:(?:年(?=[-—–~～至到]\s*\d{4}年))?\s*[-—–~～至到]\s*"
    r"((?:1[89]|20)?\d\d))?(?![\d.,%亿万元个人户家件条项])"
)
_MONTH = re.compile(
    r"(?<![\d.])(1[0-2]|0?[1-9])\s*月|(?<![一二三四五六七八九十])(十[一二]?|[一二三四五六七八九])月"
)
_MONTH_RANGE = re.compile(
    r"(?<![\d.])(1[0-2]|0?[1-9])(?:月份?)?\s*[-—–~～至到]\s*(1[0-2]|0?[1-9])\s*月"
)
_HAN_MONTHS = {name: month for month, name in enumerate("一二三四五六七八九十", 1)}
_HAN_MONTHS |= {"十一": 11, "十二": 12}
_HAN_YEAR = re.compile(r"([一二][〇零○一二三四五六七八九]{3})年")
_STRETCH_MARKS = "年季月五"  # one of these stands in every name of a stretch
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
# What a growth is counted from: 比2019年1-7月增长, 较去年同期下滑. No time of the figure itself.
_BASE = re.compile(
    r"(?:比|较|相比于?|相对于?|高于|低于|超过|好于|是(?=“?十[一二三四五]五|[上去]年同期)"
    r"|[与和同](?=[上去前]一?年|同期))"
    r"(“?十[一二三四五]五”?(?:时期)?|(?:(?:1[89]|20)\d\d年?|[上去前]一?年度?"
    r"|[上前]一?个?(?:月|季度?)|同期|[上下]半年"
    r"|[一二三四前]+季度|\d{1,2}\s*[-—–~～至到]\s*\d{1,2}月份?)"
    r"(?:同期|同月|同季度?|末|底|初|全年|年末|年底|[上下]半年|[一二三四前]+季度"
    r"|\d{1,2}(?:\s*[-—–~～至到]\s*\d{1,2})?月份?)*)"
)
_MONTH_NAME = re.compile(rf"(?:{_MONTH.pattern})份?")
_NAMED_YEAR = re.compile(rf"{_YEAR.pattern}(?:年度?)?|{_HAN_YEAR.pattern}")
_FOUR_DIGITS = re.compile(r"\d{4}")
_ROLLING = re.compile(
    r"环比|比[上前]一?个?月|较[上前]一?个?月|比[上前]一?个?季度|较[上前]一?个?季度"
)
_YEARS_TOGETHER = re.compile(r"[两二三四五六七八九十\d]年(?:年均|平均|复合)|年均|年复合")


# A month that is counted as a whole; 6月末 and 6月30日 are moments.
_WHOLE_MONTH = re.compile(rf"(?:{_MONTH.pattern})(?![末底初上中下\d]|\s*\d)")
# ’17年, 17年 in a question; 近10年 and 20年来 are lengths of time.
_SHORT_YEAR = re.compile(r"(?<![\d.近去前第每这满])([0-3]\d)年(?![来内间期多以里后前时的]|\d{3})")


@dataclass(frozen=True, slots=True)
class Period:
    """Years, months and named stretches (first half, three quarters …) that a text names."""

    years: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    stretches: frozenset[str] = frozenset()
    bases: frozenset[str] = frozenset()  # what a change is counted from, where not the year before
    whole_month: bool = False  # some month is meant as a whole, not as a moment

    def __bool__(self) -> bool:
        return bool(self.years or self.months or self.stretches)


NO_PERIOD = Period()
UNKNOWN_YEAR = 0
_FIRST_YEAR = 1000  # years before are distances from one that is unknown


@dataclass(frozen=True, slots=True)
class TextYears:
    """The year in which a text is written (今年) and the one that it reports on (本年)."""

    told: int | None = None
    reported: int | None = None

    @property
    def known(self) -> frozenset[int]:
        """Those of the two that are known."""
        return frozenset(year for year in (self.told, self.reported) if year is not None)


NO_YEARS = TextYears()


@cache
def _stretches() -> dict[str, str]:
    """Return the name of each stretch by the words for it, the longest words first."""
    names = {
        fold(word): entry.key
        for section in ("periods", "plans")
        for entry in load_lexicon("cues.txt").section(section)
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


@lru_cache(maxsize=8192)
def find_period(folded: str, years_of_text: TextYears = NO_YEARS) -> Period:
    """Return what a folded text says of time; 去年 and 上年 count from the years of the text.

    A time that a change is only counted from (比2019年增长) is no time of the text's own.
    """
    counted_from = list(_BASE.finditer(folded))
    bases = _bases(folded, counted_from)
    if counted_from:
        folded = without_bases(folded)
    years = set(named_years(folded))
    if years_of_text.told is not None:
        years.update([years_of_text.told + gap for gap in _distances(folded)])
    if years_of_text.reported is not None:
        years.update([years_of_text.reported + gap for gap in _distances(folded, _REPORTED)])
    stretches = _named_stretches(folded)
    months: set[int] = set()
    if "月" not in folded:
        return Period(frozenset(years), frozenset(months), frozenset(stretches), bases)
    for match in _MONTH_RANGE.finditer(folded):
        stretches.add(f"{int(match[1])}-{int(match[2])}")
    single = _MONTH_RANGE.sub("", folded)
    for match in _MONTH.finditer(single):
        months.add(int(match[1]) if match[1] else _HAN_MONTHS[match[2]])
    return Period(
        frozenset(years),
        frozenset(months),
        frozenset(_canonical(stretches)),
        bases,
        _WHOLE_MONTH.search(single) is not None,
    )


def true_years(years: frozenset[int]) -> frozenset[int]:
    """Return those years that are not merely distances from an unknown one."""
    if not years or min(years) >= _FIRST_YEAR:
        return years
    return frozenset([year for year in years if year >= _FIRST_YEAR])


def comparable_years(years: frozenset[int], others: frozenset[int]) -> frozenset[int]:
    """Return those of ``years`` that are told in the same way as ``others``."""
    if not years:
        return years
    true = true_years(years)
    return true if true_years(others) else years - true


def find_asked_period(folded: str) -> Period:
    """Return the period that a folded question asks about, where 17年 is the year 2017."""
    period = find_period(folded)
    short = {2000 + int(match[1]) for match in _SHORT_YEAR.finditer(folded)}
    return replace(period, years=period.years | short) if short else period


def without_times(folded: str) -> str:
    """Blank out years, months and stretches of a folded question; the length stays."""

    def blank(match: re.Match[str]) -> str:
        return " " * len(match[0])

    for word in _stretches():
        if word in folded and word not in _plans():
            folded = folded.replace(word, " " * len(word))
    for pattern in (_NAMED_YEAR, _SHORT_YEAR, _MONTH_RANGE, _MONTH_NAME):
        folded = pattern.sub(blank, folded)
    return folded


def without_bases(folded: str) -> str:
    """Blank out the times that a change is counted from; the length stays."""
    if not any(mark in folded for mark in "比较于过是与和同"):
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
    if word in _plans():
        return False  # which tells as much as a name does
    return word in _relative_years() or word in _relative_years(_REPORTED) or word in _stretches()


def is_plan(word: str) -> bool:
    """Tell whether a folded word names a plan of five years."""
    return word in _plans()


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
    return bool(_all_distances(without_bases(asked)) & _all_distances(found))


def relative_agreement(asked: str, near: str) -> float:
    """Return how a question and the words before a figure agree in 去年 and 今年.

    1 the same, -1 another, -0.5 where only the text tells of another year than its own, 0 unsaid.
    """
    there = _all_distances(without_bases(near))
    if not there:
        return 0.0
    wanted = _all_distances(without_bases(asked))
    if wanted:
        return 1.0 if wanted & there else -1.0
    return 0.0 if 0 in there else -0.5


def _all_distances(folded: str) -> frozenset[int]:
    return _distances(folded) | _distances(folded, _REPORTED)


_RELATIVE, _REPORTED = "relative years", "reported years"


@lru_cache(maxsize=16384)
def _distances(folded: str, section: str = _RELATIVE) -> frozenset[int]:
    # All but the longest of these words hold one of two characters, and most texts neither.
    if "年" not in folded and "期" not in folded:
        return frozenset()
    found: set[int] = set()
    for word, gap in _longest_first(section):
        if word in folded:
            found.add(gap)
            folded = folded.replace(word, " ")
    return frozenset(found)


@cache
def _longest_first(section: str) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(_relative_years(section).items(), key=lambda item: -len(item[0])))


@cache
def _plans() -> frozenset[str]:
    plans = load_lexicon("cues.txt").section("plans")
    return frozenset(fold(word) for entry in plans for word in entry.values)


@cache
def _reports() -> tuple[str, ...]:
    return tuple(map(fold, load_lexicon("cues.txt").keys("reports of a past year")))


@lru_cache(maxsize=4096)
def text_years(titles: str, published: int | None) -> TextYears:
    """Return the years of a text by its folded titles and the year in which it was published.

    A report names the year that it reports on, and is written in it or, as an annual report is,
    in the next. Where nothing tells the year it counts as ``UNKNOWN_YEAR``, so that 去年 in a
    question still agrees with 去年 in the text.
    """
    named = [year for year in named_years(titles) if published is None or year <= published]
    reported = max(named, default=published)
    if reported is None:
        return TextYears(UNKNOWN_YEAR, UNKNOWN_YEAR)
    if published is not None:
        return TextYears(published, reported)
    past = any(word in titles for word in _reports())
    return TextYears(reported + 1 if past else reported, reported)
