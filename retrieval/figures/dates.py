"""Dates: 2023年10月9日, 7月17日, 二〇二五年, 1-7月, 20世纪80年代, 民国十九年, 2021-05-03.

The value of a date is its numbers written one after the other, each but the first with two
digits, and its unit their units: 2023年10月9日 is 20231009 年月日, 7月17日 is 717 月日. So two
dates with the same unit compare by their values.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from retrieval.figures.drafts import Draft
from retrieval.figures.lexicon import Prefixes, Suffixes, folded_keys, numerals_lexicon
from retrieval.figures.numerals import parse_folded
from retrieval.figures.times import TO, times_at
from retrieval.records import FigureKind

_SMALL = r"(?:\d{1,2}+|[一二三四五六七八九十廿卅]{1,3}+)"
_YEAR = r"(?:\d{1,4}+|[〇○零一二三四五六七八九]{4}+|[一二三四五六七八九十廿卅百千两]{1,7}+)"
_DAY_END = r"[ ]?[日号](?![线楼机称召])"
_DATE = re.compile(
    rf"""
    (?P<year>{_YEAR})[ ]?年
        (?:(?P<annual>度(?![假过]))
         | [ ]?(?P<month>{_SMALL})[ ]?月份?(?:[ ]?(?P<day>{_SMALL}){_DAY_END})?
        )?
  | (?P<only_month>{_SMALL})[ ]?月份?(?:[ ]?(?P<month_day>{_SMALL}){_DAY_END})?
  | (?P<only_day>{_SMALL})[ ]?日(?!均|本(?![次届地])|常|军|益|趋|元|圆|刊)
    """,
    re.VERBOSE,
)
_MONTHS = re.compile(rf"[ ]?(?P<low>{_SMALL})(?:[ ]?月份?)?{TO}(?P<high>{_SMALL})[ ]?月份?")
_NUMERIC = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d.])")
_OPEN_RANGE = re.compile(rf"(?P<low>{_YEAR}){TO}")
_TO = re.compile(TO)
_DECADE = re.compile(
    r"(?P<number>\d{2,4}+|[一二三四五六七八九][十零])[ ]?年代|(?P<latin>[12]\d{2}0|\d0)'?s(?![a-z])"
)
_CENTURY = re.compile(
    rf"(?P<number>{_SMALL})[ ]?世纪(?:(?P<decade>\d{{2}}|[一二三四五六七八九]十)[ ]?年代)?"
)
# 三年(978年): the year of a reign, with the year of our era in brackets.
_YEAR_IN_BRACKETS = re.compile(r"[(]前?\d{2,4}年")
_MARKS = frozenset("至到~-–—―")
_SMALL_NUMBERS = {str(n): n for n in range(100)} | {f"{n:02d}": n for n in range(10)}


@cache
def _span_after(section: str) -> Prefixes:
    return Prefixes(folded_keys(numerals_lexicon(), section))


@cache
def _span_before() -> Suffixes:
    return Suffixes(folded_keys(numerals_lexicon(), "spans of time before years"))


@cache
def _eras() -> Suffixes:
    return Suffixes(folded_keys(numerals_lexicon(), "eras"))


def date_at(folded: str, start: int, end: int) -> Draft | None:
    """Return the date, the range of dates or the time of day at the numeral ``[start, end)``.

    The era before it belongs to it (民国十九年, 公元前3500年), and a year before our era is
    negative.
    """
    following = folded[end : end + 1]
    if following == " ":
        following = folded[end + 1 : end + 2]
    if following in ("时", "点", ":"):
        return times_at(folded, start)
    if following == "年":
        found = _decade(folded, start) or _single_or_range(folded, start)
    elif following in ("月", "日", "号"):
        found = _single_or_range(folded, start)
    elif following == "世":
        found = _century(folded, start)
    elif following in ("s", "'"):
        return _decade(folded, start)
    elif following in ("-", "/", "."):
        found = _numeric(folded, start) or _open_range(folded, start)
    elif following and following in _MARKS:
        found = _open_range(folded, start)
    else:
        return None
    if found is not None and start and found.unit[0] in "年世":
        _take_era(folded, found)
    return found


def _take_era(folded: str, date: Draft) -> None:
    era = _eras().match(folded, date.start)
    date.start -= len(era)
    if era.endswith("前"):
        date.value = -date.value
        if date.high is not None:
            date.high = -date.high


def _date(
    start: int, end: int, value: int, unit: str, unit_start: int, high: Decimal | None = None
) -> Draft:
    return Draft(start, end, FigureKind.DATE, Decimal(value), unit, unit_start, "", high)


def _number(text: str) -> int | None:
    known = _SMALL_NUMBERS.get(text)
    if known is not None:
        return known
    if text.isascii():
        return int(text)
    value = parse_folded(text)
    return None if value is None else int(value)


def _numeric(folded: str, start: int) -> Draft | None:
    found = _NUMERIC.match(folded, start)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[3]), int(found[4])
    if not (1000 <= year < 3000 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    return _date(start, found.end(), year * 10_000 + month * 100 + day, "年月日", -1)


def _century(folded: str, start: int) -> Draft | None:
    found = _CENTURY.match(folded, start)
    century = _number(found["number"]) if found is not None else None
    if found is None or century is None:
        return None
    decade = _number(found["decade"]) if found["decade"] else None
    if decade is None:
        return _date(start, found.end(), century, "世纪", found.end() - 2)
    return _date(start, found.end(), (century - 1) * 100 + decade, "年代", found.end() - 2)


def _decade(folded: str, start: int) -> Draft | None:
    found = _DECADE.match(folded, start)
    if found is None:
        return None
    number, latin = found.groups()
    decade = _number(number or latin)
    if decade is None:
        return None
    return _date(start, found.end(), decade, "年代", found.end() - 2 if number else found.end() - 1)


def _open_range(folded: str, start: int) -> Draft | None:
    """1-7月, 2018—2022年: the unit stands behind the end only."""
    found = _OPEN_RANGE.match(folded, start)
    low = _number(found["low"]) if found is not None else None
    second = _single(folded, found.end()) if found is not None else None
    if low is None or second is None or second.high is not None or len(second.unit) > 1:
        return None
    if low >= second.value or (second.unit == "年" and low < 1000 <= second.value):
        return None
    return _date(start, second.end, low, second.unit, second.unit_start, second.value)


def _single_or_range(folded: str, start: int) -> Draft | None:
    first = _single(folded, start)
    if first is None or first.high is not None or folded[first.end : first.end + 1] not in _MARKS:
        return first
    to = _TO.match(folded, first.end)
    second = _single(folded, to.end()) if to is not None else None
    if second is None or second.high is not None:
        return first
    high = _completed(first, second)
    if high is not None and high > first.value:
        first.end, first.high = second.end, high
    return first


def _completed(first: Draft, second: Draft) -> Decimal | None:
    """Give the end of a range what only its beginning says: 9月20日至22日."""
    if first.unit == second.unit:
        return second.value
    if not first.unit.endswith(second.unit):
        return None
    places = Decimal(100) ** len(second.unit)
    return first.value // places * places + second.value


def _single(folded: str, start: int) -> Draft | None:
    found = _DATE.match(folded, start)
    if found is None:
        return None
    year, annual, month, day, only_month, month_day, only_day = found.groups()
    if year:
        unit_start = found.end("year")
        if month is None and not annual and not _is_year(folded, start, found):
            return None
        months = _year_and_months(folded, start, year, unit_start)
        if months is not None:
            return months
        made = _parts(start, found.end(), unit_start, year=year, month=month, day=day)
        if made is None and month:
            after = unit_start + 1 + (folded[unit_start] == " ")
            return _parts(start, after, unit_start, year=year)
        return made
    if only_month:
        return _parts(start, found.end(), found.end("only_month"), month=only_month, day=month_day)
    return _parts(start, found.end(), found.end("only_day"), day=only_day)


def _year_and_months(folded: str, start: int, year: str, unit_start: int) -> Draft | None:
    """2023年1-7月, 2023年1月至7月."""
    after = unit_start + 1 + (folded[unit_start] == " ")
    months = _MONTHS.match(folded, after)
    if months is None:
        return None
    low = _parts(start, months.end(), unit_start, year=year, month=months["low"])
    high = _parts(start, months.end(), unit_start, year=year, month=months["high"])
    if low is None or high is None or low.value >= high.value:
        return None
    low.high = high.value
    return low


def _is_year(folded: str, start: int, found: re.Match[str]) -> bool:
    """Tell the year 1998年 from the span of 98年."""
    text = found["year"]
    after = found.end()
    before = folded[start - 1 : start]
    if _eras().match(folded, start) or _YEAR_IN_BRACKETS.match(folded, after):
        return True
    if before == "第":
        return False
    if not text.isascii():
        return len(text) == 4 and not any(character in "十百千两廿卅" for character in text)
    if len(text) < 3:
        return False
    if before == "前":
        return True
    if len(text) == 4:
        spans = _span_after("long spans of time behind years")
        return text[0] in "12" and not (text.endswith("00") and spans.match(folded, after))
    spans = _span_after("spans of time behind years")
    if spans.match(folded, after) or _span_before().match(folded, start):
        return False
    return not text.endswith("0")


def _parts(
    start: int,
    end: int,
    unit_start: int,
    *,
    year: str | None = None,
    month: str | None = None,
    day: str | None = None,
) -> Draft | None:
    value = 0
    unit = ""
    for part, name, most in ((year, "年", 9999), (month, "月", 12), (day, "日", 31)):
        if not part:
            continue
        number = _number(part)
        if number is None or number > most or (most < 32 and not number):
            return None
        value = value * 100 + number
        unit += name
    return _date(start, end, value, unit, unit_start)
