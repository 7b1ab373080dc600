"""Ruled tables of a page: the lines drawn give the cells, the characters inside their text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from retrieval.formats.pdf_lines import cell_text, fragments_of, join_row, rows_of
from retrieval.formats.pdf_page import Character, PageContent, Rule
from retrieval.formats.tables import GridCell, is_number

_NEAR = 3.0  # points: lines this near are one line, and lines this near to each other meet
_SHORTEST = 4.0
_RULES_AT_MOST = 3000
_FRAME_AT_LEAST = 60.0  # points
_PROSE = 80  # characters a cell: more is no table


@dataclass(slots=True)
class RuledTable:
    """A table of a page: its box, the places of its vertical lines, and its cells."""

    x0: float
    y0: float
    x1: float
    y1: float
    columns: tuple[float, ...]
    rows: list[list[GridCell]]
    inside: list[Character] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Frame:
    """A box drawn around a part of a page, which is read as a whole."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class RuledContent:
    """The ruled tables and frames of a page, and the characters that stand in no table."""

    tables: tuple[RuledTable, ...]
    frames: tuple[Frame, ...]
    outside: tuple[Character, ...]


def ruled_content(page: PageContent) -> RuledContent:
    """Tell the lines of a page apart into tables and frames."""
    horizontal = _joined([r for r in page.horizontal if r.x1 - r.x0 >= _SHORTEST], across=False)
    vertical = _joined([r for r in page.vertical if r.y1 - r.y0 >= _SHORTEST], across=True)
    if len(horizontal) + len(vertical) > _RULES_AT_MOST:  # a drawing
        return RuledContent((), (), page.characters)
    tables: list[RuledTable] = []
    frames: list[Frame] = []
    outside: Sequence[Character] = page.characters
    for across, down in _components(horizontal, vertical):
        found = _table(across, down, outside)
        if found is None or _is_prose(found):
            frames.extend(_frame(across, down))
            continue
        tables.append(found)
        inside = set(map(id, found.inside))
        outside = [character for character in outside if id(character) not in inside]
    tables.sort(key=lambda table: table.y0)
    return RuledContent(tuple(tables), tuple(frames), tuple(outside))


def _is_prose(table: RuledTable) -> bool:
    """Tell frames and lines around articles from a table: their cells hold long texts."""
    texts = [
        text for text in {cell: text for row in table.rows for cell, text in row}.values() if text
    ]
    return bool(texts) and sum(map(len, texts)) > _PROSE * len(texts) and len(texts) <= 12


def _frame(across: Sequence[Rule], down: Sequence[Rule]) -> list[Frame]:
    """The frame that the lines close around a part of the page, if they do."""
    x0, x1 = min(h.x0 for h in across), max(h.x1 for h in across)
    y0, y1 = min(v.y0 for v in down), max(v.y1 for v in down)
    if x1 - x0 < _FRAME_AT_LEAST or y1 - y0 < _FRAME_AT_LEAST:
        return []
    closed = all(
        any(
            abs(rule.y0 - y) <= 2 * _NEAR and rule.x1 - rule.x0 >= 0.9 * (x1 - x0)
            for rule in across
        )
        for y in (y0, y1)
    ) and all(
        any(abs(rule.x0 - x) <= 2 * _NEAR and rule.y1 - rule.y0 >= 0.9 * (y1 - y0) for rule in down)
        for x in (x0, x1)
    )
    return [Frame(x0, y0, x1, y1)] if closed else []


def _joined(rules: Sequence[Rule], *, across: bool) -> list[Rule]:
    """Join the pieces of lines on one track that touch."""

    def track(rule: Rule) -> float:
        return rule.x0 if across else rule.y0

    def span(rule: Rule) -> tuple[float, float]:
        return (rule.y0, rule.y1) if across else (rule.x0, rule.x1)

    tracks: list[list[Rule]] = []
    for rule in sorted(rules, key=track):
        if tracks and track(rule) - track(tracks[-1][0]) <= _NEAR:
            tracks[-1].append(rule)
        else:
            tracks.append([rule])
    joined: list[Rule] = []
    for group in tracks:
        place = sum(map(track, group)) / len(group)
        begin = end = None
        for low, high in sorted(map(span, group)):
            if begin is None or end is None or low - end > _NEAR:
                if begin is not None and end is not None:
                    joined.append(_rule(place, begin, end, across))
                begin, end = low, high
            else:
                end = max(end, high)
        if begin is not None and end is not None:
            joined.append(_rule(place, begin, end, across))
    return joined


def _rule(place: float, begin: float, end: float, across: bool) -> Rule:
    return Rule(place, begin, place, end) if across else Rule(begin, place, end, place)


def _components(
    horizontal: Sequence[Rule], vertical: Sequence[Rule]
) -> list[tuple[list[Rule], list[Rule]]]:
    """Group the lines that meet."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, h in enumerate(horizontal):
        for j, v in enumerate(vertical):
            if h.x0 - _NEAR <= v.x0 <= h.x1 + _NEAR and v.y0 - _NEAR <= h.y0 <= v.y1 + _NEAR:
                parent[root(i)] = root(len(horizontal) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, h in enumerate(horizontal):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(vertical):
        groups.setdefault(root(len(horizontal) + j), ([], []))[1].append(v)
    return [group for group in groups.values() if len(group[0]) >= 2 and group[1]]


def _table(
    across: Sequence[Rule], down: Sequence[Rule], characters: Sequence[Character]
) -> RuledTable | None:
    left = min(min(h.x0 for h in across), min(v.x0 for v in down))
    right = max(max(h.x1 for h in across), max(v.x0 for v in down))
    xs = _places([left, right, *(v.x0 for v in down)])
    ys = _places([h.y0 for h in across] + [y for v in down for y in (v.y0, v.y1)])
    if len(xs) < 3 or len(ys) < 3:
        return None  # a frame around a text, or a line under one
    width, height = len(xs) - 1, len(ys) - 1
    owner = list(range(width * height))

    def root(node: int) -> int:
        while owner[node] != node:
            owner[node] = owner[owner[node]]
            node = owner[node]
        return node

    def unite(one: int, other: int) -> None:
        first, second = sorted((root(one), root(other)))
        owner[second] = first

    for row in range(height):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(width):
            cell = row * width + column
            if column + 1 < width and not _wall(down, xs[column + 1], middle, across=True):
                unite(cell, cell + 1)
            center = (xs[column] + xs[column + 1]) / 2
            if row + 1 < height and not _wall(across, ys[row + 1], center, across=False):
                unite(cell, cell + width)
    cells: dict[int, list[Character]] = {}
    inside: list[Character] = []
    for character in characters:
        column = bisect_right(xs, (character.x0 + character.x1) / 2) - 1
        row = bisect_right(ys, character.base - 0.35 * character.size) - 1
        if 0 <= column < width and 0 <= row < height:
            inside.append(character)
            cells.setdefault(root(row * width + column), []).append(character)
    if len({root(cell) for cell in range(width * height)}) < 3 or not inside:
        return None
    rows: list[list[GridCell]] = []
    fresh = width * height
    for row in range(height):
        roots = [root(row * width + column) for column in range(width)]
        band = {cell: cells.get(cell, []) for cell in roots}
        alone = row + 1 == height or not set(roots) & {
            root((row + 1) * width + column) for column in range(width)
        }
        begun = row == 0 or not set(roots) & {
            root((row - 1) * width + column) for column in range(width)
        }
        for part in _lines_apart(band) if alone and begun else [band]:
            numbers = {cell: fresh + place for place, cell in enumerate(band)}
            fresh += len(band)
            whole = part is band
            rows.append(
                [(cell if whole else numbers[cell], cell_text(part[cell])) for cell in roots]
            )
    return RuledTable(xs[0], ys[0], xs[-1], ys[-1], tuple(xs), rows, inside)


Band = dict[int, list[Character]]


def _lines_apart(band: Band) -> list[Band]:
    """Part a row without lines between its rows, known by figures that stand one below another."""
    stacks: list[tuple[float, ...]] = []
    for characters in band.values():
        lines = rows_of(fragments_of(characters))
        if len(lines) >= 2 and all(is_number(join_row(line)) for line in lines):
            stacks.append(tuple(round(line[0].base) for line in lines))
    bases = max(stacks, key=len, default=())
    alike = sum(len(stack) == len(bases) for stack in stacks)
    if alike < 2 and len(bases) < 4:
        return [band]
    parts: list[Band] = [{cell: [] for cell in band} for _ in bases]
    for cell, characters in band.items():
        for character in characters:
            nearest = min(range(len(bases)), key=lambda i: abs(bases[i] - character.base))
            parts[nearest][cell].append(character)
    return parts


def _places(values: Sequence[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places


def _wall(rules: Sequence[Rule], place: float, at: float, *, across: bool) -> bool:
    """Tell whether a line runs at ``place`` past the point ``at``."""
    if across:
        return any(abs(r.x0 - place) <= _NEAR and r.y0 <= at <= r.y1 for r in rules)
    return any(abs(r.y0 - place) <= _NEAR and r.x0 <= at <= r.x1 for r in rules)
