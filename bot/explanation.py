"""Why an answer is as it is: the candidates side by side, and what spoke for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from bot import messages
from bot.terminal import Lines, marked_sentence, source_line
from retrieval.records import Answer, Reason

_MOST = 12


def explanation(answer: Answer, lang: str) -> Iterator[RenderableType]:
    """Yield the candidates of ``answer``, best first, each with its strongest features."""
    if answer.answered and answer.sentence is not None:
        yield Text(messages.text("explain.chosen", lang), style="bold")
        yield _reasons(answer.reasons, lang)
    for place, candidate in enumerate(answer.candidates, start=1):
        heading = messages.text(
            "explain.candidate",
            lang,
            place=place,
            score=f"{candidate.score:.3f}",
            figures=messages.text("separator.list", lang).join(f.text for f in candidate.figures),
        )
        yield Text(heading, style="bold")
        yield Lines(marked_sentence(candidate.sentence, candidate.figures))
        yield source_line(candidate.title, candidate.document, candidate.page, lang)
        yield _reasons(candidate.reasons, lang)


def _reasons(reasons: Sequence[Reason], lang: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(messages.text("explain.feature", lang))
    table.add_column(messages.text("explain.value", lang), justify="right")
    table.add_column(messages.text("explain.share", lang), justify="right")
    strongest = sorted(reasons, key=lambda reason: -abs(reason.share))[:_MOST]
    for reason in strongest:
        table.add_row(reason.name, f"{reason.value:g}", f"{reason.share:+.3f}")
    return table
