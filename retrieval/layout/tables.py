"""Tables → paragraphs: one sentence a row, every figure under its row and column headings."""

from __future__ import annotations

import re

from retrieval.layout.sentences import page_of
from retrieval.records import Cell, Figure, PageSpan, Paragraph, ParagraphKind, Sentence, Table

ROWS_A_PARAGRAPH = 12
_JOINT = " · "
_LONGEST_CAPTION = 300  # characters
_UNIT = re.compile(r"(?:计量)?单位\s*[：:]\s*(?P<said>[^\s，。；、)）]{1,12})")
_BRACKETED = re.compile(r"[（(](?P<unit>[^（()）]{1,10})[）)]\s*$")
_UNIT_LIKE = re.compile(
    r"%|％|‰|[百千万亿]?(?:元|美元|人民币元|人|户|家|个|吨|台|套|件|次|公里|千米|米|亩|公顷|股|倍|天|"
    r"千瓦时|平方米|平方公里|立方米|人次|辆|所|张|项|条|岁|分|千克|公斤|斤|升|度|标准煤|吨标准煤)"
)


def table_paragraphs(
    table: Table, headings: tuple[str, ...], pages: tuple[PageSpan, ...]
) -> list[Paragraph]:
    """Return the paragraphs of ``table``, at most twelve rows each, under ``headings``."""
    header, body = _split(table)
    columns = _column_headings(header)
    unit = table.unit or _stated_unit(table.caption)
    caption = _caption(table, unit, columns)
    sentences: list[Sentence] = []
    for row in body:
        sentence = _row(row, table.header_columns, columns, unit, pages)
        if sentence is not None:
            sentences.append(sentence)
    return [
        Paragraph(
            tuple(sentences[start : start + ROWS_A_PARAGRAPH]),
            headings,
            ParagraphKind.TABLE,
            caption,
        )
        for start in range(0, len(sentences), ROWS_A_PARAGRAPH)
    ]


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


def _row(
    row: tuple[Cell, ...],
    header_columns: int,
    columns: list[str],
    unit: str,
    pages: tuple[PageSpan, ...],
) -> Sentence | None:
    from retrieval.figures import find_cell_figures

    row_label = _JOINT.join(
        dict.fromkeys(_plain(cell.text) for cell in row[:header_columns] if cell.text.strip())
    )
    text = ""
    figures: list[Figure] = []
    places: list[Cell] = []
    seen: set[tuple[int, int]] = set()
    for index, cell in enumerate(row):
        shown = _plain(cell.text)
        if not shown or ((cell.start, cell.end) in seen and cell.end > cell.start):
            continue  # empty, or a merged cell repeated
        seen.add((cell.start, cell.end))
        places.append(cell)
        start = len(text) + 1 if text else 0
        text = f"{text} {shown}" if text else shown
        if index < header_columns and len(row) > header_columns:
            continue
        column = columns[index] if index < len(columns) else ""
        label = _JOINT.join(part for part in (row_label, column) if part)
        cell_unit = _unit_of(column) or _unit_of(row_label) or unit
        figures.extend(find_cell_figures(shown, start, label=label, unit=cell_unit))
    if not places:
        return None
    first = min(cell.start for cell in places)
    last = max(cell.end for cell in places)
    return Sentence(text, first, last, tuple(figures), page=page_of(first, pages))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _stated_unit(text: str) -> str:
    found = _UNIT.search(text)
    return found["said"] if found else ""


def _unit_of(heading: str) -> str:
    """Return the unit that a row or column heading names: 营业收入（万元）, 单位：亿元."""
    if said := _stated_unit(heading):
        return said
    for part in reversed(heading.split(_JOINT)):
        found = _BRACKETED.search(part)
        if found and _UNIT_LIKE.fullmatch(found["unit"].strip()):
            return found["unit"].strip()
    return ""
