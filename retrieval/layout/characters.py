"""What layout needs to know of single characters: widths, enders, brackets."""

from __future__ import annotations

import re

HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

# Set as wide as a Han character in Chinese type; the quotation marks and dashes among them.
_WIDE = re.compile(r"[\u1100-\u115f\u2014-\u201d\u2026\u2190-\u27bf\u2e80-\U0003ffff\uff01-\uff60]")
_FINAL = re.compile(r"(?:[。！？!?…]|[0-9A-Za-z%)\"']\.)[”’」』）》】)\]\"']*$")
_CLAUSE = re.compile(r"[，。、；！？,;](?![0-9])")

CONTINUING_STARTS = set("，。、；：！？”’）》】」』〕%％‰,;)]…")
CONTINUING_ENDS = set("，、（“‘《【「『〔,([")
# Arrows, dingbats, emoji and what an encoding could not say; stars part texts and stand apart.
_ORNAMENT = (
    r"\u2190-\u21ff\u2600-\u2604\u2607-\u2775\u2794-\u27bf\u2b00-\u2bff"
    r"\ufe0e\ufe0f\u200d\ufffd\U0001f000-\U0001faff"
)
_ORNAMENTS = re.compile(rf"[{_ORNAMENT}\s]+")
_OPEN = {"“": "”", "（": "）", "(": ")", "《": "》", "「": "」", "『": "』", "【": "】"}
_SHUT = {shut: opened for opened, shut in _OPEN.items()}


def display_width(text: str) -> int:
    """Return the width of ``text`` in half ems: a Han character 2, a Latin one 1."""
    return len(text) + len(_WIDE.findall(text))


def is_final(text: str) -> bool:
    """Whether ``text`` ends as a sentence does: 。！？… and closing marks."""
    return _FINAL.search(text[-12:]) is not None


def is_closed(text: str) -> bool:
    """Whether ``text`` ends at a rest: as a sentence does, or with a colon or semicolon."""
    return is_final(text) or text[-1:] in "：:；;"


def is_ornament(text: str) -> bool:
    """Whether ``text`` is nothing but arrows, emoji and characters that could not be decoded."""
    return _ORNAMENTS.fullmatch(text) is not None


def ends_with_ornament(text: str) -> bool:
    """Whether the last character of ``text`` is an arrow, an emoji or the like."""
    return is_ornament(text[-1:])


def has_clause_marks(text: str) -> bool:
    """Whether a comma, a full stop or the like stands in ``text``; a thousands comma is none."""
    return _CLAUSE.search(text) is not None


def leaves_open(text: str) -> bool:
    """Whether a quotation or bracket that begins in ``text`` is still open at its end."""
    stack: list[str] = []
    for character in text:
        if character in _OPEN:
            stack.append(character)
        elif character in _SHUT and stack and stack[-1] == _SHUT[character]:
            stack.pop()
    return bool(stack)


def is_han(character: str) -> bool:
    """Whether ``character`` is a Han character."""
    return _HAN.match(character) is not None


_HAN = re.compile(f"[{HAN}]")
HAN_RUN = re.compile(f"[{HAN}]+")
