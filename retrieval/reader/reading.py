"""One question → one answer, its confidence, the runners-up, and why."""

from __future__ import annotations

import re

from retrieval.collection import Collection
from retrieval.question import AnswerKind, Question
from retrieval.question.subject import is_named
from retrieval.reader.confidence import figure_confidence, text_confidence, thresholds
from retrieval.reader.finding import Found, ScoredFigure, find
from retrieval.reader.lists import ListedFigure, read_list
from retrieval.reader.model import probability
from retrieval.reader.reasons import explain_figure, explain_sentence
from retrieval.reader.sentence_features import SentenceView, fits
from retrieval.records import (
    Answer,
    AnswerFigure,
    Candidate,
    Figure,
    FigureKind,
    Outcome,
    ParagraphKind,
    Reason,
)

_SHOWN = 5  # candidates
_WORD = re.compile(r"\w")


class Reader:
    """Answers questions from one collection."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    def read(self, question: Question) -> Answer:
        """Return the answer, or why there is none with the nearest sentences."""
        if not _WORD.search(question.matched):
            return _none(question, Outcome.EMPTY_QUESTION)
        if not self._collection.paragraph_count():
            return _none(question, Outcome.NO_DOCUMENTS)
        found = find(question, self._collection)
        if not found.sentences:
            return _none(question, Outcome.NOT_FOUND)
        if question.aggregation:
            return self._declined(found, Outcome.AGGREGATION, 0.0)
        if question.kind is AnswerKind.TEXT:
            return self._text(found)
        if question.kind is AnswerKind.LIST:
            return self._list(found)
        return self._figure(found)

    def about(self, subject: str, limit: int) -> tuple[Candidate, ...]:
        """Return sentences with figures on ``subject``, the best paragraphs first."""
        from retrieval.question import understand
        from retrieval.reader.finding import search

        question = understand(subject)
        candidates: list[Candidate] = []
        for hit in search(question, self._collection):
            paragraph = hit.paragraph
            titles = (paragraph.article_title, paragraph.document_title, *paragraph.headings)
            place = " ".join(titles)
            for sentence in paragraph.sentences:
                figures = [f for f in sentence.figures if f.kind is not FigureKind.DATE]
                if not figures or (
                    question.matched not in sentence.text and question.matched not in place
                ):
                    continue
                candidates.append(
                    Candidate(
                        sentence=sentence.text,
                        figures=tuple(map(_answer_figure, figures)),
                        document=paragraph.document,
                        title=paragraph.article_title,
                        score=hit.score,
                        page=sentence.page,
                        paragraph_id=paragraph.id,
                        sentence_id=sentence.id,
                    )
                )
        return tuple(candidates[:limit])

    def _figure(self, found: Found) -> Answer:
        if not found.figures:
            return self._declined(found, Outcome.NOT_FOUND, 0.0)
        best = found.figures[0]
        confidence = figure_confidence(best, found)
        refusal = _refusal(found.question, best)
        if refusal or confidence < thresholds().figure:
            return self._declined(found, refusal or Outcome.UNSURE, confidence)
        return self._answered(found, best.view.view, (best.view.figure,), confidence)

    def _list(self, found: Found) -> Answer:
        listed = read_list(found, self._collection)
        if not listed:
            return self._declined(found, Outcome.UNSURE, 0.0)
        best = found.figures[0]
        confidence = figure_confidence(best, found)
        refusal = _refusal(found.question, best)
        if refusal or confidence < thresholds().list:
            return self._declined(found, refusal or Outcome.UNSURE, confidence)
        return self._answered_list(found, listed, confidence)

    def _text(self, found: Found) -> Answer:
        confidence = text_confidence(found)
        if confidence < thresholds().text:
            return self._declined(found, Outcome.UNSURE, confidence)
        return self._answered(found, found.sentences[0].view, (), confidence)

    def _answered(
        self, found: Found, view: SentenceView, figures: tuple[Figure, ...], confidence: float
    ) -> Answer:
        paragraph = view.scene.hit.paragraph
        return Answer(
            question=found.question.text,
            answered=True,
            outcome=Outcome.ANSWERED,
            figures=tuple(map(_answer_figure, figures)),
            sentence=view.sentence.text,
            document=paragraph.document,
            also_in=self._collection.same_article(paragraph.article_id),
            title=paragraph.article_title,
            page=view.sentence.page,
            confidence=confidence,
            candidates=self._candidates(found, view.sentence.id),
            assumed=found.question.assumed,
            subject=found.question.subject,
            paragraph_id=paragraph.id,
            sentence_id=view.sentence.id,
            reasons=explain_sentence(view)
            if not figures
            else explain_figure(next(f for f in found.figures if f.view.figure is figures[0])),
        )

    def _answered_list(
        self, found: Found, listed: tuple[ListedFigure, ...], confidence: float
    ) -> Answer:
        """Quote the one sentence, or the stretch of the paragraph, that holds all figures."""
        views = {one.view.index: one.view for one in listed}
        first, last = min(views), max(views)
        view = views[first]
        paragraph = view.scene.hit.paragraph
        parts = paragraph.sentences[first : last + 1]
        glue = " " if paragraph.kind is ParagraphKind.TABLE else ""
        offsets: dict[int, int] = {}
        quoted = ""
        for index, part in enumerate(parts, start=first):
            if quoted:
                quoted += glue
            offsets[index] = len(quoted)
            quoted += part.text
        figures = tuple(
            _answer_figure(one.figure, offsets[one.view.index], one.item) for one in listed
        )
        return Answer(
            question=found.question.text,
            answered=True,
            outcome=Outcome.ANSWERED,
            figures=figures,
            sentence=quoted,
            document=paragraph.document,
            also_in=self._collection.same_article(paragraph.article_id),
            title=paragraph.article_title,
            page=view.sentence.page,
            confidence=confidence,
            candidates=self._candidates(found, view.sentence.id),
            assumed=found.question.assumed,
            subject=found.question.subject,
            paragraph_id=paragraph.id,
            sentence_id=view.sentence.id,
            reasons=explain_figure(found.figures[0]),
        )

    def _declined(self, found: Found, outcome: Outcome, confidence: float) -> Answer:
        return Answer(
            question=found.question.text,
            answered=False,
            outcome=outcome,
            confidence=confidence,
            candidates=self._candidates(found, -1),
            assumed=found.question.assumed,
            subject=found.question.subject,
        )

    def _candidates(self, found: Found, answered: int) -> tuple[Candidate, ...]:
        """Return the nearest sentences, each once, without the answer's own."""
        seen = {answered}
        candidates: list[Candidate] = []
        for one in found.figures:
            view = one.view.view
            if view.sentence.id in seen or len(candidates) == _SHOWN:
                continue
            seen.add(view.sentence.id)
            candidates.append(_candidate(view, (one.view.figure,), one.score, explain_figure(one)))
        for sentence in found.sentences:
            if sentence.view.sentence.id in seen or len(candidates) == _SHOWN:
                continue
            seen.add(sentence.view.sentence.id)
            candidates.append(
                _candidate(sentence.view, (), sentence.score, explain_sentence(sentence.view))
            )
        return tuple(candidates)


def _candidate(
    view: SentenceView, figures: tuple[Figure, ...], score: float, reasons: tuple[Reason, ...]
) -> Candidate:
    paragraph = view.scene.hit.paragraph
    return Candidate(
        sentence=view.sentence.text,
        figures=tuple(map(_answer_figure, figures)),
        document=paragraph.document,
        title=paragraph.article_title,
        score=probability(score),
        page=view.sentence.page,
        paragraph_id=paragraph.id,
        sentence_id=view.sentence.id,
        reasons=reasons,
    )


def _refusal(question: Question, best: ScoredFigure) -> Outcome | None:
    """Return why the best figure must not be shown, however sure the model is."""
    if fits(question, best.view.figure) <= -1.0:
        return Outcome.NOT_FOUND
    subject = question.subject
    if is_named(subject):
        scene = best.view.view.scene
        places = (best.view.view.text, scene.title, *scene.sentences)
        if not any(subject in place or _short(subject) in place for place in places):
            paragraph = scene.hit.paragraph
            if subject not in paragraph.opening and _short(subject) not in paragraph.opening:
                return Outcome.UNKNOWN_SUBJECT
    return None


def _short(subject: str) -> str:
    """Return the name without its last character where enough is left: 某某县 → 某某."""
    return subject[:-1] if len(subject) >= 3 else subject


def _answer_figure(figure: Figure, offset: int = 0, item: str = "") -> AnswerFigure:
    return AnswerFigure(
        text=figure.text,
        value=figure.value,
        unit=figure.unit,
        start=offset + figure.start,
        end=offset + figure.end,
        kind=figure.kind,
        subject=item or figure.label,
    )


def _none(question: Question, outcome: Outcome) -> Answer:
    return Answer(
        question=question.text,
        answered=False,
        outcome=outcome,
        assumed=question.assumed,
        subject=question.subject,
    )
