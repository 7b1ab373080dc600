"""The threshold of trust: the lowest at which few enough wrong answers would be shown."""

from __future__ import annotations

from collections.abc import Sequence

LOWEST, HIGHEST = 0.2, 0.9


def choose_threshold(
    probabilities: Sequence[float],
    right: Sequence[float],
    weights: Sequence[float],
    most_wrong: float,
) -> float:
    """Return the lowest probability from which wrong answers are at most ``most_wrong`` of all.

    All questions count, those whose answer was withheld too; the probabilities are out of sample.
    The result lies between ``LOWEST`` and ``HIGHEST``, in hundredths.
    """
    total = sum(weights) or 1.0
    for hundredths in range(round(LOWEST * 100), round(HIGHEST * 100)):
        threshold = hundredths / 100
        wrong = sum(
            weight
            for probability, label, weight in zip(probabilities, right, weights, strict=True)
            if probability >= threshold and not label
        )
        if wrong / total <= most_wrong:
            return threshold
    return HIGHEST
