"""Boosted trees read from a file of ours, and their sum over the features of candidates.

The files are JSON under ``config/reader/``: names of the features, the trees node by node, and
where they come from. Gradient-boosted trees: Friedman, Greedy Function Approximation (2001).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from config.errors import SettingsError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class TreeModel:
    """Trees as flat arrays, node by node; a leaf's children are itself, its value is its score."""

    name: str
    features: tuple[str, ...]
    feature: NDArray[np.intp]
    threshold: Floats
    left: NDArray[np.intp]
    right: NDArray[np.intp]
    value: Floats
    rows: Floats  # of training that came to a leaf, 0 elsewhere
    roots: NDArray[np.intp]
    depth: int
    bias: float

    def scores(self, rows: Sequence[Sequence[float]] | Floats) -> Floats:
        """Return the sum of the trees for each row of features: log odds, without unit."""
        table = np.asarray(rows, np.float64)
        if not len(table):
            return np.empty(0)
        columns = table.shape[1]
        flat = table.ravel()
        offsets = (np.arange(len(table)) * columns)[:, None]
        nodes = np.broadcast_to(self.roots, (len(table), len(self.roots)))
        for _ in range(self.depth):
            goes_left = flat[offsets + self.feature[nodes]] <= self.threshold[nodes]
            nodes = np.where(goes_left, self.left[nodes], self.right[nodes])
        total: Floats = self.value[nodes].sum(axis=1) + self.bias
        return total


def probability(score: float) -> float:
    """Return the logistic of a score."""
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, score))))


def parse_model(name: str, content: dict[str, object]) -> TreeModel:
    """Make a model from the content of its file; raises ``SettingsError`` where it does not fit."""
    try:
        feature: list[int] = []
        threshold: list[float] = []
        left: list[int] = []
        right: list[int] = []
        value: list[float] = []
        rows: list[float] = []
        roots: list[int] = []
        depth = 0
        names: tuple[str, ...] = tuple(content["features"])  # type: ignore[arg-type]
        for tree in content["trees"]:  # type: ignore[attr-defined]
            base = len(feature)
            roots.append(base)
            depth = max(depth, int(tree["depth"]))
            for position, node in enumerate(tree["nodes"]):
                leaf = len(node) == 2
                feature.append(0 if leaf else names.index(node[0]))
                threshold.append(0.0 if leaf else float(node[1]))
                left.append(base + (position if leaf else int(node[2])))
                right.append(base + (position if leaf else int(node[3])))
                value.append(float(node[0]) if leaf else 0.0)
                rows.append(float(node[1]) if leaf else 0.0)
        return TreeModel(
            name,
            names,
            np.asarray(feature, np.intp),
            np.asarray(threshold),
            np.asarray(left, np.intp),
            np.asarray(right, np.intp),
            np.asarray(value),
            np.asarray(rows),
            np.asarray(roots, np.intp),
            depth,
            float(content.get("bias", 0.0)),  # type: ignore[arg-type]
        )
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise SettingsError(f"config/reader/{name} is not a model: {error}", file=name) from error


@cache
def load_model(name: str, features: tuple[str, ...]) -> TreeModel:
    """Load ``config/reader/<name>``; raises ``SettingsError`` where its features are others."""
    try:
        text = files("config").joinpath("reader", name).read_text(encoding="utf-8")
        content = json.loads(text)
    except (OSError, ValueError) as error:
        raise SettingsError(f"config/reader/{name} cannot be read: {error}", file=name) from error
    model = parse_model(name, content)
    if model.features != features:
        raise SettingsError(
            f"config/reader/{name} was trained for other features; run duoshao train", file=name
        )
    return model
