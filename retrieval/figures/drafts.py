"""A figure while it is being read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from retrieval.records import FigureKind

ONE = Decimal(1)
# Kinds whose unit leaves no doubt that the number counts something.
STRONG = frozenset({FigureKind.PERCENT, FigureKind.POINTS, FigureKind.MONEY})


@dataclass(slots=True)
class Draft:
    """What is known of a figure so far; the fields are those of ``records.Figure``."""

    start: int
    end: int
    kind: FigureKind
    value: Decimal
    unit: str = ""
    unit_start: int = -1
    qualifier: str = ""
    high: Decimal | None = None
    scale: Decimal = ONE  # the multiplier of an Arabic numeral: 10000 in 5.3万
    chinese: bool = False
    joined: str = ""  # multiplier and unit taken over from the figure behind: 9.5(个百分点)
    numeral_end: int = 0
