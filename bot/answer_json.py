"""An answer as the JSON object of ``ask --json`` and ``batch``; the fields are a contract."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal

from retrieval.records import Answer, AnswerFigure, Candidate, Reason


def answer_object(
    answer: Answer, *, identity: object = None, explain: bool = False
) -> dict[str, object]:
    """Return ``answer`` as an object of JSON types; ``elapsed_ms`` in milliseconds.

    With ``explain`` the answer and its candidates carry ``reasons``.
    """
    result: dict[str, object] = {
        "id": identity,
        "question": answer.question,
        "answered": answer.answered,
        "figures": [figure_object(figure) for figure in answer.figures],
        "sentence": answer.sentence,
        "document": answer.document,
        "title": answer.title,
        "page": answer.page,
        "confidence": round(answer.confidence, 4),
        "elapsed_ms": round(answer.elapsed_ms, 2),
        "candidates": [_candidate_object(one, explain) for one in answer.candidates],
        "outcome": answer.outcome.value,
        "assumed": list(answer.assumed),
        "also_in": list(answer.also_in),
    }
    if explain:
        result["reasons"] = _reasons(answer.reasons)
    return result


def figure_object(figure: AnswerFigure) -> dict[str, object]:
    """Return one figure of an answer; ``start`` and ``end`` are offsets into the sentence."""
    result: dict[str, object] = {
        "text": figure.text,
        "value": number(figure.value),
        "unit": figure.unit,
        "start": figure.start,
        "end": figure.end,
        "kind": figure.kind.value,
    }
    if figure.subject:
        result["subject"] = figure.subject
    return result


def number(value: Decimal) -> int | float:
    """Return ``value`` as the JSON number that reads the same: whole numbers without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


def to_line(thing: dict[str, object]) -> str:
    """Return ``thing`` as one line of JSON, Chinese characters as they are."""
    return json.dumps(thing, ensure_ascii=False)


def _candidate_object(candidate: Candidate, explain: bool) -> dict[str, object]:
    result: dict[str, object] = {
        "sentence": candidate.sentence,
        "figures": [figure.text for figure in candidate.figures],
        "document": candidate.document,
        "title": candidate.title,
        "score": round(candidate.score, 4),
        "page": candidate.page,
    }
    if explain:
        result["reasons"] = _reasons(candidate.reasons)
    return result


def _reasons(reasons: Sequence[Reason]) -> list[dict[str, object]]:
    return [
        {"name": reason.name, "value": reason.value, "share": round(reason.share, 4)}
        for reason in reasons
    ]
