"""A question → the weighted index terms that paragraphs are searched by."""

from __future__ import annotations

from retrieval.question import Question
from retrieval.question.lexicon import synonyms
from retrieval.segmentation import segment
from retrieval.terms import word_terms

_PART_WEIGHT = 0.5
_SYNONYM_WEIGHT = 0.4
_TOPIC_WEIGHT = 0.3
_YEAR_WEIGHT = 0.5


def query_terms(question: Question) -> dict[str, float]:
    """Return the index terms to search for, each with its weight, at most 1.0."""
    weights: dict[str, float] = {}

    def add(phrase: str, weight: float) -> None:
        for word in segment(phrase):
            for position, term in enumerate(word_terms(word)):
                share = weight if position == 0 else weight * _PART_WEIGHT
                weights[term] = max(weights.get(term, 0.0), share)

    for term in question.terms:
        add(term, 1.0)
        for synonym in synonyms().get(term, ()):
            add(synonym, _SYNONYM_WEIGHT)
    for term in question.topic:
        add(term, _TOPIC_WEIGHT)
    for year in sorted(question.period.years):
        add(str(year), _YEAR_WEIGHT)
    return weights
