"""The layout lexicon, loaded once and made ready for matching."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from config.lexicon_file import load_lexicon


@dataclass(frozen=True, slots=True)
class LayoutLexicon:
    """What ``config/lexicon/layout.txt`` says, as sets and patterns."""

    speech: re.Pattern[str]  # ends with a word of saying and closing punctuation
    abbreviations: frozenset[str]


def alternatives(words: tuple[str, ...]) -> str:
    """Return the words as one regular expression, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


@cache
def layout_lexicon() -> LayoutLexicon:
    """Load the lexicon; raises ``SettingsError`` where the file is wrong."""
    lexicon = load_lexicon("layout.txt")
    return LayoutLexicon(
        speech=re.compile(rf"(?:{alternatives(lexicon.keys('speech verbs'))})[。！？!?]?$"),
        abbreviations=frozenset(word.casefold() for word in lexicon.keys("abbreviations")),
    )
