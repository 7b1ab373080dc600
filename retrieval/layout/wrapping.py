"""Are lines broken at a column's width, and at which? Decided from the lines around each line.

A newspaper column breaks its lines at one width, inside words and sentences; a web page or a
text file has one paragraph a line, of any width. Columns of different width can follow each
other, so the width is looked for on both sides of a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.layout.characters import has_clause_marks, is_final
from retrieval.layout.lines import Line

_WINDOW = 10  # lines looked at on each side
_NARROWEST, _WIDEST = 16, 132  # half ems a column can be wide
_SLACK = 5  # half ems a full line may be short: an indent of two characters, a hanging mark
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
        return self.column > 0 and line.width >= self.column - (_INDENTED if first else _SLACK)

    def brimful(self, line: Line) -> bool:
        """Whether ``line`` fills the column too well to be the indented first of a paragraph."""
        return self.column > 0 and line.width >= self.column - 2


def find_wrapping(lines: Sequence[Line]) -> list[Wrapping]:
    """Return for each line how it is set, in time linear in the lines."""
    widths = [line.width for line in lines]
    marked = [has_clause_marks(line.text[:200]) for line in lines]
    final = [is_final(line.text) for line in lines]
    found: list[Wrapping] = []
    for index, line in enumerate(lines):
        above = (max(0, index - _WINDOW + 1), index + 1)
        below = (index, min(len(lines), index + _WINDOW))
        sides = [(_column(widths, marked, final, *side), side) for side in (above, below)]
        fitting = [side for side in sides if _fits(line.width, side[0], _SLACK)] or [
            side for side in sides[1:] if _fits(line.width, side[0], _INDENTED)
        ]
        column = min((side[0] for side in fitting), key=lambda c: abs(c - line.width), default=0)
        loose = any(_is_loose(lines, *side) for _, side in (fitting or sides))
        found.append(Wrapping(column or sides[0][0] or sides[1][0], loose))
    return found


def _fits(width: int, column: int, slack: int) -> bool:
    return column > 0 and column - slack <= width <= column + 3


def _column(widths: list[int], marked: list[bool], final: list[bool], start: int, end: int) -> int:
    """Return the width at which the lines ``start`` to ``end`` are broken, 0 for none."""
    count = end - start
    needed = max(2, round(count * _SHARE))
    best, best_brimful = 0, 0
    for width in set(widths[start:end]):
        if not _NARROWEST <= width <= _WIDEST:
            continue
        full = [index for index in range(start, end) if width - _SLACK <= widths[index] <= width]
        brimful = sum(width - 2 <= widths[index] <= width + 1 for index in full)
        if (
            len(full) >= needed
            and sum(marked[index] for index in full) >= _SHARE * len(full)
            and sum(final[index] for index in full) <= 0.5 * len(full)
            and sum(other > width + 3 for other in widths[start:end]) <= _WIDER * count
            and (brimful, width) > (best_brimful, best)
        ):
            best, best_brimful = width, brimful
    return best


def _is_loose(lines: Sequence[Line], start: int, end: int) -> bool:
    pairs = lines[start + 1 : end]
    return len(pairs) > 1 and sum(line.gap > 0 for line in pairs) >= 0.75 * len(pairs)
