"""How sure a whole list is: its weakest figure, how it stands together, and the trust in its first.

A list is right only where every figure is, in the order asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean

from retrieval.folding import fold
from retrieval.question.items import asked_number
from retrieval.reader.alignment import parallel_groups
from retrieval.reader.contradictions import contradicts
from retrieval.reader.figure_features import FIGURE_FEATURES
from retrieval.reader.finding import Found, ScoredFigure
from retrieval.reader.lists import Listed, ListedFigure
from retrieval.reader.model import TreeModel, load_model, probability

# Of the figures of a list, the lowest of each of these; of the last ones, the highest.
_LOWEST = (
    "sentence_score",
    "fit",
    "same_unit",
    "near_coverage",
    "clause_coverage",
    "union_coverage",
    "metric_near",
    "metric_clause",
    "left_precision",
    "label_precision",
    "focus_before_left",
    "year",
    "stretch",
    "place",
    "item",
    "aspect",
    "predicate",
    "cue_agreement",
    "old_new",
    "planned",
    "subject",
)
_HIGHEST = ("name_missing", "metric_missing", "claimed", "of_total", "unasked_year")
_LOWEST_PLACES = tuple(FIGURE_FEATURES.index(name) for name in _LOWEST)
_HIGHEST_PLACES = tuple(FIGURE_FEATURES.index(name) for name in _HIGHEST)
LIST_CONFIDENCE_FEATURES = (
    "trust_in_best",
    "best_score",
    "best_is_first",
    "best_is_listed",
    "first_score",
    "lowest_score",
    "mean_score",
    "lowest_margin",
    "mean_margin",
    "ahead_of_other_lists",
    "names_items",
    "figures",
    "figures_less_number",
    "says_number",
    "sentences",
    "in_order",
    "one_group",
    "figures_around",
    "one_kind",
    "one_unit",
    "contradictions",
    "given",
    "item_near",
    "item_in_sentence",
    "item_in_figures_item",
    "items_in_order",
    "item_left",
    "item_right",
    "item_beside",
    "skipped",
    "evenly_apart",
    "same_words_before",
    *(f"lowest_{name}" for name in _LOWEST),
    *(f"highest_{name}" for name in _HIGHEST),
)
DIRECTIONS = {
    "trust_in_best": 1,
    "lowest_score": 1,
    "mean_score": 1,
    "lowest_margin": 1,
    "mean_margin": 1,
    "ahead_of_other_lists": 1,
    "contradictions": -1,
    "item_near": 1,
    "item_in_sentence": 1,
    "item_beside": 1,
    "lowest_fit": 1,
    "lowest_same_unit": 1,
    "lowest_year": 1,
    "lowest_place": 1,
    "lowest_item": 1,
    "lowest_subject": 1,
    "highest_name_missing": -1,
    "highest_metric_missing": -1,
    "highest_claimed": -1,
}
_NEAR = 24
_NO_OTHER = 20.0


def list_confidence_rows(
    lists: Sequence[Listed], found: Found, trust: float
) -> list[tuple[float, ...]]:
    """Return the features of trust in each of ``lists``.

    ``trust`` is that in the best figure found, in log odds.
    """
    means = [fmean(one.scored.score for one in listed) for listed in lists]
    rows: list[tuple[float, ...]] = []
    for place, listed in enumerate(lists):
        values = [one.figure.value for one in listed]
        others = [
            mean
            for other, mean in zip(lists, means, strict=True)
            if [one.figure.value for one in other] != values
        ]
        ahead = min(_NO_OTHER, means[place] - max(others)) if others else _NO_OTHER
        rows.append(_row(listed, found, trust, ahead))
    return rows


def _row(listed: Listed, found: Found, trust: float, ahead: float) -> tuple[float, ...]:
    question = found.question
    best = found.figures[0]
    scores = [one.scored.score for one in listed]
    margins = [one.margin for one in listed]
    features = [one.scored.view.features for one in listed]
    places = [(one.view.index, one.scored.view.index) for one in listed]
    number = len(question.items) if len(question.items) > 1 else asked_number(question.matched)
    given = {figure.value for figure in question.figures}
    return (
        trust,
        best.score,
        float(_same(best, listed[0])),
        float(any(_same(best, one) for one in listed)),
        scores[0],
        min(scores),
        fmean(scores),
        min(margins),
        fmean(margins),
        ahead,
        float(len(question.items) > 1),
        float(len(listed)),
        float(len(listed) - number if number else 0),
        float(bool(number)),
        float(len({sentence for sentence, _ in places})),
        float(places == sorted(places)),
        *_group(listed),
        float(len({one.figure.kind for one in listed}) == 1),
        float(len({one.figure.unit for one in listed}) == 1),
        float(sum(contradicts(row) for row in features)),
        float(sum(one.figure.value in given for one in listed)),
        *_words(listed),
        *_beside(listed),
        *_spacing(listed),
        *(min(row[place] for row in features) for place in _LOWEST_PLACES),
        *(max(row[place] for row in features) for place in _HIGHEST_PLACES),
    )


def _same(best: ScoredFigure, one: ListedFigure) -> bool:
    return best.view.figure is one.figure


def _group(listed: Listed) -> tuple[float, float]:
    """Tell whether the list is one parallel group, and how many like figures stand around it."""
    view = listed[0].view
    if any(one.view.index != view.index for one in listed):
        return 0.0, 0.0
    indices = [one.scored.view.index for one in listed]
    figures = view.sentence.figures
    groups = parallel_groups(view.text, figures)
    whole = 1.0 if tuple(indices) in groups else 0.0
    if not whole and any(set(indices) & set(group) for group in groups):
        whole = -1.0  # a part of a group, or more than one
    kind = listed[0].figure.kind
    around = sum(one.kind is kind for one in figures) - len(listed)
    return whole, float(max(0, around))


def _words(listed: Listed) -> tuple[float, float, float, float]:
    """Return how well the items' own words stand by their figures, the worst of all items.

    Right before the figure or in its label; anywhere in its sentence and headings; in the item
    that the sentence gives to the figure; and whether they stand in the order of the figures.
    """
    if not listed[0].item:
        return -1.0, -1.0, -1.0, -1.0
    near, sentence, own, starts = [], [], [], []
    for one in listed:
        item = fold(one.item)
        view, figure = one.view, one.figure
        before = view.text[max(0, figure.start - _NEAR) : figure.start]
        alignment = one.scored.view.alignment
        given = alignment.item if alignment is not None else ""
        near.append(_held(item, f"{before}|{fold(figure.label)}|{given}"))
        sentence.append(_held(item, f"{view.text}|{fold(figure.label)}|{view.scene.headings}"))
        own.append(_held(item, given) if given else -1.0)
        starts.append((view.index, view.text.find(item)))
    return min(near), min(sentence), min(own), float(starts == sorted(starts))


def _beside(listed: Listed) -> tuple[float, float, float]:
    """Return how well the items stand between their figures and those next to them.

    The worst of all items: on the left, on the right, on the better side.
    """
    if not listed[0].item:
        return -1.0, -1.0, -1.0
    left, right = [], []
    for one in listed:
        view, figure, index = one.view, one.figure, one.scored.view.index
        figures = view.sentence.figures
        begin = figures[index - 1].end if index else 0
        end = figures[index + 1].start if index + 1 < len(figures) else len(view.text)
        item, label = fold(one.item), fold(figure.label)
        left.append(_held(item, label or view.text[min(begin, figure.start) : figure.start]))
        right.append(_held(item, label or view.text[figure.end : max(end, figure.end)]))
    return min(left), min(right), min(map(max, left, right))


def _spacing(listed: Listed) -> tuple[float, float, float]:
    """Tell how the list stands in its sentence: as 甲 12 吨、增长 3%，乙 15 吨、增长 4% does.

    How many figures of its kind it leaves out in between, whether its members are evenly apart,
    and how many of them follow the words that the first follows.
    """
    view = listed[0].view
    before = [
        one.view.text[max(0, one.figure.start - 2) : one.figure.start].strip() for one in listed
    ]
    same = sum(words == before[0] for words in before) / len(before)
    if any(one.view.index != view.index for one in listed):
        return -1.0, -1.0, same
    places = [one.scored.view.index for one in listed]
    kind = listed[0].figure.kind
    between = range(min(places) + 1, max(places))
    skipped = sum(
        view.sentence.figures[place].kind is kind for place in between if place not in places
    )
    steps = {after - place for place, after in pairwise(places)}
    return float(skipped), float(len(steps) == 1 and min(steps) > 0), same


def _held(item: str, text: str) -> float:
    """Return which part of an item's characters, two by two, a folded text holds."""
    if item in text:
        return 1.0
    pairs = [item[start : start + 2] for start in range(len(item) - 1)]
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


def list_confidence_model() -> TreeModel:
    """Return the model of trust in a whole list."""
    return load_model("list_confidence.json", LIST_CONFIDENCE_FEATURES)


def most_trusted(
    lists: Sequence[Listed], found: Found, trust: float, model: TreeModel
) -> tuple[Listed, float]:
    """Return the list that is trusted most, and the probability that all of it is right."""
    if not lists:
        return (), 0.0
    scores = model.scores(list_confidence_rows(lists, found, trust)).tolist()
    best = max(range(len(lists)), key=scores.__getitem__)
    return lists[best], probability(scores[best])
