"""Breaking lines of Chinese by their width on the screen, where a Han character takes two columns.

Lines break at blanks and between Han characters, never before a closing mark, inside a
number, or between a number and its unit.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise

_OPENING = {"Ps", "Pi"}


def width_of(text: str) -> int:
    """Return how many columns ``text`` takes."""
    return sum(map(_columns, text))


def line_starts(text: str, width: int, first: int | None = None) -> list[int]:
    """Return where lines begin after the first, so that none is wider than ``width``.

    ``first`` is the width of the first line where it is another. A piece that is wider than a
    line is cut anywhere.
    """
    starts: list[int] = []
    room = max(width if first is None else first, 1)
    used = position = 0
    for piece in _pieces(text):
        columns = width_of(piece.rstrip())
        if used and used + columns > room:
            starts.append(position)
            used, room = 0, max(width, 1)
        if columns <= room:
            used += width_of(piece)
            position += len(piece)
            continue
        for character in piece:
            if used and used + _columns(character) > room:
                starts.append(position)
                used, room = 0, max(width, 1)
            used += _columns(character)
            position += 1
    return starts


def wrap(text: str, width: int) -> list[str]:
    """Return ``text`` as lines no wider than ``width``, without blanks at their ends."""
    bounds = [0, *line_starts(text, width), len(text)]
    lines = (text[a:b].strip() for a, b in pairwise(bounds))
    return [line for line in lines if line]


def _columns(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _pieces(text: str) -> Iterator[str]:
    """Cut ``text`` into what stays on one line: words with their blank, Han with its marks."""
    piece = ""
    for character in text:
        if piece and _may_break(piece[-1], character):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    if unicodedata.category(before) in _OPENING:
        return False
    category = unicodedata.category(after)
    if before.isdecimal() and not after.isascii():
        return False  # a number keeps its unit
    if after.isspace() or (category[0] == "P" and category not in _OPENING):
        return False
    return before.isspace() or _columns(before) == 2 or _columns(after) == 2
