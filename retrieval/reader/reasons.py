"""Why a candidate scored as it did: each feature's share, by leaving it out of the trees.

The share of a feature is the sum, over the trees, of the change of a node's mean at each split on
it: the path attribution of Saabas (2014), exact for the candidate's own path.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from retrieval.reader.finding import ScoredFigure, figure_model, sentence_model
from retrieval.reader.model import TreeModel
from retrieval.reader.sentence_features import SentenceView
from retrieval.records import Reason

_SHOWN = 6
_LEAST = 0.02


def explain_figure(one: ScoredFigure) -> tuple[Reason, ...]:
    """Return the features that spoke most for or against a figure."""
    return _explain(figure_model(), one.view.features)


def explain_sentence(view: SentenceView) -> tuple[Reason, ...]:
    """Return the features that spoke most for or against a sentence."""
    return _explain(sentence_model(), view.features)


@cache
def _means(model: TreeModel) -> tuple[float, ...]:
    """Return the mean of the training rows below each node."""
    means = model.value.tolist()
    rows = model.rows.tolist()
    for node in range(len(means) - 1, -1, -1):  # children stand behind their parents
        left, right = int(model.left[node]), int(model.right[node])
        if left != node:
            rows[node] = rows[left] + rows[right]
            weighed = means[left] * rows[left] + means[right] * rows[right]
            means[node] = weighed / rows[node] if rows[node] else 0.0
    return tuple(means)


def _explain(model: TreeModel, row: Sequence[float]) -> tuple[Reason, ...]:
    means = _means(model)
    shares: dict[int, float] = {}
    for root in model.roots.tolist():
        node = root
        while (left := int(model.left[node])) != node:
            feature = int(model.feature[node])
            child = left if row[feature] <= model.threshold[node] else int(model.right[node])
            shares[feature] = shares.get(feature, 0.0) + means[child] - means[node]
            node = child
    ranked = sorted(shares.items(), key=lambda item: (-abs(item[1]), item[0]))
    return tuple(
        Reason(model.features[feature], float(row[feature]), round(share, 3))
        for feature, share in ranked[:_SHOWN]
        if abs(share) >= _LEAST
    )
