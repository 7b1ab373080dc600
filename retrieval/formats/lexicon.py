"""The lexicon of the formats, loaded once and made ready for matching."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from config.lexicon_file import load_lexicon

_NO_UNITS = ("date", "ordinal")


@dataclass(frozen=True, slots=True)
class FormatsLexicon:
    """What ``config/lexicon/formats.txt`` says, as sets and patterns."""

    closing: re.Pattern[str]  # a whole line
    page_tools: re.Pattern[str]  # the beginning of a line
    published: re.Pattern[str]  # the end of what stands before a date
    titles: frozenset[str]
    texts: frozenset[str]
    dates: frozenset[str]
    unit_line: re.Pattern[str]  # “单位：万元”, with the group ``unit``
    currency: re.Pattern[str]  # “币种：人民币”
    notes: re.Pattern[str]  # the beginning of a line
    no_value: frozenset[str]
    frame: re.Pattern[str]  # anywhere in the class and id of an element


@cache
def formats_lexicon() -> FormatsLexicon:
    """Load the lexicon; raises ``SettingsError`` where the file is wrong."""
    lexicon = load_lexicon("formats.txt")

    def words(section: str) -> str:
        found = sorted(lexicon.keys(section), key=len, reverse=True)
        return "|".join(map(re.escape, found))

    def fields(section: str) -> frozenset[str]:
        return frozenset(map(str.casefold, lexicon.keys(section)))

    labels = "|".join(r"\s*".join(map(re.escape, word)) for word in lexicon.keys("unit labels"))
    return FormatsLexicon(
        closing=re.compile(
            rf"[【\[（(〉>▶■◆•·\s]*(?:{words('closing marks')})[】\]）)]?\s*[:：>»\s]*"
        ),
        page_tools=re.compile(
            rf"[【\[（(]?\s*(?:{words('page tools')})\s*(?:[:：（(】\]]|$|(?<=[数量])\s*\d)"
        ),
        published=re.compile(rf"(?:{words('published labels')})\s*[:：]?\s*$"),
        titles=fields("title fields"),
        texts=fields("text fields"),
        dates=fields("date fields"),
        unit_line=re.compile(
            rf"(?:{labels})\s*[:：]\s*(?P<unit>[^\s。:：()（）|]+(?:[(（][^()（）]*[)）])?)"
        ),
        currency=re.compile(rf"(?:{words('currency labels')})\s*[:：]\s*[^\s。()（）|]+"),
        notes=re.compile(rf"\s*[（(*]?\s*(?:{words('notes')})\s*[:：\d一二三（(]|\s*\*"),
        no_value=frozenset({"", *lexicon.keys("no value")}),
        frame=re.compile(rf"(?:^|[\W_])(?:{words('frame names')})(?:$|[\W_\d])", re.I),
    )


@cache
def unit_words() -> re.Pattern[str]:
    """Return the pattern of a unit: a word of ``units.txt``, multiplied or per another."""
    lexicon = load_lexicon("units.txt")
    names = {
        name
        for section, entries in lexicon.sections.items()
        if section not in _NO_UNITS
        for entry in entries
        for name in (entry.key, *entry.values)
    }
    unit = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(rf"[十百千万亿]*(?:人民币)?(?:{unit})(?:\s*[/／每]\s*[^\s/／]{{1,8}})?")
