"""What speaks for a sentence: numbers with names, the same for every question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from retrieval.figures import dimension, same_unit
from retrieval.periods import find_period
from retrieval.places import place_match, place_spans
from retrieval.question import AnswerKind, Question
from retrieval.question.lexicon import find_cues
from retrieval.reader.aspect import target_match
from retrieval.reader.matching import Credits, Matcher, most
from retrieval.reader.scene import Scene, name_places
from retrieval.reader.timing import Times, asked_period, period_before
from retrieval.records import Figure, FigureKind, ParagraphKind, StoredSentence

SENTENCE_FEATURES = (
    "coverage",
    "coverage_with_titles",
    "coverage_with_paragraph",
    "coverage_of_titles",
    "coverage_of_opening",
    "new_coverage",
    "uncovered_heaviest",
    "uncovered_in_sentence",
    "bigram_coverage",
    "longest_common",
    "longest_common_share",
    "focus_before",
    "focus_after",
    "neighbour_coverage",
    "paragraph_score",
    "paragraph_rank",
    "paragraph_share",
    "relative_coverage",
    "sentence_rank",
    "length",
    "position",
    "paragraph_position",
    "figures",
    "asked_figures",
    "asked_unit",
    "subject_in_sentence",
    "subject_in_titles",
    "subject_in_paragraph",
    "year",
    "months",
    "stretch",
    "is_table",
    "question_terms",
    "asks_figure",
    "topic",
    "place",
    "other_places",
    "planned",
    "metric",
    "metric_missing",
    "carried_coverage",
    "missing_elsewhere",
    "noun_unit",
)


# Features of which more never speaks against a sentence; -1 where more never speaks for it.
DIRECTIONS = {
    "coverage": 1,
    "coverage_with_titles": 1,
    "metric": 1,
    "metric_missing": -1,
    "subject_in_titles": 1,
    "year": 1,
    "months": 1,
    "stretch": 1,
    "place": 1,
    "planned": 1,
    "noun_unit": 1,
}


@dataclass(frozen=True, slots=True)
class Carried:
    """What the sentences before one in its paragraph leave standing for it."""

    credits: Credits  # the best of each term, titles included
    places: frozenset[str]  # of the nearest that names any, where they are looked for


@dataclass(frozen=True, slots=True)
class SentenceView:
    """One candidate sentence with its features, in the order of ``SENTENCE_FEATURES``."""

    scene: Scene
    index: int
    sentence: StoredSentence
    text: str  # folded
    credits: Credits
    context_credits: Credits  # sentence, headings, titles
    carried: Carried
    elsewhere: Credits  # the best of each term in all the paragraphs found
    place_spans: tuple[tuple[str, int], ...]
    places: frozenset[str]
    cues: frozenset[str]
    features: tuple[float, ...]


# A figure that fits no better than this is of a kind or dimension that is not asked for.
CANNOT_ANSWER = -0.9
_NO_PEOPLE = frozenset({FigureKind.MEASURE, FigureKind.MONEY, FigureKind.DURATION})
_NO_TIME_ASKED = (0.0, 0.0, 0.0)
_GRAIN_MARKS = {"day": "日号天", "month": "月", "year": "年"}
_YEARS = frozenset(str(year) for year in range(1900, 2101))


def fits(question: Question, figure: Figure) -> float:
    """Return how a figure's kind and unit fit what is asked.

    1 is the very unit or kind, 0.7 a unit that may name the same, 0.5 another size of it, 0
    nothing to tell by, -0.5 a kind that seldom answers, -1 one that cannot.
    """
    if question.unit and figure.unit:
        if figure.unit == question.unit:
            return 1.0
        if same_unit(figure.unit, question.unit):
            return 0.7
        if figure.unit.startswith(question.unit) or figure.unit.endswith(question.unit):
            return 0.7  # 上升了多少位: 48个位次
    if question.kinds and figure.kind not in question.kinds:
        return -1.0
    if "人" in question.measure_words and figure.kind in _NO_PEOPLE:
        return -1.0
    if question.pattern == "duration" and question.unit:
        return 0.4  # 多少天 is not 4晚
    if question.grain and figure.kind is FigureKind.DATE:
        return _grain_fit(question.grain, figure.text)
    if figure.kind is FigureKind.NUMBER and figure.text in _YEARS:
        return -1.0
    if question.dimension:
        if not figure.unit:
            return 0.2
        found = dimension(figure.unit.partition("/")[0])  # 元/台 is money
        if found == question.dimension:
            return 0.5
        return -0.5 if figure.kind is FigureKind.COUNT else -1.0
    if question.kinds:
        return 1.0 if figure.kind is not FigureKind.NUMBER else 0.2
    if figure.kind in (FigureKind.DATE, FigureKind.TIME, FigureKind.ORDINAL):
        return -0.5
    if "percent" in question.cues:
        return 1.0 if figure.kind in (FigureKind.PERCENT, FigureKind.MULTIPLE) else 0.0
    return 0.0


def _grain_fit(grain: str, date: str) -> float:
    """Return how a date answers 哪年, 哪个月 or 哪天."""
    marks = _GRAIN_MARKS[grain]
    if any(mark in date for mark in marks) or (grain == "year" and date[:4].isdigit()):
        return 1.0
    return 0.1 if grain == "year" else -0.6


def noun_unit(question: Question, figure: Figure) -> float:
    """Tell whether the thing asked for (多少客人) is counted in the unit of a figure (1800人).

    1 where its unit is one of those that count such things, -1 where it is another, 0 unknown.
    """
    if question.unit or not question.measure_words or not figure.unit:
        return 0.0
    return 1.0 if figure.unit in question.measure_words else -1.0


@dataclass(frozen=True, slots=True)
class _Ranking:
    """The coverage of every sentence found, to compare one with."""

    rows: tuple[tuple[float, ...], ...]
    best: float
    ranks: dict[float, int]
    top_score: float
    credits: Credits  # the best of each term in all the paragraphs found


def view_sentences(
    question: Question, matcher: Matcher, scenes: Sequence[Scene], most_views: int
) -> list[SentenceView]:
    """Return the sentences that hold most of the question, with their features.

    At most ``most_views`` of all the sentences of ``scenes``, in no order.
    """
    rows = tuple([tuple(map(matcher.coverage, scene.sentence_credits)) for scene in scenes])
    everything = sorted((value for row in rows for value in row), reverse=True)
    ranking = _Ranking(
        rows=rows,
        best=everything[0] if everything else 0.0,
        ranks={value: rank for rank, value in reversed(list(enumerate(everything)))},
        top_score=max((scene.hit.score for scene in scenes), default=1.0) or 1.0,
        credits=most(*[scene.paragraph_credits for scene in scenes]) if scenes else (),
    )
    promising: list[tuple[float, int, int]] = []
    for place, scene in enumerate(scenes):
        share = 0.2 * scene.hit.score / ranking.top_score
        titles = matcher.coverage(most(scene.title_credits, scene.heading_credits))
        for index, coverage in enumerate(rows[place]):
            promising.append((-(2.0 * coverage + titles * (1.0 - coverage) + share), place, index))
    promising.sort()
    by_scene: dict[int, list[int]] = {}
    for _, place, index in promising[:most_views]:
        by_scene.setdefault(place, []).append(index)
    views: list[SentenceView] = []
    for place in sorted(by_scene):
        scene = name_places(scenes[place]) if question.places else scenes[place]
        views += _view_scene(question, matcher, scene, place, sorted(by_scene[place]), ranking)
    return views


def _view_scene(
    question: Question,
    matcher: Matcher,
    scene: Scene,
    place: int,
    indices: Sequence[int],
    ranking: _Ranking,
) -> list[SentenceView]:
    row = ranking.rows[place]
    paragraph = scene.hit.paragraph
    subject = question.subject
    focus_before = question.focus_before[:2]
    focus_after = question.focus_after[:2]
    asked = asked_period(question, scene.years)
    titles = most(scene.title_credits, scene.heading_credits)
    title_coverage = matcher.coverage(titles)
    wide = most(titles, scene.paragraph_credits)
    paragraph_coverage = matcher.coverage(wide)
    uncovered = _heaviest_uncovered(matcher, wide)
    missing = missing_weights(matcher, titles)
    # Of each term the best up to each sentence, titles included.
    last = indices[-1] + 1
    standing = list(accumulate(scene.sentence_credits[:last], most, initial=titles))
    bigrams = matcher.bigrams_in("\n".join([scene.sentences[index] for index in indices]))
    opening = matcher.coverage(most(titles, scene.opening_credits))
    subject_in_titles = subject_credit(subject, scene.title)
    subject_in_sentences = [subject_credit(subject, text) for text in scene.sentences]
    subject_in_paragraph = max(subject_in_sentences, default=0.0)
    views: list[SentenceView] = []
    for index in indices:
        sentence = paragraph.sentences[index]
        text = scene.sentences[index]
        credits = scene.sentence_credits[index]
        context = most(titles, credits)
        coverage = row[index]
        with_titles = matcher.coverage(context)
        before = _places_before(scene, index) if question.places else frozenset()
        carried = Carried(standing[index], before)
        year, months, stretch = (
            Times(
                (find_period(text, scene.years),),
                (period_before(scene, index), scene.context_period),
            ).match(asked)
            if asked
            else _NO_TIME_ASKED
        )
        spans = place_spans(sentence.words, text) if question.places else ()
        places = frozenset(name for name, _ in spans)
        cues = find_cues(text)
        fitting = [fits(question, figure) for figure in sentence.figures]
        neighbour = max(
            row[index - 1] if index else 0.0, row[index + 1] if index + 1 < len(row) else 0.0
        )
        common = matcher.longest_common(text)
        features = (
            coverage,
            with_titles,
            paragraph_coverage,
            title_coverage,
            opening,
            new_coverage(missing, credits),
            uncovered,
            1.0 - with_titles,
            matcher.bigram_coverage(text, bigrams),
            float(common),
            common / max(1, len(matcher.matched)),
            _focus(focus_before, text),
            _focus(focus_after, text),
            neighbour,
            scene.hit.score,
            float(scene.hit.rank),
            scene.hit.score / ranking.top_score,
            coverage / ranking.best if ranking.best else 0.0,
            float(ranking.ranks[coverage]),
            float(len(text)),
            float(index),
            float(paragraph.position),
            float(len(sentence.figures)),
            float(sum([fit > 0 for fit in fitting])),
            max(fitting, default=-1.0),
            subject_in_sentences[index],
            subject_in_titles,
            subject_in_paragraph,
            year,
            months,
            stretch,
            float(paragraph.kind is ParagraphKind.TABLE),
            float(len(matcher.terms)),
            float(question.kind is not AnswerKind.TEXT),
            _focus(question.topic, text) if question.topic else -1.0,
            place_match(
                question.places, places, carried.places, scene.paragraph_places, scene.places
            ),
            float(len(places - question.places)),
            target_match(question, frozenset(), cues, scene.cues),
            matcher.metric_coverage(credits),
            matcher.metric_missing(context),
            matcher.coverage(standing[index + 1]),
            matcher.missing_elsewhere(standing[index + 1], ranking.credits),
            max([noun_unit(question, figure) for figure in sentence.figures], default=0.0),
        )
        views.append(
            SentenceView(
                scene,
                index,
                sentence,
                text,
                credits,
                context,
                carried,
                ranking.credits,
                spans,
                places,
                cues,
                features,
            )
        )
    return views


def _places_before(scene: Scene, index: int) -> frozenset[str]:
    """Return the places of the nearest sentence before the one at ``index`` that names any."""
    sentences = scene.hit.paragraph.sentences
    for before in range(index - 1, -1, -1):
        if spans := place_spans(sentences[before].words, scene.sentences[before]):
            return frozenset([name for name, _ in spans])
    return frozenset()


def missing_weights(matcher: Matcher, titles: Credits) -> tuple[float, ...]:
    """Return of the weight of each term what the titles do not hold."""
    return tuple(
        [weight * (1.0 - title) for weight, title in zip(matcher.weights, titles, strict=True)]
    )


def new_coverage(missing: Sequence[float], credits: Credits) -> float:
    """Return how much the sentence holds of what is ``missing`` in the titles."""
    wanted = held = 0.0
    for weight, credit in zip(missing, credits, strict=True):
        wanted += weight
        held += weight * credit
    return held / wanted if wanted else 1.0


def _heaviest_uncovered(matcher: Matcher, credits: Credits) -> float:
    """Return the heaviest weight that nothing near covers, as a share of all weights."""
    return (
        max(
            [w * (1.0 - credit) for w, credit in zip(matcher.weights, credits, strict=True)],
            default=0.0,
        )
        / matcher.total
    )


def _focus(words: tuple[str, ...], text: str) -> float:
    if not words:
        return -1.0
    return sum([word in text for word in words]) / len(words)


def subject_credit(subject: str, text: str) -> float:
    """Return 1 for the whole subject in ``text``, part of it for its characters in a row."""
    if not subject:
        return -1.0
    if subject in text:
        return 1.0
    if len(subject) < 3:
        return 0.0
    parts = _pairs(subject)
    return sum([part in text for part in parts]) / len(parts) * 0.8


@lru_cache(maxsize=16)
def _pairs(subject: str) -> tuple[str, ...]:
    return tuple([subject[i : i + 2] for i in range(len(subject) - 1)])
