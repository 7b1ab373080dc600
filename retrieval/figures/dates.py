"""Dates and times of day: 2023年10月9日, 7月17日, 二〇二五年, 1-7月, 20世纪80年代, 8时30分, 22:00.

The value of a date is its numbers written one after the other, each but the first with two
digits, and its unit their units: 2023年10月9日 is 20231009 年月日, 7月17日 is 717 月日; 8时30分 is
830 时分. So two dates with the same unit compare by their values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from retrieval.figures.lexicon import Suffixes, folded_keys, numerals_lexicon
from retrieval.figures.numerals import parse_folded
from retrieval.records import FigureKind

_SMALL = r"(?:\d{1,2}+|[一二三四五六七八九十廿卅]{1,3}+)"
_YEAR = r"(?:\d{1,4}+|[〇○零一二三四五六七八九]{4}+|[一二三四五六七八九十廿卅百千两]{1,7}+)"
_TO = r"(?:[至到~\-–—―]{1,2}+)"
_DATE = re.compile(
    rf"""
    (?P<year>{_YEAR})[ ]?年
        (?:(?P<annual>度(?![假过]))
         | [ ]?(?P<month>{_SMALL})[ ]?月份?
            (?:[ ]?(?P<day>{_SMALL})[ ]?[日号](?![线楼机称召]))?
        )?
  | (?P<only_month>{_SMALL})[ ]?月份?(?:[ ]?(?P<month_day>{_SMALL})[ ]?[日号](?![线楼机称召]))?
  | (?P<only_day>{_SMALL})[ ]?日(?!均|本(?![次届地])|常|军|益|趋|元|圆|刊)
    """,
    re.VERBOSE,
)
_MONTHS = re.compile(rf"(?P<low>{_SMALL})(?:[ ]?月份?)?{_TO}(?P<high>{_SMALL})[ ]?月份?")
_NUMERIC = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d.])")
_BEFORE_RANGE = re.compile(rf"(?P<low>{_YEAR}){_TO}")
_AFTER_RANGE = re.compile(_TO)
_DECADE = re.compile(r"(?P<number>\d{2,4}|[一二三四五六七八九]十|[一二三四五六七八九]零)[ ]?年代")
_CENTURY = re.compile(
    rf"(?P<number>\d{{1,2}}|{_SMALL})[ ]?世纪"
    r"(?:(?P<decade>\d{2}|[一二三四五六七八九]十)[ ]?年代)?"
)
_DECADE_LATIN = re.compile(r"(?P<number>[12]\d{2}0|\d0)'?s(?![a-z])")
_CLOCK = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:])")
_HOUR = re.compile(
    rf"""
    (?P<hour>{_SMALL})[ ]?
    (?:时(?!半)(?![间期代装候尚常任节速不值至而刻而而])(?:[ ]?(?P<minute>{_SMALL})[ ]?分(?![钟之]))?
        (?:(?P<second>{_SMALL})秒)?
      |(?P<clock>点[钟整])
      |[点时](?P<half>半)(?![导径岛球场决途成年])
      |点(?:(?P<quarter>[一二三13])刻|零?(?P<point_minute>{_SMALL})分(?![钟之]))
      |点(?P<bare>(?![一二三四五六七八九\d]))
    )
    """,
    re.VERBOSE,
)
# Behind 年 these make a span of time of it: 300年历史, 30年间.
_SPAN_AFTER = re.compile(
    r"(?:的?历史|多|余|来(?!自)|以来|间(?!隔)|之久|左右|以上|内|期|之内|后|寿命)"
)
# 三年（978年）: the year of a reign, with the year of our era in brackets.
_YEAR_IN_BRACKETS = re.compile(r"[(]前?\d{2,4}年")
_SPAN_BEFORE = re.compile(r"(?:长达|历时|历经|经过|近|约|超过|逾|已有|[共满有了达过第每])$")


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date or time of day: where it ends, its value and unit, and where its unit stands."""

    start: int
    end: int
    kind: FigureKind
    value: Decimal
    unit: str
    unit_start: int
    high: Decimal | None = None


@cache
def _eras() -> Suffixes:
    return Suffixes(folded_keys(numerals_lexicon(), "eras"))


@cache
def _day_parts() -> Suffixes:
    return Suffixes(folded_keys(numerals_lexicon(), "parts of the day"))


def date_at(folded: str, start: int) -> DateFound | None:
    """Return the date, the range of dates or the time of day that begins at ``start``.

    The era before it belongs to it (民国十九年, 公元前3500年), and a year before our era is
    negative.
    """
    found = (
        _numeric(folded, start)
        or _century(folded, start)
        or _with_range(folded, start)
        or _time_at(folded, start)
    )
    if found is None or found.kind is not FigureKind.DATE or not start:
        return found
    era = _eras().match(folded, start)
    if not era or found.unit[0] not in "年世":
        return found
    if era.endswith("前"):
        high = None if found.high is None else -found.high
        return replace(found, start=start - len(era), value=-found.value, high=high)
    return replace(found, start=start - len(era))


def _numeric(folded: str, start: int) -> DateFound | None:
    found = _NUMERIC.match(folded, start)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[3]), int(found[4])
    if not (1000 <= year < 3000 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    value = Decimal(year * 10_000 + month * 100 + day)
    return DateFound(start, found.end(), FigureKind.DATE, value, "年月日", -1)


def _century(folded: str, start: int) -> DateFound | None:
    found = _CENTURY.match(folded, start)
    if found is not None:
        century = parse_folded(found["number"])
        if century is None:
            return None
        unit_start = found.end("number")
        if found["decade"]:
            decade = parse_folded(found["decade"])
            if decade is not None:
                value = (century - 1) * 100 + decade
                return DateFound(
                    start, found.end(), FigureKind.DATE, value, "年代", found.end() - 2
                )
        return DateFound(start, found.end(), FigureKind.DATE, century, "世纪", unit_start)
    found = _DECADE.match(folded, start) or _DECADE_LATIN.match(folded, start)
    if found is not None:
        decade = parse_folded(found["number"])
        if decade is not None:
            unit_start = found.end("number") + (folded[found.end("number")] == " ")
            return DateFound(start, found.end(), FigureKind.DATE, decade, "年代", unit_start)
    return None


def _with_range(folded: str, start: int) -> DateFound | None:
    low = _BEFORE_RANGE.match(folded, start)
    if low is not None:
        second = _single(folded, low.end())
        value = parse_folded(low["low"])
        if second is None or value is None or second.kind is not FigureKind.DATE:
            return None
        if second.unit == "年" and (value < 1000 or value >= second.value):
            return None
        top = second.value
        if len(second.unit) > 1 or value >= top:
            return None
        return DateFound(
            start, second.end, FigureKind.DATE, value, second.unit, second.unit_start, top
        )
    first = _single(folded, start)
    if first is None:
        return None
    to = _AFTER_RANGE.match(folded, first.end)
    if to is None or first.high is not None:
        return first
    second = _single(folded, to.end())
    if second is None or second.high is not None:
        return first
    high = _completed(first, second)
    if high is None or high <= first.value:
        return first
    return DateFound(
        start, second.end, FigureKind.DATE, first.value, first.unit, first.unit_start, high
    )


def _completed(first: DateFound, second: DateFound) -> Decimal | None:
    """Give the end of a range what only its beginning says: 9月20日至22日."""
    if first.unit == second.unit:
        return second.value
    if not first.unit.endswith(second.unit):
        return None
    places = Decimal(100) ** len(second.unit)
    return first.value // places * places + second.value


def _single(folded: str, start: int) -> DateFound | None:
    found = _DATE.match(folded, start)
    if found is None:
        return None
    if found["year"]:
        return _year(folded, start, found)
    if found["only_month"]:
        return _parts(
            start,
            found.end(),
            "月日" if found["month_day"] else "月",
            (found["only_month"], found["month_day"]),
            found.end("only_month"),
        )
    return _parts(start, found.end(), "日", (found["only_day"],), found.end("only_day"))


def _year(folded: str, start: int, found: re.Match[str]) -> DateFound | None:
    after_year = found.end("year") + (folded[found.end("year")] == " ") + 1
    if found["month"] is None and not found["annual"] and not _is_year(folded, start, found):
        return None
    months = _MONTHS.match(folded, after_year)
    if months is not None:
        low = _parts(start, months.end(), "年月", (found["year"], months["low"]), found.end("year"))
        high = _parts(start, months.end(), "年月", (found["year"], months["high"]), 0)
        if low is not None and high is not None and low.value < high.value:
            return DateFound(
                start,
                months.end(),
                FigureKind.DATE,
                low.value,
                "年月",
                found.end("year"),
                high.value,
            )
    end = found.end()
    unit = "年月日" if found["day"] else "年月" if found["month"] else "年"
    made = _parts(
        start, end, unit, (found["year"], found["month"], found["day"]), found.end("year")
    )
    if made is None and found["month"]:
        return _parts(start, after_year, "年", (found["year"],), found.end("year"))
    return made


def _is_year(folded: str, start: int, found: re.Match[str]) -> bool:
    """Tell the year 1998年 from the span of 98年."""
    text = found["year"]
    after = found.end()
    if _eras().match(folded, start) or _YEAR_IN_BRACKETS.match(folded, after):
        return True
    spelled = not text.isascii()
    if spelled and (len(text) != 4 or any(c in "十百千两廿卅" for c in text)):
        return False
    if len(text) >= 3 and not spelled and folded[start - 1 : start] == "前":
        return True
    if len(text) < 3 or folded[start - 1 : start] == "第":
        return False
    if len(text) == 4:
        if text[0] not in "12一二" and not spelled:
            return False
        return not _SPAN_AFTER.match(folded, after) or not text.endswith("00")
    if _SPAN_AFTER.match(folded, after) or _SPAN_BEFORE.search(folded, max(0, start - 3), start):
        return False
    return not text.endswith("0")


def _parts(
    start: int, end: int, unit: str, parts: tuple[str | None, ...], unit_start: int
) -> DateFound | None:
    value = Decimal(0)
    for name, part in zip(unit, parts, strict=False):
        number = parse_folded(part) if part else None
        if number is None:
            return None
        if (name == "月" and not 1 <= number <= 12) or (name == "日" and not 1 <= number <= 31):
            return None
        value = number if name == unit[0] else value * 100 + number
    return DateFound(start, end, FigureKind.DATE, value, unit, unit_start)


def _time_at(folded: str, start: int) -> DateFound | None:
    clock = _CLOCK.match(folded, start)
    if clock is not None:
        return _clock(folded, start, clock)
    found = _HOUR.match(folded, start)
    if found is None:
        return None
    if found["bare"] is not None and not _day_parts().match(folded, start):
        return None
    hour = parse_folded(found["hour"])
    if hour is None or hour > 24:
        return None
    minute = found["minute"] or found["point_minute"]
    if found["half"]:
        minutes: Decimal | None = Decimal(30)
    elif found["quarter"]:
        quarters = parse_folded(found["quarter"])
        minutes = None if quarters is None else quarters * 15
    else:
        minutes = parse_folded(minute) if minute else None
    unit_start = found.end("hour")
    if minutes is None:
        return DateFound(start, found.end(), FigureKind.TIME, hour, "时", unit_start)
    return DateFound(start, found.end(), FigureKind.TIME, hour * 100 + minutes, "时分", unit_start)


def _clock(folded: str, start: int, clock: re.Match[str]) -> DateFound | None:
    """Read 22:00; where the words before speak of a ratio, the finder takes it for one."""
    hour = int(clock["hour"])
    if hour > 24:
        return None
    value = Decimal(hour * 100 + int(clock["minute"]))
    unit = "时分"
    if clock["second"]:
        value, unit = value * 100 + int(clock["second"]), "时分秒"
    return DateFound(start, clock.end(), FigureKind.TIME, value, unit, -1)
