"""Numerals that count nothing: idioms, names, codes, item numbers, addresses of the net."""

from __future__ import annotations

import re
from functools import cache

from retrieval.figures.drafts import Draft
from retrieval.figures.lexicon import Prefixes, Suffixes, folded_keys, numerals_lexicon
from retrieval.figures.units import unit_at
from retrieval.folding import fold
from retrieval.records import FigureKind

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[\x21-\x7e]++|(?<![a-z0-9._%+-])[a-z0-9._%+-]++@[a-z0-9.-]++"
)
_PHONE = re.compile(
    r"(?:0\d{2,3}-\d{7,8}|[48]00-\d{3,4}-\d{3,4}|1[3-9]\d{9}|\d++(?:-\d++){2,})(?!\d)"
)
_VERSION = re.compile(r"\d++(?:\.\d++){2,}")
_OPENING = {"“": "”", "「": "」", "『": "』", "《": "》", "〈": "〉", "‘": "’", '"': '"'}
_COUNTED = frozenset({FigureKind.COUNT, FigureKind.ORDINAL, FigureKind.NUMBER})
_LONGEST_SLOGAN = 10
_LONGEST_TITLE = 40
_LONGEST_LEAD = 8  # of a slogan before its numeral
_LONGEST_IDIOM = 10
_CLOSING_MARKS = "”」』》〉’"
_WORDS = rf"[^\W_]{{0,{_LONGEST_LEAD}}}"
_QUOTED_BEFORE = re.compile(rf"[“「『《〈‘]{_WORDS}$")
_QUOTED_BEHIND = re.compile(rf"{_WORDS}[{_CLOSING_MARKS}]")
# 一主两副, 一港四片多园: each numeral stands before one character that names something.
_NUMERALS = "一两二三四五六七八九十"
_MANY = "多(?![达于为是有出数半在位用由以来])"
_PAIRS = re.compile(rf"(?:(?:[{_NUMERALS}]|{_MANY})[\u4e00-\u9fff]){{2,}}")
# 见表1, 附图2, (表3
_OF_TABLE = re.compile(r"(?:^|[^\w]|[见如附下上及和与])[表图]$")
# 干一件成一件: what is done to the one is done to the other.
_ECHO = re.compile(r"(?P<one>一[\u4e00-\u9fff])(?P<verb>[\u4e00-\u9fff]{1,2})(?P=one)(?!\w)")


@cache
def _idioms() -> Prefixes:
    return Prefixes(folded_keys(numerals_lexicon(), "words that begin with a numeral"))


@cache
def _endings() -> Suffixes:
    return Suffixes(folded_keys(numerals_lexicon(), "words that end with a numeral"))


@cache
def _sayings() -> Prefixes:
    return Prefixes(folded_keys(numerals_lexicon(), "idioms"))


@cache
def _exceptions(section: str) -> dict[str, tuple[str, ...]]:
    table = numerals_lexicon().table(section)
    return {fold(word): tuple(map(fold, values)) for word, values in table.items() if values}


@cache
def _before_articles() -> Suffixes:
    return Suffixes(folded_keys(numerals_lexicon(), "words before an article"))


@cache
def _institutions() -> Prefixes:
    return Prefixes(folded_keys(numerals_lexicon(), "numbered institutions"))


@cache
def _articles() -> Prefixes:
    return Prefixes(folded_keys(numerals_lexicon(), "articles"))


def idiom_at(folded: str, position: int) -> str:
    """Return the idiom or name that begins with the numeral at ``position``, or nothing."""
    word = _idioms().match(folded, position)
    exceptions = _exceptions("words that begin with a numeral").get(word)
    if exceptions is not None and folded.startswith(exceptions, position + len(word)):
        return ""
    return word


def saying_end(folded: str, position: int) -> int:
    """Return the end of the idiom in which the numeral at ``position`` stands, or 0: 约法三章."""
    for start in range(position, max(-1, position - _LONGEST_IDIOM), -1):
        word = _sayings().match(folded, start)
        if start + len(word) > position:
            return start + len(word)
    return 0


def ends_a_word(folded: str, position: int) -> bool:
    """Whether the numeral at ``position`` is the last character of a word (统一, 唯一)."""
    word = _endings().match(folded, position + 1) if position else ""
    if not word:
        return False
    exceptions = _exceptions("words that end with a numeral").get(word)
    return exceptions is None or not folded.startswith(exceptions, position + 1)


def is_article(folded: str, position: int) -> bool:
    """Whether the 一 at ``position`` is an article: 是一种, 这一个."""
    return bool(
        folded[position] == "一"
        and _before_articles().match(folded, position)
        and _articles().match(folded, position + 1)
    )


def names_institution(folded: str, draft: Draft) -> bool:
    """Whether the ordinal is part of the name of a hospital or school: 第六人民医院."""
    return bool(_institutions().match(folded, draft.numeral_end))


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
    if before in ("+", "双") or _OF_TABLE.search(folded, max(0, start - 3), start):
        return True
    if start < 2 or not folded[start:end].isdigit():
        return False
    earlier = text[start - 2]
    return (before == " " and earlier.isupper()) or (before == "-" and earlier.isdigit())


def is_slogan(folded: str, draft: Draft) -> bool:
    """Whether the numeral belongs to a slogan or name: “三个代表”, “吉林一号”, 一主两副."""
    start, end = draft.start, draft.end
    if start and folded[start - 1] in _OPENING:
        closing = _OPENING[folded[start - 1]]
        close = folded.find(closing, end, end + _LONGEST_SLOGAN)
        return close > end
    if draft.numeral_end - start > 1 or draft.kind not in _COUNTED:
        return False
    behind = _QUOTED_BEHIND.match(folded, end)
    if behind and _QUOTED_BEFORE.search(folded, max(0, start - _LONGEST_LEAD - 1), start):
        return True
    return end - start == 2 and (_is_in_pairs(folded, start) or _is_echoed(folded, start))


def _is_in_pairs(folded: str, start: int) -> bool:
    """Whether one numeral of a row of pairs counts what has no measure word: 一主两副."""
    first = start
    while first >= 2 and folded[first - 2] in _NUMERALS:
        first -= 2
    found = _PAIRS.match(folded, first)
    if found is None or idiom_at(folded, first):  # 一共三个 counts
        return False
    if not (folded[first] == "一" or "多" in folded[first : found.end() : 2]):
        return False  # 三战一和两负 counts
    nouns = range(first + 1, found.end(), 2)
    return any(unit_at(folded, folded, place) is None for place in nouns)


def _is_echoed(folded: str, start: int) -> bool:
    found = _ECHO.search(folded, max(0, start - 4), start + 8)
    return found is not None and start in (found.start(), found.end() - 2)


def is_in_title(folded: str, position: int) -> bool:
    """Whether the bare number at ``position`` is part of the name of a book: 《中国制造2025》."""
    opening = folded.rfind("《", max(0, position - _LONGEST_TITLE), position)
    closing = folded.find("》", position, position + _LONGEST_TITLE)
    return opening >= 0 and closing >= 0 and "》" not in folded[opening:position]
