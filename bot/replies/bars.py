"""Text bars for figures that compare."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from retrieval.records import AnswerFigure, FigureKind

CELLS = 10
_COMPARABLE = frozenset(
    {
        FigureKind.COUNT,
        FigureKind.MEASURE,
        FigureKind.MONEY,
        FigureKind.PERCENT,
        FigureKind.POINTS,
        FigureKind.FRACTION,
        FigureKind.MULTIPLE,
        FigureKind.DURATION,
        FigureKind.NUMBER,
    }
)


def compare(figures: Sequence[AnswerFigure]) -> bool:
    """Tell whether the lengths of bars say something: several amounts of one kind and unit."""
    return (
        len(figures) > 1
        and len({(figure.kind, figure.unit) for figure in figures}) == 1
        and figures[0].kind in _COMPARABLE
        and min(figure.value for figure in figures) >= 0
        and max(figure.value for figure in figures) > 0
    )


def bars(figures: Sequence[AnswerFigure]) -> list[str]:
    """Return a bar of ten cells for each figure; the largest fills all, an amount at least one."""
    largest = max(figure.value for figure in figures)
    filled = [_cells(figure.value / largest) for figure in figures]
    return ["█" * count + "░" * (CELLS - count) for count in filled]


def _cells(share: Decimal) -> int:
    cells = int((share * CELLS).to_integral_value(ROUND_HALF_UP))
    return max(cells, 1) if share > 0 else 0
