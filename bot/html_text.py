"""Telegram's HTML: escaped, measured after parsing, cut where no entity is broken.

A message holds 4096 UTF-16 code units after its entities were parsed
(https://core.telegram.org/bots/api#sendmessage).
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

MESSAGE_LENGTH = 4096
ELLIPSIS = "…"
# A quotation may end early; a figure, a name or an address half shown would be a wrong one.
_DIVISIBLE = frozenset({"blockquote"})
_TOKEN = re.compile(r"<(?P<close>/?)(?P<name>[a-z-]+)[^<>]*>|&(?:#x?)?[0-9A-Za-z]+;|[^<&]|[<&]")


@dataclass(slots=True)
class _Open:
    name: str
    position: int  # in the output, before the tag
    length: int


def escape(text: str) -> str:
    """Escape what Telegram's HTML gives a meaning; control characters become blanks."""
    clean = "".join(char if char in "\n\t" or char.isprintable() else " " for char in text)
    return html.escape(clean, quote=False)


def bold(text: str) -> str:
    """Return ``text``, escaped, in bold."""
    return f"<b>{escape(text)}</b>"


def units(text: str) -> int:
    """Return how many UTF-16 code units ``text`` is."""
    return len(text) + sum(char > "\uffff" for char in text)


def visible(text: str) -> str:
    """Return what a reader sees of the HTML ``text``."""
    return html.unescape(re.sub(r"</?[a-z-]+[^<>]*>", "", text))


def length(text: str) -> int:
    """Return the length of the HTML ``text`` after parsing, in UTF-16 code units."""
    return units(visible(text))


def cut(text: str, limit: int = MESSAGE_LENGTH) -> str:
    """Return the HTML ``text`` with at most ``limit`` UTF-16 code units after parsing.

    What is cut off leaves an ellipsis. The cut never falls inside a character reference, nor
    inside an entity other than a quotation, which is closed; other entities go as a whole.
    """
    if length(text) <= limit:
        return text
    room = limit - units(ELLIPSIS)
    output: list[str] = []
    open_tags: list[_Open] = []
    used = 0
    for match in _TOKEN.finditer(text):
        token, name = match[0], match["name"]
        if name and match["close"]:
            if open_tags:
                open_tags.pop()
            output.append(token)
        elif name:
            open_tags.append(_Open(name, len(output), used))
            output.append(token)
        else:
            used += units(html.unescape(token))
            if used > room:
                break
            output.append(token)
    for number, tag in enumerate(open_tags):
        if tag.name not in _DIVISIBLE:
            del output[tag.position :], open_tags[number:]
            break
    kept = "".join(output).rstrip()
    return kept + ELLIPSIS + "".join(f"</{tag.name}>" for tag in reversed(open_tags))
