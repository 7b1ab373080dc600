"""Lines → units: broken lines joined into paragraphs, lines that stand alone left alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.layout.characters import (
    CONTINUING_ENDS,
    CONTINUING_STARTS,
    has_clause_marks,
    is_closed,
    is_final,
    leaves_open,
)
from retrieval.layout.datelines import dateline_end
from retrieval.layout.kinds import LineKind, is_marked_byline, line_kind
from retrieval.layout.lexicon import layout_lexicon
from retrieval.layout.lines import Line
from retrieval.layout.offsets import TracedText, concatenate, trace
from retrieval.layout.outline import outline_mark, outline_number
from retrieval.layout.rows import is_row
from retrieval.layout.wrapping import Wrapping, find_wrapping

_LONGEST_TITLE = 80  # characters of a unit that may still be lines of a title
_MOST_TITLE_LINES = 4
_MOST_COMMAS = 3
_OVERHANG = 9  # half ems a line may stand out of its column: hanging marks, blanks in numbers
_RUNNING = 0.75  # of the column a line of running text fills at least
_BROKEN_FIGURE = 0.6  # of the column a line fills at least that ends inside a figure
_POINT_FIRST = re.compile(r"[.．][0-9]")
_REST_OF_FIGURE = re.compile(r"[.．]?[0-9]|[万亿年月日个元人%％]")
# A number that counts something: no year, month or day.
_NUMBER_FIRST = re.compile(r"[0-9][0-9.,]*+(?![0-9年月日时点、\-—~～])")
_LATIN_LINE = 36  # half ems; a shorter line of Latin letters is rather a heading
_WIDEST_LINE = 100  # half ems a line broken by hand or by a program is wide
_WIDER = 1.25  # of its width the line below may have: digits are narrower than characters
_LONGEST_UNIT = 4000  # lines; an endless run of full lines is cut there


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph with its lines joined, or one line that stands alone."""

    text: TracedText
    gap: int  # blank lines before it
    kind: LineKind = LineKind.PLAIN
    lines: int = 1
    wrapped: bool = False  # stands among lines broken at a column's width


def join_lines(source: str, lines: Sequence[Line]) -> list[Unit]:
    """Return the units of ``lines``, which stand in ``source``, in order, nothing lost."""
    settings = find_wrapping(lines)
    kinds = [line_kind(line.text) for line in lines]
    units: list[Unit] = []
    start = 0
    for index in range(1, len(lines) + 1):
        if (
            index < len(lines)
            and index - start < _LONGEST_UNIT
            and _goes_on(lines, settings, kinds, start, index)
        ):
            continue
        units.extend(_units(source, lines[start:index], settings[start], kinds[start:index]))
        start = index
    return units


def join_all(source: str, lines: Sequence[Line], *, blank: bool = False) -> TracedText:
    """Return all ``lines`` joined into one text, with ``blank`` a blank between all of them."""
    parts: list[TracedText] = []
    for line in lines:
        if parts and (blank or _needs_blank(parts[-1].text[-2:], line.text[0])):
            previous = parts[-1].end
            parts.append(TracedText(" ", (0,), (previous,)))
        parts.append(trace(source, line.start, line.end))
    return concatenate(parts)


def _needs_blank(left: str, right: str) -> bool:
    if not (left[-1].isascii() and right.isascii()):
        return False
    if left[-1].isdigit():
        return right.isalpha()
    if right.isdigit() and left[0].isdigit():
        return False  # a number broken behind its point or comma
    return (left[-1].isalpha() or left[-1] in ".,;:!?)") and right.isalnum()


def _units(
    source: str, lines: Sequence[Line], setting: Wrapping, kinds: Sequence[LineKind]
) -> list[Unit]:
    joined = join_all(source, lines)
    wrapped = setting.column > 0
    if len(lines) == 1 or not _may_be_title_lines(joined.text, lines):
        return [Unit(joined, lines[0].gap, kinds[0], len(lines), wrapped)]
    return [
        Unit(trace(source, line.start, line.end), line.gap, kind, 1, wrapped)
        for line, kind in zip(lines, kinds, strict=True)
    ]


def _may_be_title_lines(text: str, lines: Sequence[Line]) -> bool:
    return (
        len(lines) <= _MOST_TITLE_LINES
        and len(text) <= _LONGEST_TITLE
        and not is_closed(text)
        and not any(mark in text for mark in "。；")
        and not any(line.text[0] in CONTINUING_STARTS for line in lines[1:])
        and sum(map(text.count, "，,")) <= _MOST_COMMAS
        and not any(line.text[-1] in "，、," for line in lines)
    )


def _goes_on(
    lines: Sequence[Line],
    settings: Sequence[Wrapping],
    kinds: Sequence[LineKind],
    start: int,
    index: int,
) -> bool:
    """Whether line ``index`` goes on the unit that began with line ``start``."""
    above, line = lines[index - 1], lines[index]
    setting = settings[index - 1]
    first = index - 1 == start
    if first and kinds[start] is not LineKind.PLAIN:
        return False
    if is_row(above.text) or is_row(line.text):
        return False
    rests = is_final(above.text) and not _breaks_number(above.text, line.text)
    full = setting.full(above)
    if _is_latin(above.text) and _is_latin(line.text) and kinds[index] is LineKind.PLAIN:
        return line.gap == 0 and above.width >= _LATIN_LINE and not (rests and not full)
    if kinds[index] is not LineKind.PLAIN and not (full and _is_broken_inside(above, line)):
        return False
    if dateline_end(line.text) and (rests or not has_clause_marks(above.text)):
        return False
    if rests:
        return full and _same_paragraph(lines, settings, start, index)
    if line.text[0] in CONTINUING_STARTS:
        return True
    if above.text[-1] in CONTINUING_ENDS and (full or line.gap == 0):
        return True
    if _breaks_figure(above, line, setting) or _stops_inside(above, line):
        return True
    filled = full or (first and setting.full(above, first=True))
    if not (filled or _runs_on(above, line, setting, first=first)):
        return False
    if line.width > setting.column + _OVERHANG:
        return False  # another column begins
    if outline_mark(line.text) and (is_closed(above.text) or _counts_on(lines[start], line)):
        return False
    if line.indent >= above.indent + 3 and index - start > 1:
        return leaves_open("".join(part.text for part in lines[max(start, index - 4) : index]))
    return not (first and _stands_alone(lines, setting, index))


def _breaks_number(above: str, line: str) -> bool:
    """Whether the break stands behind a decimal point."""
    return len(above) > 2 and above[-1] == "." and above[-2].isdigit() and line[0].isdigit()


def _breaks_figure(above: Line, line: Line, setting: Wrapping) -> bool:
    """Whether the break stands inside a number or between it and what it counts: 3125.8 / 亿元."""
    return (
        above.width >= _BROKEN_FIGURE * setting.column > 0
        and (line.gap == 0 or setting.loose)
        and above.text[-1].isdigit()
        and not outline_mark(line.text)
        and _REST_OF_FIGURE.match(line.text) is not None
    )


def _stops_inside(above: Line, line: Line) -> bool:
    """Whether a line ends inside a sentence, in a text too short to show its column.

    What holds the end of a sentence and stops inside the next is no title; a line as long as a
    paragraph of the web is not broken but lacks its full stop.
    """
    if line.gap > 0 or outline_mark(line.text):
        return False
    begun = above.text[-1].isdigit() and _POINT_FIRST.match(line.text) is not None
    if has_clause_marks(above.text) and (begun or _breaks_number(above.text, line.text)):
        return True
    return (
        not is_closed(above.text)
        and _LATIN_LINE <= above.width <= _WIDEST_LINE
        and line.width <= _WIDER * above.width
        and any(mark in above.text[:-1] for mark in "。；")
    )


def _counts_on(first: Line, line: Line) -> bool:
    """Whether ``line`` is the next item of the list whose item the unit is."""
    return (
        outline_mark(line.text) == outline_mark(first.text)
        and outline_number(line.text) == outline_number(first.text) + 1
    )


def _runs_on(above: Line, line: Line, setting: Wrapping, *, first: bool) -> bool:
    """Whether a line of running text stops short of the column, as lines of one length do.

    Text broken after so many characters has narrower lines where digits stand. In the middle of a
    paragraph one comma is enough to tell its lines from those of a title.
    """
    if above.width < _RUNNING * setting.column or setting.column == 0:
        return False
    if line.gap > 0 and (first or not setting.loose):
        return False
    return (
        "。" in above.text
        or above.text.count("，") > 1
        or (not first and has_clause_marks(above.text))
        or (has_clause_marks(above.text) and above.text.endswith(layout_lexicon().hanging_ends))
    )


def _is_latin(text: str) -> bool:
    """Whether a line is written in Latin letters, its words parted by blanks."""
    return text.isascii() and " " in text and text[0].isalpha()


def _is_broken_inside(above: Line, line: Line) -> bool:
    """Whether a line that looks like a byline or source is but the middle of a sentence."""
    return not is_closed(above.text) and not is_marked_byline(line.text)


def _stands_alone(lines: Sequence[Line], setting: Wrapping, index: int) -> bool:
    """Whether a full line with no comma, the first of its unit, is rather a heading.

    Below a heading a paragraph begins, and its first line, whose indent was lost, is shorter
    than the next; below the first line of a paragraph stands a line as full as the next.
    """
    above, line = lines[index - 1], lines[index]
    if has_clause_marks(above.text) or leaves_open(above.text):
        return False
    if _NUMBER_FIRST.match(line.text) and not outline_mark(line.text):
        return False  # below a heading no text begins so
    if outline_mark(above.text) and not setting.brimful(above):
        return True
    if not setting.loose and line.gap > 0:
        return True
    if line.indent >= above.indent + 3:
        return True
    following = lines[index + 1] if index + 1 < len(lines) else None
    if above.width > setting.column - 3:
        # Too full for the first line of a paragraph; it is none where one begins below it.
        return (
            following is not None
            and not is_final(following.text)
            and line.width <= min(following.width, setting.column) - 3
        )
    if following is not None and not is_final(following.text):
        return line.width <= following.width - 3
    return not setting.brimful(line)


def _same_paragraph(
    lines: Sequence[Line], settings: Sequence[Wrapping], start: int, index: int
) -> bool:
    """Whether the paragraph goes on behind a full line that ends with a full stop."""
    above, line, setting = lines[index - 1], lines[index], settings[index - 1]
    if leaves_open("".join(part.text for part in lines[max(start, index - 6) : index])):
        return True
    if line.gap > 0 and not setting.loose:
        return False
    if line.indent >= above.indent + 3 and index - start > 1:
        return False
    if line.text[0] in CONTINUING_STARTS:
        return True
    # An indent that was lost leaves the first line of a paragraph two characters short.
    last = index + 1 >= len(lines) or is_final(line.text)
    return settings[index].brimful(line) or (last and not outline_mark(line.text))
