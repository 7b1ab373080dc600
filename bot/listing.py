"""Lists for the terminal: the documents, the settings."""

from __future__ import annotations

from collections.abc import Container, Sequence

from rich.table import Table

from bot import messages
from retrieval.records import DocumentSummary

_KIBIBYTE = 1024


def plain_table(headings: Sequence[str], right: Container[int] = ()) -> Table:
    """Return a table without lines; the columns numbered in ``right`` are set flush right."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number in right else "left", overflow="fold")
    return table


def document_table(documents: Sequence[DocumentSummary], lang: str) -> Table:
    """Return the documents as a table: name, title, format, size, counts, when it was read."""
    columns = ("name", "title", "format", "size", "articles", "sentences", "figures", "ingested")
    table = plain_table(
        [messages.text(f"documents.{column}", lang) for column in columns], right=(3, 4, 5, 6)
    )
    for document in documents:
        table.add_row(
            document.name,
            document.title,
            document.format,
            size(document.size),
            f"{document.articles:,}",
            f"{document.sentences:,}",
            f"{document.figures:,}",
            document.ingested_at[:16].replace("T", " "),
        )
    return table


def size(count: int) -> str:
    """Return a number of bytes as people read it: 12 KB."""
    amount = float(count)
    for unit in ("B", "KB", "MB"):
        if amount < _KIBIBYTE:
            return f"{amount:.0f} {unit}" if unit == "B" or amount >= 10 else f"{amount:.1f} {unit}"
        amount /= _KIBIBYTE
    return f"{amount:.1f} GB"
