"""Ratios and scores (3:1, 4比2, 以3-2击败) and fractions with a stroke (1/3)."""

from __future__ import annotations

import re

from retrieval.figures.drafts import Draft
from retrieval.figures.numerals import parse_folded
from retrieval.records import FigureKind

_CHINESE = "[一二三四五六七八九十]{1,3}+"
_RATIO = re.compile(
    rf"(?P<a>\d{{1,9}}(?:\.\d{{1,9}})?+)(?:[:∶]|比)(?P<b>\d{{1,9}}(?:\.\d{{1,9}})?+)"
    r"(?:[:∶]\d{1,9}(?:\.\d{1,9})?+){0,8}+(?![\d:])"
    rf"|(?P<c>{_CHINESE})比(?P<d>{_CHINESE})"
)
_SLASH = re.compile(r"(?P<a>[1-9]\d{0,3}+)/(?P<b>[1-9]\d{0,3}+)(?![/.\d])")
_SCORE = re.compile(
    r"(?P<a>\d{1,3})[-–](?P<b>\d{1,3})(?=的?(?:击败|战胜|力克|大胜|险胜|完胜|轻取|逆转|获胜|取胜"
    r"|惜败|输给|淘汰|战平|打平|领先|落后|不敌|负于|落败|败给|比分|成绩|大比分|胜|负|败|平))"
)
_SPEAKS_OF_RATIO = re.compile(r"(?:比(?:例|分|值|率)?[是为约近以]{0,2}|[以是])$")


def ratio_at(folded: str, start: int) -> Draft | None:
    """Return the ratio or score that begins at ``start``.

    The value is the quotient of the first two parts; of a score with nothing on the other side
    (3:0) the first number.
    """
    found = _RATIO.match(folded, start) or _SCORE.match(folded, start)
    if found is None:
        return None
    first, second = (part for part in found.groups() if part is not None)
    return _divided(found, first, second, FigureKind.RATIO)


def slash_at(folded: str, start: int) -> Draft | None:
    """Return the proper fraction written with a stroke, 1/3, that begins at ``start``."""
    found = _SLASH.match(folded, start)
    if found is None or int(found["a"]) >= int(found["b"]):
        return None
    return _divided(found, found["a"], found["b"], FigureKind.FRACTION)


def speaks_of_ratio(folded: str, start: int) -> bool:
    """Whether the words before say that 16:10 is no time of day."""
    return _SPEAKS_OF_RATIO.search(folded, max(0, start - 5), start) is not None


def _divided(found: re.Match[str], first: str, second: str, kind: FigureKind) -> Draft | None:
    a, b = parse_folded(first), parse_folded(second)
    if a is None or b is None:
        return None
    return Draft(found.start(), found.end(), kind, a / b if b else a, numeral_end=found.end())
