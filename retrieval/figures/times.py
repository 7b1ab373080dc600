"""Times of day: 8时30分, 22:00, 上午9点, 早上6时半, and the hours between two of them.

The value of a time is hour and minute written one after the other: 8时30分 is 830 时分.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from retrieval.figures.drafts import Draft
from retrieval.figures.lexicon import Prefixes, Suffixes, folded_keys, numerals_lexicon
from retrieval.figures.numerals import parse_folded
from retrieval.records import FigureKind

TO = r"(?:[至到~\-–—―]{1,2}+)"
_SMALL = r"(?:\d{1,2}+|[一二三四五六七八九十廿卅]{1,3}+)"
_CLOCK = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:])")
_HOUR = re.compile(
    rf"""
    (?P<hour>{_SMALL})[ ]?
    (?:时(?![半间期代装候尚常任节速不值而刻])
        (?:[ ]?(?P<minute>{_SMALL})[ ]?分(?![钟之])(?:{_SMALL}秒)?)?
      | 点[钟整]
      | [点时](?P<half>半)(?![导径岛球场决途成年])
      | 点(?:(?P<quarter>[一二三123])刻|零?(?P<point_minute>{_SMALL})分(?![钟之]))
      | (?P<bare>点)(?![一二三四五六七八九\d])
    )
    """,
    re.VERBOSE,
)
_AFTER = re.compile(TO)


@cache
def _day_parts_ahead() -> Prefixes:
    return Prefixes(folded_keys(numerals_lexicon(), "parts of the day"))


@cache
def _day_parts() -> Suffixes:
    return Suffixes(folded_keys(numerals_lexicon(), "parts of the day"))


def times_at(folded: str, start: int) -> Draft | None:
    """Return the time of day at ``start``, or the hours to another: 9点至11点, 上午9时到下午5时."""
    first = _time_at(folded, start, after_part=False)
    to = _AFTER.match(folded, first.end) if first is not None else None
    if first is None or to is None:
        return first
    part = _day_parts_ahead().match(folded, to.end())
    second = _time_at(folded, to.end() + len(part), after_part=True)
    if second is None or _minutes(second) <= _minutes(first):
        return first
    first.end, first.high = second.end, second.value
    if len(first.unit) != len(second.unit):
        first.unit, first.value, first.high = "时分", _minutes(first), _minutes(second)
    return first


def _minutes(time: Draft) -> Decimal:
    return time.value * 100 if len(time.unit) == 1 else time.value


def _time_at(folded: str, start: int, *, after_part: bool) -> Draft | None:
    clock = _CLOCK.match(folded, start)
    if clock is not None:
        return _clock(start, clock)
    found = _HOUR.match(folded, start)
    if found is None:
        return None
    # 3点 is a time behind 上午, else three points.
    if found["bare"] and not after_part and not _day_parts().match(folded, start):
        return None
    hour = parse_folded(found["hour"])
    if hour is None or hour > 24:
        return None
    minutes = _minutes_of(found)
    unit_start = found.end("hour")
    if minutes is None:
        return Draft(start, found.end(), FigureKind.TIME, hour, "时", unit_start)
    return Draft(start, found.end(), FigureKind.TIME, hour * 100 + minutes, "时分", unit_start)


def _minutes_of(found: re.Match[str]) -> Decimal | None:
    if found["half"]:
        return Decimal(30)
    if found["quarter"]:
        quarters = parse_folded(found["quarter"])
        return None if quarters is None else quarters * 15
    spelled = found["minute"] or found["point_minute"]
    return parse_folded(spelled) if spelled else None


def _clock(start: int, clock: re.Match[str]) -> Draft | None:
    """Read 22:00; where the words before speak of a ratio, the finder takes it for one."""
    hour = int(clock["hour"])
    if hour > 24:
        return None
    value, unit = hour * 100 + int(clock["minute"]), "时分"
    if clock["second"]:
        value, unit = value * 100 + int(clock["second"]), "时分秒"
    return Draft(start, clock.end(), FigureKind.TIME, Decimal(value), unit)
