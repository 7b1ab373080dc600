"""What stands before a number and belongs to it: signs, currencies, 第, and 近 before 百亿."""

from __future__ import annotations

import re
from functools import cache

from retrieval.figures.drafts import STRONG, Draft
from retrieval.figures.lexicon import Prefixes, Suffixes, folded_keys, qualifiers_lexicon
from retrieval.figures.numerals import scales
from retrieval.figures.units import dimension
from retrieval.records import FigureKind

_CURRENCIES = frozenset("¥$€£")
_CURRENCY_LETTERS = re.compile(r"(?:us|hk|nt|a|c|s|r)$")
_BEFORE_SIGN = frozenset(" \t\n\r\u3000,，。;；:：(（[、=“\"'")
_BEFORE_SIGN_WORD = frozenset("为是达到至约低高在于近率")
_BEFORE_FRONT = frozenset("之以日目此当提从面向年月天周小")
_PLACES = frozenset({"temperature", "strength"})


@cache
def _before() -> Suffixes:
    return Suffixes(folded_keys(qualifiers_lexicon(), "before"))


@cache
def _after() -> Prefixes:
    return Prefixes(folded_keys(qualifiers_lexicon(), "after"))


@cache
def _of_round() -> Suffixes:
    return Suffixes(folded_keys(qualifiers_lexicon(), "of round numbers"))


@cache
def _before_round() -> Suffixes:
    return Suffixes(folded_keys(qualifiers_lexicon(), "before round numbers"))


def qualifier_beside(folded: str, draft: Draft) -> str:
    """Return the qualifier that stands before the figure or behind it, the one before first."""
    return _before().match(folded, draft.start) or _after().match(folded, draft.end)


def take_sign(text: str, folded: str, draft: Draft, floor: int) -> None:
    """Take -, 负, 零下 or a sign of currency into the figure; nothing before ``floor``."""
    start = draft.start
    if start <= floor:
        return
    before = folded[start - 1]
    if before in _CURRENCIES:
        if draft.kind is not FigureKind.MONEY:
            draft.kind, draft.end = FigureKind.NUMBER, draft.numeral_end
        if draft.kind is FigureKind.NUMBER:
            draft.unit, draft.unit_start = text[start - 1], start - 1
            draft.kind = FigureKind.MONEY
        draft.start = start - 1
        letters = _CURRENCY_LETTERS.search(folded, max(floor, start - 3), start - 1)
        if letters is not None:
            draft.start = letters.start()
            if draft.unit_start == start - 1:
                draft.unit, draft.unit_start = text[draft.start : start], draft.start
        _minus(folded, draft, draft.start, floor)
    elif before == "-":
        _minus(folded, draft, start, floor)
    elif before == "负":
        earlier = folded[start - 2] if start > 1 else " "
        if earlier in _BEFORE_SIGN or earlier in _BEFORE_SIGN_WORD:
            draft.value, draft.start = -draft.value, start - 1
    elif before == "下" and folded[start - 2 : start] == "零下" and start - 2 >= floor:
        draft.value, draft.start = -draft.value, start - 2


def _minus(folded: str, draft: Draft, start: int, floor: int) -> None:
    if start <= floor or folded[start - 1] != "-":
        return
    earlier = folded[start - 2] if start > 1 else " "
    if (
        earlier in _BEFORE_SIGN
        or earlier in _BEFORE_SIGN_WORD
        or (not earlier.isascii() and (draft.kind in STRONG or dimension(draft.unit) in _PLACES))
    ):
        draft.value, draft.start = -draft.value, start - 1
        if draft.high is not None and draft.high < draft.value:
            draft.value, draft.high = draft.high, draft.value


def take_ordinal(folded: str, draft: Draft, floor: int) -> None:
    """Make an ordinal of a figure behind 第, or of a bare number behind 前 (前三).

    前三季度 is a span of dates and takes its 前 too.
    """
    start = draft.start
    if start <= floor:
        return
    before = folded[start - 1]
    if before == "第":
        draft.start = start - 1
        if draft.kind is not FigureKind.DATE:  # 第一季度
            draft.kind = FigureKind.ORDINAL
    elif before == "前" and draft.kind is FigureKind.DATE and draft.unit == "季度":
        draft.start = start - 1
    elif (
        before == "前"
        and draft.kind is FigureKind.NUMBER
        and draft.value <= 100
        and (start < 2 or folded[start - 2] not in _BEFORE_FRONT)
    ):
        draft.kind, draft.start = FigureKind.ORDINAL, start - 1


def counts_as_round(folded: str, draft: Draft, floor: int) -> bool:
    """Whether a numeral that begins with a multiplier counts: 近百亿元 does, 千万 does not.

    近 上 逾 and the like are then taken into the figure.
    """
    first = folded[draft.start]
    if scales().get(first, 0) < 100 or draft.kind in (FigureKind.PERCENT, FigureKind.FRACTION):
        return True
    start = draft.start
    qualifier = _of_round().match(folded, start)
    apart = _before_round().match(folded, start)
    if qualifier and len(qualifier) >= len(apart) and start - len(qualifier) >= floor:
        draft.start -= len(qualifier)
        draft.qualifier = qualifier
        return True
    if draft.qualifier or apart:
        return True
    if start and folded[start - 1] == "个":  # 3个千亿元台阶
        return False
    if draft.kind is FigureKind.NUMBER:
        return False
    return draft.numeral_end - draft.start > 1 or draft.unit in ("名", "位")
