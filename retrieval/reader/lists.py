"""Answers to questions for several figures, in the order of what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.collection import Collection
from retrieval.question import Question
from retrieval.reader.alignment import parallel_groups
from retrieval.reader.finding import (
    Found,
    ScoredFigure,
    ScoredSentence,
    figure_model,
    for_item,
    make_matcher,
    score_figures,
)
from retrieval.reader.sentence_features import SentenceView
from retrieval.records import Figure, FigureKind


@dataclass(frozen=True, slots=True)
class ListedFigure:
    """One figure of a list with the item it belongs to."""

    view: SentenceView
    figure: Figure
    item: str
    score: float


def read_list(found: Found, collection: Collection) -> tuple[ListedFigure, ...]:
    """Return the figures asked for, in order; none where they cannot all be told.

    Where the question names its items each is looked for by itself, in the sentence of the best
    figure, then in its paragraph; where it names none the parallel figures around the best one
    are taken.
    """
    question = found.question
    if not found.figures:
        return ()
    if len(question.items) >= 2:
        return _by_items(question, found, collection)
    return _by_group(question, found.figures[0])


def _by_items(question: Question, found: Found, collection: Collection) -> tuple[ListedFigure, ...]:
    best = found.figures[0].view.view
    nearby = [
        one
        for one in found.sentences
        if one.view.scene.hit.paragraph.id == best.scene.hit.paragraph.id
    ]
    for sentences in ([one for one in nearby if one.view is best], nearby):
        listed = _assign(question, sentences, collection)
        if len(listed) == len(question.items):
            return listed
    return ()


def _assign(
    question: Question, sentences: Sequence[ScoredSentence], collection: Collection
) -> tuple[ListedFigure, ...]:
    """Give each item its best figure, no figure twice."""
    used: set[tuple[int, int]] = set()
    listed: list[ListedFigure] = []
    for item in question.items:
        asked = for_item(question, item)
        matcher = make_matcher(asked, collection)
        ranked = [
            one
            for one in score_figures(asked, matcher, sentences, figure_model())
            if (one.view.view.sentence.id, one.view.index) not in used
            and one.view.figure.kind is not FigureKind.DATE
        ]
        if not ranked:
            return ()
        best = ranked[0]
        used.add((best.view.view.sentence.id, best.view.index))
        listed.append(ListedFigure(best.view.view, best.view.figure, item, best.score))
    return tuple(listed)


def _by_group(question: Question, best: ScoredFigure) -> tuple[ListedFigure, ...]:
    view = best.view.view
    figures = view.sentence.figures
    for group in parallel_groups(view.text, figures):
        if best.view.index in group:
            return tuple(ListedFigure(view, figures[index], "", best.score) for index in group)
    same = [
        figure
        for figure in figures
        if figure.kind is best.view.figure.kind and figure.unit == best.view.figure.unit
    ]
    return tuple(ListedFigure(view, figure, "", best.score) for figure in same)
