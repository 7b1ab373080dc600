"""Figures that cannot be the answer, however well their words match: another year, another place.

Each of these has shown on held-out questions that it keeps off more wrong answers than right ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.reader.figure_features import FIGURE_FEATURES

# A judgement at or below its limit speaks against the figure beyond doubt.
_LIMITS = {
    "year": -0.3,  # said of another year
    "stretch": -0.3,  # of another stretch of the year
    "place": -0.6,  # of another place
    "attributive": -0.9,  # a limit that tells which ones are meant: 超万亿元的省份
    "old_new": -0.4,  # the old value where the new one is asked for
}
_PLACES = tuple((FIGURE_FEATURES.index(name), limit) for name, limit in _LIMITS.items())


def ruled_out_by(features: Sequence[float]) -> tuple[str, ...]:
    """Return the names of the rules that rule a figure out."""
    return tuple(FIGURE_FEATURES[place] for place, limit in _PLACES if features[place] <= limit)


def contradicts(features: Sequence[float]) -> bool:
    """Tell whether features, in the order of ``FIGURE_FEATURES``, rule a figure out."""
    return any(features[place] <= limit for place, limit in _PLACES)
