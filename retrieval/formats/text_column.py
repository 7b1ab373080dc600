"""Exports with one text a cell: each row becomes an article with that text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from retrieval.formats.characters import clean, one_line
from retrieval.formats.dates import find_date
from retrieval.formats.furniture import without_furniture
from retrieval.formats.lexicon import formats_lexicon
from retrieval.formats.markdown import add_markdown, is_markdown
from retrieval.formats.text_builder import TextBuilder
from retrieval.records import BlockKind

_LONG = 200


def text_column(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the column whose cells are long texts, or None for a table of figures."""
    body = rows[1:] if len(rows) > 1 else rows
    width = max((len(row) for row in rows), default=0)
    best: tuple[int, int] | None = None
    for index in range(width):
        cells = [row[index] for row in body if index < len(row) and row[index].strip()]
        long = [cell for cell in cells if len(cell) >= _LONG]
        if cells and len(long) * 2 >= len(cells):
            total = sum(map(len, cells))
            if best is None or total > best[0]:
                best = total, index
    return None if best is None else best[1]


def add_text_rows(builder: TextBuilder, rows: Sequence[Sequence[str]], column: int) -> date | None:
    """Add each row as an article: its title, then its text; return the date all rows share."""
    has_header = len(rows) > 1 and (column >= len(rows[0]) or len(rows[0][column]) < _LONG)
    header = [one_line(cell) for cell in rows[0]] if has_header else []
    lexicon = formats_lexicon()
    title_column = _matching(header, lexicon.titles)
    date_column = _matching(header, lexicon.dates)
    dates: set[date | None] = set()
    for row in rows[1:] if has_header else rows:
        if column >= len(row) or not row[column].strip():
            continue
        title = one_line(_cell(row, title_column))
        add_text(builder, row[column], title)
        dates.add(find_date(_cell(row, date_column)))
    return dates.pop() if len(dates) == 1 else None


def add_text(builder: TextBuilder, text: str, title: str, *, framed: bool = True) -> None:
    """Add one text as an article: its title, then its lines, or what its Markdown says.

    ``framed`` is said where the text may hold the frame of a saved page.
    """
    if title:
        builder.add_block(BlockKind.TITLE, title)
    cleaned = clean(text)
    if is_markdown(cleaned):
        add_markdown(builder, cleaned, title=title)
        return
    lines = cleaned.split("\n")
    for line in without_furniture(lines, title=title) if framed else lines:
        builder.add_block(BlockKind.PARAGRAPH, line.strip())


def _matching(header: Sequence[str], names: frozenset[str]) -> int:
    return next((i for i, cell in enumerate(header) if cell.casefold() in names), -1)


def _cell(row: Sequence[str], index: int) -> str:
    return row[index] if 0 <= index < len(row) else ""
