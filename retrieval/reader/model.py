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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from config.errors import SettingsError

Floats = NDArray[np.float64]
_BLOCK = 64  # rows that are scored at once, of each of which all splits take room
_MASKS = (np.uint16, np.uint32, np.uint64)


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
        masks = _leaf_masks(self)
        blocks = [
            self.value.take(masks.leaves(table[start : start + _BLOCK])).sum(axis=1)
            for start in range(0, len(table), _BLOCK)
        ]
        total: Floats = np.concatenate(blocks) + self.bias
        return total


@dataclass(frozen=True, slots=True)
class _LeafMasks:
    """The splits of all trees side by side, shape (splits, trees), without their order in depth.

    Each split that a row fails leaves its mask of leaves, without those to the left of it; the
    first leaf that all masks of a tree leave is the row's. QuickScorer: Lucchese et al. (2015).
    """

    feature: NDArray[np.intp]
    threshold: Floats
    mask: NDArray[np.unsignedinteger[Any]]
    leaf: NDArray[np.intp]  # nodes, tree by tree, a row of as many as the largest tree has
    first: NDArray[np.intp]  # of each tree in ``leaf``, less one

    def leaves(self, table: Floats) -> NDArray[np.intp]:
        """Return the leaf that each row comes to in each tree, shape (rows, trees)."""
        passes = table.take(self.feature, axis=1) <= self.threshold
        left = passes.astype(self.mask.dtype)
        np.negative(left, out=left)  # all bits where the split is passed
        left |= self.mask
        left = np.bitwise_and.reduce(left, axis=1)
        left &= np.negative(left)  # the lowest bit alone
        _, bit = np.frexp(left.astype(np.float64))
        leaf: NDArray[np.intp] = self.leaf.take(bit + self.first)
        return leaf


@cache
def _leaf_masks(model: TreeModel) -> _LeafMasks:
    left, right = model.left.tolist(), model.right.tolist()
    splits: list[list[tuple[int, int]]] = []  # by tree: node, leaves to its left
    leaves: list[list[int]] = []
    for root in model.roots.tolist():
        splits.append([])
        leaves.append([])
        _walk(root, left, right, splits[-1], leaves[-1])
    most = max(map(len, leaves), default=1)
    shape = (max(map(len, splits), default=0), len(splits))
    kind = next((kind for kind in _MASKS if most <= np.iinfo(kind).bits), None)
    if kind is None:
        name = model.name
        raise SettingsError(f"config/reader/{name} has a tree of {most} leaves", file=name)
    feature = np.zeros(shape, np.intp)
    threshold = np.zeros(shape)
    mask = np.full(shape, np.iinfo(kind).max, kind)  # of no split: it takes no leaf away
    leaf = np.zeros((len(splits), most), np.intp)
    for tree, nodes in enumerate(splits):
        leaf[tree, : len(leaves[tree])] = leaves[tree]
        for place, (node, to_the_left) in enumerate(nodes):
            feature[place, tree] = model.feature[node]
            threshold[place, tree] = model.threshold[node]
            mask[place, tree] ^= kind(to_the_left)
    first = np.arange(len(splits)) * most - 1
    return _LeafMasks(feature, threshold, mask, leaf.ravel(), first)


def _walk(
    node: int, left: list[int], right: list[int], splits: list[tuple[int, int]], leaves: list[int]
) -> int:
    """Add the splits and leaves below ``node``, leaves from left to right, and return their bits.

    Splits may come in any order.
    """
    if left[node] == node:
        leaves.append(node)
        return 1 << (len(leaves) - 1)
    before = _walk(left[node], left, right, splits, leaves)
    splits.append((node, before))
    return before | _walk(right[node], left, right, splits, leaves)


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
