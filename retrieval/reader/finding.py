"""From a question to scored sentences and figures: the candidates of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.collection import Collection
from retrieval.places import find_places
from retrieval.question import AnswerKind, Question
from retrieval.question.lexicon import is_growth_word
from retrieval.question.subject import general_subjects, predicates
from retrieval.reader.contradictions import contradicts
from retrieval.reader.figure_features import FIGURE_FEATURES, FigureView, view_figures
from retrieval.reader.matching import Matcher, term_weights
from retrieval.reader.model import TreeModel, load_model
from retrieval.reader.query import query_terms
from retrieval.reader.scene import set_scene
from retrieval.reader.sentence_features import SENTENCE_FEATURES, SentenceView, view_sentences
from retrieval.records import ParagraphHit
from retrieval.terms import word_terms

PARAGRAPHS = 20
# Whose figures are looked at: so many sentences, none so far behind the best in log odds.
SENTENCES, _BEHIND = 8, 4.5
# What a word counts for that names no one in particular, and a verb, beside its rarity.
_GENERAL, _PREDICATE = 0.25, 0.6
_VIEWED = 22  # sentences that are scored


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence with the score of the sentence model, in log odds."""

    view: SentenceView
    score: float


@dataclass(frozen=True, slots=True)
class ScoredFigure:
    """A figure with the score of the figure model, in log odds."""

    view: FigureView
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """All that was found for a question, best first."""

    question: Question
    matcher: Matcher
    sentences: tuple[ScoredSentence, ...]
    figures: tuple[ScoredFigure, ...]


def sentence_model() -> TreeModel:
    """Return the model that scores sentences."""
    return load_model("sentence.json", SENTENCE_FEATURES)


def figure_model() -> TreeModel:
    """Return the model that scores figures."""
    return load_model("figure.json", FIGURE_FEATURES)


def make_matcher(question: Question, collection: Collection) -> Matcher:
    """Return the matcher of a question, its terms weighed by the collection."""
    terms = question.terms
    wanted = [part for term in terms for part in word_terms(term)]
    idf = collection.inverse_document_frequency(wanted)
    unseen = max(idf.values(), default=1.0) or 1.0
    weights = term_weights(terms, idf, unseen)
    for term in terms:
        if term in general_subjects():
            weights[term] *= _GENERAL
        elif term in predicates():
            weights[term] *= _PREDICATE
    return Matcher(terms, weights, question.matched, metric_terms(question), naming_terms(question))


def metric_terms(question: Question) -> frozenset[str]:
    """Return the terms that name what is measured: neither whose it is nor what is done."""
    metric = frozenset(
        term
        for term in question.terms
        if term not in question.subject
        and term not in general_subjects()
        and term not in predicates()
        and not find_places((term,))
        and not is_growth_word(term)
    )
    return metric or frozenset(question.terms)


def naming_terms(question: Question) -> frozenset[str]:
    """Return the terms that name whose figure it is or what it measures."""
    return frozenset(
        term
        for term in question.terms
        if term not in general_subjects() and term not in predicates() and not is_growth_word(term)
    )


def search(question: Question, collection: Collection) -> tuple[ParagraphHit, ...]:
    """Return the paragraphs that a question may be answered from."""
    weights = query_terms(question)
    return collection.search(weights, PARAGRAPHS) if weights else ()


def find(
    question: Question,
    collection: Collection,
    *,
    sentences: TreeModel | None = None,
    figures: TreeModel | None = None,
) -> Found:
    """Search, and score the sentences and, where one is asked for, the figures found."""
    matcher = make_matcher(question, collection)
    scored = score_sentences(
        question, matcher, search(question, collection), sentences or sentence_model()
    )
    if question.kind is AnswerKind.TEXT:
        return Found(question, matcher, scored, ())
    found = score_figures(question, matcher, worth_reading(scored), figures or figure_model())
    return Found(question, matcher, scored, found)


def sentence_views(
    question: Question, matcher: Matcher, hits: Sequence[ParagraphHit]
) -> list[SentenceView]:
    """Return the sentences worth scoring: those that hold most of the question."""
    scenes = [set_scene(hit, matcher) for hit in hits]
    return view_sentences(question, matcher, scenes, _VIEWED)


def score_sentences(
    question: Question, matcher: Matcher, hits: Sequence[ParagraphHit], model: TreeModel
) -> tuple[ScoredSentence, ...]:
    """Return the sentences of ``hits`` with their scores, best first."""
    views = sentence_views(question, matcher, hits)
    scores = model.scores([view.features for view in views])
    scored = [ScoredSentence(view, float(score)) for view, score in zip(views, scores, strict=True)]
    scored.sort(key=lambda one: (-one.score, one.view.scene.hit.rank, one.view.index))
    return tuple(scored)


def worth_reading(scored: Sequence[ScoredSentence]) -> Sequence[ScoredSentence]:
    """Return those of scored sentences, best first, whose figures are worth a look."""
    return [one for one in scored[:SENTENCES] if one.score >= scored[0].score - _BEHIND]


def figure_views(
    question: Question, matcher: Matcher, scored: Sequence[ScoredSentence]
) -> list[FigureView]:
    """Return the figures of scored sentences with their features."""
    best = scored[0].score if scored else 0.0
    views: list[FigureView] = []
    for one in scored:
        views += view_figures(question, matcher, one.view, one.score, one.score - best)
    return views


def score_figures(
    question: Question, matcher: Matcher, scored: Sequence[ScoredSentence], model: TreeModel
) -> tuple[ScoredFigure, ...]:
    """Return the figures of scored sentences with their scores, best first."""
    views = figure_views(question, matcher, scored)
    scores = model.scores([view.features for view in views])
    return rank(
        [ScoredFigure(view, float(score)) for view, score in zip(views, scores, strict=True)]
    )


def rank(found: Sequence[ScoredFigure]) -> tuple[ScoredFigure, ...]:
    """Return figures best first; those that contradict the question stand last."""
    return tuple(sorted(found, key=lambda one: (contradicts(one.view.features), -one.score)))


def narrow(matcher: Matcher, question: Question) -> Matcher:
    """Return the matcher of one item's question, its terms weighed as in that of the whole."""
    weights = dict(zip(matcher.terms, matcher.weights, strict=True))
    return Matcher(
        question.terms, weights, question.matched, metric_terms(question), naming_terms(question)
    )
