"""XLSX and old XLS: every sheet a table, its numbers written as the sheet shows them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from retrieval.formats.characters import clean, one_line
from retrieval.formats.failures import broken
from retrieval.formats.limits import too_many_cells
from retrieval.formats.number_format import show
from retrieval.formats.source import Source
from retrieval.formats.tables import GridCell, add_grid_or_lines, title_of
from retrieval.formats.text_builder import TextBuilder
from retrieval.formats.text_column import add_text_rows, text_column
from retrieval.records import BlockKind, ExtractedText

_GENERIC = re.compile(r"(?:Sheet|工作表|表)\s*\d*", re.I)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
Ranges = list[tuple[int, int, int, int]]


def read_xlsx(source: Source) -> ExtractedText:
    """Return the visible sheets of a workbook, each under its name."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with source.path.open("rb") as file:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            builder = source.builder()
            merged = _merged_ranges(source)
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            for sheet in sheets:
                sheet.reset_dimensions()
                rows = list(_xlsx_rows(sheet, source))
                path = getattr(sheet, "_worksheet_path", "").lstrip("/")
                _add_sheet(builder, sheet.title, rows, merged.get(path, []), len(sheets))
            title = one_line(book.properties.title or "")
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError,
            AttributeError, IndexError, EOFError, SyntaxError) as error:  # fmt: skip
        raise broken(source.name, error) from None
    return builder.build("xlsx", title=title)


def read_xls(source: Source) -> ExtractedText:
    """Return the visible sheets of an old binary workbook."""
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=source.read_bytes(), formatting_info=True, logfile=_Silence()
        )
    except Exception as error:  # xlrd raises whatever a broken record makes Python raise
        raise broken(source.name, error) from None
    builder = source.builder()
    sheets = [sheet for sheet in book.sheets() if not sheet.visibility]
    for sheet in sheets:
        rows = [
            [_xls_cell(book, sheet, row, column) for column in range(sheet.row_len(row))]
            for row in range(sheet.nrows)
        ]
        merged = [
            (top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells
        ]
        _add_sheet(builder, sheet.name, rows, merged, len(sheets))
    return builder.build("xls")


def _add_sheet(
    builder: TextBuilder, name: str, rows: list[list[str]], merged: Ranges, sheets: int
) -> None:
    if not any(any(row) for row in rows):
        return
    column = text_column(rows)
    if column is not None:
        add_text_rows(builder, rows, column)
        return
    parts = list(_parts(_grid(rows, merged)))
    generic = bool(_GENERIC.fullmatch(name))
    title = one_line(name)
    if generic:
        title = next(filter(None, map(title_of, parts)), title if sheets > 1 else "")
    builder.add_block(BlockKind.TITLE, title)
    for part in parts:
        add_grid_or_lines(builder, part, caption="" if generic else title)


def _parts(grid: list[list[GridCell]]) -> Iterator[list[list[GridCell]]]:
    """Part a sheet into its tables, at empty rows."""
    part: list[list[GridCell]] = []
    for row in grid:
        if any(text for _, text in row):
            part.append(row)
        elif part:
            yield part
            part = []
    if part:
        yield part


def _grid(rows: list[list[str]], merged: Ranges) -> list[list[GridCell]]:
    width = max(map(len, rows))
    grid: list[list[GridCell]] = [
        [(number * width + i, one_line(row[i]) if i < len(row) else "") for i in range(width)]
        for number, row in enumerate(rows)
    ]
    for top, left, bottom, right in merged:
        if top < len(grid) and left < width:
            for row in range(top, min(bottom + 1, len(grid))):
                for column in range(left, min(right + 1, width)):
                    grid[row][column] = grid[top][left]
    return grid


def _xlsx_rows(sheet: Any, source: Source) -> Iterator[list[str]]:
    cells = 0
    for row in sheet.iter_rows():
        line = [
            show(cell.value, cell.number_format) if cell.value is not None else "" for cell in row
        ]
        while line and not line[-1]:
            line.pop()
        cells += 1 + len(line)
        if cells > source.limits.max_cells:
            raise too_many_cells(source.name, source.limits.max_cells)
        yield [clean(text) for text in line]


def _merged_ranges(source: Source) -> dict[str, Ranges]:
    """Sheet path → merged ranges (top, left, bottom, right), from 0; read-only mode skips them."""
    from openpyxl.utils import column_index_from_string

    ranges: dict[str, Ranges] = {}
    with zipfile.ZipFile(source.path) as package:
        for name in package.namelist():
            if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
                continue
            found: Ranges = []
            with package.open(name) as file:
                tail = b""
                while chunk := file.read(1 << 20):
                    for left, top, right, bottom in _MERGED.findall(tail + chunk):
                        found.append(
                            (
                                int(top) - 1,
                                column_index_from_string(left.decode()) - 1,
                                int(bottom) - 1,
                                column_index_from_string(right.decode()) - 1,
                            )
                        )
                    tail = chunk[-100:]
            ranges[name] = list(dict.fromkeys(found))
    return ranges


def _xls_cell(book: Any, sheet: Any, row: int, column: int) -> str:
    import xlrd

    cell = sheet.cell(row, column)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return clean(cell.value)
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        form = book.format_map.get(book.xf_list[cell.xf_index].format_key)
        value: object = cell.value
        if cell.ctype == xlrd.XL_CELL_DATE:
            try:
                value = xlrd.xldate_as_datetime(cell.value, book.datemode)
            except (ValueError, OverflowError, xlrd.XLDateError):
                value = cell.value
        return show(value, form.format_str if form else "General")
    return ""


class _Silence:
    def write(self, _: str) -> None:
        """Drop what xlrd has to say about odd records."""
