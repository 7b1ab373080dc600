"""What was decided about a question → the ``Answer`` that is shown, with its runners-up."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.collection import Collection
from retrieval.question import Question
from retrieval.reader.finding import Found
from retrieval.reader.lists import ListedFigure
from retrieval.reader.model import probability
from retrieval.reader.reasons import explain_figure, explain_sentence
from retrieval.reader.sentence_features import SentenceView
from retrieval.records import (
    Answer,
    AnswerFigure,
    Candidate,
    Figure,
    Outcome,
    ParagraphKind,
    Reason,
)

_SHOWN = 5  # candidates


@dataclass(frozen=True, slots=True)
class Decision:
    """What is answered: the figures in order, none for a question that asks for none.

    ``view`` is the sentence of an answer without figures; None where there is no answer.
    """

    outcome: Outcome
    confidence: float
    listed: tuple[ListedFigure, ...] = ()
    view: SentenceView | None = None


def compose(found: Found, decision: Decision, collection: Collection, *, explain: bool) -> Answer:
    """Return the answer of a decision; ``explain`` adds what spoke for each candidate."""
    question = found.question
    views = {one.view.index: one.view for one in decision.listed}
    if decision.view is not None:
        views[decision.view.index] = decision.view
    shown = {view.sentence.id for view in views.values()}
    candidates = _candidates(found, shown, explain=explain)
    if not views:
        return Answer(
            question=question.text,
            answered=False,
            outcome=decision.outcome,
            confidence=decision.confidence,
            candidates=candidates,
            assumed=question.assumed,
            subject=question.subject,
        )
    first = views[min(views)]
    paragraph = first.scene.hit.paragraph
    quoted, offsets = _quote(first, max(views))
    return Answer(
        question=question.text,
        answered=True,
        outcome=Outcome.ANSWERED,
        figures=tuple(
            answer_figure(one.figure, offsets[one.view.index], one.item) for one in decision.listed
        ),
        sentence=quoted,
        document=paragraph.document,
        also_in=collection.same_article(paragraph.article_id),
        title=paragraph.article_title,
        page=first.sentence.page,
        confidence=decision.confidence,
        candidates=candidates,
        assumed=question.assumed,
        subject=question.subject,
        paragraph_id=paragraph.id,
        sentence_id=first.sentence.id,
        reasons=_reasons(found, decision) if explain else (),
    )


def _quote(first: SentenceView, last: int) -> tuple[str, dict[int, int]]:
    """Return the sentence, or the stretch up to sentence ``last``, and where each one starts."""
    paragraph = first.scene.hit.paragraph
    glue = " " if paragraph.kind is ParagraphKind.TABLE else ""
    offsets: dict[int, int] = {}
    quoted = ""
    for index in range(first.index, last + 1):
        quoted += glue if quoted else ""
        offsets[index] = len(quoted)
        quoted += paragraph.sentences[index].text
    return quoted, offsets


def _reasons(found: Found, decision: Decision) -> tuple[Reason, ...]:
    if decision.view is not None and not decision.listed:
        return explain_sentence(decision.view)
    figure = decision.listed[0].figure
    return next((explain_figure(one) for one in found.figures if one.view.figure is figure), ())


def _candidates(found: Found, shown: set[int], *, explain: bool) -> tuple[Candidate, ...]:
    """Return the nearest sentences, each once, without those that are shown."""
    seen = set(shown)
    candidates: list[Candidate] = []
    for one in found.figures:
        view = one.view.view
        if view.sentence.id in seen or len(candidates) == _SHOWN:
            continue
        seen.add(view.sentence.id)
        reasons = explain_figure(one) if explain else ()
        candidates.append(_candidate(view, (one.view.figure,), one.score, reasons))
    for sentence in found.sentences:
        if sentence.view.sentence.id in seen or len(candidates) == _SHOWN:
            continue
        seen.add(sentence.view.sentence.id)
        reasons = explain_sentence(sentence.view) if explain else ()
        candidates.append(_candidate(sentence.view, (), sentence.score, reasons))
    return tuple(candidates)


def _candidate(
    view: SentenceView, figures: tuple[Figure, ...], score: float, reasons: tuple[Reason, ...]
) -> Candidate:
    paragraph = view.scene.hit.paragraph
    return Candidate(
        sentence=view.sentence.text,
        figures=tuple(map(answer_figure, figures)),
        document=paragraph.document,
        title=paragraph.article_title,
        score=probability(score),
        page=view.sentence.page,
        paragraph_id=paragraph.id,
        sentence_id=view.sentence.id,
        reasons=reasons,
    )


def answer_figure(figure: Figure, offset: int = 0, item: str = "") -> AnswerFigure:
    """Return a figure of an answer, its sentence beginning at ``offset`` of the quotation."""
    return AnswerFigure(
        text=figure.text,
        value=figure.value,
        unit=figure.unit,
        start=offset + figure.start,
        end=offset + figure.end,
        kind=figure.kind,
        subject=item or figure.label,
    )


def no_answer(question: Question, outcome: Outcome) -> Answer:
    """Return an answer that says why there is none, without anything near."""
    return Answer(
        question=question.text,
        answered=False,
        outcome=outcome,
        assumed=question.assumed,
        subject=question.subject,
    )
