"""Tables without vertical lines: rows of figures that stand in columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.formats.pdf_lines import Fragment, join_row
from retrieval.formats.tables import GridCell, is_number, unit_in

_ROWS_AT_LEAST = 3
_LABEL_GAP = 0.5  # of the size: the least white between two columns
_HEADER_ROWS_AT_MOST = 4
_CAPTION = re.compile(r"\s*(?:附?表|图)\s*[\d一二三四五六七八九十]")
_HEADER_GAP = 3.0  # sizes
_HEADER_CELL_AT_MOST = 16

Row = Sequence[Fragment]


@dataclass(frozen=True, slots=True)
class AlignedTable:
    """Rows of cells that were read off their places."""

    rows: list[list[GridCell]]


def part_aligned(rows: Sequence[Row]) -> list[Row | AlignedTable]:
    """Return the rows of a region in order, the tables among them put together."""
    parts: list[Row | AlignedTable] = []
    index = 0
    while index < len(rows):
        end = _labels_end(rows, index)
        if end is not None:
            parts.append(_table(rows[index:end], _columns(rows[index:end])))
            index = end
            continue
        end = _table_end(rows, index)
        if end is None:
            parts.append(rows[index])
            index += 1
            continue
        begin = index
        header: list[Row] = []
        while parts and len(header) < _HEADER_ROWS_AT_MOST:
            last = parts[-1]
            below = header[0] if header else rows[begin]
            if isinstance(last, AlignedTable) or not _fits_header(last, below, rows[begin:end]):
                break
            header.insert(0, last)
            parts.pop()
        columns = _columns([row for row in rows[begin:end] if _is_row(row)])
        parts.append(_table([*header, *rows[begin:end]], columns))
        index = end
    return parts


def _labels_end(rows: Sequence[Row], begin: int) -> int | None:
    """The end of a list of labels and values that begins at this row, or None.

    注册资本：　　12,000万元 in rows below each other, the values at one place.
    """
    end = begin
    while end < len(rows) and _is_labelled(rows[end], rows[begin]):
        end += 1
    return end if end - begin >= _ROWS_AT_LEAST else None


def _is_labelled(row: Row, first: Row) -> bool:
    return (
        len(row) == len(first) == 2
        and row[0].text.endswith(("：", ":"))
        and len(row[0].text) <= _HEADER_CELL_AT_MOST
        and abs(row[1].x0 - first[1].x0) <= 0.5 * row[1].size
    )


def _is_row(row: Row) -> bool:
    """A row of a table: a label and figures, or figures alone, in places of their own."""
    if len(row) < 2:
        return False
    figures = sum(is_number(fragment.text) for fragment in row)
    return figures >= 1 and figures * 2 >= len(row) - 1 and not _is_prose(row)


def _is_prose(row: Row) -> bool:
    return any(len(fragment.text) > 40 for fragment in row)


def _table_end(rows: Sequence[Row], begin: int) -> int | None:
    """The end of the table that begins at this row, or None."""
    if not _is_row(rows[begin]):
        return None
    end = begin + 1
    count = 1
    while end < len(rows):
        if _is_row(rows[end]):
            count += 1
            end += 1
        elif (
            end + 1 < len(rows)
            and len(rows[end]) <= 2
            and not _is_prose(rows[end])
            and len(join_row(rows[end])) <= 20
            and _is_row(rows[end + 1])
        ):
            end += 1  # the name of a group, or a label that takes a second line
        else:
            break
    if count < _ROWS_AT_LEAST:
        return None
    columns = _columns(rows[begin:end])
    return end if len(columns) >= 2 else None


def _columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """The stretches that the fragments of all rows cover, from left to right."""
    spans = sorted((f.x0, f.x1) for row in rows if len(row) > 1 for f in row)
    size = rows[0][0].size
    columns: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if columns and x0 - columns[-1][1] < _LABEL_GAP * size:
            columns[-1] = columns[-1][0], max(columns[-1][1], x1)
        else:
            columns.append((x0, x1))
    return columns


def _fits_header(row: Row, below: Row, body: Sequence[Row]) -> bool:
    """Tell whether a row above the figures, just above ``below``, names their columns."""
    if below[0].base - row[0].base > _HEADER_GAP * row[0].size:
        return False
    if any(len(fragment.text) > _HEADER_CELL_AT_MOST for fragment in row):
        return False
    text = join_row(row)
    if _CAPTION.match(text) or (unit_in(text) and len(row) < 3):
        return False
    # One heading alone stands over several columns that have their own below it.
    over_columns = row[0].x0 > _columns(body)[0][1] and not _is_row(below)
    return len(row) >= 2 or over_columns


def _table(rows: Sequence[Row], columns: Sequence[tuple[float, float]]) -> AlignedTable:
    grid: list[list[GridCell]] = []
    identity = 0
    for row in rows:
        texts = [""] * len(columns)
        for fragment in row:
            place = _nearest(fragment, columns)
            texts[place] = f"{texts[place]} {fragment.text}".strip()
        line: list[GridCell] = []
        for text in texts:
            identity += 1
            line.append((identity, text))
        grid.append(line)
    return AlignedTable(grid)


def _nearest(fragment: Fragment, columns: Sequence[tuple[float, float]]) -> int:
    def distance(index: int) -> tuple[float, float]:
        x0, x1 = columns[index]
        overlap = min(fragment.x1, x1) - max(fragment.x0, x0)
        return -max(0.0, overlap), abs((x0 + x1) - (fragment.x0 + fragment.x1))

    return min(range(len(columns)), key=distance)
