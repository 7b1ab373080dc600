"""Folding: one spelling for matching, of the same length, so that offsets stay the same.

Full-width forms become half-width, traditional characters simplified, letters lower case. A
character whose folded form is not exactly one character stays as it is, and so do ① and ², which
as plain digits would join the number beside them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

import opencc


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


# ₂ of PM₂.₅ stands for its digit; the other small and encircled numbers stand apart.
_SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"


def _fold_character(character: str) -> str:
    if unicodedata.category(character) == "No" and character not in _SUBSCRIPTS:
        return character
    if "\ud800" <= character <= "\udfff":
        return character  # half of a pair alone, which nothing can be made of
    for change in (
        lambda c: unicodedata.normalize("NFKC", c),
        _simplifier().convert,
        str.casefold,
    ):
        changed = change(character)
        if len(changed) == 1:
            character = changed
    return character


class _FoldingTable(dict[int, str]):
    """A translation table that folds each character once, when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_TABLE = _FoldingTable()
_PLANE = 1 << 16
_BEYOND_PLANE = re.compile("[\U00010000-\U0010ffff]")
_MANY = 100_000  # characters after which it pays to fold all of the plane once, which takes 30 ms

# By code point; ``str.translate`` looks up a list four times as fast as a dictionary this large.
_plane: list[int] = []
_count = 0


def fold(text: str) -> str:
    """Return ``text`` folded for matching; ``len(fold(text)) == len(text)``."""
    global _count, _plane
    if _plane and not _BEYOND_PLANE.search(text):
        return text.translate(_plane)
    _count += len(text)
    if _count > _MANY and not _plane:
        _plane = _fold_plane()
    return text.translate(_TABLE)


def _fold_plane() -> list[int]:
    """Return what every character of the basic plane is folded to."""
    plane = list(range(_PLANE))
    han = "".join(map(chr, range(0x3400, 0xA000)))
    # One to a line, so that none is taken for part of a phrase.
    simplified = _simplifier().convert("\n".join(han)).split("\n")
    for character, folded in zip(han, simplified, strict=True):
        if len(folded) == 1:
            plane[ord(character)] = ord(folded)
    for character in map(chr, plane[:0x3400] + plane[0xA000:0xD800] + plane[0xE000:]):
        if not unicodedata.is_normalized("NFKC", character) or character.casefold() != character:
            plane[ord(character)] = ord(_fold_character(character))
    return plane


def fold_all(texts: Sequence[str]) -> list[str]:
    """Return each of several texts folded, which together takes less time than one by one."""
    folded = fold("".join(texts))
    start = 0
    parts: list[str] = []
    for text in texts:
        end = start + len(text)
        parts.append(folded[start:end])
        start = end
    return parts
