"""Whether a figure, or a sentence, is the one that a gold question accepts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from retrieval.evaluation.gold import normalise
from retrieval.figures import dimension, find_figures
from retrieval.records import Figure


@lru_cache(maxsize=8192)
def _read(accepted: str) -> tuple[str, Figure | None]:
    figures = find_figures(accepted)
    return normalise(accepted), figures[0] if len(figures) == 1 else None


def exact_match(text: str, accepted: Iterable[str], qualifier: str = "") -> bool:
    """Tell whether a figure is spelled as one of the accepted ones; a qualifier may be left out."""
    spelled = normalise(text)
    bare = spelled.replace(qualifier, "") if qualifier else spelled
    return any(spelled == one or bare == one for one in (normalise(a) for a in accepted))


def value_match(
    value: Decimal, unit: str, accepted: Iterable[str], high: Decimal | None = None
) -> bool:
    """Tell whether a figure has the value of an accepted one, in the same unit or none."""
    for one in accepted:
        _, figure = _read(one)
        if figure is None:
            continue
        if figure.value != value or (
            figure.high is not None and high is not None and figure.high != high
        ):
            continue
        if not figure.unit or not unit or figure.unit == unit:
            return True
        if dimension(figure.unit) == dimension(unit):
            return True
    return False


def matches(figure: Figure, accepted: Sequence[str]) -> bool:
    """Tell whether ``figure`` is an accepted one, by spelling or by value."""
    return exact_match(figure.text, accepted, figure.qualifier) or value_match(
        figure.value, figure.unit, accepted, figure.high
    )


def holds(sentence: str, parts: Iterable[str]) -> bool:
    """Tell whether a sentence contains one of ``parts``, white space and width aside."""
    text = normalise(sentence)
    return any(normalise(part) in text for part in parts)
