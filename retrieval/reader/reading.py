"""One question → one answer, or the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.collection import Collection
from retrieval.question import AnswerKind, Question
from retrieval.question.subject import is_named
from retrieval.reader.clauses import clause_bounds
from retrieval.reader.composing import Decision, compose, no_answer
from retrieval.reader.confidence import figure_trust, text_confidence, thresholds
from retrieval.reader.contradictions import contradicts
from retrieval.reader.finding import Found, ScoredFigure, figure_model, find
from retrieval.reader.list_confidence import list_confidence_model, most_trusted
from retrieval.reader.lists import ListedFigure, possible_lists
from retrieval.reader.model import probability
from retrieval.reader.negation import affirms_what_is_denied
from retrieval.records import Answer, Outcome

_WORD = re.compile(r"\w")


class Reader:
    """Answers questions from one collection."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    def read(self, question: Question, *, explain: bool = False) -> Answer:
        """Return the answer, or why there is none with the nearest sentences.

        With ``explain``, answer and candidates carry what spoke for and against each.
        """
        if not _WORD.search(question.matched):
            return no_answer(question, Outcome.EMPTY_QUESTION)
        if not (set(question.terms) - {question.phrase}) and not question.period:
            return no_answer(question, Outcome.NOT_FOUND)
        if not self._collection.paragraph_count():
            return no_answer(question, Outcome.NO_DOCUMENTS)
        found = find(question, self._collection)
        if not found.sentences:
            return no_answer(question, Outcome.NOT_FOUND)
        return compose(found, self._decide(found), self._collection, explain=explain)

    def _decide(self, found: Found) -> Decision:
        kind = found.question.kind
        if found.question.aggregation:
            return Decision(Outcome.AGGREGATION, 0.0)
        if kind is AnswerKind.TEXT:
            return _decide_text(found)
        if not found.figures:
            return Decision(Outcome.NOT_FOUND, 0.0)
        best = found.figures[0]
        trust = figure_trust(best, found)
        refusal = _refusal(found.question, best)
        if refusal:
            return Decision(refusal, probability(trust))
        if kind is AnswerKind.LIST:
            return _decide_list(found, trust)
        if probability(trust) < thresholds().figure:
            return Decision(Outcome.UNSURE, probability(trust))
        return Decision(Outcome.ANSWERED, probability(trust), (ListedFigure(best),))


def _decide_list(found: Found, trust: float) -> Decision:
    """Choose the list that is trusted most; ``trust`` is that in the best figure, in log odds."""
    lists = possible_lists(found, figure_model())
    listed, confidence = most_trusted(lists, found, trust, list_confidence_model())
    if confidence < thresholds().list:
        return Decision(Outcome.UNSURE, confidence)
    return Decision(Outcome.ANSWERED, confidence, listed)


def _decide_text(found: Found) -> Decision:
    confidence = text_confidence(found)
    if confidence < thresholds().text:
        return Decision(Outcome.UNSURE, confidence)
    return Decision(Outcome.ANSWERED, confidence, view=found.sentences[0].view)


def is_spoken_of(subject: str, texts: Sequence[str]) -> bool:
    """Tell whether folded texts name a subject: in full, without its ending, or its two ends.

    某某法院 is spoken of where 某某市人民法院 is.
    """
    if any(subject in text or (len(subject) >= 3 and subject[:-1] in text) for text in texts):
        return True
    ends = (subject[:2], subject[-2:])
    return len(subject) >= 4 and all(any(end in text for text in texts) for end in ends)


def _refusal(question: Question, best: ScoredFigure) -> Outcome | None:
    """Return why the best figure must not be shown, however sure the model is."""
    view = best.view.view
    begin, end = clause_bounds(view.text, best.view.figure.start, best.view.figure.end)
    if contradicts(best.view.features):
        return Outcome.NOT_FOUND
    if affirms_what_is_denied(question, view.text[begin:end]):
        return Outcome.UNSURE
    subject = question.subject
    if not is_named(subject):
        return None
    scene = best.view.view.scene
    opening = scene.hit.paragraph.opening
    places = (best.view.view.text, scene.title, *scene.sentences, opening)
    if is_spoken_of(subject, places):
        return None
    return Outcome.UNKNOWN_SUBJECT
