"""Answers to questions for several figures, in the order of what is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.question import Question
from retrieval.question.itemising import ask_each
from retrieval.reader.alignment import parallel_groups
from retrieval.reader.finding import (
    Found,
    ScoredFigure,
    ScoredSentence,
    narrow,
    score_figures,
    sentence_views,
)
from retrieval.reader.model import TreeModel
from retrieval.reader.sentence_features import SentenceView
from retrieval.records import Figure, FigureKind, ParagraphHit

_ORDER = 1.5
_PARAGRAPHS = 3  # that a list may stand in
_FIGURES = 6  # around which a list without named items is looked for
_NO_OTHER = 20.0

_Place = tuple[int, int, int]  # paragraph, sentence, figure


@dataclass(frozen=True, slots=True)
class ListedFigure:
    """One figure of a list with the item it belongs to.

    ``margin`` says how far it is ahead of the best figure of another value for the same item.
    """

    scored: ScoredFigure
    item: str = ""
    margin: float = _NO_OTHER

    @property
    def view(self) -> SentenceView:
        """The sentence that it stands in."""
        return self.scored.view.view

    @property
    def figure(self) -> Figure:
        """The figure itself."""
        return self.scored.view.figure


Listed = tuple[ListedFigure, ...]


def possible_lists(found: Found, figures: TreeModel) -> tuple[Listed, ...]:
    """Return the lists that may answer, each in the order of what is asked; ``figures`` scores.

    Where the question names its items each is looked for by itself in the paragraphs of the best
    figures: in one sentence, in a parallel group, in the whole paragraph. Where it names none the
    parallel figures around the best ones are taken.
    """
    asked = ask_each(found.question)
    lists = _by_items(asked, found, figures) if asked else _by_groups(found)
    different = {tuple(_place(one.scored) for one in listed): listed for listed in lists}
    return tuple(different.values())


def _by_items(asked: Sequence[Question], found: Found, model: TreeModel) -> Iterator[Listed]:
    """Give each item a figure, no figure twice, in each of the places where a list may stand."""
    scores = {one.view.sentence.id: one.score for one in found.sentences}
    hits: dict[int, ParagraphHit] = {}
    for one in found.figures:
        hit = one.view.view.scene.hit
        if len(hits) < _PARAGRAPHS or hit.paragraph.id in hits:
            hits[hit.paragraph.id] = hit
    rows: list[list[ScoredFigure]] = []
    for question in asked:
        matcher = narrow(found.matcher, question)
        # What a sentence holds of the question changes with the item.
        viewed = [
            ScoredSentence(view, scores[view.sentence.id])
            for view in sentence_views(question, matcher, list(hits.values()))
            if view.sentence.id in scores
        ]
        ranked = score_figures(question, matcher, viewed, model)
        usable = [one for one in ranked if one.view.figure.kind is not FigureKind.DATE]
        rows.append(sorted(usable, key=_place))
    items = found.question.items
    for paragraph in hits:
        of_paragraph = [[one for one in row if _place(one)[0] == paragraph] for row in rows]
        sentences = {_place(one)[1] for row in of_paragraph for one in row}
        for sentence in sorted(sentences):
            own = [[one for one in row if _place(one)[1] == sentence] for row in of_paragraph]
            yield from _assigned(own, items, rows)
            yield from _grouped(own, items, rows)
        yield from _assigned(of_paragraph, items, rows)


def _assigned(
    rows: Sequence[Sequence[ScoredFigure]],
    items: Sequence[str],
    every: Sequence[Sequence[ScoredFigure]],
) -> Iterator[Listed]:
    chosen = _in_order(rows) or _each_best(rows)
    if chosen:
        yield _listed(chosen, items, every)


def _grouped(
    rows: Sequence[Sequence[ScoredFigure]],
    items: Sequence[str],
    every: Sequence[Sequence[ScoredFigure]],
) -> Iterator[Listed]:
    """Take the parallel groups of one sentence that have as many figures as there are items."""
    if not all(rows):
        return
    view = rows[0][0].view.view
    for group in parallel_groups(view.text, view.sentence.figures):
        if len(group) == len(items):
            by_index = [{one.view.index: one for one in row} for row in rows]
            yield _listed(
                [row[index] for row, index in zip(by_index, group, strict=True)], items, every
            )


def _listed(
    chosen: Sequence[ScoredFigure],
    items: Sequence[str],
    every: Sequence[Sequence[ScoredFigure]],
) -> Listed:
    return tuple(
        ListedFigure(one, item, _ahead(one, row))
        for one, item, row in zip(chosen, items, every, strict=True)
    )


def _ahead(one: ScoredFigure, row: Sequence[ScoredFigure]) -> float:
    others = [other.score for other in row if other.view.figure.value != one.view.figure.value]
    return min(_NO_OTHER, one.score - max(others)) if others else _NO_OTHER


def _place(one: ScoredFigure) -> _Place:
    view = one.view.view
    return view.scene.hit.paragraph.id, view.index, one.view.index


def _each_best(rows: Sequence[Sequence[ScoredFigure]]) -> list[ScoredFigure]:
    """Give each item its best figure in turn, no figure twice."""
    used: set[_Place] = set()
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


def _by_groups(found: Found) -> Iterator[Listed]:
    """Take the parallel figures around each of the best, and those of its kind and unit."""
    scored = {_place(one): one for one in found.figures}
    for best in found.figures[:_FIGURES]:
        view = best.view.view
        paragraph, sentence, _ = _place(best)
        figures = view.sentence.figures
        same = tuple(
            index
            for index, figure in enumerate(figures)
            if figure.kind is best.view.figure.kind and figure.unit == best.view.figure.unit
        )
        for group in (*parallel_groups(view.text, figures), same):
            if best.view.index in group and len(group) > 1:
                chosen = [scored[paragraph, sentence, index] for index in group]
                values = {one.view.figure.value for one in chosen}
                others = [one.score for one in found.figures if one.view.figure.value not in values]
                other = max(others, default=-_NO_OTHER)
                yield tuple(
                    ListedFigure(one, "", min(_NO_OTHER, one.score - other)) for one in chosen
                )
