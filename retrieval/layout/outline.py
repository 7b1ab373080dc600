"""Outline marks: 第一章, 一、（一）1.（1）, and the level each of them stands for."""

from __future__ import annotations

import re

_NUMERALS = "一二三四五六七八九十百零〇"
_MARKS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"第\s*[{_NUMERALS}0-9]{{1,4}}\s*[章编篇]|第[{_NUMERALS}0-9]{{1,3}}部分")),
    (2, re.compile(rf"第\s*[{_NUMERALS}0-9]{{1,4}}\s*节")),
    (3, re.compile(rf"[{_NUMERALS}]{{1,3}}\s*[、．.]")),
    (4, re.compile(rf"[（(]\s*[{_NUMERALS}]{{1,3}}\s*[）)]\s*[、．.]?")),
    (5, re.compile(r"[0-9]{1,2}\s*(?:、|[．.](?![0-9])|[．.](?=(?:19|20)[0-9]{2}年))")),
    (6, re.compile(r"[（(]\s*[0-9]{1,2}\s*[）)]\s*[、．.]?")),
    (7, re.compile(r"[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳]|[0-9]{1,2}[)）]")),
)
_BEGINNINGS = set(f"第（(0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳{_NUMERALS}")
SHORT_LINE_LEVEL = 100  # headings that only their looks make one stand below the format's
UNMARKED_LEVEL = 8
LEVELS = 10  # outline marks between two levels of headings of the format


def is_left_by(level: int, other: int) -> bool:
    """Whether a heading of ``level`` ends where one of ``other`` begins.

    Headings on one level of the format are told apart by their outline marks; one without a mark
    ends those with a mark, and is ended by them.
    """
    if level // LEVELS != other // LEVELS:
        return level > other
    mark, other_mark = level % LEVELS, other % LEVELS
    return mark == 0 or other_mark == 0 or mark >= other_mark


def outline_mark(text: str) -> int:
    """Return the level (1 outermost) of the outline mark with which ``text`` begins, 0 for none."""
    if text[:1] not in _BEGINNINGS:
        return 0
    head = text[:12]
    for level, pattern in _MARKS:
        if pattern.match(head):
            return level
    return 0
