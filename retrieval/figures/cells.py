"""Figures of table cells, whose unit may stand in the table's header."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

from retrieval.figures.finding import find_figures, shifted
from retrieval.figures.lexicon import fold_for_figures
from retrieval.figures.numerals import parse_folded, scale_pattern, scales, times
from retrieval.figures.units import unit_kind
from retrieval.records import Figure, FigureKind

_NUMBER = re.compile(
    r"\s*(?P<number>(?:-\s?|\+|\()?\s?(?:\d{1,3}(?:,\d{3})++|\d++)(?:\.\d++)?(?:\s?\))?)\s*"
)
_ONLY_MARKS = re.compile(r"[\s()\[\]/、,;~*]*+")
_OF_YEARS = re.compile(r"(?<![0-9])年[份度]$")
_YEAR = re.compile(r"[12]\d{3}")
_LONGEST = 40


@cache
def _header_unit() -> re.Pattern[str]:
    return re.compile(
        rf"(?:单位:|人民币|\()*\s*(?P<scale>{scale_pattern()}*+)(?P<unit>.*?)\)?", re.DOTALL
    )


def find_cell_figures(cell: str, start: int, *, label: str, unit: str) -> tuple[Figure, ...]:
    """Return the figures of a table cell that stands at ``start`` of its row's sentence.

    A cell of nothing but numbers takes ``unit`` from the header: then ``text`` is number and
    unit, the span the number, and ``unit_start`` is -1. A number in brackets is negative, as
    accounts write it. ``label`` is kept with every figure.
    """
    folded = fold_for_figures(cell)
    alone = _NUMBER.fullmatch(folded)
    if alone is not None:
        figure = _single(cell, folded, alone)
        figures: tuple[Figure, ...] = () if figure is None else (figure,)
    else:
        figures = tuple(_with_plus(cell, folded, figure) for figure in find_figures(cell))
    if unit.strip() and figures and _only_numbers(folded, figures):
        figures = tuple(_with_unit(figure, unit.strip()) for figure in figures)
    elif alone is not None and figures and _OF_YEARS.search(label) and not unit.strip():
        figures = tuple(_as_year(figure) for figure in figures)
    return tuple(replace(shifted(figure, start), label=label) for figure in figures)


def _single(cell: str, folded: str, alone: re.Match[str]) -> Figure | None:
    begin, end = alone.span("number")
    number = folded[begin:end]
    digits = number.strip("-+() ")
    value = parse_folded(digits) if len(number) <= _LONGEST else None
    if value is None or (number[0] == "(") is not (number[-1] == ")"):
        return None
    if number[0] in "-(":
        value = -value
    return Figure(cell[begin:end], begin, end, FigureKind.NUMBER, value)


def _with_plus(cell: str, folded: str, figure: Figure) -> Figure:
    """Return the first figure of a cell with its sign: +8.3% stands beside -6.0%."""
    if figure.start == 0 or folded[: figure.start].strip() != "+":
        return figure
    start = folded.index("+")
    return replace(figure, text=cell[start : figure.start] + figure.text, start=start)


def _only_numbers(folded: str, figures: tuple[Figure, ...]) -> bool:
    """Whether the cell holds nothing but bare numbers, so that the header's unit is theirs."""
    if any(figure.kind is not FigureKind.NUMBER for figure in figures):
        return False
    end = 0
    for figure in figures:
        if not _ONLY_MARKS.fullmatch(folded, end, figure.start):
            return False
        end = figure.end
    return _ONLY_MARKS.fullmatch(folded, end) is not None


def _with_unit(figure: Figure, header: str) -> Figure:
    found = _header_unit().fullmatch(fold_for_figures(header))
    name = added = header
    scale = Decimal(1)
    if found is not None:
        name = header[found.start("unit") : found.end("unit")]
        if fold_for_figures(figure.text)[-1] in scales():  # 1.2亿 under 万元 is 1.2亿元
            added = name
        else:
            added = header[found.start("scale") : found.end("unit")]
            scale = parse_folded(found["scale"] or "一") or scale
    return replace(
        figure,
        text=figure.text + added,
        kind=unit_kind(name) or FigureKind.COUNT,
        value=times(figure.value, scale),
        high=None if figure.high is None else times(figure.high, scale),
        unit=name,
        unit_start=-1,
    )


def _as_year(figure: Figure) -> Figure:
    if not _YEAR.fullmatch(fold_for_figures(figure.text)):
        return figure
    return replace(figure, kind=FigureKind.DATE, unit="年")
