"""Paragraph → sentences: cut behind 。！？, never inside a short quotation or a number."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from retrieval.layout.characters import is_ornament
from retrieval.layout.lexicon import layout_lexicon
from retrieval.layout.offsets import TracedText
from retrieval.records import PageSpan, Sentence

LONGEST_SENTENCE = 1000  # characters; what is longer is cut at the best place before that
_LONG_PIECE = 300  # beyond it a sentence is also cut at ；
_SHORT_QUOTATION = 80  # up to it a quotation or bracket is not cut inside
_ATTRIBUTION = 40  # up to it “…。”某某说。 stays with the quotation

_PAIRS = {"“": "”", "‘": "’", "（": "）", "(": ")", "「": "」", "『": "』", "《": "》", "【": "】"}
_CLOSERS = set(_PAIRS.values()) | {'"', "'", "〉", "]", "］"}
_BRACKETS = re.compile("[" + re.escape("".join(_PAIRS) + "".join(_PAIRS.values())) + "]")
_ENDERS = re.compile(r"[。！？!?]+|(?<=[0-9A-Za-z%)”\"'])\.(?=\s|$)|(?<=[\u4e00-\u9fff])\.(?=\s|$)")
_FULL_ENDERS = set("。！？")
_WORD_BEFORE = re.compile(r"[A-Za-z.]+$")
_ITEM_NUMBER = re.compile(r"\s*[0-9]{1,3}$")
_SOFT_BREAKS = ("；;", "，,", "、 \t\u3000")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of one paragraph as stretches ``[start, end)`` without outer blanks.

    All characters but white space are in exactly one of them, in order.
    """
    stretches: list[tuple[int, int]] = []
    start = 0
    for end in (*_sentence_ends(text), len(text)):
        if end > start:
            stretches.extend(_bounded(text, start, end))
            start = end
    return [stripped for pair in stretches if (stripped := _strip(text, *pair)) is not None]


def sentences_of(paragraph: TracedText, pages: tuple[PageSpan, ...]) -> Iterator[Sentence]:
    """Yield the sentences of ``paragraph`` with their place in the extracted text."""
    for start, end in split_sentences(paragraph.text):
        if is_ornament(paragraph.text[start:end]):
            continue
        yield make_sentence(paragraph, start, end, pages)


def make_sentence(
    traced: TracedText, start: int, end: int, pages: tuple[PageSpan, ...]
) -> Sentence:
    """Make the sentence that stands at ``[start, end)`` of ``traced``."""
    origin = traced.origin(start)
    return Sentence(
        text=traced.text[start:end],
        start=origin,
        end=traced.origin(end - 1) + 1,
        page=page_of(origin, pages),
    )


def page_of(origin: int, pages: tuple[PageSpan, ...]) -> int | None:
    """Return the number of the page on which the character at ``origin`` stands, if any."""
    index = bisect_right(pages, origin, key=lambda page: page.start) - 1
    return pages[index].number if index >= 0 else None


def _strip(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else None


def _sentence_ends(text: str) -> list[int]:
    """Return where sentences end, the last one of the text not included."""
    protected = _short_quotations(text)
    starts = [start for start, _ in protected]
    ends: list[int] = []
    begin = 0
    for found in _ENDERS.finditer(text):
        end = found.end()
        index = bisect_right(starts, found.start()) - 1
        inside = index >= 0 and found.start() < protected[index][1]
        if inside:
            # “…。” ends the sentence where the quotation ends with it.
            close = protected[index][1]
            if end != close - 1 or found[0][-1] not in _FULL_ENDERS or text[close - 1] in ")）》】":
                continue
            end = close
        elif not _ends_sentence(text, found.start(), end, begin):
            continue
        while end < len(text) and text[end] in _CLOSERS:
            end += 1
        if end < len(text) and text[end] in "，。、；：！？,;":
            continue
        ends.append(end)
        begin = end
    return _with_attributions(text, ends)


def _ends_sentence(text: str, mark: int, end: int, begin: int) -> bool:
    character = text[mark]
    if character in _FULL_ENDERS:
        return True
    following = text[end : end + 1]
    if character in "!?":
        return not (following.isascii() and following.isalnum())
    if _ITEM_NUMBER.fullmatch(text, begin, mark):
        return False
    word = _WORD_BEFORE.search(text[max(begin, mark - 12) : mark])
    if word is None:
        return True
    name = word[0].casefold()
    return name not in layout_lexicon().abbreviations and len(name.rpartition(".")[2]) > 1


def _with_attributions(text: str, ends: list[int]) -> list[int]:
    """Join “…。” with the words behind it that only say who spoke."""
    speech = layout_lexicon().speech
    kept: list[int] = []
    for index, end in enumerate(ends):
        following = ends[index + 1] if index + 1 < len(ends) else len(text)
        if (
            text[end - 1] in "”」』"
            and following - end <= _ATTRIBUTION
            and speech.search(text[end:following].rstrip())
        ):
            continue
        kept.append(end)
    return kept


def _short_quotations(text: str) -> list[tuple[int, int]]:
    """Return the outermost matched quotations and brackets of bounded length, in order."""
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for found in _BRACKETS.finditer(text):
        character = found[0]
        if character in _PAIRS:
            stack.append((_PAIRS[character], found.start()))
            if len(stack) > 64:
                del stack[:32]
            continue
        for depth in range(len(stack) - 1, -1, -1):
            if stack[depth][0] == character:
                opened = stack[depth][1]
                del stack[depth:]
                if found.end() - opened <= _SHORT_QUOTATION:
                    while pairs and pairs[-1][0] > opened:
                        pairs.pop()
                    pairs.append((opened, found.end()))
                break
    return pairs


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield ``[start, end)`` in pieces of bounded length, cut at the strongest soft break."""
    while end - start > _LONG_PIECE:
        cut = _soft_cut(text, start, end)
        if cut is None:
            break
        yield start, cut
        start = cut
    if end > start:
        yield start, end


def _soft_cut(text: str, start: int, end: int) -> int | None:
    strongest, *weaker = _SOFT_BREAKS
    limit = min(end - 1, start + LONGEST_SENTENCE)
    for position in range(limit - 1, start + _LONG_PIECE // 3, -1):
        if position - start <= _LONG_PIECE and text[position] in strongest:
            return position + 1
    for position in range(start + _LONG_PIECE, limit):
        if text[position] in strongest:
            return position + 1
    if end - start <= LONGEST_SENTENCE:
        return None
    for marks in weaker:
        for position in range(limit - 1, start + LONGEST_SENTENCE // 2, -1):
            if text[position] in marks:
                return position + 1
    return limit
