"""Extracted text → its lines, each with its place, width and the blank lines before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.layout.characters import display_width, is_ornament

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]*(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]|$)")
_INDENT = re.compile(r"[ \t\u3000\u00a0]*")
# Two ideographic spaces inside a line begin a paragraph where all line breaks were lost.
_LOST_BREAK = re.compile(r"\s*\u3000[ \t]?\u3000\s*")
_RESTS = set("。！？：；”…）!?:;")
_LONG_PART = 15  # characters


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its outer blanks; offsets into the extracted text."""

    start: int
    end: int
    text: str
    width: int  # half ems
    gap: int  # blank lines before it
    indent: int  # half ems of white space before it
    new_page: bool = False  # a form feed stands before it


def split_lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Return the lines of ``text[start:end]`` that are not blank and not mere ornaments."""
    lines: list[Line] = []
    gap = 0
    new_page = False
    stop = len(text) if end is None else end
    for found in _LINE.finditer(text, start, stop):
        raw = found[0]
        if not raw:
            continue
        stripped = raw.strip()
        if not stripped or is_ornament(stripped):
            gap += 1
            new_page = new_page or "\f" in raw
            continue
        for begin, finish in _parts(raw, found.start()):
            part = text[begin:finish]
            lines.append(
                Line(
                    begin,
                    finish,
                    part,
                    display_width(part[:400]),
                    gap,
                    _indent(text, found.start(), begin),
                    new_page,
                )
            )
            gap, new_page = 0, False
        new_page = raw.endswith("\f")
    return lines


def _indent(text: str, start: int, begin: int) -> int:
    blanks = text[max(start, begin - 16) : begin]
    return display_width(blanks[len(blanks.rstrip()) :])


def _parts(raw: str, offset: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of one line that lost line breaks part, without outer blanks."""
    start = len(raw) - len(raw.lstrip())
    stop = len(raw.rstrip())
    begin = start
    for found in _LOST_BREAK.finditer(raw, start, stop):
        left, right = raw[found.start() - 1], raw[found.end() : found.end() + _LONG_PART]
        if left in _RESTS or len(right.strip()) == _LONG_PART:
            yield offset + begin, offset + found.start()
            begin = found.end()
    yield offset + begin, offset + stop
