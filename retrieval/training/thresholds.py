"""The threshold of trust: the lowest at which few enough wrong answers would be shown."""

from __future__ import annotations

from collections.abc import Sequence

LOWEST, HIGHEST = 0.2, 0.9
# Of the questions that have an answer: figures shown that are not it, and sentences. For figures
# between what is hoped for over documents (3 %) and over public sets (6 %).
MOST_WRONG, MOST_WRONG_SENTENCES = 0.045, 0.2
MOST_WRONG_LISTS = 0.04  # lists shown of which any figure is wrong


def choose_threshold(
    judged: Sequence[tuple[float, float]], questions: int, most_wrong: float
) -> float:
    """Return the lowest probability from which at most ``most_wrong`` of all answers are wrong.

    ``judged`` holds, for each question that has a candidate, the probability that a model gave
    that had not seen its document, and 1.0 where the candidate is right; ``questions`` counts all.
    The result lies between ``LOWEST`` and ``HIGHEST``, in hundredths.
    """
    for hundredths in range(round(LOWEST * 100), round(HIGHEST * 100)):
        threshold = hundredths / 100
        wrong = sum(1 for trust, label in judged if trust >= threshold and not label)
        if wrong <= most_wrong * questions:
            return threshold
    return HIGHEST
