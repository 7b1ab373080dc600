"""Rows with labels → boosted trees in our own format (LightGBM fits them, and only here)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
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
    owners: Sequence[int] | None = None,
) -> tuple[TreeModel, dict[str, Any]]:
    """Fit a model of the logistic loss; returns it with the content of its file."""
    import lightgbm

    data = lightgbm.Dataset(
        np.asarray(rows, np.float64),
        np.asarray(labels),
        weight=np.asarray(weights),
        group=None if owners is None else _group_sizes(owners),
        feature_name=list(features),
    )
    settings: dict[str, Any] = {
        "objective": "binary" if owners is None else "lambdarank",
        "lambdarank_truncation_level": 5,
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


def _group_sizes(owners: Sequence[int]) -> list[int]:
    """Return how many rows in a row belong to each question."""
    return [len(list(rows)) for _, rows in groupby(owners)]


def export(name: str, features: Sequence[str], dump: dict[str, Any]) -> dict[str, Any]:
    """Return a LightGBM dump in our format.

    A node is [feature, threshold, left, right], a leaf [value, rows that came there].
    """
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
        nodes.append([round(node["leaf_value"], _DIGITS), node.get("leaf_count", 1)])
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
