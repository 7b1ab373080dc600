"""Folding: one spelling for matching, of the same length, so that offsets stay the same.

Full-width forms become half-width, traditional characters simplified, letters lower case. A
character whose folded form is not exactly one character stays as it is, and so do ① and ², which
as plain digits would join the number beside them.
"""

from __future__ import annotations

import unicodedata
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


def fold(text: str) -> str:
    """Return ``text`` folded for matching; ``len(fold(text)) == len(text)``."""
    return text.translate(_TABLE)
