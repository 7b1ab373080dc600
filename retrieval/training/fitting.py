"""Rows with labels → boosted trees in our own format (LightGBM fits them, and only here)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from retrieval.reader.model import TreeModel, parse_model

_DIGITS = 6
_SEED = 7


def fit(
    name: str,
    features: Sequence[str],
    rows: Sequence[Sequence[float]],
    labels: Sequence[float],
    weights: Sequence[float],
    *,
    trees: int,
    leaves: int = 15,
    rate: float = 0.06,
    smallest: int = 30,
    directions: Mapping[str, int] | None = None,
) -> tuple[TreeModel, dict[str, Any]]:
    """Fit a model of the logistic loss; returns it with the content of its file."""
    import lightgbm

    data = lightgbm.Dataset(
        np.asarray(rows, np.float64),
        np.asarray(labels),
        weight=np.asarray(weights),
        feature_name=list(features),
    )
    settings: dict[str, Any] = {
        "objective": "binary",
        "num_leaves": leaves,
        "learning_rate": rate,
        "min_data_in_leaf": smallest,
        "lambda_l2": 5.0,
        "feature_fraction": 0.6,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "seed": _SEED,
        "deterministic": True,
        "num_threads": 1,
        "verbose": -1,
    }
    if directions:
        settings["monotone_constraints"] = [directions.get(feature, 0) for feature in features]
        settings["monotone_constraints_method"] = "basic"
    booster = lightgbm.train(settings, data, num_boost_round=trees)
    content = export(name, features, booster.dump_model())
    return parse_model(name, content), content


def export(name: str, features: Sequence[str], dump: dict[str, Any]) -> dict[str, Any]:
    """Return a LightGBM dump in our format: nodes [feature, threshold, left, right] or [value]."""
    trees = []
    for tree in dump["tree_info"]:
        nodes: list[list[Any]] = []
        depth = _flatten(tree["tree_structure"], features, nodes, 0)
        trees.append({"depth": depth, "nodes": nodes})
    return {"name": name, "features": list(features), "bias": 0.0, "trees": trees}


def _flatten(
    node: dict[str, Any], features: Sequence[str], nodes: list[list[Any]], depth: int
) -> int:
    if "leaf_value" in node:
        nodes.append([round(node["leaf_value"], _DIGITS)])
        return depth
    position = len(nodes)
    nodes.append([])
    left = len(nodes)
    deepest = _flatten(node["left_child"], features, nodes, depth + 1)
    right = len(nodes)
    deepest = max(deepest, _flatten(node["right_child"], features, nodes, depth + 1))
    threshold = float(f"{node['threshold']:.9g}")
    nodes[position] = [features[node["split_feature"]], threshold, left, right]
    return deepest
