"""Words mistyped by sound or by look, put right where the documents hold the word that was meant.

Only what is no word is touched: neither jieba's dictionary nor the collection knows it. One
character is exchanged for one that sounds alike (气车 汽车) or looks alike (复盖率 覆盖率), and the
result must be a word of the dictionary that the collection holds, or a name in its titles. So a
place that the documents do not speak of stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

from config.lexicon_file import load_lexicon
from retrieval.figures import unit_kind
from retrieval.folding import fold
from retrieval.places import find_places
from retrieval.question.lexicon import asking_phrases, stop_words, synonyms
from retrieval.segmentation import is_word, segment

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_NUMERALS = re.compile(r"[一二两三四五六七八九十几各每]")
_LONGEST = 4  # characters of a word that is put right
_MOST_WORDS = 3  # of one question


@cache
def _alike() -> dict[str, frozenset[str]]:
    """Return, for each character, those that it is mistaken for."""
    groups: list[set[str]] = []
    sounds: dict[str, set[str]] = {}
    for reading, characters in load_lexicon("sounds.txt").table("sounds").items():
        # Who types by sound often mixes up zh and z, ang and an.
        near = re.sub(r"^([zcs])h", r"\1", reading).replace("ng", "n")
        sounds.setdefault(near, set()).update(characters)
    groups += sounds.values()
    groups += ({key, *rest} for key, rest in load_lexicon("shapes.txt").table("shapes").items())
    alike: dict[str, set[str]] = {}
    for group in groups:
        for character in group:
            alike.setdefault(fold(character), set()).update(map(fold, group))
    return {character: frozenset(others - {character}) for character, others in alike.items()}


def put_right(
    matched: str,
    known: Callable[[str], bool],
    frequencies: Callable[[Sequence[str]], Mapping[str, float]],
) -> str:
    """Return a folded question with mistyped words exchanged; its length stays the same.

    ``known`` tells whether a name stands in a title; ``frequencies`` gives a positive number for
    each of some words that the collection holds.
    """
    finder, _ = asking_phrases()
    blanked = finder.sub(lambda match: " " * len(match[0]), matched)
    strange = list(_strange_words(segment(blanked)))[: _MOST_WORDS * 2]
    if not strange:
        return matched
    held = frequencies([word for word, _ in strange])
    mended = 0
    for word, start in strange:
        if held.get(word, 0.0) > 0.0 or mended == _MOST_WORDS:
            continue
        if any(known(blanked[begin : begin + 2]) for begin in _pairs(word, start)):
            continue  # part of a name that titles hold
        found = _meant(blanked, word, start, known, frequencies)
        if found:
            begin, better = found
            end = begin + len(better)
            matched = matched[:begin] + better + matched[end:]
            blanked = blanked[:begin] + better + blanked[end:]
            mended += 1
    return matched


def _strange_words(words: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Return the Han words that the dictionary lacks, and lone characters, with their places."""
    start = 0
    for word in words:
        if _HAN.fullmatch(word) and word not in stop_words() and word not in synonyms():
            if len(word) == 1:
                if unit_kind(word) is None:
                    yield word, start
            elif not is_word(word):
                yield word, start
        start += len(word)


def _pairs(word: str, start: int) -> range:
    """Return where the pairs of characters begin that ``word`` is part of."""
    return range(max(0, start - 1), start + len(word))


def _meant(
    text: str,
    word: str,
    start: int,
    known: Callable[[str], bool],
    frequencies: Callable[[Sequence[str]], Mapping[str, float]],
) -> tuple[int, str] | None:
    """Return the word that was meant around ``text[start:]`` and where it begins."""
    if len(word) > 1:
        named = {one for one in _variants(word, range(len(word))) if known(one)}
        if len(named) == 1:
            return start, named.pop()
    shortest = 2 if len(word) > 1 else 3  # a lone character is a word of its own too often
    for length in range(_LONGEST, shortest - 1, -1):
        found: dict[str, int] = {}
        for begin in range(max(0, start + len(word) - length), start + 1):
            window = text[begin : begin + length]
            if len(window) < length or not _HAN.fullmatch(window) or _NUMERALS.search(window):
                continue
            if is_word(window):
                return None
            places = range(max(0, start - begin), min(length, start + len(word) - begin))
            for better in _variants(window, places):
                if is_word(better):
                    found.setdefault(better, begin)
        held = frequencies(list(found)) if found else {}
        meant = [one for one in found if held.get(one, 0.0) > 0.0 and not find_places((one,))]
        if meant:
            best = min(meant, key=lambda one: held[one])
            return found[best], best
    return None


def _variants(word: str, places: Iterable[int]) -> Iterator[str]:
    """Return ``word`` with one character exchanged, at one of ``places``, for one like it."""
    for place in places:
        if word[place] in stop_words():
            continue
        for other in sorted(_alike().get(word[place], frozenset()) - stop_words()):
            yield word[:place] + other + word[place + 1 :]
