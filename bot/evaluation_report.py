"""A report of measures as a table, as JSON, and as a list of what went wrong."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from bot import messages
from bot.answer_json import answer_object
from bot.listing import plain_table
from bot.terminal import Lines, marked_sentence, not_answered
from retrieval.evaluation import Judgement, Report

_COLUMNS = (
    "kind",
    "questions",
    "exact_match",
    "value_match",
    "wrong_figure",
    "sentence_hit",
    "abstained",
    "paragraph_recall",
    "p50_ms",
    "p95_ms",
)


def report_table(report: Report, lang: str) -> Table:
    """Return the measures, one kind of question a row."""
    headings = [messages.text(f"eval.{column}", lang) for column in _COLUMNS]
    table = plain_table(headings, right=range(1, len(_COLUMNS)))
    for row in report.rows:
        table.add_row(
            messages.text(f"eval.kind_{row.kind}", lang),
            *(_cell(column, getattr(row, column)) for column in _COLUMNS[1:]),
        )
    return table


def report_object(report: Report, *, failures: bool) -> dict[str, object]:
    """Return the report as an object of JSON types; shares from 0 to 1, times in milliseconds."""
    result: dict[str, object] = {
        "rows": [
            {name: _rounded(value) for name, value in dataclasses.asdict(row).items()}
            for row in report.rows
        ],
        "abstention_precision": _rounded(report.abstention_precision),
        "abstention_recall": _rounded(report.abstention_recall),
    }
    if failures:
        result["failures"] = [_failure_object(one) for one in report.failures]
    return result


def failure_lines(report: Report, lang: str) -> Iterator[RenderableType]:
    """Yield the questions that went wrong: what was asked, expected and answered."""
    for one in report.failures:
        yield Text()
        yield Lines(f"{one.gold.id}  {one.gold.question}", "bold")
        yield Lines(messages.text("eval.expected", lang, expected=_expected(one, lang)))
        answer = one.answer
        if answer.sentence is None:
            yield Lines(not_answered(answer, lang))
            continue
        figures = messages.text("separator.list", lang).join(f.text for f in answer.figures)
        yield Lines(messages.text("eval.answered", lang, figures=figures or "–"))
        yield Lines(marked_sentence(answer.sentence, answer.figures), start="  ", indent=2)
        yield Lines(f"{answer.title}  {answer.document}", "dim", start="  ", indent=2)


def _expected(one: Judgement, lang: str) -> str:
    if one.gold.kind == "unanswerable":
        return messages.text("eval.no_answer", lang)
    parts = one.gold.figures or one.gold.sentence_contains
    between = "separator.list" if one.gold.kind == "list" else "eval.or"
    return messages.text(between, lang).join(parts)


def _failure_object(one: Judgement) -> dict[str, object]:
    return {
        "id": one.gold.id,
        "question": one.gold.question,
        "kind": one.gold.kind,
        "figures": list(one.gold.figures),
        "sentence_contains": list(one.gold.sentence_contains),
        "wrong_figure": one.wrong_figure,
        "answer": answer_object(one.answer, identity=one.gold.id),
    }


def _cell(column: str, value: float | None) -> str:
    if value is None:
        return "–"
    if column == "questions":
        return f"{value:,}"
    return f"{value:.1f}" if column.endswith("_ms") else f"{value:.1%}"


def _rounded(value: object) -> object:
    return round(value, 4) if isinstance(value, float) else value
