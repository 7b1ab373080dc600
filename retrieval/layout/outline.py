"""Outline marks: 第一章, 一、（一）1.（1）, and the level each of them stands for."""

from __future__ import annotations

import re

_NUMERALS = "一二三四五六七八九十百零〇"
_MARKS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        1,
        re.compile(
            rf"第\s*[{_NUMERALS}0-9]{{1,4}}\s*(?:[章编](?!的)|篇(?=[\s：:]|$))"
            rf"|第[{_NUMERALS}0-9]{{1,3}}部分"
        ),
    ),
    (2, re.compile(rf"第\s*[{_NUMERALS}0-9]{{1,4}}\s*节")),
    (3, re.compile(rf"[{_NUMERALS}]{{1,3}}\s*[、．.]")),
    (4, re.compile(rf"[（(]\s*[{_NUMERALS}]{{1,3}}\s*[）)]\s*[、．.]?")),
    # A blank before the point and a number behind it are a decimal: 94 . 1 %.
    (
        5,
        re.compile(
            r"[0-9]{1,2}(?:\s*、|[．.](?![0-9])|\s+[．.](?!\s*[0-9])|[．.](?=(?:19|20)[0-9]{2}年))"
        ),
    ),
    (6, re.compile(r"[（(]\s*[0-9]{1,2}\s*[）)]\s*[、．.]?")),
    (7, re.compile(r"[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳]|[0-9]{1,2}[)）]")),
)
_DIGITS = "一二三四五六七八九"
_NUMBER = re.compile(r"[0-9]{1,3}|[一二三四五六七八九十]{1,3}")
_BEGINNINGS = set(f"第（(0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳{_NUMERALS}")
SHORT_LINE_LEVEL = 100  # headings that only their looks make one stand below the format's
UNMARKED_LEVEL = 8
LEVELS = 10  # outline marks between two levels of headings of the format


def outline_number(text: str) -> int:
    """Return the number in the outline mark with which ``text`` begins, 0 for none it knows."""
    found = _NUMBER.search(text[:12])
    if found is None:
        return 0
    if found[0].isascii():
        return int(found[0])
    tens, ten, ones = found[0].rpartition("十")
    if not ten:
        return _DIGITS.find(found[0]) + 1 if len(found[0]) == 1 else 0
    return 10 * (_DIGITS.find(tens) + 1 or 1) + _DIGITS.find(ones) * bool(ones) + bool(ones)


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
