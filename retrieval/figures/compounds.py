"""Compound quantities: 3小时20分钟, 13年零8个月, 3元5角, 6呎11吋, 2米11, 3分33秒62.

Their value is in the smallest of their units, their unit the smallest.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from retrieval.figures.drafts import Draft
from retrieval.figures.lexicon import numerals_lexicon
from retrieval.figures.numerals import digits, parse_folded, times
from retrieval.figures.quantities import read_quantity
from retrieval.figures.units import unit_at, unit_kind
from retrieval.folding import fold
from retrieval.records import FigureKind

_LINK = re.compile(r"[零又]?(?=[\d一二三四五六七八九十两])")
_TAIL = re.compile(r"\d{1,2}(?!\d|[.:]\d|,\d{3}|%)|[一二三四五六七八九]{1,2}+(?![十百千万亿点个])")
_OPEN_TAIL = frozenset({"米", "块", "秒"})


@cache
def _factors() -> dict[tuple[str, str], int]:
    """Return how many of the smaller unit make one of the larger."""
    lexicon = numerals_lexicon()
    table: dict[tuple[str, str], int] = {}
    for entry in lexicon.section("compound units"):
        larger, _, smaller = fold(entry.key).partition(" ")
        if not smaller or len(entry.values) != 1 or not entry.values[0].isdecimal():
            raise lexicon.error(entry.line, "expected two units, a colon and an integer")
        table[larger, smaller] = int(entry.values[0])
    return table


@cache
def _larger() -> frozenset[str]:
    return frozenset(larger for larger, _ in _factors())


def join_compound(text: str, folded: str, draft: Draft) -> None:
    """Take the smaller units that follow at once into the figure."""
    unit = fold(draft.unit)
    while unit in _larger() and draft.high is None and draft.scale == 1:
        link = _LINK.match(folded, draft.end)
        if link is None:
            return
        part, _ = read_quantity(text, folded, link.end())
        factor = _factors().get((unit, fold(part.unit))) if part is not None else None
        if part is None or factor is None or part.value >= factor or part.high is not None:
            break
        draft.value = times(draft.value, Decimal(factor)) + part.value
        draft.kind = part.kind if draft.kind is FigureKind.COUNT else draft.kind
        draft.end, draft.unit, draft.unit_start = part.end, part.unit, part.unit_start
        unit = fold(draft.unit)
    if unit in _OPEN_TAIL:
        _open_tail(text, folded, draft)


def _open_tail(text: str, folded: str, draft: Draft) -> None:
    """2米11 is 2.11 metres, 一米七五 1.75, 5块5 5.5 yuan."""
    tail = _TAIL.match(folded, draft.end)
    if tail is None or draft.value != draft.value.to_integral_value():
        return
    if tail.group().isascii() is draft.chinese or unit_at(text, folded, tail.end()) is not None:
        return
    spelled = "".join(str(digits().get(character, character)) for character in tail.group())
    value = parse_folded(f"{draft.value}.{spelled}")
    if value is not None:
        draft.value, draft.end = value, tail.end()
        if unit_kind(draft.unit) is FigureKind.COUNT:
            draft.kind = FigureKind.MONEY
