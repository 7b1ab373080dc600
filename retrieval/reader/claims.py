"""Which figure of a sentence each word of a question stands beside."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.reader.matching import Credits

# Of one term the best credit, the figure whose words give it, and the best of the others.
Holder = tuple[float, int, float]


def find_holders(left: Sequence[Credits], indices: Sequence[int]) -> tuple[Holder, ...]:
    """Return for each term which of some figures of a sentence it stands beside."""
    holders: list[Holder] = []
    for credits in zip(*left, strict=True):
        best, owner, second = 0.0, -1, 0.0
        for index in indices:
            credit = credits[index]
            if credit > best:
                best, owner, second = credit, index, best
            elif credit > second:
                second = credit
        holders.append((best, owner, second))
    return tuple(holders)


def best_of_others(holders: Sequence[Holder], index: int) -> Credits:
    """Return the best credit of each term among the figures but that at ``index``."""
    return tuple([second if owner == index else best for best, owner, second in holders])
