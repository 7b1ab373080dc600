"""Ratios and scores (3:1, 4比2, 以3-2击败) and fractions with a stroke (1/3)."""

from __future__ import annotations

import re
from functools import cache

from retrieval.figures.drafts import Draft
from retrieval.figures.lexicon import Prefixes, Suffixes, folded_keys, numerals_lexicon
from retrieval.figures.numerals import parse_folded
from retrieval.records import FigureKind

_CHINESE = "[一二三四五六七八九十]{1,3}+"
_RATIO = re.compile(
    rf"(?P<a>\d{{1,9}}(?:\.\d{{1,9}})?+)(?:[:∶]|比)(?P<b>\d{{1,9}}(?:\.\d{{1,9}})?+)"
    r"(?:[:∶]\d{1,9}(?:\.\d{1,9})?+){0,8}+(?![\d:])"
    rf"|(?P<c>{_CHINESE})比(?P<d>{_CHINESE})"
)
_SLASH = re.compile(r"(?P<a>[1-9]\d{0,3}+)/(?P<b>[1-9]\d{0,3}+)(?![/.\d])")
# A rate: 8.9/10万, 3.2/万; 8.9/万元 is a price.
_RATE = re.compile(
    r"(?P<a>\d{1,9}(?:\.\d{1,9})?+)/(?P<b>(?:10{0,3}|十|百)?[千万])(?![万亿元吨米克升度户台辆人次]|[公平立千]|小时)"
)
_SCORE = re.compile(r"(?P<a>\d{1,3})[-–](?P<b>\d{1,3})(?!\d)的?")


@cache
def _behind_score() -> Prefixes:
    return Prefixes(folded_keys(numerals_lexicon(), "words behind a score"))


@cache
def _before_ratio() -> Suffixes:
    return Suffixes(folded_keys(numerals_lexicon(), "words before a ratio"))


def ratio_at(folded: str, start: int) -> Draft | None:
    """Return the ratio or score that begins at ``start``.

    The value is the quotient of the first two parts; of a score with nothing on the other side
    (3:0) the first number.
    """
    found = _RATIO.match(folded, start)
    if found is None:
        found = _SCORE.match(folded, start)
        if found is None or not _behind_score().match(folded, found.end()):
            return None
    first, second = (part for part in found.groups() if part is not None)
    return _divided(found, first, second, FigureKind.RATIO)


def slash_at(folded: str, start: int) -> Draft | None:
    """Return the proper fraction (1/3) or the rate (8.9/10万) that begins at ``start``."""
    rate = _RATE.match(folded, start)
    if rate is not None:
        return _divided(rate, rate["a"], rate["b"], FigureKind.RATIO)
    found = _SLASH.match(folded, start)
    if found is None or int(found["a"]) >= int(found["b"]):
        return None
    return _divided(found, found["a"], found["b"], FigureKind.FRACTION)


def speaks_of_ratio(folded: str, start: int) -> bool:
    """Whether the words before say that 16:10 is no time of day."""
    return bool(_before_ratio().match(folded, start))


def _divided(found: re.Match[str], first: str, second: str, kind: FigureKind) -> Draft | None:
    a, b = parse_folded(first), parse_folded(second)
    if a is None or b is None:
        return None
    end = max(found.end(name) for name in found.re.groupindex)
    end = found.end() if found.re is _RATIO else end  # 3.9:59.5:36.6 to its end, 3-2 without 的
    return Draft(found.start(), end, kind, a / b if b else a, numeral_end=end)
