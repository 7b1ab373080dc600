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
    sentence_views,
)
from retrieval.reader.sentence_features import SentenceView
from retrieval.records import Figure, FigureKind

_ORDER = 1.5


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
    scores = {one.view.sentence.id: one.score for one in sentences}
    hits = {one.view.scene.hit.paragraph.id: one.view.scene.hit for one in sentences}
    rows: list[list[ScoredFigure]] = []
    for item in question.items:
        asked = for_item(question, item)
        matcher = make_matcher(asked, collection)
        # What a sentence holds of the question changes with the item.
        viewed = [
            ScoredSentence(view, scores[view.sentence.id])
            for view in sentence_views(asked, matcher, list(hits.values()))
            if view.sentence.id in scores
        ]
        ranked = score_figures(asked, matcher, viewed, figure_model())
        usable = [one for one in ranked if one.view.figure.kind is not FigureKind.DATE]
        rows.append(sorted(usable, key=_place))
    chosen = _in_order(rows) or _each_best(rows)
    return tuple(
        ListedFigure(one.view.view, one.view.figure, item, one.score)
        for one, item in zip(chosen, question.items, strict=False)
    )


def _place(one: ScoredFigure) -> tuple[int, int]:
    return one.view.view.index, one.view.index


def _each_best(rows: Sequence[Sequence[ScoredFigure]]) -> list[ScoredFigure]:
    """Give each item its best figure in turn, no figure twice."""
    used: set[tuple[int, int]] = set()
    chosen: list[ScoredFigure] = []
    for row in rows:
        free = [one for one in row if _place(one) not in used]
        if not free:
            return []
        best = max(free, key=lambda one: one.score)
        used.add(_place(best))
        chosen.append(best)
    return chosen


def _in_order(rows: Sequence[Sequence[ScoredFigure]]) -> list[ScoredFigure]:
    """Return the best figures that stand in the order of the items, as lists nearly always do.

    None where an order that is not theirs scores better by more than ``_ORDER`` an item.
    """
    places = sorted({_place(one) for row in rows for one in row})
    best: list[tuple[float, list[ScoredFigure]]] = [(0.0, [])] * (len(places) + 1)
    for row in rows:
        by_place = {_place(one): one for one in row}
        following: list[tuple[float, list[ScoredFigure]]] = [(float("-inf"), [])]
        for position, place in enumerate(places):
            total, chosen = best[position]
            one = by_place.get(place)
            candidate = (
                (total + one.score, [*chosen, one])
                if one is not None and total > float("-inf")
                else (float("-inf"), [])
            )
            following.append(max(following[-1], candidate, key=lambda pair: pair[0]))
        best = following
    total, chosen = best[-1]
    free = _each_best(rows)
    if len(chosen) < len(rows):
        return []
    if free and sum(one.score for one in free) > total + _ORDER * len(rows):
        return []
    return chosen


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
