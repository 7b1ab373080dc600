"""Are lines broken at a column's width, and at which? Decided from the lines around each line.

A newspaper column breaks its lines at one width, inside words and sentences; a web page or a
text file has one paragraph a line, of any width. Columns of different width can follow each
other, so the width is looked for on both sides of a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.layout.characters import has_clause_marks, is_final
from retrieval.layout.lines import Line

# Blanks that a PDF leaves beside numbers: 4612 户, 1 . 37 万人.
_NUMBER_BLANK = re.compile(r"(?<=[0-9.%])[ ](?=\S)|(?<=[^\s0-9.%])[ ](?=[0-9.])")
_WINDOW = 10  # lines looked at on each side
_CHUNK = 50_000  # windows weighed at a time
_NARROWEST, _WIDEST = 16, 132  # half ems a column can be wide
_SLACK = 5  # half ems a full line may be short: an indent of two characters, a hanging mark
_OUT = 12  # half ems a line may stand out of its column and be of it: blanks in numbers
_INDENTED = 9  # the same for the first line of a paragraph
_WIDER = 0.2  # of the lines in the window may be wider than the column: another one begins
_SHARE = 0.4  # of the lines in the window must be full, and of the full ones hold a comma


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How one line is set: ``column`` is the width it was broken at, 0 where it was not."""

    column: int
    loose: bool  # blank lines stand between all lines here, not only between paragraphs

    def full(self, line: Line, *, first: bool = False) -> bool:
        """Whether ``line`` fills the column, so that it may go on in the next line.

        ``first`` is said of a line that may stand indented and visibly goes on.
        """
        slack = _INDENTED if first else _SLACK
        return self.column > 0 and self.column - slack <= line.width <= self.column + _OUT

    def brimful(self, line: Line) -> bool:
        """Whether ``line`` fills the column too well to be the indented first of a paragraph."""
        return self.column > 0 and line.width >= self.column - 2


def find_wrapping(lines: Sequence[Line]) -> list[Wrapping]:
    """Return for each line how it is set, in time linear in the lines."""
    if not lines:
        return []
    columns = _columns(lines)  # of the window that begins at line i - _WINDOW + 1
    gaps = np.zeros(len(lines) + 1, dtype=np.int64)
    np.cumsum([line.gap > 0 for line in lines], out=gaps[1:])
    gapped: list[int] = gaps.tolist()
    found: list[Wrapping] = []
    blanks = [len(_NUMBER_BLANK.findall(line.text[:200])) for line in lines]
    known: dict[tuple[int, bool], Wrapping] = {}
    for index, line in enumerate(lines):
        above, below = columns[index], columns[index + _WINDOW - 1]
        width = line.width
        if blanks[index] and not _fits(width, above) and not _fits(width, below):
            width -= blanks[index]  # the blanks were put in after the line was broken
        column, loose = _choose(width, index, len(lines), above, below, gapped)
        found.append(known.setdefault((column, loose), Wrapping(column, loose)))
    return found


def _choose(
    width: int, index: int, count: int, above: int, below: int, gapped: list[int]
) -> tuple[int, bool]:
    """Return the column of one line, and whether blank lines stand between all lines there."""
    loose_above = _is_loose(gapped, max(0, index - _WINDOW + 1), index + 1)
    loose_below = _is_loose(gapped, index, min(count, index + _WINDOW))
    fits_above, fits_below = _fits(width, above), _fits(width, below)
    if fits_above and fits_below:
        return min(above, below, key=lambda c: abs(c - width)), loose_above or loose_below
    if fits_above:
        return above, loose_above
    if fits_below or (below > 0 and below - _INDENTED <= width <= below + 3):
        return below, loose_below
    return above or below, loose_above or loose_below


def _fits(width: int, column: int) -> bool:
    return column > 0 and column - _SLACK <= width <= column + 3


def _columns(lines: Sequence[Line]) -> list[int]:
    """Return for every window of lines, truncated ones at both ends too, its column's width.

    A width is the column's where enough lines of the window are full at it, few are wider, most
    full lines do not end a sentence and enough hold a comma; of such widths the one that most
    lines fill to the brim is taken, the widest first.
    """
    found: list[int] = []
    for start in range(1 - _WINDOW, len(lines), _CHUNK):
        stop = min(len(lines), start + _CHUNK)
        found.extend(_columns_between(lines, start, stop))
    return found


def _columns_between(lines: Sequence[Line], start: int, stop: int) -> list[int]:
    """Return the columns of the windows that begin at ``start`` to ``stop`` (not included)."""
    first, last = max(0, start), min(len(lines), stop + _WINDOW - 1)
    part = lines[first:last]
    before, behind = first - start, stop + _WINDOW - 1 - last
    widths = np.pad(np.array([line.width for line in part], dtype=np.int32), (before, behind))
    marked = np.pad(np.array([has_clause_marks(x.text[:200]) for x in part]), (before, behind))
    final = np.pad(np.array([is_final(line.text) for line in part]), (before, behind))
    window = np.lib.stride_tricks.sliding_window_view(widths, _WINDOW)
    marked_window = np.lib.stride_tricks.sliding_window_view(marked, _WINDOW)
    final_window = np.lib.stride_tricks.sliding_window_view(final, _WINDOW)
    count = (window > 0).sum(axis=1)
    best = np.zeros(len(window), dtype=np.int32)
    best_brimful = np.zeros(len(window), dtype=np.int32)
    for place in range(_WINDOW):
        width = window[:, place : place + 1]
        full = (window <= width) & (window >= width - _SLACK)
        many = full.sum(axis=1)
        brimful = (full & (window >= width - 2)).sum(axis=1)
        wide = width[:, 0]
        sure = (
            (brimful >= 2)
            & ((full & marked_window & ~final_window).sum(axis=1) == many)
            & (many >= np.rint(count * _SHARE))
        )
        good = (
            (wide >= _NARROWEST)
            & (wide <= _WIDEST)
            & ((many >= np.maximum(3, np.rint(count * _SHARE))) | sure)
            & ((full & marked_window).sum(axis=1) >= _SHARE * many)
            & ((full & final_window).sum(axis=1) <= 0.5 * many)
            & ((window > width + 3).sum(axis=1) <= _WIDER * count)
            & ((brimful > best_brimful) | ((brimful == best_brimful) & (wide > best)))
        )
        best = np.where(good, wide, best)
        best_brimful = np.where(good, brimful, best_brimful)
    columns: list[int] = best.tolist()
    return columns


def _is_loose(gapped: list[int], start: int, end: int) -> bool:
    pairs = end - start - 1
    return pairs > 1 and gapped[end] - gapped[start + 1] >= 0.75 * pairs
