"""Trees and folding, made fast, give what the plain way gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import SettingsError
from retrieval.folding import fold, fold_all
from retrieval.reader.finding import figure_model
from retrieval.reader.model import TreeModel, parse_model

_WIDTH = len(figure_model().features)


def _walked(model: TreeModel, row: list[float]) -> float:
    total = model.bias
    for root in model.roots.tolist():
        node = root
        while model.left[node] != node:
            goes_left = row[model.feature[node]] <= model.threshold[node]
            node = int(model.left[node] if goes_left else model.right[node])
        total += float(model.value[node])
    return total


@given(st.lists(st.floats(-99, 99), min_size=_WIDTH, max_size=_WIDTH), st.integers(1, 130))
def test_scores_are_those_of_a_walk_down_each_tree(row: list[float], rows: int) -> None:
    model = figure_model()
    scores = model.scores([row] * rows).tolist()
    assert scores == pytest.approx([_walked(model, row)] * rows, abs=1e-9)


def test_a_tree_may_have_64_leaves_and_no_more() -> None:
    def chain(leaves: int) -> TreeModel:
        nodes: list[list[object]] = []
        for place in range(leaves - 1):
            nodes += [["a", float(place), 2 * place + 1, 2 * place + 2], [float(place), 1]]
        nodes.append([float(leaves - 1), 1])
        tree = {"depth": leaves - 1, "nodes": nodes}
        return parse_model("chain.json", {"features": ["a"], "trees": [tree]})

    for leaves in (16, 17, 33, 64):
        values = [float(place) for place in range(leaves)]
        assert chain(leaves).scores([[value] for value in values]).tolist() == values
    with pytest.raises(SettingsError, match=r"chain\.json"):
        chain(65).scores([[0.0]])


@given(st.text(st.characters(), max_size=40), st.sampled_from(["", "臺灣５．３萬", "\x00Ａ²"]))
def test_a_long_text_folds_as_its_characters_do(text: str, more: str) -> None:
    long = (text + more) * 30
    folded = "".join(map(fold, long))
    assert fold(long) == folded
    parts = [text, long, "", more]
    assert fold_all(parts) == list(map(fold, parts))


def test_half_of_a_surrogate_pair_folds_to_itself() -> None:
    assert fold("\ud800臺") == "\ud800台"
