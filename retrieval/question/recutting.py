"""Words of a question that the dictionary cuts wrongly, cut again by what the documents hold.

A name that the dictionary lacks draws its neighbours in: 某某新|注册 for 某某|新|注册. Where a word
is strange, that is neither in the dictionary nor in the collection, or stands alone as one
character, the stretch around it is cut into the fewest words that the collection holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from math import inf

from retrieval.figures import unit_kind
from retrieval.question.lexicon import stop_words, synonyms
from retrieval.segmentation import is_word

Held = Callable[[Sequence[str]], Mapping[str, float]]

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LONGEST_WORD, _LONGEST_STRETCH = 6, 12  # characters
# What a piece costs: a word that is held, a character that is, a word of the dictionary, and a
# strange one, with its length. Strange ones are only those that the dictionary's cut has, too.
_WORD, _CHARACTER, _KNOWN, _STRANGE, _EACH = 1.0, 1.6, 2.0, 3.0, 0.5


def recut(words: Sequence[str], held: Held) -> tuple[str, ...]:
    """Return ``words``, folded and in order, with the stretches around strange ones cut again.

    ``held`` gives a positive number for each of some words that the collection holds.
    """
    suspects = [index for index, word in enumerate(words) if _may_be_strange(word)]
    if not suspects:
        return tuple(words)
    known = held([words[index] for index in suspects])
    result: list[str] = []
    start = 0
    for begin, end in _stretches(words, suspects, known):
        result += words[start:begin]
        result += _cut(words[begin:end], held)
        start = end
    return (*result, *words[start:])


def _may_be_strange(word: str) -> bool:
    if not _HAN.fullmatch(word) or word in stop_words() or word in synonyms():
        return False
    return unit_kind(word) is None if len(word) == 1 else not is_word(word)


def _stretches(
    words: Sequence[str], suspects: Sequence[int], known: Mapping[str, float]
) -> list[tuple[int, int]]:
    """Return where the stretches begin and end: a strange word with its neighbours."""
    found: list[tuple[int, int]] = []
    for index in suspects:
        word = words[index]
        if len(word) > 1 and known.get(word, 0.0) > 0.0:
            continue
        begin, end = index, index + 1
        if index and _may_join(words[index - 1]):
            begin -= 1
        if end < len(words) and _may_join(words[end]):
            end += 1
        if found and begin < found[-1][1]:
            if sum(map(len, words[found[-1][0] : end])) <= _LONGEST_STRETCH:
                found[-1] = (found[-1][0], end)
                continue
            begin = found[-1][1]
        if sum(map(len, words[begin:end])) <= _LONGEST_STRETCH and begin < end:
            found.append((begin, end))
    return [(begin, end) for begin, end in found if len("".join(words[begin:end])) > 1]


def _may_join(word: str) -> bool:
    return _HAN.fullmatch(word) is not None and word not in stop_words()


def _cut(words: Sequence[str], held: Held) -> list[str]:
    """Return the cheapest words of a stretch, its own where none are cheaper."""
    text = "".join(words)
    pieces = {
        text[start : start + length]
        for length in range(1, _LONGEST_WORD + 1)
        for start in range(len(text) - length + 1)
    }
    known = held(sorted(pieces | set(words)))

    def cost(piece: str) -> float:
        if known.get(piece, 0.0) > 0.0:
            return _WORD if len(piece) > 1 else _CHARACTER
        if len(piece) > 1 and is_word(piece):
            return _KNOWN
        own = len(piece) == 1 or piece in words
        return _STRANGE + _EACH * len(piece) if own else inf

    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(text) + 1):
        best.append(
            min(
                (best[start][0] + cost(text[start:end]), start)
                for start in range(max(0, end - _LONGEST_WORD), end)
            )
        )
    if best[-1][0] >= sum(map(cost, words)):
        return list(words)
    found: list[str] = []
    end = len(text)
    while end:
        start = best[end][1]
        found.append(text[start:end])
        end = start
    return found[::-1]
