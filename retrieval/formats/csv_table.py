"""CSV and TSV: tables of figures, and exports with one text a cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from retrieval.formats.characters import one_line
from retrieval.formats.failures import broken
from retrieval.formats.limits import too_many_cells
from retrieval.formats.source import Source
from retrieval.formats.tables import add_grid_or_lines, plain_grid, title_of
from retrieval.formats.text_builder import TextBuilder
from retrieval.formats.text_column import add_text_rows, text_column
from retrieval.records import BlockKind, ExtractedText

_DELIMITERS = ",\t;|"


def read_csv(source: Source) -> ExtractedText:
    """Return the rows of a CSV file: as articles where a column holds texts, else as a table."""
    text, encoding = source.read_text()
    rows = list(_rows(text, source))
    builder = source.builder()
    published = add_rows(builder, rows)
    return builder.build("csv", encoding=encoding, published=published)


def add_rows(builder: TextBuilder, rows: Sequence[Sequence[str]]) -> Any:
    """Add rows of cells to the text; the date of publication is returned where there is one."""
    column = text_column(rows)
    if column is not None:
        return add_text_rows(builder, rows, column)
    cells = [[one_line(cell) for cell in row] for row in rows]
    grid = plain_grid(cells)
    builder.add_block(BlockKind.TITLE, title_of(grid))
    add_grid_or_lines(builder, grid)
    return None


def _rows(text: str, source: Source) -> Iterator[list[str]]:
    csv.field_size_limit(source.limits.max_text_length)
    delimiter = _delimiter(text)
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            cells += len(row)
            if cells > source.limits.max_cells:
                raise too_many_cells(source.name, source.limits.max_cells)
            yield row
    except csv.Error as error:
        raise broken(
            source.name, f"line {reader.line_num}: {error}", line=reader.line_num
        ) from None


def _delimiter(text: str) -> str:
    """The sign that parts the first lines into the same number of cells, most of them."""
    lines = [line for line in text[:20_000].split("\n")[:20] if line.strip()]
    best, best_score = ",", 0
    for delimiter in _DELIMITERS:
        counts = [len(row) - 1 for row in csv.reader(lines, delimiter=delimiter)]
        if counts and counts[0]:
            score = counts[0] * sum(count == counts[0] for count in counts)
            if score > best_score:
                best, best_score = delimiter, score
    return best
