"""Gold questions asked of an engine → what was right, wrong, and left unanswered, kind by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.engine import Engine
from retrieval.evaluation.agreement import exact_match, holds, value_match
from retrieval.evaluation.gold import KINDS, GoldQuestion
from retrieval.question import understand
from retrieval.reader.finding import search
from retrieval.records import Answer, AnswerFigure, Conversation


@dataclass(frozen=True, slots=True)
class Judgement:
    """One answer held against its gold question."""

    gold: GoldQuestion
    answer: Answer
    exact: bool
    value: bool
    sentence: bool
    paragraph_found: bool | None  # None where the question has no answer, or recall is not asked

    @property
    def wrong_figure(self) -> bool:
        """Whether a figure was shown as the answer that is not."""
        return self.answer.answered and bool(self.answer.figures) and not self.value

    @property
    def right(self) -> bool:
        """Whether the answer is what its kind of question asks for."""
        if self.gold.kind == "unanswerable":
            return not self.answer.answered
        if self.gold.kind == "text":
            return self.sentence
        return self.value


@dataclass(frozen=True, slots=True)
class Measures:
    """Shares, from 0.0 to 1.0, over the questions of one kind; times in milliseconds."""

    kind: str
    questions: int
    exact_match: float
    value_match: float
    sentence_hit: float
    wrong_figure: float
    abstained: float
    paragraph_recall: float | None
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Report:
    """Measures by kind of question and over all, and every judgement.

    ``abstention_precision`` is the share of abstentions that were right, ``abstention_recall`` the
    share of unanswerable questions that were not answered; None where there are none.
    """

    rows: tuple[Measures, ...]
    abstention_precision: float | None
    abstention_recall: float | None
    judgements: tuple[Judgement, ...]

    @property
    def failures(self) -> tuple[Judgement, ...]:
        """The judgements that are not right."""
        return tuple(one for one in self.judgements if not one.right)


def evaluate(engine: Engine, questions: Sequence[GoldQuestion], *, recall: bool = True) -> Report:
    """Ask every question, turns of one conversation in order, and measure the answers."""
    talks: dict[str, Conversation] = {}
    judgements: list[Judgement] = []
    for gold in questions:
        if gold.conversation:
            talk = talks.get(gold.conversation, Conversation())
            answer = engine.ask(gold.question, talk)
            talks[gold.conversation] = engine.follow(talk, answer)
        else:
            answer = engine.ask(gold.question)
        judgements.append(judge(gold, answer, _found(engine, gold) if recall else None))
    return measure(judgements)


def judge(gold: GoldQuestion, answer: Answer, paragraph_found: bool | None = None) -> Judgement:
    """Hold one answer against its gold question."""
    exact = value = False
    if answer.answered and gold.kind == "figure" and len(answer.figures) == 1:
        exact, value = _matches(answer.figures[0], gold.figures)
    elif answer.answered and gold.kind == "list" and len(answer.figures) == len(gold.figures):
        pairs = [
            _matches(figure, (accepted,))
            for figure, accepted in zip(answer.figures, gold.figures, strict=True)
        ]
        exact = all(one for one, _ in pairs)
        value = all(one for _, one in pairs)
    sentence = bool(answer.sentence) and _is_right_sentence(gold, answer)
    return Judgement(gold, answer, exact, value, sentence, paragraph_found)


def _matches(figure: AnswerFigure, accepted: Sequence[str]) -> tuple[bool, bool]:
    exact = exact_match(figure.text, accepted)
    return exact, exact or value_match(figure.value, figure.unit, accepted)


def _is_right_sentence(gold: GoldQuestion, answer: Answer) -> bool:
    if gold.context and answer.document != gold.document:
        return False
    return holds(answer.sentence or "", gold.sentence_contains)


def _found(engine: Engine, gold: GoldQuestion) -> bool | None:
    """Tell whether the paragraph that answers is among those that the reader sees."""
    if gold.kind == "unanswerable" or gold.conversation:
        return None
    hits = search(understand(gold.question), engine.collection)
    if gold.context:
        return any(hit.paragraph.document == gold.document for hit in hits)
    return any(
        holds(
            " ".join(sentence.text for sentence in hit.paragraph.sentences), gold.sentence_contains
        )
        for hit in hits
    )


def measure(judgements: Sequence[Judgement]) -> Report:
    """Count judgements by kind of question and over all."""
    rows = [
        _row(kind, [one for one in judgements if one.gold.kind == kind])
        for kind in KINDS
        if any(one.gold.kind == kind for one in judgements)
    ]
    if judgements:
        rows.append(_row("all", judgements))
    unanswerable = [one for one in judgements if one.gold.kind == "unanswerable"]
    abstained = [one for one in judgements if not one.answer.answered]
    return Report(
        rows=tuple(rows),
        abstention_precision=_share(one.gold.kind == "unanswerable" for one in abstained),
        abstention_recall=_share(not one.answer.answered for one in unanswerable),
        judgements=tuple(judgements),
    )


def _row(kind: str, judgements: Sequence[Judgement]) -> Measures:
    times = sorted(one.answer.elapsed_ms for one in judgements)
    return Measures(
        kind=kind,
        questions=len(judgements),
        exact_match=_share(one.exact for one in judgements) or 0.0,
        value_match=_share(one.value for one in judgements) or 0.0,
        sentence_hit=_share(one.sentence for one in judgements) or 0.0,
        wrong_figure=_share(one.wrong_figure for one in judgements) or 0.0,
        abstained=_share(not one.answer.answered for one in judgements) or 0.0,
        paragraph_recall=_share(
            one.paragraph_found for one in judgements if one.paragraph_found is not None
        ),
        p50_ms=times[len(times) // 2],
        p95_ms=times[min(len(times) - 1, int(len(times) * 0.95))],
    )


def _share(values: Iterable[bool | None]) -> float | None:
    counted = [bool(value) for value in values]
    return sum(counted) / len(counted) if counted else None
