"""Answers to questions for several figures, in the order of what is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.question import Question
from retrieval.question.itemising import ask_each
from retrieval.question.items import asked_number
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
        scopes = [
            [[one for one in row if _place(one)[1] == sentence] for row in of_paragraph]
            for sentence in sorted(sentences)
        ]
        for scope in (*scopes, of_paragraph):
            for alike in _alike(scope):
                for chosen in (_in_order(alike), _each_best(alike), *_runs(alike)):
                    if chosen:
                        yield _listed(chosen, items, rows)


def _alike(rows: Sequence[Sequence[ScoredFigure]]) -> Iterator[Sequence[Sequence[ScoredFigure]]]:
    """Return the figures of each item; and again those of each kind and unit by themselves."""
    yield rows
    kinds = {_kind(one) for row in rows for one in row}
    if len(kinds) > 1:
        for kind in sorted(kinds):
            yield [[one for one in row if _kind(one) == kind] for row in rows]


def _kind(one: ScoredFigure) -> tuple[str, str]:
    return one.view.figure.kind.value, one.view.figure.unit


def _runs(rows: Sequence[Sequence[ScoredFigure]]) -> Iterator[list[ScoredFigure]]:
    """Return the figures of one sentence that stand side by side, as many as there are items."""
    by_place = [{_place(one): one for one in row} for row in rows]
    places = sorted({place for row in by_place for place in row})
    if len({place[:2] for place in places}) > 1:
        return
    for start in range(len(places) - len(rows) + 1):
        run = places[start : start + len(rows)]
        if all(place in row for place, row in zip(run, by_place, strict=True)):
            yield [row[place] for place, row in zip(run, by_place, strict=True)]


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
    number = asked_number(found.question.matched)
    for best in found.figures[:_FIGURES]:
        view = best.view.view
        paragraph, sentence, _ = _place(best)
        figures = view.sentence.figures
        same = tuple(
            index
            for index, figure in enumerate(figures)
            if figure.kind is best.view.figure.kind and figure.unit == best.view.figure.unit
        )
        runs = [same[start : start + number] for start in range(len(same) - number + 1)]
        for group in (*parallel_groups(view.text, figures), same, *(runs if number else ())):
            if best.view.index in group and len(group) > 1:
                chosen = [scored[paragraph, sentence, index] for index in group]
                values = {one.view.figure.value for one in chosen}
                others = [one.score for one in found.figures if one.view.figure.value not in values]
                other = max(others, default=-_NO_OTHER)
                yield tuple(
                    ListedFigure(one, "", min(_NO_OTHER, one.score - other)) for one in chosen
                )
