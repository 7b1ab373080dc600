"""Rows of tables in plain lines: their cells told apart, rows below each other made a table.

Cells are parted by tabs, bars or two blanks; where a PDF left only single blanks, a row is a
label followed by nothing but values. Rows of one number of cells below each other are a table;
the line above them, where it has as many parts, holds the column headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.layout.lines import Line
from retrieval.layout.table_units import stated_unit
from retrieval.records import Cell, Table

_WIDE_GAP = re.compile(r"\s*[|｜│┃]\s*|\s*\t\s*|[ \u3000\u00a0]{2,}")
_DIGIT = re.compile(r"[0-9]")
_PART = re.compile(r"\S+")
_NUMBER = re.compile(
    r"[(（]?[-+－＋−]?(?:[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]+)(?:[.．][0-9]+)?[)）]?[%％‰]?"
)
_VALUE = re.compile(
    r"(?:增加|减少|上升|下降|增长)?[-+－＋−]?[0-9][0-9.,]*(?:[%％‰]|个?百分点|[\u4e00-\u9fff]{0,3})"
    r"|[-—－–/]{1,3}|不适用|N/A|n/a"
)
_PERIOD = re.compile(
    r"(?:19|20)[0-9]{2}(?:年.{0,6})?|[0-9]{1,2}(?:[-—~至][0-9]{1,2})?月份?|[一二三四]季度"
)
# What stands in a cell of its own may say more: 人民币1.00元, 18.60元/股, 不超过3,200.00万股.
_WIDE_VALUE = re.compile(
    r"(?:人民币|约|不超过|不低于|不少于|[¥￥$≥≤<>])?[-+－＋−]?[0-9][0-9.,]*\s?"
    r"(?:[%％‰]|[\u4e00-\u9fffA-Za-z/²³·]{0,8})"
)
_CLAUSE = re.compile(r"[，。；！？、]")
_LONGEST = 400  # characters of a line that may be a row


@dataclass(frozen=True, slots=True)
class TableLines:
    """A table found in lines ``first`` to ``last`` (not included)."""

    first: int
    last: int
    table: Table


def count_numbers(text: str) -> int:
    """Return how many of the parts between blanks are numbers alone."""
    if not _DIGIT.search(text):
        return 0
    parts = text[:_LONGEST].replace("|", " ").split()
    return sum(_NUMBER.fullmatch(part) is not None for part in parts)


def states_unit(text: str) -> bool:
    """Whether a line only names the unit of the table below it: 单位：万元."""
    return len(text) <= 40 and stated_unit(text) != ""


def is_row(text: str) -> bool:
    """Whether a line is rather a row of columns than a piece of a sentence."""
    if len(text) > _LONGEST or _CLAUSE.search(text):
        return False
    numbers = count_numbers(text)
    return numbers >= 2 and 5 * numbers >= 2 * len(text.split())


def find_tables(lines: Sequence[Line]) -> Iterator[TableLines]:
    """Yield the tables that stand in ``lines``, in order."""
    cells = [_cells(line) for line in lines]
    valued = [row is not None and any(map(_is_value, row[1:])) for row in cells]
    index = 0
    while index < len(lines):
        row = cells[index]
        if row is None:
            index += 1
            continue
        last = index + 1
        while last < len(lines) and _alike(row, cells[last]) and _touch(lines, valued, last):
            last += 1
        if sum(valued[index:last]) >= 2:
            header = _header(lines[index - 1], len(row)) if index > 0 else None
            rows = [cells[number] or () for number in range(index, last)]
            rows = [header, *rows] if header else rows
            has_header = header is not None or _is_header(rows[0], rows[1:])
            first = index - 1 if header else index
            yield TableLines(first, last, _table(lines, first, rows, has_header))
        index = last


def _touch(lines: Sequence[Line], valued: Sequence[bool], index: int) -> bool:
    """Whether a row stands with the one above: over a blank line only where both hold values."""
    return lines[index].gap == 0 or (valued[index - 1] and valued[index])


def _alike(row: tuple[Cell, ...], other: tuple[Cell, ...] | None) -> bool:
    return other is not None and len(other) == len(row)


def _table(
    lines: Sequence[Line], first: int, rows: Sequence[tuple[Cell, ...]], has_header: bool
) -> Table:
    above = [line.text for line in lines[max(0, first - 2) : first] if len(line.text) <= 60]
    unit = next((unit for text in above if (unit := stated_unit(text))), "")
    caption = " ".join(text for text in above if not _CLAUSE.search(text))
    return Table(tuple(rows), 1 if has_header else 0, 1, caption, unit)


def _cells(line: Line) -> tuple[Cell, ...] | None:
    """Return the cells of a line that is a row, None for one that is none.

    Cells far apart need hold no value: 承销方式  余额包销 is a row among rows.
    """
    text = line.text
    if len(text) > _LONGEST or _CLAUSE.search(text) or stated_unit(text):
        return None
    if _WIDE_GAP.search(text.strip("|｜│┃ \t")):
        cells = tuple(_wide_cells(line))
        return cells if len(cells) >= 2 else None
    if not _DIGIT.search(text):
        return None
    parts = list(_PART.finditer(text))
    value = next((i for i, part in enumerate(parts) if _is_figure(part[0])), 0)
    if value == 0 or len(parts) - value < 2 or value > 6:
        return None
    if not all(_VALUE.fullmatch(part[0]) or _NUMBER.fullmatch(part[0]) for part in parts[value:]):
        return None
    label = Cell(text[: parts[value - 1].end()], line.start, line.start + parts[value - 1].end())
    return (label, *(_cell(line, part.start(), part.end()) for part in parts[value:]))


def _wide_cells(line: Line) -> Iterator[Cell]:
    start = 0
    text = line.text
    for found in (*_WIDE_GAP.finditer(text), None):
        end = found.start() if found else len(text)
        if end > start:
            yield _cell(line, start, end)
        start = found.end() if found else end


def _cell(line: Line, start: int, end: int) -> Cell:
    return Cell(line.text[start:end], line.start + start, line.start + end)


def _is_figure(part: str) -> bool:
    return _NUMBER.fullmatch(part) is not None and not re.fullmatch(r"(?:19|20)[0-9]{2}", part)


def _is_value(cell: Cell) -> bool:
    text = cell.text.strip()
    return any(pattern.fullmatch(text) for pattern in (_NUMBER, _VALUE, _WIDE_VALUE))


def _is_header(row: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> bool:
    """Whether a row of cells holds names or years and no figure.

    Figures with their units are headings only over bare numbers: 60岁以上 over 12.5, but not
    发行价格  18.60元/股 over other rows of that kind.
    """
    if any(_is_figure(cell.text) for cell in row[1:]):
        return False
    if not all(_is_value(cell) and not _PERIOD.fullmatch(cell.text) for cell in row[1:]):
        return True
    return all(_NUMBER.fullmatch(cell.text) for other in below for cell in other[1:])


def _header(line: Line, count: int) -> tuple[Cell, ...] | None:
    """Return the column headings that a line holds for rows of ``count`` cells."""
    if len(line.text) > 160 or _CLAUSE.search(line.text):
        return None
    wide = tuple(_wide_cells(line))
    parts = (
        wide
        if len(wide) > 1
        else tuple(_cell(line, p.start(), p.end()) for p in _PART.finditer(line.text))
    )
    if any(_is_figure(part.text) for part in parts):
        return None
    if len(parts) == count:
        return parts
    if len(parts) == count - 1 and count > 2:
        corner = Cell("", line.start, line.start)
        return (corner, *parts)
    return None
