"""Numerals that count nothing: idioms, names, codes, item numbers, addresses of the net."""

from __future__ import annotations

import re
from functools import cache

from retrieval.figures.lexicon import Prefixes, Suffixes, folded_keys, numerals_lexicon
from retrieval.folding import fold

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[\x21-\x7e]++|(?<![a-z0-9._%+-])[a-z0-9._%+-]++@[a-z0-9.-]++"
)
_PHONE = re.compile(
    r"(?:0\d{2,3}-\d{7,8}|[48]00-\d{3,4}-\d{3,4}|1[3-9]\d{9}|\d++(?:-\d++){2,})(?!\d)"
)
_VERSION = re.compile(r"\d++(?:\.\d++){2,}")
_OPENING = {"“": "”", "「": "」", "『": "』", "《": "》", "〈": "〉", "‘": "’", '"': '"'}
_LONGEST_SLOGAN = 10


@cache
def _idioms() -> Prefixes:
    return Prefixes(folded_keys(numerals_lexicon(), "words that begin with a numeral"))


@cache
def _endings() -> Suffixes:
    return Suffixes(folded_keys(numerals_lexicon(), "words that end with a numeral"))


@cache
def _exceptions() -> dict[str, tuple[str, ...]]:
    table = numerals_lexicon().table("words that end with a numeral")
    return {fold(word): tuple(map(fold, values)) for word, values in table.items() if values}


@cache
def _before_articles() -> Suffixes:
    return Suffixes(folded_keys(numerals_lexicon(), "words before an article"))


@cache
def _articles() -> Prefixes:
    return Prefixes(folded_keys(numerals_lexicon(), "articles"))


def idiom_at(folded: str, position: int) -> str:
    """Return the idiom or name that begins with the numeral at ``position``, or nothing."""
    return _idioms().match(folded, position)


def ends_a_word(folded: str, position: int) -> bool:
    """Whether the numeral at ``position`` is the last character of a word (统一, 唯一)."""
    word = _endings().match(folded, position + 1) if position else ""
    if not word:
        return False
    exceptions = _exceptions().get(word)
    return exceptions is None or not folded.startswith(exceptions, position + 1)


def is_article(folded: str, position: int) -> bool:
    """Whether the 一 at ``position`` is an article: 是一种, 这一个."""
    return bool(
        folded[position] == "一"
        and _before_articles().match(folded, position)
        and _articles().match(folded, position + 1)
    )


def address_spans(folded: str) -> list[tuple[int, int]]:
    """Return the stretches that are addresses of the net, in order."""
    if "://" not in folded and "www." not in folded and "@" not in folded:
        return []
    return [found.span() for found in _ADDRESS.finditer(folded)]


def code_end(folded: str, position: int) -> int:
    """Return the end of the telephone number or version that begins at ``position``, or 0."""
    for pattern in (_PHONE, _VERSION):
        found = pattern.match(folded, position)
        if found:
            return found.end()
    return 0


def is_item_number(folded: str, position: int, end: int) -> bool:
    """Whether the bare number numbers an item: 1. at the beginning, (2), [3], 〔2023〕."""
    after = folded[end : end + 1]
    before = folded[position - 1 : position]
    if before and before in "([【〔" and after and after in ")]】〕":
        return end - position <= 2 or before in "[〔"
    if position > 6 or folded[:position].strip("([ \u3000"):
        return False
    return bool(after and end - position <= 2 and after in ".、)]")


@cache
def _telephones() -> frozenset[str]:
    return frozenset(numerals_lexicon().keys("telephone numbers"))


def is_code(text: str, folded: str, start: int, end: int) -> bool:
    """Whether the bare number is a line to call, or part of a name: 12345, JSR 93, 1+2+4, 双11."""
    if folded[start:end] in _telephones() or folded[end : end + 1] == "+":
        return True
    before = folded[start - 1 : start]
    if before in ("+", "双"):
        return True
    if start < 2 or not folded[start:end].isdigit():
        return False
    earlier = text[start - 2]
    return (before == " " and earlier.isupper()) or (before == "-" and earlier.isdigit())


def is_slogan(folded: str, start: int, end: int) -> bool:
    """Whether the numeral begins a short quotation that is a name: “三个代表”, 《三个火枪手》."""
    if not start or folded[start - 1] not in _OPENING:
        return False
    closing = _OPENING[folded[start - 1]]
    close = folded.find(closing, end, end + _LONGEST_SLOGAN)
    return close > end
