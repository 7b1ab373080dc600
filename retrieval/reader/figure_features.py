"""What speaks for one figure of a sentence: its own clause, its neighbours, its unit, its time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.figures import dimension, same_unit
from retrieval.folding import fold
from retrieval.periods import find_period, relative_agreement, true_years
from retrieval.places import place_match
from retrieval.question import Question
from retrieval.question.lexicon import find_cues
from retrieval.reader.alignment import Alignment, align
from retrieval.reader.aspect import (
    Years,
    alignment_match,
    asked_predicates,
    aspect_match,
    average_match,
    cue_agreement,
    old_new_match,
    predicate_match,
    progress_match,
    target_match,
)
from retrieval.reader.claims import best_of_others, find_holders
from retrieval.reader.contrasts import contrast
from retrieval.reader.matching import Credits, Matcher, most
from retrieval.reader.sentence_features import (
    CANNOT_ANSWER,
    SentenceView,
    fits,
    missing_weights,
    new_coverage,
    noun_unit,
)
from retrieval.reader.surroundings import (
    Surroundings,
    attributive,
    find_surroundings,
    focus_distance,
    in_brackets,
    own_places,
    subject_near,
)
from retrieval.reader.timing import (
    Times,
    asked_period,
    period_before,
    period_within,
    without_old_times,
)
from retrieval.records import Figure, FigureKind

KINDS = tuple(FigureKind)

FIGURE_FEATURES = (
    "sentence_score",
    "sentence_margin",
    "fit",
    "same_unit",
    "same_multiplier",
    "given_in_question",
    "left_coverage",
    "right_coverage",
    "clause_coverage",
    "clause_new_coverage",
    "near_coverage",
    "before_coverage",
    "union_coverage",
    "left_precision",
    "right_precision",
    "left_common",
    "right_common",
    "left_distance",
    "right_distance",
    "left_length",
    "focus_before_left",
    "focus_before_right",
    "focus_after_left",
    "focus_after_right",
    "focus_distance",
    "beats_other_figures",
    "rank_in_sentence",
    "aligned",
    "aligned_coverage",
    "aligned_margin",
    "position",
    "figures",
    "same_kind_figures",
    "fitting_figures",
    "only_fitting",
    "year",
    "months",
    "stretch",
    "unasked_part",
    "unasked_year",
    "asks_percent",
    "asks_list",
    "names_no_unit",
    "has_qualifier",
    "has_range",
    "value_digits",
    "in_brackets",
    "label_precision",
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
    "clause_places",
    "of_total",
    "left_bigrams",
    "near_bigrams",
    "base",
    "noun_unit",
    "missing_carried",
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
    *(f"is_{kind.value}" for kind in KINDS),
    *(f"asks_{pattern}" for pattern in ("count", "date", "duration", "ordinal", "money", "none")),
)
_PATTERNS = ("count", "date", "duration", "ordinal", "money", "")
_IS_KIND = {kind: tuple(float(kind is other) for other in KINDS) for kind in KINDS}

_OF_TOTAL = re.compile(r"(?:中的?|其中|当中)[^，,。；;]{0,4}$")
_MULTIPLIER = re.compile(r"万亿|百万|千万|[万亿]")
_NEAR = 12

# Features of which more never speaks against a figure; -1 where more never speaks for it.
DIRECTIONS = {
    "sentence_score": 1,
    "fit": 1,
    "same_unit": 1,
    "given_in_question": -1,
    "metric_near": 1,
    "metric_clause": 1,
    "metric_missing": -1,
    "year": 1,
    "months": 1,
    "stretch": 1,
    "predicate": 1,
    "aspect": 1,
    "old_new": 1,
    "item": 1,
    "planned": 1,
    "cue_agreement": 1,
    "progress": 1,
    "place": 1,
    "own_place": 1,
    "base": 1,
    "noun_unit": 1,
    "attributive": 1,
    "relative": 1,
    "unasked_part": -1,
    "missing_carried": -1,
    "name_missing": -1,
    "subject": 1,
    "name_missing_carried": -1,
    "missing_elsewhere": -1,
    "claimed": -1,
    "contrast": 1,
    "average": 1,
}


@dataclass(frozen=True, slots=True)
class FigureView:
    """One candidate figure with its features, in the order of ``FIGURE_FEATURES``."""

    view: SentenceView
    figure: Figure
    index: int
    alignment: Alignment | None
    features: tuple[float, ...]


def view_figures(
    question: Question, matcher: Matcher, view: SentenceView, score: float, margin: float
) -> list[FigureView]:
    """Return the figures of a sentence that may answer, with their features.

    ``score`` is the sentence's own, ``margin`` how far it is ahead of the best (0 or less).
    """
    figures = view.sentence.figures
    fitting = [fits(question, figure) for figure in figures]
    if max(fitting, default=CANNOT_ANSWER) <= CANNOT_ANSWER:
        return []
    text = view.text
    scene = view.scene
    before = period_before(scene, view.index)
    years = Years(scene.years, true_years(find_period(text, scene.years).years))
    asked = asked_period(question, scene.years)
    aligned = align(text, figures, max(true_years(before.years), default=scene.years.reported))
    places = [
        find_surroundings(text, figures, index, aligned.get(index)) for index in range(len(figures))
    ]
    held, bigrams = matcher.forms_in(text), matcher.bigrams_in(text)
    # What a label or an item of a list adds stands in another order in the sentence, or not at all.
    whole = [not figure.label and index not in aligned for index, figure in enumerate(figures)]
    left = [
        most(
            matcher.credits(place.left, held if one else None),
            matcher.credits(place.measure, held),
        )
        for place, one in zip(places, whole, strict=True)
    ]
    right = [matcher.credits(place.right, held) for place in places]
    near_credits = [most(one, other) for one, other in zip(left, right, strict=True)]
    near = [matcher.coverage(credits) for credits in near_credits]
    ranking = sorted(near, reverse=True)
    first = next((i for i, one in enumerate(figures) if one.kind is not FigureKind.DATE), 0)
    lead = matcher.credits(text[: figures[first].start], held)
    holders = find_holders(left, [i for i in range(len(figures)) if i != first])
    verbs = asked_predicates(question)
    given = {figure.value for figure in question.figures}
    titles = most(scene.title_credits, scene.heading_credits)
    missing = missing_weights(matcher, titles)
    kinds = [figure.kind for figure in figures]
    fitting_count = sum([value > 0 for value in fitting])
    asked_multiplier = _asked_multiplier(question)
    carried_missing = matcher.name_missing(most(view.carried.credits, view.credits))
    of_question = (
        float("percent" in question.cues),
        float(question.kind == "list"),
        float(not question.unit),
    )
    asks_pattern = tuple([float(question.pattern == pattern) for pattern in _PATTERNS])
    result: list[FigureView] = []
    for index, figure in enumerate(figures):
        if fitting[index] <= CANNOT_ANSWER:
            continue
        place = places[index]
        part_held, part_bigrams = (held, bigrams) if whole[index] else (None, None)
        clause_credits = most(
            matcher.credits(place.clause, part_held), matcher.credits(place.measure, held)
        )
        before_credits = matcher.credits(place.before, held)
        clauses = most(clause_credits, before_credits)
        with_titles = most(titles, clauses)
        clause_period = find_period(_up_to(place, text, figure), scene.years)
        times = Times(
            (
                find_period(_own(place, figure), scene.years),
                clause_period,
                period_within(text, figures, index, place.begin, scene.years),
            ),
            (before, scene.context_period),
            in_table=bool(figure.label),
        )
        year, months, stretch = times.match(asked)
        others = near[:index] + near[index + 1 :]
        alignment = aligned.get(index)
        item_coverage, item_margin = _alignment(matcher, alignment)
        kind = figure.kind
        cues = find_cues(place.clause)
        named_places = own_places(view, place, figure, alignment)
        features = (
            score,
            margin,
            fitting[index],
            _same_unit(question, figure),
            _same_multiplier(asked_multiplier, figure),
            float(figure.value in given),
            matcher.coverage(left[index]),
            matcher.coverage(right[index]),
            matcher.coverage(clause_credits),
            new_coverage(missing, clause_credits),
            near[index],
            matcher.coverage(before_credits),
            matcher.coverage(with_titles),
            matcher.precision(place.left[-_NEAR:]),
            matcher.precision(place.right[:_NEAR]),
            float(matcher.longest_common(place.left[-24:])),
            float(matcher.longest_common(place.right[:16])),
            _distance_left(matcher, place.left, left[index]),
            _distance_right(matcher, place.right, right[index]),
            float(len(place.left)),
            _focus(question.focus_before, place.left),
            _focus(question.focus_before, place.right),
            _focus(question.focus_after, place.left),
            _focus(question.focus_after, place.right[:_NEAR]),
            focus_distance(question, place),
            near[index] - max(others, default=0.0),
            float(ranking.index(near[index])),
            float(alignment is not None),
            item_coverage,
            item_margin,
            float(index),
            float(len(figures)),
            float(kinds.count(kind)),
            float(fitting_count),
            float(fitting[index] > 0 and fitting_count == 1),
            year,
            months,
            stretch,
            *times.unasked(asked, scene.years),
            *of_question,
            float(bool(figure.qualifier)),
            float(figure.high is not None),
            float(len(figure.text)),
            float(in_brackets(text, figure)),
            matcher.precision(fold(figure.label)) if figure.label else -1.0,
            matcher.metric_coverage(near_credits[index]),
            matcher.metric_coverage(clause_credits),
            matcher.metric_missing(with_titles),
            predicate_match(verbs, place.left, place.right),
            aspect_match(question, figure, fold(figure.label) if figure.label else place.left),
            old_new_match(question, asked, text, figures, index, years),
            alignment_match(matcher, alignment),
            target_match(question, cues, view.cues, view.scene.cues),
            cue_agreement(question, place.left + "|" + place.right[:4]),
            progress_match(question, cues),
            place_match(
                question.places, named_places, view.places, view.carried.places, view.scene.places
            ),
            place_match(question.places, named_places),
            float(len(named_places)),
            float(bool(_OF_TOTAL.search(place.left))),
            matcher.bigram_coverage(place.left, part_bigrams),
            matcher.bigram_coverage(place.left + "|" + place.right, part_bigrams),
            _base(question.period.bases, clause_period.bases),
            noun_unit(question, figure),
            matcher.metric_missing(most(view.carried.credits, clauses)),
            attributive(place),
            matcher.name_missing(with_titles),
            carried_missing,
            matcher.missing_elsewhere(
                most(view.carried.credits, view.credits, with_titles), view.elsewhere
            ),
            matcher.claimed(
                most(clause_credits, near_credits[index], lead), best_of_others(holders, index)
            ),
            contrast(
                question.matched,
                f"{place.measure}{place.left}|{place.right[:4]}",
                text[: place.begin],
            ),
            average_match(question, f"{place.measure}{place.left}"),
            float(matcher.sibling(place.left, near_credits[index])),
            subject_near(question.subject, place, view),
            relative_agreement(question.matched, place.left),
            *_IS_KIND[kind],
            *asks_pattern,
        )
        result.append(FigureView(view, figure, index, alignment, features))
    return result


def _own(place: Surroundings, figure: Figure) -> str:
    """Return the words right before a figure, with those in brackets after it: 12件(2024年)."""
    own = place.left + figure.text if figure.kind is FigureKind.DATE else place.left
    return f"{own} {place.right}" if place.right.startswith(("(", "（")) else own


def _up_to(place: Surroundings, text: str, figure: Figure) -> str:
    """Return the clause up to its figure; a time holds for what follows it."""
    return without_old_times(text[place.begin : figure.start])


def _alignment(matcher: Matcher, alignment: Alignment | None) -> tuple[float, float]:
    if alignment is None:
        return -1.0, 0.0
    own = matcher.bigram_coverage(alignment.item)
    others = max((matcher.bigram_coverage(item) for item in alignment.others), default=0.0)
    return own, own - others


def _same_unit(question: Question, figure: Figure) -> float:
    if not question.unit:
        return 0.0
    if figure.unit == question.unit:
        return 1.0
    if not figure.unit:
        return 0.0
    if same_unit(figure.unit, question.unit):
        return 0.7
    return 0.5 if dimension(figure.unit) == question.dimension != "" else -1.0


def _asked_multiplier(question: Question) -> str:
    """Return 万 or 亿 where a question asks for its unit in these."""
    if not question.unit:
        return ""
    asked = re.search(rf"(万亿|百万|千万|[万亿]){re.escape(question.unit)}", question.matched)
    return asked[1] if asked else ""


def _same_multiplier(asked: str, figure: Figure) -> float:
    """Return 1 where 万 or 亿 is asked for and given, -1 where another size is given."""
    if not asked:
        return 0.0
    found = _MULTIPLIER.search(figure.text)
    return 1.0 if found is not None and found[0] == asked else -1.0


def _distance_left(matcher: Matcher, text: str, credits: Credits) -> float:
    """Return how far before the figure the nearest term of the question ends, 99 where none.

    Only a term that stands in ``text`` has a credit of 1.
    """
    best = 99
    for term, credit in zip(matcher.terms, credits, strict=True):
        if credit == 1.0:
            best = min(best, len(text) - len(term) - text.rfind(term))
    return float(best)


def _distance_right(matcher: Matcher, text: str, credits: Credits) -> float:
    """Return how far behind the figure the nearest term of the question begins, 99 where none."""
    best = 99
    for term, credit in zip(matcher.terms, credits, strict=True):
        if credit == 1.0:
            best = min(best, text.find(term))
    return float(best)


def _focus(words: tuple[str, ...], text: str) -> float:
    if not words:
        return -1.0
    return 1.0 if words[0] in text else 0.5 if any(word in text for word in words[1:]) else 0.0


def _base(asked: frozenset[str], found: frozenset[str]) -> float:
    """Tell whether a change is counted from what is asked: 环比 is not 同比, 两年平均 neither."""
    if asked:
        return 1.0 if asked & found else -1.0
    return -0.5 if found else 0.0
