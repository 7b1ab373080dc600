"""What stands around an answer and is not in it: a table's headings and caption."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.records import Answer, ParagraphKind

if TYPE_CHECKING:
    from retrieval.engine import Engine


@dataclass(frozen=True, slots=True)
class TableNote:
    """Row and column headings of the figure's cell, and the caption of its table."""

    label: str
    caption: str


def table_note(engine: Engine, answer: Answer) -> TableNote | None:
    """Return what names the cell that ``answer`` was read from, or None for running text."""
    if not answer.answered or not answer.paragraph_id:
        return None
    for paragraph in engine.context(answer.paragraph_id, before=0, after=0):
        if paragraph.id != answer.paragraph_id or paragraph.kind is not ParagraphKind.TABLE:
            continue
        spans = {(figure.start, figure.end) for figure in answer.figures}
        labels = [
            figure.label
            for sentence in paragraph.sentences
            if sentence.id == answer.sentence_id
            for figure in sentence.figures
            if (figure.start, figure.end) in spans and figure.label
        ]
        return TableNote("、".join(dict.fromkeys(labels)), paragraph.caption)
    return None
