"""A reply: a text in Telegram's HTML and the buttons under it."""

from __future__ import annotations

from dataclasses import dataclass

from bot import html_text

_LABEL_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what stands on it, and the data (up to 64 bytes) that a press sends."""

    text: str
    data: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A text of at most 4096 UTF-16 code units after parsing, and rows of buttons."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()


def make_reply(text: str, *rows: tuple[Button, ...]) -> Reply:
    """Return a reply with ``text`` cut to what a message holds and empty rows left out."""
    return Reply(html_text.cut(text), tuple(row for row in rows if row))


def label(text: str, length: int = _LABEL_LENGTH) -> str:
    """Return ``text`` on one line, short enough for a button."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + html_text.ELLIPSIS


def around(text: str, start: int, end: int, length: int) -> tuple[str, int]:
    """Return the part of ``text`` of about ``length`` that holds ``[start, end)``.

    The second value is how far to the left the part's offsets have moved.
    """
    if len(text) <= length:
        return text, 0
    left = max(0, min(start - (length - (end - start)) // 2, len(text) - length))
    right = max(end, left + length)
    before = html_text.ELLIPSIS if left else ""
    after = html_text.ELLIPSIS if right < len(text) else ""
    return before + text[left:right] + after, left - len(before)
