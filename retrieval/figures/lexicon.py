"""The lexicon of figures, loaded once and made ready for looking up at a position of a text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from config.lexicon_file import LexiconFile, load_lexicon
from retrieval.folding import fold


class Prefixes:
    """Words to be found at the beginning of a stretch of text, the longest first."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {
            first: tuple(sorted(all_, reverse=True)) for first, all_ in lengths.items()
        }

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def match(self, text: str, position: int) -> str:
        """Return the longest word that begins at ``position`` of ``text``, or an empty string."""
        if position >= len(text):
            return ""
        words = self._words
        for length in self._lengths.get(text[position], ()):
            word = text[position : position + length]
            if word in words:
                return word
        return ""


class Suffixes:
    """Words to be found at the end of a stretch of text, the longest first."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[-1], set()).add(len(word))
        self._lengths = {last: tuple(sorted(all_, reverse=True)) for last, all_ in lengths.items()}

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def match(self, text: str, position: int) -> str:
        """Return the longest word that ends before ``position`` of ``text``, or nothing."""
        if position <= 0:
            return ""
        words = self._words
        for length in self._lengths.get(text[position - 1], ()):
            if length <= position:
                word = text[position - length : position]
                if word in words:
                    return word
        return ""


@cache
def numerals_lexicon() -> LexiconFile:
    """Load ``numerals.txt``; raises ``SettingsError`` where the file is wrong."""
    return load_lexicon("numerals.txt")


@cache
def qualifiers_lexicon() -> LexiconFile:
    """Load ``qualifiers.txt``; raises ``SettingsError`` where the file is wrong."""
    return load_lexicon("qualifiers.txt")


def integers(section: str) -> dict[str, int]:
    """Return a section of ``numerals.txt`` whose entries are ``character: integer``.

    Raises ``SettingsError`` where an entry is no such thing.
    """
    lexicon = numerals_lexicon()
    table: dict[str, int] = {}
    for entry in lexicon.section(section):
        if len(entry.key) != 1 or len(entry.values) != 1 or not entry.values[0].isascii():
            raise lexicon.error(entry.line, "expected one character, a colon and an integer")
        try:
            table[entry.key] = int(entry.values[0])
        except ValueError:
            raise lexicon.error(entry.line, f"{entry.values[0]} is no integer") from None
    return table


def folded_keys(lexicon: LexiconFile, section: str) -> tuple[str, ...]:
    """Return the keys of a section as they stand in a folded text."""
    return tuple(dict.fromkeys(fold(key) for key in lexicon.keys(section)))


class FiguresTable(dict[int, str]):
    """Folds as ``retrieval.folding`` does, except signs that only look like digits (①, ⑴, ¹)."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = fold(character)
        if folded.isascii() and folded.isdigit() and not character.isdecimal():
            # ² and ³ stay digits, for m² and km²; circled digits number items.
            folded = folded if character in "²³" else "·"
        elif folded != character and character in _ENCLOSED:
            folded = "·"
        elif folded in "−﹣‐‑":
            folded = "-"
        elif folded in "∼〜":
            folded = "~"
        self[code] = folded
        return folded


_ENCLOSED = frozenset(map(chr, [*range(0x3220, 0x3248), *range(0x3280, 0x32B1)]))
_TABLE = FiguresTable()


def fold_for_figures(text: str) -> str:
    """Return ``text`` folded, of the same length, circled digits and the like taken out."""
    return text.translate(_TABLE)
