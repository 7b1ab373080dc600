"""The reading order of a page: columns from left to right, what spans them in between.

A page is cut where a vertical strip stays white beside enough lines of text on both sides; the
longest strip first. What stands above and below that stretch is ordered on its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from retrieval.formats.pdf_lines import Fragment
from retrieval.formats.pdf_ruled import Frame, RuledTable

_STEP = 2.0  # points between two places at which a strip is looked for
_LINES_AT_LEAST = 2
_LINES_IN_ALL = 5
_WIDTH_AT_LEAST = 4.5  # sizes: the lines of a column are wider than those of a list of figures
_HEADLINE = 1.3  # times the size of the text around it
_HEADLINE_GAP = 0.4  # of that size: white above a headline
_WIDE_GAP = 3.0
_FULL = 0.85  # of a column's widest line
_DEPTH_AT_MOST = 40
_USUAL_SIZE = 10.0


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page that is read line by line: fragments of one column, or one table."""

    fragments: tuple[Fragment, ...] = ()
    table: RuledTable | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Box:
    x0: float
    x1: float
    top: float
    bottom: float
    middle: float
    fragment: Fragment | None = None
    table: RuledTable | None = None
    inside: tuple[_Box, ...] = ()  # of a frame, from top to bottom
    lines: int = 1  # of text that stand in it


def reading_order(
    fragments: Sequence[Fragment], tables: Sequence[RuledTable], frames: Sequence[Frame] = ()
) -> list[Region]:
    """Return the regions of a page in the order in which they are read."""
    boxes = [_Box(f.x0, f.x1, f.top, f.bottom, (f.top + f.bottom) / 2, f) for f in fragments]
    boxes += [_Box(t.x0, t.x1, t.y0, t.y1, (t.y0 + t.y1) / 2, table=t) for t in tables]
    for frame in sorted(frames, key=lambda f: (f.x1 - f.x0) * (f.y1 - f.y0)):
        inside = [box for box in boxes if _holds(frame, box)]
        if len(inside) > 1:
            held = set(map(id, inside))
            boxes = [box for box in boxes if id(box) not in held]
            middle = (frame.y0 + frame.y1) / 2
            content = tuple(sorted(inside, key=lambda box: box.top))
            lines = sum(box.lines for box in inside)
            boxes.append(
                _Box(
                    frame.x0, frame.x1, frame.y0, frame.y1, middle, inside=content, lines=lines
                )
            )  # fmt: skip
    regions: list[Region] = []
    _order(sorted(boxes, key=lambda box: box.top), regions, 0)
    return regions


def _holds(frame: Frame, box: _Box) -> bool:
    return frame.x0 <= (box.x0 + box.x1) / 2 <= frame.x1 and frame.y0 <= box.middle <= frame.y1


def _order(boxes: Sequence[_Box], regions: list[Region], depth: int) -> None:
    if len(boxes) == 1 and boxes[0].inside:
        _order(boxes[0].inside, regions, depth + 1)
        return
    strip = _widest_strip(boxes) if depth < _DEPTH_AT_MOST else None
    if strip is None:
        _leaf(boxes, regions, depth)
        return
    x, top, bottom = strip
    above = [box for box in boxes if box.middle < top]
    below = [box for box in boxes if box.middle > bottom]
    beside = [box for box in boxes if top <= box.middle <= bottom]
    _order(above, regions, depth + 1)
    _order([box for box in beside if box.x1 <= x + _STEP], regions, depth + 1)
    _order([box for box in beside if box.x1 > x + _STEP], regions, depth + 1)
    _order(below, regions, depth + 1)


def _leaf(boxes: Sequence[_Box], regions: list[Region], depth: int) -> None:
    fragments: list[Fragment] = []
    for box in boxes:
        if box.fragment is not None:
            fragments.append(box.fragment)
            continue
        if fragments:
            regions.append(Region(tuple(fragments)))
            fragments = []
        if box.table is not None:
            regions.append(Region(table=box.table))
        elif depth < 2 * _DEPTH_AT_MOST:
            _order(box.inside, regions, depth + 1)
    if fragments:
        regions.append(Region(tuple(fragments)))


def _widest_strip(boxes: Sequence[_Box]) -> tuple[float, float, float] | None:
    """The white strip that parts columns: its place, and from where to where it stays white."""
    if sum(box.lines for box in boxes) < _LINES_IN_ALL:
        return None
    left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    best: tuple[float, float, float, float] | None = None  # height, x, top, bottom
    widths: dict[tuple[float, float], list[float]] = {}
    x = left + _STEP
    while x < right:
        for top, bottom in _white(boxes, x):
            widths.setdefault((top, bottom), []).append(x)
        x += _STEP
    for (top, bottom), places in sorted(widths.items(), key=lambda item: item[0][0] - item[0][1]):
        if best is not None and bottom - top < best[0]:
            break
        for x in _strip_middles(places, boxes):
            beside = [box for box in boxes if top <= box.middle <= bottom]
            if _is_columnar([b for b in beside if b.x1 <= x + _STEP]) and _is_columnar(
                [b for b in beside if b.x1 > x + _STEP]
            ):
                best = bottom - top, x, top, bottom
                break
        if best is not None:
            break
    return None if best is None else best[1:]


def _white(boxes: Sequence[_Box], x: float) -> list[tuple[float, float]]:
    """The stretches (top, bottom) in which nothing stands at ``x`` and lines stand beside it."""
    tops: list[float] = []
    reach: list[float] = []  # how far down the blocking boxes so far go
    for box in boxes:
        if box.x0 < x < box.x1:
            tops.append(box.top)
            reach.append(max(box.bottom, reach[-1] if reach else box.bottom))
    runs: dict[int, list[_Box]] = {}
    for box in boxes:
        if not box.x0 < x < box.x1:
            passed = bisect_right(tops, box.middle)
            if not passed or reach[passed - 1] < box.middle:
                runs.setdefault(passed, []).append(box)
    return [stretch for run in runs.values() for stretch in _parts(run, x)]


def _parts(run: Sequence[_Box], x: float) -> list[tuple[float, float]]:
    """A white stretch, parted where a headline or wide white space runs over its whole width."""
    if not _has_both_sides(run, x):
        return []
    parts: list[list[_Box]] = []
    sizes = [box.fragment.size for box in run if box.fragment is not None]
    size = median(sizes) if sizes else _USUAL_SIZE
    bottom = 0.0
    for box in run:
        larger = box.fragment is not None and box.fragment.size >= _HEADLINE * size
        if parts and box.top - bottom > (_HEADLINE_GAP if larger else _WIDE_GAP) * size:
            parts.append([box])
        elif parts:
            parts[-1].append(box)
        else:
            parts.append([box])
        bottom = max(bottom, box.bottom)
    return [
        (part[0].top, max(box.bottom for box in part)) for part in parts if _has_both_sides(part, x)
    ]


def _has_both_sides(boxes: Sequence[_Box], x: float) -> bool:
    """Tell whether enough stands on either side of a place; the last column may be short."""
    left = sum(box.lines for box in boxes if box.x1 <= x)
    lines = sum(box.lines for box in boxes)
    return min(left, lines - left) >= _LINES_AT_LEAST and lines >= _LINES_IN_ALL


def _strip_middles(places: Sequence[float], boxes: Sequence[_Box]) -> list[float]:
    """The middles of runs of neighbouring places that are wide enough to be a gutter."""
    sizes = [box.fragment.size for box in boxes if box.fragment is not None]
    needed = 0.6 * (median(sizes) if sizes else _USUAL_SIZE)
    middles: list[tuple[float, float]] = []
    begin = previous = places[0]
    for place in [*places[1:], float("inf")]:
        if place - previous > _STEP * 1.5:
            if previous - begin + _STEP >= needed:
                middles.append((begin - previous, (begin + previous) / 2))
            begin = place
        previous = place
    return [middle for _, middle in sorted(middles)]


def _is_columnar(boxes: Sequence[_Box]) -> bool:
    """Tell whether these are columns of running text: wide lines, most of them full."""
    lines = [box.fragment for box in boxes if box.fragment is not None]
    framed = sum(box.lines for box in boxes if box.inside)
    if framed >= _LINES_AT_LEAST and framed >= len(lines):
        return True
    if len(lines) < _LINES_AT_LEAST:
        return False
    if median(line.width / line.size for line in lines) < _WIDTH_AT_LEAST:
        return False
    columns: list[list[Fragment]] = []
    for line in sorted(lines, key=lambda line: line.x0):
        if columns and line.x0 - columns[-1][0].x0 <= 3 * line.size:
            columns[-1].append(line)
        else:
            columns.append([line])
    full = 0
    for column in columns:
        widest = max(line.width for line in column)
        full += sum(line.width >= _FULL * widest for line in column if len(column) > 1)
    return full * 5 >= len(lines) * 2
