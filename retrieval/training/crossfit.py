"""Models fitted on some documents and tried on the others, so that every score is out of sample."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from retrieval.question import AnswerKind
from retrieval.reader.confidence import DIRECTIONS as TRUST_DIRECTIONS
from retrieval.reader.confidence import (
    FIGURE_CONFIDENCE_FEATURES,
    TEXT_CONFIDENCE_FEATURES,
    figure_confidence_row,
    text_confidence_row,
)
from retrieval.reader.contradictions import contradicts
from retrieval.reader.figure_features import DIRECTIONS as FIGURE_DIRECTIONS
from retrieval.reader.figure_features import FIGURE_FEATURES
from retrieval.reader.finding import (
    Found,
    ScoredFigure,
    ScoredSentence,
    figure_views,
    rank,
    worth_reading,
)
from retrieval.reader.model import Floats, TreeModel
from retrieval.reader.sentence_features import DIRECTIONS as SENTENCE_DIRECTIONS
from retrieval.reader.sentence_features import SENTENCE_FEATURES
from retrieval.training.examples import Example
from retrieval.training.fitting import fit

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Stage:
    """Rows of one model: for each its label, weight and fold.

    A row of weight 0 is scored, and not learnt from.
    """

    name: str
    features: tuple[str, ...]
    rows: list[Sequence[float]]
    labels: list[float]
    weights: list[float]
    folds: list[int]
    trees: int
    smallest: int = 30
    leaves: int = 15
    rate: float = 0.06
    directions: Mapping[str, int] | None = None
    owners: list[int] = field(default_factory=list)  # the question of each row
    ranks: bool = False  # within a question, in place of telling right from wrong

    def fold_models(self) -> dict[int, TreeModel]:
        """Return for each fold a model that did not see it."""
        folds = np.asarray(self.folds)
        rows = np.asarray(self.rows, np.float64)
        columns = tuple(map(np.asarray, (self.labels, self.weights, self.owners or self.folds)))
        models: dict[int, TreeModel] = {}
        for fold in range(FOLDS):
            used = folds != fold
            models[fold], _ = self._fit(rows[used], *(column[used] for column in columns))
        return models

    def out_of_sample(self, models: Mapping[int, TreeModel] | None = None) -> Floats:
        """Return the score of each row by the one of the models that did not see its fold."""
        scores = np.zeros(len(self.rows))
        folds = np.asarray(self.folds)
        rows = np.asarray(self.rows, np.float64)
        for fold, model in (self.fold_models() if models is None else models).items():
            held = folds == fold
            scores[held] = model.scores(rows[held])
        return scores

    def final(self) -> tuple[TreeModel, dict[str, Any]]:
        """Fit on every row."""
        return self._fit(self.rows, self.labels, self.weights, self.owners or self.folds)

    def _fit(
        self, rows: Any, labels: Any, weights: Any, owners: Any
    ) -> tuple[TreeModel, dict[str, Any]]:
        learnt = np.asarray(weights) > 0.0
        rows, labels, weights, owners = (
            np.asarray(one)[learnt] for one in (rows, labels, weights, owners)
        )
        return fit(
            self.name,
            self.features,
            rows,
            labels,
            weights,
            trees=self.trees,
            smallest=self.smallest,
            leaves=self.leaves,
            rate=self.rate,
            directions=self.directions,
            owners=owners if self.ranks else None,
        )


def fold_of(example: Example) -> int:
    """Return the fold of an example: all questions of one document share it."""
    return zlib.crc32(example.group.encode()) % FOLDS


def sentence_stage(examples: Sequence[Example]) -> Stage:
    """Return the rows that teach which sentence answers."""
    stage = Stage(
        "sentence",
        SENTENCE_FEATURES,
        [],
        [],
        [],
        [],
        trees=200,
        directions=SENTENCE_DIRECTIONS,
        ranks=True,
    )
    for number, example in enumerate(examples):
        if not any(example.right):
            continue
        for view, right in zip(example.views, example.right, strict=True):
            stage.rows.append(view.features)
            stage.labels.append(float(right))
            stage.weights.append(example.weight_of_one)
            stage.folds.append(fold_of(example))
            stage.owners.append(number)
    return stage


def score_examples(examples: Sequence[Example], stage: Stage) -> list[tuple[ScoredSentence, ...]]:
    """Return the sentences of each example, best first, scored by models that had not seen it."""
    models = stage.fold_models()
    result: list[tuple[ScoredSentence, ...]] = []
    for example in examples:
        scores = models[fold_of(example)].scores([view.features for view in example.views])
        scored = [
            ScoredSentence(view, float(score))
            for view, score in zip(example.views, scores, strict=True)
        ]
        scored.sort(key=lambda one: -one.score)
        result.append(tuple(scored))
    return result


@dataclass(frozen=True, slots=True)
class FigureStage:
    """The rows of the figure model, and which example each came from."""

    stage: Stage
    views: list[Any]
    owners: list[int]


def figure_stage(
    examples: Sequence[Example], scored: Sequence[tuple[ScoredSentence, ...]]
) -> FigureStage:
    """Return the rows that teach which figure of the best sentences answers."""
    stage = Stage(
        "figure",
        FIGURE_FEATURES,
        [],
        [],
        [],
        [],
        trees=250,
        smallest=20,
        directions=FIGURE_DIRECTIONS,
        ranks=True,
    )
    result = FigureStage(stage, [], [])
    for index, (example, sentences) in enumerate(zip(examples, scored, strict=True)):
        if example.question.kind is AnswerKind.TEXT:
            continue
        views = figure_views(example.question, example.matcher, worth_reading(sentences))
        labels = [example.is_right_figure(view.view, view.figure) for view in views]
        for view, right in zip(views, labels, strict=True):
            stage.rows.append(view.features)
            stage.labels.append(float(right))
            stage.weights.append(example.weight_of_one * (1.0 if any(labels) else 0.3))
            stage.folds.append(fold_of(example))
            stage.owners.append(index)
            result.views.append(view)
            result.owners.append(index)
    return result


def rank_figures(
    examples: Sequence[Example],
    scored: Sequence[tuple[ScoredSentence, ...]],
    figures: FigureStage,
    scores: Floats,
) -> dict[int, Found]:
    """Return what each example finds with the scores given, best first."""
    by_owner: dict[int, list[ScoredFigure]] = {}
    for view, owner, score in zip(figures.views, figures.owners, scores, strict=True):
        by_owner.setdefault(owner, []).append(ScoredFigure(view, float(score)))
    return {
        owner: Found(
            examples[owner].question,
            examples[owner].matcher,
            scored[owner],
            rank(found),
        )
        for owner, found in by_owner.items()
    }


def figure_confidence_stage(examples: Sequence[Example], found: dict[int, Found]) -> Stage:
    """Return the rows that teach when the best figure is to be trusted."""
    stage = Stage(
        "figure_confidence",
        FIGURE_CONFIDENCE_FEATURES,
        [],
        [],
        [],
        [],
        trees=250,
        smallest=20,
        leaves=12,
        rate=0.04,
        directions=TRUST_DIRECTIONS,
    )
    for index, one in found.items():
        example = examples[index]
        best = one.figures[0]
        if contradicts(best.view.features):
            continue  # never shown, so never to be trusted
        stage.owners.append(index)
        stage.rows.append(figure_confidence_row(best, one.figures, one))
        stage.labels.append(float(example.is_right_figure(best.view.view, best.view.figure)))
        stage.weights.append(example.weight_of_one)
        stage.folds.append(fold_of(example))
    return stage


def text_confidence_stage(
    examples: Sequence[Example], scored: Sequence[tuple[ScoredSentence, ...]]
) -> Stage:
    """Return the rows that teach when the best sentence is to be trusted."""
    stage = Stage(
        "text_confidence", TEXT_CONFIDENCE_FEATURES, [], [], [], [], trees=80, smallest=40, leaves=8
    )
    for number, (example, sentences) in enumerate(zip(examples, scored, strict=True)):
        if not sentences:
            continue
        right = dict(zip(map(id, example.views), example.right, strict=True))
        stage.rows.append(text_confidence_row(sentences))
        stage.labels.append(float(right[id(sentences[0].view)]))
        stage.owners.append(number)
        stage.weights.append(example.weight_of_one)
        stage.folds.append(fold_of(example))
    return stage
