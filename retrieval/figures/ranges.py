"""Ranges (2至23公尺, 39%至41%, 第2至6名) and lists that share a unit (9.5、7.9个百分点)."""

from __future__ import annotations

import re
from functools import cache

from retrieval.figures.dates import date_at
from retrieval.figures.drafts import Draft
from retrieval.figures.lexicon import folded_keys, numerals_lexicon
from retrieval.figures.numerals import digits, scales, times
from retrieval.figures.quantities import read_quantity
from retrieval.records import FigureKind

_NOT_SHARED = frozenset({FigureKind.NUMBER, FigureKind.TIME})
_GENERIC = "个"
_QUARTER = "季度"
_CHANGE = frozenset("由从自")


@cache
def _marks() -> re.Pattern[str]:
    marks = "".join(map(re.escape, folded_keys(numerals_lexicon(), "range marks")))
    return re.compile(rf"[ ]?[{marks}]{{1,2}}+[ ]?(?=[0-9{''.join(digits())}{''.join(scales())}])")


@cache
def _first_marks() -> frozenset[str]:
    return frozenset(folded_keys(numerals_lexicon(), "range marks"))


@cache
def _list_marks() -> frozenset[str]:
    return frozenset(folded_keys(numerals_lexicon(), "list marks"))


def join_range(text: str, folded: str, draft: Draft) -> None:
    """Take the upper end of a range into the figure.

    What goes from a value to another (由5%到8%) is no range but two figures.
    """
    following = folded[draft.end : draft.end + 1].lstrip() or folded[draft.end + 1 : draft.end + 2]
    if following not in _first_marks() or draft.high is not None:
        return
    mark = _marks().match(folded, draft.end)
    if mark is None:
        return
    second, _ = read_quantity(text, folded, mark.end())
    if second is None or date_at(folded, mark.end(), second.numeral_end) is not None:
        return
    if draft.kind is FigureKind.NUMBER or (draft.kind is FigureKind.ORDINAL and not draft.unit):
        _open_range(draft, second)
        return
    if draft.unit_start == draft.start and second.kind is FigureKind.NUMBER:
        # 百分之十至十五, ¥5至10: the unit stands in front.
        if second.value > draft.value:
            draft.high, draft.end = second.high or second.value, second.end
        return
    if (
        second.kind is not draft.kind
        or second.unit.casefold() != draft.unit.casefold()
        or second.value <= draft.value
        or (
            mark.group().strip() in ("至", "到")
            and draft.start
            and folded[draft.start - 1] in _CHANGE
        )
    ):
        return
    draft.high, draft.end = second.high or second.value, second.end
    draft.unit_start = second.unit_start


def _open_range(draft: Draft, second: Draft) -> None:
    """The unit stands behind the upper end only, and with it perhaps the multiplier."""
    low = draft.value
    if draft.scale == 1 and second.scale > 1 and times(low, second.scale) <= second.value:
        low = times(low, second.scale)
    if low >= second.value:
        return
    if draft.kind is FigureKind.NUMBER:
        if draft.chinese is not second.chinese and second.kind is FigureKind.NUMBER:
            return
        draft.kind = second.kind
    elif second.kind is not FigureKind.COUNT and second.kind is not FigureKind.ORDINAL:
        return
    draft.value, draft.high = low, second.high or second.value
    draft.unit, draft.unit_start = second.unit, second.unit_start
    draft.qualifier = second.qualifier
    draft.end, draft.numeral_end = second.end, second.numeral_end
    draft.scale, draft.chinese = second.scale, second.chinese


def share_units(folded: str, drafts: list[Draft]) -> None:
    """Give the numbers of a list the unit, and the multiplier, behind the last of them."""
    for index in range(len(drafts) - 2, -1, -1):
        draft, following = drafts[index], drafts[index + 1]
        if _share_longer_unit(folded, draft, following):
            continue
        if (
            draft.kind is not FigureKind.NUMBER
            or following.kind in _NOT_SHARED
            or following.unit_start < following.start
            or folded[following.start] == "第"
            or draft.chinese is not following.chinese
            or (following.kind is FigureKind.DATE and not _is_list_of_dates(draft, following))
            or folded[draft.end : following.start].strip() not in _list_marks()
        ):
            continue
        draft.kind = following.kind
        draft.unit, draft.unit_start = following.unit, following.unit_start
        multiplier = ""
        if draft.scale == 1 and not draft.chinese:
            draft.value = times(draft.value, following.scale)
            draft.scale = following.scale
            multiplier = _multiplier(folded, following)
        draft.joined = following.joined or multiplier + following.unit
        if draft.kind is FigureKind.DATE and following.joined == "":
            draft.joined = following.unit


def _share_longer_unit(folded: str, draft: Draft, following: Draft) -> bool:
    """Give 1.6个 the whole of a unit of which 个 is the beginning: 1.6个、0.9个和2.3个百分点."""
    if (
        draft.unit != _GENERIC
        or not (following.unit.startswith(_GENERIC) and len(following.unit) > len(_GENERIC))
        or draft.high is not None
        or draft.end != draft.unit_start + len(_GENERIC)
        or folded[draft.end : following.start].strip() not in _list_marks()
    ):
        return False
    draft.joined = following.unit[len(_GENERIC) :]
    draft.kind, draft.unit = following.kind, following.unit
    return True


def _is_list_of_dates(draft: Draft, following: Draft) -> bool:
    """Whether a list of numbers and a date counts dates: 1、2月, 二、三季度.

    At the beginning of a sentence 一、 and 二、 number what follows.
    """
    if following.unit == _QUARTER:
        return draft.start > 0 and draft.value < following.value <= 4
    return len(following.unit) == 1


def _multiplier(folded: str, draft: Draft) -> str:
    start = draft.unit_start
    while start > draft.start and folded[start - 1] in scales():
        start -= 1
    return folded[start : draft.unit_start]
