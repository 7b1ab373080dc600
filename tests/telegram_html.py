"""Telegram's HTML as the Bot API parses it, but stricter: whatever is doubtful is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass

TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "a",
        "blockquote", "tg-spoiler"}  # fmt: skip
_TOKEN = re.compile(
    r"<(/?)([a-z-]+)((?:\s[^<>]*)?)>|&(lt|gt|amp|quot);|&#(\d+);|([^<>&]+)|(.)", re.S
)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


class ParseError(Exception):
    """What Telegram says of it."""


@dataclass(frozen=True)
class Entity:
    kind: str
    start: int
    end: int
    text: str


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def parse(html: str) -> tuple[str, list[Entity]]:
    """Return the visible text and its entities, offsets in characters."""
    text = ""
    entities: list[Entity] = []
    open_tags: list[tuple[str, int]] = []
    for match in _TOKEN.finditer(html):
        closing, name, attributes, named, numbered, plain, stray = match.groups()
        if stray:
            raise ParseError(f"Bad Request: can't parse entities: stray {stray!r}")
        if not name:
            text += plain or (_NAMED[named] if named else chr(int(numbered)))
        elif name not in TAGS:
            raise ParseError(f'Bad Request: can\'t parse entities: Unsupported start tag "{name}"')
        elif closing:
            if not open_tags or open_tags[-1][0] != name:
                raise ParseError(f"Bad Request: can't parse entities: Unexpected end tag {name}")
            _, start = open_tags.pop()
            if text[start:].strip():
                entities.append(Entity(name, start, len(text), text[start:]))
        else:
            if attributes and name not in ("a", "code", "blockquote"):
                raise ParseError("Bad Request: can't parse entities: attributes")
            if name == "blockquote" and any(tag == "blockquote" for tag, _ in open_tags):
                raise ParseError("Bad Request: can't parse entities: nested blockquote")
            open_tags.append((name, len(text)))
    if open_tags:
        raise ParseError(f"Bad Request: can't parse entities: Can't find end tag of {open_tags}")
    return text, entities
