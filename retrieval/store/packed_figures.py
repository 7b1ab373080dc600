"""A figure ↔ a list for JSON, what follows from its sentence or has its default left out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from retrieval.records import Figure, FigureKind

_KINDS: dict[str, FigureKind] = {kind.value: kind for kind in FigureKind}
_DEFAULTS: tuple[Any, ...] = ("", "", None, "", -1)


def pack_figure(figure: Figure, sentence: str) -> list[Any]:
    """Return ``figure``, which stands in ``sentence``, as a list for JSON."""
    verbatim = sentence[figure.start : figure.end] == figure.text
    rest: list[Any] = [
        figure.unit,
        figure.qualifier,
        None if figure.high is None else str(figure.high),
        figure.label,
        figure.unit_start,
    ]
    while rest and rest[-1] == _DEFAULTS[len(rest) - 1]:
        rest.pop()
    return [
        0 if verbatim else figure.text,
        figure.start,
        figure.end,
        figure.kind.value,
        str(figure.value),
        *rest,
    ]


def unpack_figure(packed: list[Any], sentence: str) -> Figure:
    """Return the figure that ``pack_figure`` made ``packed`` from."""
    text, start, end, kind, value, *rest = packed
    if len(rest) > 2 and rest[2] is not None:
        rest[2] = Decimal(rest[2])
    return Figure(
        text if isinstance(text, str) else sentence[start:end],
        start,
        end,
        _KINDS[kind],
        Decimal(value),
        *rest,  # the others have their defaults
    )
