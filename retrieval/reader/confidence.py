"""How sure an answer is: the best candidate against the next, as a probability, and a threshold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from config.errors import SettingsError
from retrieval.reader.figure_features import FIGURE_FEATURES
from retrieval.reader.finding import Found, ScoredFigure, ScoredSentence
from retrieval.reader.model import TreeModel, load_model, probability
from retrieval.reader.sentence_features import SENTENCE_FEATURES

# Few and plain: a model of trust learns from one row a question.
_FIGURE_SHARE = (
    "sentence_score",
    "fit",
    "metric_near",
    "metric_clause",
    "metric_missing",
    "predicate",
    "aspect",
    "old_new",
    "item",
    "planned",
    "cue_agreement",
    "progress",
    "place",
    "own_place",
    "year",
    "months",
    "stretch",
    "unasked_part",
    "unasked_year",
    "union_coverage",
    "near_coverage",
    "clause_new_coverage",
    "left_precision",
    "label_precision",
    "fitting_figures",
    "names_no_unit",
    "is_date",
    "same_unit",
    "base",
    "noun_unit",
    "attributive",
    "name_missing",
    "name_missing_carried",
    "missing_elsewhere",
    "claimed",
    "contrast",
    "average",
    "sibling",
    "subject",
    "relative",
    "figures",
    "aligned",
    "of_total",
)
_SENTENCE_SHARE = (
    "coverage_with_titles",
    "uncovered_heaviest",
    "bigram_coverage",
    "subject_in_titles",
    "subject_in_sentence",
    "paragraph_share",
)
# Of these, how far the best figure is ahead of the best one of another value.
_ADVANTAGES = (
    "predicate",
    "metric_near",
    "near_coverage",
    "clause_coverage",
    "focus_before_left",
    "aspect",
    "cue_agreement",
    "same_unit",
    "subject",
    "name_missing",
    "year",
    "place",
)
_ADVANTAGE_PLACES = tuple(FIGURE_FEATURES.index(name) for name in _ADVANTAGES)
_FIGURE_PLACES = tuple(FIGURE_FEATURES.index(name) for name in _FIGURE_SHARE)
_SENTENCE_PLACES = tuple(SENTENCE_FEATURES.index(name) for name in _SENTENCE_SHARE)
FIGURE_CONFIDENCE_FEATURES = (
    "score",
    "margin_to_other_value",
    "margin_to_other_sentence",
    "agreeing_sentences",
    *_FIGURE_SHARE,
    *_SENTENCE_SHARE,
    *(f"ahead_{name}" for name in _ADVANTAGES),
)
# As ``DIRECTIONS`` of the figures: more of these never lessens trust, or never raises it.
DIRECTIONS = {
    "score": 1,
    "margin_to_other_value": 1,
    "metric_near": 1,
    "metric_clause": 1,
    "metric_missing": -1,
    "predicate": 1,
    "aspect": 1,
    "old_new": 1,
    "item": 1,
    "planned": 1,
    "cue_agreement": 1,
    "progress": 1,
    "place": 1,
    "own_place": 1,
    "year": 1,
    "union_coverage": 1,
    "base": 1,
    "noun_unit": 1,
    "attributive": 1,
    "relative": 1,
    "name_missing": -1,
    "name_missing_carried": -1,
    "missing_elsewhere": -1,
    "claimed": -1,
    "contrast": 1,
    "average": 1,
    "subject": 1,
    "uncovered_heaviest": -1,
}
TEXT_CONFIDENCE_FEATURES = (
    "score",
    "margin",
    *(f"sentence_{name}" for name in SENTENCE_FEATURES),
)
_NO_OTHER = 20.0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The probability from which an answer is given, by kind of answer."""

    figure: float
    list: float
    text: float


@cache
def thresholds() -> Thresholds:
    """Load ``config/reader/thresholds.json``; raises ``SettingsError`` where it is wrong."""
    name = "thresholds.json"
    try:
        content = json.loads(files("config").joinpath("reader", name).read_text(encoding="utf-8"))
        return Thresholds(*(float(content[key]) for key in ("figure", "list", "text")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(f"config/reader/{name} cannot be read: {error}", file=name) from error


def figure_confidence_row(
    best: ScoredFigure, ranked: Sequence[ScoredFigure], found: Found
) -> tuple[float, ...]:
    """Return the features of trust in ``best``, the first of ``ranked``."""
    other = next((one for one in ranked if one.view.figure.value != best.view.figure.value), None)
    other_sentence = next(
        (
            one.score
            for one in ranked
            if one.view.view is not best.view.view
            and one.view.figure.value != best.view.figure.value
        ),
        None,
    )
    agreeing = sum(
        one.view.figure.value == best.view.figure.value and one.score > 0.0 for one in ranked[:8]
    )
    return (
        best.score,
        _margin(best.score, other.score if other else None),
        _margin(best.score, other_sentence),
        float(agreeing),
        *(best.view.features[place] for place in _FIGURE_PLACES),
        *(best.view.view.features[place] for place in _SENTENCE_PLACES),
        *(
            best.view.features[place] - other.view.features[place] if other else 0.0
            for place in _ADVANTAGE_PLACES
        ),
    )


def text_confidence_row(ranked: Sequence[ScoredSentence]) -> tuple[float, ...]:
    """Return the features of trust in the first sentence of ``ranked``."""
    best = ranked[0]
    second = ranked[1].score if len(ranked) > 1 else None
    return (best.score, _margin(best.score, second), *best.view.features)


def figure_confidence_model() -> TreeModel:
    """Return the model of trust in a figure."""
    return load_model("figure_confidence.json", FIGURE_CONFIDENCE_FEATURES)


def text_confidence_model() -> TreeModel:
    """Return the model of trust in a sentence."""
    return load_model("text_confidence.json", TEXT_CONFIDENCE_FEATURES)


def figure_trust(best: ScoredFigure, found: Found) -> float:
    """Return how far ``best`` is to be trusted, in log odds."""
    row = figure_confidence_row(best, found.figures, found)
    return float(figure_confidence_model().scores([row])[0])


def text_confidence(found: Found) -> float:
    """Return the probability that the first sentence found is the answer."""
    row = text_confidence_row(found.sentences)
    return probability(float(text_confidence_model().scores([row])[0]))


def _margin(best: float, other: float | None) -> float:
    return _NO_OTHER if other is None else min(_NO_OTHER, best - other)
