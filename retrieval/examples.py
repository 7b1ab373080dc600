"""Questions for a newcomer, made from the documents at hand: each one the engine answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from retrieval.folding import fold
from retrieval.question.lexicon import stop_words
from retrieval.records import AnswerFigure, Candidate, FigureKind
from retrieval.segmentation import segment

if TYPE_CHECKING:
    from retrieval.engine import Engine

_KINDS = frozenset({FigureKind.COUNT, FigureKind.MEASURE, FigureKind.MONEY})
_WORDS = 3
_SUBJECTS = 12
_TRIES = 6  # for each subject


def example_questions(engine: Engine, limit: int) -> tuple[str, ...]:
    """Return at most ``limit`` questions, each on another subject where there are enough."""
    examples: list[str] = []
    for subject in engine.subjects(limit=_SUBJECTS):
        for tried, question in enumerate(_questions(engine, subject)):
            if tried == _TRIES:
                break
            if engine.ask(question).answered:
                examples.append(question)
                break
        if len(examples) == limit:
            break
    return tuple(examples)


def _questions(engine: Engine, subject: str) -> Iterator[str]:
    for candidate in engine.about(subject, limit=_TRIES * 2):
        for figure in candidate.figures:
            if figure.kind in _KINDS and (words := _before(candidate, figure)):
                head = "" if subject in words else subject
                yield f"{head}{words}多少{figure.unit}？"


def _before(candidate: Candidate, figure: AnswerFigure) -> str:
    """Return the words right before a figure, back to the clause's beginning."""
    clause = candidate.sentence[: figure.start]
    for mark in "，,。；;：:、！？”“":
        clause = clause.rpartition(mark)[2]
    words = [word for word in segment(clause) if word.strip()]
    if any(word[0].isdigit() for word in words):
        return ""
    content = [word for word in words if fold(word) not in stop_words()]
    return "".join(words[-_WORDS:]) if len(content) >= 2 else ""
