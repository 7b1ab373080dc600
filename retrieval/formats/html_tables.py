"""HTML tables → grids of cells, merged cells repeated."""

from __future__ import annotations

from typing import Any

from retrieval.formats.characters import one_line, superscript
from retrieval.formats.tables import GridCell

_WIDTH_AT_MOST = 1000


def is_data_table(table: Any) -> bool:
    """Tell a table of data from one that only places things on the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = list(table.iter("tr"))
    if len(rows) < 2:
        return False
    cells = [cell for row in rows for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 4 or len(cells) < 1.5 * len(rows):
        return False
    long = sum(len(cell.text_content()) > 200 for cell in cells)
    return long * 4 <= len(cells)


def grid_of(table: Any) -> list[list[GridCell]]:
    """Return the rows of a table, each cell with an identity; spans repeat the identity."""
    grid: list[list[GridCell | None]] = []
    identity = 0
    for number, row in enumerate(table.iter("tr")):
        while len(grid) <= number:
            grid.append([])
        line = grid[number]
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while column < len(line) and line[column] is not None:
                column += 1
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            identity += 1
            content = (identity, cell_text(cell))
            for down in range(min(height, 500)):
                while len(grid) <= number + down:
                    grid.append([])
                target = grid[number + down]
                while len(target) < min(column + width, _WIDTH_AT_MOST):
                    target.append(None)
                for across in range(column, min(column + width, _WIDTH_AT_MOST)):
                    if target[across] is None:
                        target[across] = content
            column += width
    width = max(map(len, grid), default=0)
    count = len(list(table.iter("tr")))
    blank = -1
    result: list[list[GridCell]] = []
    for line in grid[:count]:
        filled: list[GridCell] = []
        for index in range(width):
            found = line[index] if index < len(line) else None
            if found is None:
                blank -= 1
                found = (blank, "")
            filled.append(found)
        result.append(filled)
    return result


def caption_of(table: Any) -> str:
    """Return the caption that a table itself holds, in one line; empty where it has none."""
    captions = (child for child in table.iterchildren("caption"))
    return " ".join(text for caption in captions if (text := cell_text(caption)))


def cell_text(cell: Any) -> str:
    """Return the text of a cell in one line; line breaks become blanks."""
    parts: list[str] = []
    stack: list[Any] = [cell]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        if node is not cell and node.tail:
            stack.append(node.tail)
        if not isinstance(node.tag, str):
            continue
        if node.tag == "sup":
            before = "".join(parts[-3:]).rstrip()[-1:]
            parts.append(superscript(node.text_content(), before))
            continue
        if node.tag in ("br", "p", "div"):
            parts.append(" ")
        stack.extend(reversed(node))
        if node.text:
            parts.append(node.text)
    return one_line("".join(parts))


def _span(cell: Any, name: str) -> int:
    try:
        return max(1, min(int(cell.get(name) or 1), _WIDTH_AT_MOST))
    except ValueError:
        return 1
