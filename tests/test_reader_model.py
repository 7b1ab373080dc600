"""Boosted trees from our own files: scores, and what is wrong in a file."""

import json
from importlib.resources import files

import pytest

from config.errors import SettingsError
from retrieval.reader.confidence import figure_confidence_model, text_confidence_model, thresholds
from retrieval.reader.finding import figure_model, sentence_model
from retrieval.reader.list_confidence import list_confidence_model
from retrieval.reader.model import parse_model

_SMALL = {
    "features": ["a", "b"],
    "bias": 0.5,
    "trees": [
        {
            "depth": 2,
            "nodes": [["a", 1.0, 1, 2], [10.0, 5], ["b", 0.0, 3, 4], [20.0, 3], [30.0, 2]],
        },
        {"depth": 0, "nodes": [[1.0, 9]]},
    ],
}


def test_scores_are_the_sum_of_the_leaves_reached() -> None:
    model = parse_model("small.json", _SMALL)
    assert model.scores([(1.0, 9.0), (2.0, 0.0), (2.0, 0.1)]).tolist() == [11.5, 21.5, 31.5]
    assert model.scores([]).tolist() == []


@pytest.mark.parametrize(
    "change",
    [
        {"trees": [{"depth": 1, "nodes": [["unknown", 0, 0, 0]]}]},
        {"trees": [{"nodes": [[1.0, 9]]}]},
        {"features": None},
    ],
)
def test_a_broken_file_is_told_with_its_name(change: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match=r"small\.json"):
        parse_model("small.json", _SMALL | change)


def test_the_shipped_models_fit_their_features_and_say_where_they_come_from() -> None:
    models = (
        sentence_model(),
        figure_model(),
        figure_confidence_model(),
        list_confidence_model(),
        text_confidence_model(),
    )
    for model in models:
        content = json.loads(
            files("config").joinpath("reader", f"{model.name}").read_text(encoding="utf-8")
            if model.name.endswith(".json")
            else files("config").joinpath("reader", f"{model.name}.json").read_text("utf-8")
        )
        assert content["provenance"]
        assert tuple(content["features"]) == model.features


def test_thresholds_are_probabilities() -> None:
    chosen = thresholds()
    assert all(0.0 < one < 1.0 for one in (chosen.figure, chosen.list, chosen.text))
