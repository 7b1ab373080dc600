"""Characters of a page → fragments: runs of characters on one baseline without a wide gap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from retrieval.formats.characters import superscript
from retrieval.formats.pdf_page import Character

_SAME_BASELINE = 0.45  # of the size; a raised footnote mark stays on its line
_GAP = 0.9  # of the size: wider blank parts fragments
_WORD_GAP = 0.22  # of the size: wider blank parts Latin words that no blank parts
_CLOSING = "，。、；：”’）》」』】"
_SPACED = 3.0  # sizes between the characters of a spaced headline
_RAISED_SIZE = 0.8  # of the size of the line: a raised character is smaller
_RAISED = 0.15  # of that size: it stands so far above the baseline
_BEHIND = 0.3  # of that size: it stands so near behind a character
_OVERPRINT = 0.2  # of the size: the same character again this near is printed twice to look bold


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of characters in a row; ``base`` is its baseline, downwards from the top."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.base - 0.85 * self.size

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.base + 0.2 * self.size

    @property
    def width(self) -> float:
        """The width in points."""
        return self.x1 - self.x0


def fragments_of(characters: Iterable[Character]) -> list[Fragment]:
    """Return the fragments, from top to bottom, in a row from left to right."""
    found = [_fragment(run) for row in _rows(characters) for run in _runs(row) if _has_text(run)]
    return [fragment for fragment in found if fragment.text]


def without_spacing(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Put the characters of a spaced headline together: single ones at equal distances."""
    joined: list[Fragment] = []
    for row in rows_of(fragments):
        index = 0
        while index < len(row):
            end = index + 1
            while end < len(row) and _spaced(row[end - 1], row[end]):
                end += 1
            if end - index >= 2:
                text = "".join(fragment.text for fragment in row[index:end])
                joined.append(replace(row[index], text=text, x1=row[end - 1].x1))
            else:
                joined.append(row[index])
                end = index + 1
            index = end
    return joined


def _spaced(before: Fragment, after: Fragment) -> bool:
    return (
        _is_han(before.text)
        and _is_han(after.text)
        and abs(after.size - before.size) < 0.1 * before.size
        and after.x0 - before.x1 <= _SPACED * before.size
    )


def _is_han(text: str) -> bool:
    return len(text) == 1 and "\u4e00" <= text <= "\u9fff"


def rows_of(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """Return fragments by visual rows, from top to bottom, each from left to right."""
    rows: list[list[Fragment]] = []
    base = size = 0.0
    for fragment in sorted(fragments, key=lambda f: f.base):
        if rows and fragment.base - base <= _SAME_BASELINE * min(size, fragment.size):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
            base, size = fragment.base, fragment.size
    for row in rows:
        row.sort(key=lambda f: f.x0)
    return rows


def join_row(row: Sequence[Fragment]) -> str:
    """Return the text of a row, a blank for each wide gap."""
    text = ""
    end = 0.0
    for fragment in row:
        if text and fragment.x0 - end > _GAP * fragment.size:
            text += " "
        text += fragment.text
        end = fragment.x1
    return text


def join_lines(lines: Sequence[str]) -> str:
    """Join the lines of one cell: a blank only between Latin words."""
    text = ""
    for line in lines:
        if text and line and text[-1].isascii() and text[-1].isalpha() and line[0].isascii():
            text += " "
        text += line
    return text


def cell_text(characters: Iterable[Character]) -> str:
    """Return the text of the characters of one table cell, its lines joined."""
    return join_lines([join_row(row) for row in rows_of(fragments_of(characters))])


def _rows(characters: Iterable[Character]) -> list[list[Character]]:
    rows: list[list[Character]] = []
    base = size = 0.0
    for character in sorted(characters, key=lambda c: c.base):
        near = rows and character.base - base <= _SAME_BASELINE * min(size, character.size)
        if near:
            rows[-1].append(character)
            if character.size > size:  # the mark stood above the line it belongs to
                base, size = character.base, character.size
        else:
            rows.append([character])
            base, size = character.base, character.size
    for row in rows:
        row.sort(key=lambda c: c.x0)
    _lower_marks(rows)
    return [row for row in rows if row]


def _lower_marks(rows: list[list[Character]]) -> None:
    """Move small characters that stand raised right behind a character into its row."""
    for number, row in enumerate(rows):
        for below in rows[number + 1 : number + 3]:
            if not row or below[0].base - row[0].base > below[0].size:
                break
            size = max(character.size for character in below)
            if row[0].size > _RAISED_SIZE * size:
                break
            starts = [character.x0 for character in below]
            moved: list[Character] = []
            end = float("-inf")  # of the mark so far
            for character in row:
                place = bisect_right(starts, character.x0)
                near = place > 0 and character.x0 - below[place - 1].x1 < _BEHIND * size
                if character.size <= _RAISED_SIZE * size and (near or character.x0 - end < 1.0):
                    moved.append(character)
                    end = character.x1
            if moved:
                kept = set(map(id, moved))
                row[:] = [character for character in row if id(character) not in kept]
                below.extend(moved)
                below.sort(key=lambda c: c.x0)


def _runs(row: Sequence[Character]) -> Iterable[list[Character]]:
    """Part a row at wide gaps; blanks do not fill a gap."""
    run: list[Character] = []
    end = 0.0
    for character in row:
        blank = character.text.isspace()
        if run and not blank:
            if character.x0 - end > _GAP * min(character.size, run[-1].size):
                yield run
                run = []
            elif any(
                other.text == character.text
                and abs(other.x0 - character.x0) < _OVERPRINT * character.size
                for other in run[-2:]
            ):
                continue
        run.append(character)
        if not blank:
            end = character.x1
            if character.text in _CLOSING and character.x1 - character.x0 > 0.8 * character.size:
                end -= 0.5 * character.size  # the right half of the sign is white
    if run:
        yield run


def _fragment(run: Sequence[Character]) -> Fragment:
    seen = [character for character in run if not character.text.isspace()]
    size = sorted(character.size for character in seen)[len(seen) // 2]
    base = next(character.base for character in seen if character.size == size)
    parts: list[str] = []
    raised = ""
    end: float | None = None

    def lower() -> None:
        nonlocal raised
        if raised:
            before = parts[-1][-1:] if parts else ""
            parts.append(superscript(raised, before))
            raised = ""

    for character in run:
        if character.size <= _RAISED_SIZE * size and base - character.base > _RAISED * size:
            raised += character.text.strip()
            end = character.x1
            continue
        lower()
        if character.text.isspace():
            if parts and parts[-1] != " ":
                parts.append(" ")
            continue
        before = next((part for part in reversed(parts) if part), "")
        if (
            end is not None
            and character.x0 - end > _WORD_GAP * character.size
            and _is_latin(before[-1:])
            and _is_latin(character.text)
        ):
            parts.append(" ")
        parts.append(character.text)
        end = character.x1
    lower()
    bold = sum(character.bold for character in seen) * 2 > len(seen)
    text = "".join(parts).strip()
    return Fragment(text, seen[0].x0, max(c.x1 for c in seen), base, size, bold)


def _has_text(run: Sequence[Character]) -> bool:
    return any(not character.text.isspace() for character in run)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
