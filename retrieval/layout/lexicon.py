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
    byline_marks: frozenset[str]
    reporters: str  # the words as one alternative of a regular expression, and so below
    credits: str
    source_words: str
    date_words: str
    title_labels: str
    agencies: str
    agency_endings: str
    dateline_endings: str
    jump_words: str
    short_jump_words: str
    page_words: str
    notes: str
    continuations: tuple[str, ...]
    openings: tuple[str, ...]
    hanging_ends: tuple[str, ...]
    share_heading: re.Pattern[str]  # a heading, or a part of one, that ends so
    money_words: re.Pattern[str]
    office_endings: str
    heading_marks: frozenset[str]
    column_words: str
    staff: str  # what those are called who make a page, names behind them without a colon


def alternatives(words: tuple[str, ...]) -> str:
    """Return the words as one regular expression, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


@cache
def layout_lexicon() -> LayoutLexicon:
    """Load the lexicon; raises ``SettingsError`` where the file is wrong."""
    lexicon = load_lexicon("layout.txt")

    def words(section: str) -> str:
        return alternatives(lexicon.keys(section))

    return LayoutLexicon(
        speech=re.compile(rf"(?:{words('speech verbs')})[。！？!?]?$"),
        abbreviations=frozenset(word.casefold() for word in lexicon.keys("abbreviations")),
        byline_marks=frozenset(lexicon.keys("byline marks")),
        reporters=words("reporters"),
        credits=words("credits"),
        source_words=words("source words"),
        date_words=words("date words"),
        title_labels=words("title labels"),
        agencies=words("agencies"),
        agency_endings=words("agency endings"),
        dateline_endings=words("dateline endings"),
        jump_words=words("jump words"),
        short_jump_words=words("short jump words"),
        page_words=words("page words"),
        notes=words("notes"),
        continuations=lexicon.keys("continuations"),
        openings=lexicon.keys("openings"),
        hanging_ends=lexicon.keys("hanging ends"),
        share_heading=re.compile(rf"(?:{words('share words')})\s*(?:[%％‰（(·]|\s|$)"),
        money_words=re.compile(words("money words")),
        office_endings=words("office endings"),
        heading_marks=frozenset(lexicon.keys("heading marks")),
        column_words=words("column words"),
        staff=words("staff"),
    )
