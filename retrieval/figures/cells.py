"""Figures of table cells, whose unit may stand in the table's header."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from retrieval.figures.finding import find_figures, shifted
from retrieval.figures.lexicon import fold_for_figures
from retrieval.figures.numerals import parse_folded, scale_pattern, times
from retrieval.figures.units import unit_kind
from retrieval.records import Figure, FigureKind

_NUMBER = re.compile(r"\s*(?P<number>[-+(]?\s?(?:\d{1,3}(?:,\d{3})++|\d++)(?:\.\d++)?\)?)\s*")
_HEADER_UNIT = re.compile(
    rf"(?:人民币|单位:)?\s*(?P<scale>{scale_pattern()}*+)(?P<unit>.*)", re.DOTALL
)


def find_cell_figures(cell: str, start: int, *, label: str, unit: str) -> tuple[Figure, ...]:
    """Return the figures of a table cell that stands at ``start`` of its row's sentence.

    A cell that is a number alone takes ``unit`` from the header: then ``text`` is number and
    unit, the span the number, and ``unit_start`` is -1. A number in brackets is negative, as
    accounts write it. ``label`` is kept with every figure.
    """
    folded = fold_for_figures(cell)
    alone = _NUMBER.fullmatch(folded)
    if alone is None:
        return tuple(replace(shifted(found, start), label=label) for found in find_figures(cell))
    number = alone["number"]
    value = parse_folded(number.strip("-+() "))
    if value is None or (number[0] == "(") != (number[-1] == ")"):
        return ()
    if number[0] in "-(":
        value = -value
    begin, end = alone.span("number")
    header = unit.strip()
    kind, name = FigureKind.NUMBER, ""
    if header:
        found = _HEADER_UNIT.fullmatch(fold_for_figures(header))
        name = header[found.start("unit") :] if found else header
        kind = unit_kind(name) or FigureKind.COUNT
        if found and found["scale"]:
            value = times(value, parse_folded("一" + found["scale"]) or Decimal(1))
    text = cell[begin:end] + header
    return (Figure(text, start + begin, start + end, kind, value, name, label=label),)
