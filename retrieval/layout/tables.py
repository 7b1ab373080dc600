"""Tables → paragraphs: one sentence a row, every figure under its row and column headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.layout.number_blanks import close_traced
from retrieval.layout.offsets import TracedText
from retrieval.layout.sentences import LONGEST_SENTENCE, page_of, sentences_of
from retrieval.layout.table_units import JOINT, TableUnit, stated_unit, table_unit, unit_of
from retrieval.records import (
    Cell,
    Figure,
    PageSpan,
    Paragraph,
    ParagraphKind,
    Sentence,
    Table,
)

ROWS_A_PARAGRAPH = 12
_LONGEST_CAPTION = 300  # characters
_LONGEST_CELL = 200  # characters; what is longer is a text of its own
_UNIT_COLUMN = re.compile(r"(?:计量|数量)?\s*单\s*位")


def table_paragraphs(
    table: Table,
    headings: tuple[str, ...],
    pages: tuple[PageSpan, ...],
    *,
    carried: str = "",
) -> list[Paragraph]:
    """Return the paragraphs of ``table``, at most twelve rows each, under ``headings``.

    ``carried`` is the unit of the tables before it, for sums of money where it says none.
    """
    header, body = _split(table)
    columns = _column_headings(header)
    said = unit_said(table)
    caption = _caption(table, said, columns)
    labels = (cell.text for row in body for cell in row[: table.header_columns])
    cells = (cell.text for row in body for cell in row[table.header_columns :])
    unit = table_unit(said, (*columns, *labels), cells, carried)
    frame = _Frame(table.header_columns, columns, unit, _unit_column(columns), pages)
    paragraphs: list[Paragraph] = []
    sentences: list[Sentence] = []
    after = 0  # where the row above ends
    for row in body:
        sentence = frame.sentence(row, after)
        if sentence is not None:
            sentences.append(sentence)
            after = sentence.end
        texts = list(frame.texts(row, headings))
        if texts or len(sentences) == ROWS_A_PARAGRAPH:
            paragraphs.extend(_rows(sentences, headings, caption))
            paragraphs.extend(texts)
            sentences = []
    paragraphs.extend(_rows(sentences, headings, caption))
    return paragraphs


def unit_said(table: Table) -> str:
    """Return the unit or units said for the whole of a table, an empty string for none."""
    return table.unit or stated_unit(table.caption)


def _rows(
    sentences: list[Sentence], headings: tuple[str, ...], caption: str
) -> Iterator[Paragraph]:
    if sentences:
        yield Paragraph(tuple(sentences), headings, ParagraphKind.TABLE, caption)


def _split(table: Table) -> tuple[tuple[tuple[Cell, ...], ...], tuple[tuple[Cell, ...], ...]]:
    count = min(table.header_rows, len(table.rows))
    if count == len(table.rows):
        return (), table.rows
    return table.rows[:count], table.rows[count:]


def _column_headings(header: tuple[tuple[Cell, ...], ...]) -> list[str]:
    columns: list[list[str]] = [[] for _ in (header[0] if header else ())]
    for row in header:
        for index, cell in enumerate(row[: len(columns)]):
            text = _plain(cell.text)
            if text and text not in columns[index]:
                columns[index].append(text)
    return [" ".join(parts) for parts in columns]


def _caption(table: Table, unit: str, columns: list[str]) -> str:
    parts = [_plain(table.caption)]
    if unit and unit not in parts[0]:
        parts.append(f"单位：{unit}")
    seen = list(dict.fromkeys(column for column in columns if column))
    parts.extend(seen)
    return " ".join(part for part in parts if part)[:_LONGEST_CAPTION]


def _unit_column(columns: list[str]) -> int:
    """Return the column that holds the unit of each row, -1 where there is none."""
    return next((i for i, column in enumerate(columns) if _UNIT_COLUMN.fullmatch(column)), -1)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the cells of a row stand under."""

    header_columns: int
    columns: list[str]
    unit: TableUnit
    unit_column: int
    pages: tuple[PageSpan, ...]

    def sentence(self, row: tuple[Cell, ...], after: int) -> Sentence | None:
        """Return a row as one sentence with the figures of its cells.

        Its place is that of the cells that stand behind ``after``: a merged cell stands above.
        """
        from retrieval.figures import find_cell_figures

        row_label = self._label(row)
        row_unit = _plain(row[self.unit_column].text) if 0 <= self.unit_column < len(row) else ""
        text = ""
        figures: list[Figure] = []
        places: list[Cell] = []
        seen: set[tuple[int, int]] = set()
        for index, cell in enumerate(row):
            shown = _plain(cell.text)
            if not shown or len(shown) > _LONGEST_CELL or (cell.start, cell.end) in seen:
                continue  # empty, a text of its own, or a merged cell repeated
            if len(text) + len(shown) >= LONGEST_SENTENCE:
                break
            seen.add((cell.start, cell.end))
            places.append(cell)
            start = len(text) + 1 if text else 0
            text = f"{text} {shown}" if text else shown
            if (index < self.header_columns and len(row) > self.header_columns) or (
                index == self.unit_column
            ):
                continue
            column = self.columns[index] if index < len(self.columns) else ""
            label = JOINT.join(part for part in (row_label, column) if part)
            unit = unit_of(column) or row_unit or unit_of(row_label)
            unit = unit or self.unit.of(shown, row_label, column)
            figures.extend(find_cell_figures(shown, start, label=label, unit=unit))
        if not places:
            return None
        places = [cell for cell in places if cell.start >= after] or places
        first = min(cell.start for cell in places)
        last = max(cell.end for cell in places)
        return Sentence(text, first, last, tuple(figures), page=page_of(first, self.pages))

    def texts(self, row: tuple[Cell, ...], headings: tuple[str, ...]) -> Iterator[Paragraph]:
        """Yield the cells that hold a text of their own, as running text under the row's label."""
        for index, cell in enumerate(row):
            if len(cell.text) <= _LONGEST_CELL:
                continue
            text = close_traced(TracedText(cell.text, (0,), (cell.start,)))
            label = "" if index < self.header_columns else self._label(row)
            under = (*headings, label) if label else headings
            yield Paragraph(tuple(sentences_of(text, self.pages)), under)

    def _label(self, row: tuple[Cell, ...]) -> str:
        cells = (
            _plain(cell.text)
            for index, cell in enumerate(row[: self.header_columns])
            if index != self.unit_column and len(cell.text) <= _LONGEST_CELL
        )
        return JOINT.join(dict.fromkeys(cell for cell in cells if cell))


def _plain(text: str) -> str:
    return " ".join(text.split())
