"""Finding the figures of a sentence, from left to right, every character looked at once."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

from retrieval.figures.compounds import join_compound
from retrieval.figures.context import (
    counts_as_round,
    qualifier_beside,
    take_ordinal,
    take_sign,
)
from retrieval.figures.dates import date_at
from retrieval.figures.drafts import STRONG, Draft
from retrieval.figures.lexicon import fold_for_figures
from retrieval.figures.names import (
    address_spans,
    code_end,
    ends_a_word,
    idiom_at,
    is_article,
    is_code,
    is_in_title,
    is_item_number,
    is_slogan,
    names_institution,
    saying_end,
)
from retrieval.figures.numerals import digits, numeral_pattern, scales
from retrieval.figures.quantities import read_half, read_quantity
from retrieval.figures.ranges import join_range, share_units
from retrieval.figures.ratios import ratio_at, slash_at, speaks_of_ratio
from retrieval.figures.units import unit_at
from retrieval.records import Figure, FigureKind

_LATIN = re.compile(r"[a-z0-9]++(?:[-_./+][a-z0-9]++)*+")
_DIGITS = re.compile(r"[0-9]++")
# What follows a numeral that may begin a date, a time of day, a telephone number or a version.
_BEFORE_DATES = frozenset("年月日号世时点:-–—―~至到/.s' ")
_TOO_LONG_FOR_A_COUNT = 11
_TELEPHONE = 11
_JOINED_KINDS = frozenset({FigureKind.DURATION, FigureKind.MONEY, FigureKind.MEASURE})
_JOINED_UNITS = frozenset({"分", "块", "塊"})
_GENERATION = re.compile(r"[0-9][05]后")


@cache
def _start() -> re.Pattern[str]:
    return re.compile("[0-9" + "".join(digits()) + "".join(scales()) + "几数半]")


def find_figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a sentence in order, none overlapping another.

    ``start`` and ``end`` are offsets into ``text``. A qualifier between number and unit (余), and
    one that makes a number of a bare multiplier (近百亿元), belongs to the span; others (约,
    以上) stand beside it and are only named.
    """
    folded = fold_for_figures(text)
    search = _start().search
    found = search(folded)
    if found is None:
        return ()
    drafts: list[Draft] = []
    addresses = address_spans(folded)
    floor = 0
    while found is not None:
        start = found.start()
        while addresses and addresses[0][1] <= start:
            addresses.pop(0)
        if addresses and addresses[0][0] <= start:
            position = addresses[0][1]
        else:
            draft, position = _read(text, folded, start, floor)
            if draft is not None:
                draft.start = max(draft.start, floor)
                drafts.append(draft)
                floor = draft.end
        found = search(folded, position)
    if len(drafts) > 1:
        share_units(folded, drafts)
    return tuple(_figure(text, folded, draft) for draft in drafts if _counts(text, folded, draft))


def shifted(figure: Figure, by: int) -> Figure:
    """Return the figure of a stretch of text as a figure of the whole."""
    return replace(
        figure,
        start=figure.start + by,
        end=figure.end + by,
        unit_start=figure.unit_start + by if figure.unit_start >= 0 else -1,
    )


def _figure(text: str, folded: str, draft: Draft) -> Figure:
    return Figure(
        text[draft.start : draft.end] + draft.joined,
        draft.start,
        draft.end,
        draft.kind,
        draft.value,
        draft.unit,
        draft.qualifier or qualifier_beside(folded, draft),
        draft.high,
        "",
        draft.unit_start,
    )


def _read(text: str, folded: str, start: int, floor: int) -> tuple[Draft | None, int]:
    """Read the numeral at ``start``; return its figure, if it is one, and where to go on."""
    character = folded[start]
    if character.isascii():
        return _read_arabic(text, folded, start, floor)
    if character == "半":
        return read_half(text, folded, start)
    return _read_chinese(text, folded, start, floor)


def _read_arabic(text: str, folded: str, start: int, floor: int) -> tuple[Draft | None, int]:
    before = folded[start - 1] if start else " "
    if before == "·" or (before == "." and start > 1 and folded[start - 2].isascii()):
        return None, _end_of(_DIGITS, folded, start)
    behind_figure = 0 < floor == start - 1 and before in "+-/"  # 8GB+256GB
    glued = not behind_figure and _is_glued(folded, start, before)
    name = idiom_at(folded, start)
    if name:
        return None, start + len(name)
    found = numeral_pattern().match(folded, start)
    if found is None:
        return None, start + 1
    end = found.end()
    following = folded[end : end + 1]
    if following in _BEFORE_DATES and following:
        # In GDP2020年 the letters are no part of the number.
        if before != "第" and (not glued or (following == "年" and end - start == 4)):
            draft, end = _dated(folded, start, end)
            if end:
                return draft, end
    elif end - start == _TELEPHONE and code_end(folded, start):
        return None, end
    draft, end = read_quantity(text, folded, start, found)
    if draft is None:
        return None, max(end, start + 1)
    if glued and draft.kind not in STRONG:
        return None, _end_of(_LATIN, folded, start)
    if draft.kind is FigureKind.NUMBER:
        following = folded[end : end + 1]
        if following == "·" or _GENERATION.fullmatch(folded, start, end + 1):
            return None, end
        if following.isascii() and following.isalpha():
            return None, _end_of(_LATIN, folded, start)
        if following in ("/", ":", "∶", "比"):
            other = ratio_at(folded, start) or slash_at(folded, start)
            if other is not None:
                return other, other.end
    _complete(text, folded, draft, floor)
    return draft, draft.end


def _complete(text: str, folded: str, draft: Draft, floor: int) -> None:
    if draft.kind in _JOINED_KINDS or draft.unit in _JOINED_UNITS:
        join_compound(text, folded, draft)
    take_ordinal(folded, draft, floor)
    join_range(text, folded, draft)
    take_sign(text, folded, draft, floor)


def _end_of(pattern: re.Pattern[str], folded: str, start: int) -> int:
    found = pattern.match(folded, start)
    return found.end() if found else start + 1


def _is_glued(folded: str, start: int, before: str) -> bool:
    """Whether the number is part of a name of Latin letters: PM2.5, COVID-19."""
    if not before.isascii():
        return "α" <= before <= "ω"
    if before.isalpha() or before in "_#":
        return True
    return (
        before in "-/+"
        and start > 1
        and folded[start - 2].isascii()
        and folded[start - 2].isalpha()
    )


def _dated(folded: str, start: int, end: int) -> tuple[Draft | None, int]:
    """Return the date or ratio at ``start`` and its end, the end of a code, or (None, 0)."""
    date = date_at(folded, start, end)
    if date is not None:
        if date.kind is FigureKind.TIME and date.unit_start < 0 and speaks_of_ratio(folded, start):
            ratio = ratio_at(folded, start)
            if ratio is not None:
                return ratio, ratio.end
        return date, date.end
    if folded[end] not in "-–:.":
        return None, 0
    score = ratio_at(folded, start)
    if score is not None:
        return score, score.end
    return None, code_end(folded, start)


def _read_chinese(text: str, folded: str, start: int, floor: int) -> tuple[Draft | None, int]:
    found = numeral_pattern().match(folded, start)
    end = found.end() if found else start
    saying = saying_end(folded, start)
    if saying:
        return None, saying
    if end == start and not folded.startswith("分之", start + 1):
        return None, start + 1
    ordinal = start > floor and folded[start - 1] == "第"
    idiom = idiom_at(folded, start - 1) if ordinal else ""
    if idiom:
        return None, start + len(idiom) - 1
    idiom = idiom_at(folded, start)
    if not ordinal:
        if ends_a_word(folded, start):
            return None, start + 1
        if folded.startswith("一半", start):
            return Draft(start, start + 2, FigureKind.FRACTION, Decimal("0.5")), start + 2
        following = folded[end : end + 1]
        if following in _BEFORE_DATES and following and not idiom:
            date = date_at(folded, start, end)
            if date is not None:
                return date, date.end
    if idiom and not ordinal and len(idiom) >= end - start:
        unit = unit_at(text, folded, end)
        if unit is None or unit.end - start <= len(idiom):
            return None, start + len(idiom)
    draft, end = read_quantity(text, folded, start, found if end > start else None)
    if draft is None:
        return None, max(end, start + 1)
    if ordinal:
        if names_institution(folded, draft):
            return None, draft.numeral_end
        take_ordinal(folded, draft, floor)
        join_range(text, folded, draft)
        return draft, draft.end
    if draft.numeral_end - start == 1 and draft.kind is not FigureKind.PERCENT:
        if folded[start] in "零〇○":
            return None, start + 1
        if is_article(folded, start):
            return None, draft.end
    if draft.kind is FigureKind.NUMBER and folded[end : end + 1] == "比":
        ratio = ratio_at(folded, start)
        if ratio is not None:
            return ratio, ratio.end
    if not counts_as_round(folded, draft, floor):
        return None, max(end, start + 1)
    if is_slogan(folded, draft):
        return None, draft.end
    _complete(text, folded, draft, floor)
    return draft, draft.end


def _counts(text: str, folded: str, draft: Draft) -> bool:
    """Whether a bare number counts anything; with a unit it does, but not in 前五大客户."""
    if draft.unit == "大" and folded[draft.start - 1 : draft.start] == "前":
        return False
    if draft.kind is not FigureKind.NUMBER:
        return True
    if draft.chinese:
        if draft.value < 30 and folded[draft.end : draft.end + 1] == "大":  # 二十大
            return False
        return draft.value >= 20 and (
            bool(draft.qualifier) or any(c in scales() for c in folded[draft.start : draft.end])
        )
    if is_item_number(folded, draft.start, draft.end) or is_in_title(folded, draft.start):
        return False
    if is_code(text, folded, draft.start, draft.end):
        return False
    numeral = folded[draft.start : draft.end]
    return not (len(numeral) >= _TOO_LONG_FOR_A_COUNT and numeral.isdecimal())
