"""Tables of PDF pages: those that go on over the page break joined, captions found above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from retrieval.formats.pdf_lines import join_lines
from retrieval.formats.pdf_paragraphs import TextLine
from retrieval.formats.tables import GridCell, add_grid, caption_above, is_number
from retrieval.formats.text_builder import TextBuilder
from retrieval.records import BlockKind

_NEAR = 4.0  # points between the columns of a table and of its second half


@dataclass(slots=True)
class PageTable:
    """A table as it stands on its page; ``pages`` names the page of each row."""

    rows: list[list[GridCell]]
    page: int
    columns: tuple[float, ...]
    pages: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.pages:
            self.pages = [self.page] * len(self.rows)


def joined_tables(items: Sequence[TextLine | PageTable]) -> list[TextLine | PageTable]:
    """Join a table to the one before it where a page break alone stands between them."""
    joined: list[TextLine | PageTable] = []
    for item in items:
        last = joined[-1] if joined else None
        if (
            isinstance(item, PageTable)
            and isinstance(last, PageTable)
            and item.page == last.pages[-1] + 1
            and _same_columns(last, item)
        ):
            _append(last, item)
        else:
            joined.append(item)
    return joined


def add_page_table(builder: TextBuilder, table: PageTable, before: Sequence[str]) -> None:
    """Add a table with the caption and unit that stand in the lines before it."""
    caption, unit = caption_above(before)
    if not add_grid(builder, table.rows, caption=caption, unit=unit, row_pages=table.pages):
        for row, page in zip(table.rows, table.pages, strict=True):
            texts = list(dict(row).values())
            text = " ".join(text for text in texts if text)
            if text:
                builder.add_lines(BlockKind.PARAGRAPH, [(text, page)])


def _same_columns(one: PageTable, other: PageTable) -> bool:
    if not one.columns or len(one.columns) != len(other.columns):
        return False
    return all(abs(a - b) <= _NEAR for a, b in zip(one.columns, other.columns, strict=True))


def _append(table: PageTable, rest: PageTable) -> None:
    """Append the second half; a header repeated on the new page is left out."""
    rows = rest.rows
    skipped = 0
    while skipped < min(len(rows), len(table.rows), 5) and _texts(rows[skipped]) == _texts(
        table.rows[skipped]
    ):
        skipped += 1
    rows = rows[skipped:]
    offset = 1 + max((identity for row in table.rows for identity, _ in row), default=0)
    shifted = [[(identity + offset, text) for identity, text in row] for row in rows]
    if not skipped and shifted and _goes_on(table.rows[-1], shifted[0]):
        table.rows[-1] = [
            (a[0], join_lines([a[1], b[1]]))
            for a, b in zip(table.rows[-1], shifted[0], strict=True)
        ]
        shifted = shifted[1:]
    table.rows.extend(shifted)
    table.pages.extend([rest.page] * len(shifted))


def _goes_on(last: Sequence[GridCell], first: Sequence[GridCell]) -> bool:
    """Tell whether a row was broken by the page's end: its second half has no label of its own."""
    texts = [text for _, text in first]
    if not any(texts) or texts[0]:
        return False
    return not any(is_number(b) and is_number(a[1]) for a, b in zip(last, texts, strict=True))


def _texts(row: Sequence[GridCell]) -> list[str]:
    return [text for _, text in row]
