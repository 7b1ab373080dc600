"""The lexicon of questions, made ready for matching: phrases, stop words, cues, synonyms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from config.lexicon_file import load_lexicon
from retrieval.folding import fold


@cache
def asking_phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern that finds the longest phrase that asks, and the phrase's section."""
    lexicon = load_lexicon("question.txt")
    sections: dict[str, str] = {}
    for name in lexicon.sections:
        if name.startswith("asks "):
            sections |= {fold(key): name.removeprefix("asks ") for key in lexicon.keys(name)}
    return _longest_first(sections), sections


@cache
def courtesies() -> re.Pattern[str]:
    """Return the pattern of polite openers."""
    return _longest_first(load_lexicon("question.txt").keys("courtesy"))


@cache
def closing_courtesies() -> re.Pattern[str]:
    """Return the pattern of polite words at the end of a question."""
    return re.compile(f"(?:{courtesies().pattern})$")


@cache
def stop_words() -> frozenset[str]:
    """Return the words that mean nothing by themselves in a question."""
    return frozenset(map(fold, load_lexicon("question.txt").keys("stop words")))


@cache
def list_words() -> re.Pattern[str]:
    """Return the pattern of the words that ask for several figures."""
    return _longest_first(load_lexicon("question.txt").keys("list"))


@cache
def joined_items() -> dict[str, tuple[str, ...]]:
    """Return the words that name several items at once, each with its items, the longest first."""
    table = load_lexicon("question.txt").table("joined items")
    return {
        fold(word): tuple(map(fold, table[word]))
        for word in sorted(table, key=lambda word: (-len(word), word))
    }


@cache
def aggregations() -> re.Pattern[str]:
    """Return the pattern of what asks for a sum, an average or a count nobody has stated."""
    return _longest_first(load_lexicon("question.txt").keys("aggregation"))


@cache
def percent_measures() -> re.Pattern[str]:
    """Return the pattern of measures that are given in percent."""
    return _longest_first(load_lexicon("question.txt").keys("measure words of percent"))


@cache
def money_measures() -> tuple[str, ...]:
    """Return the measures that are given in money where nothing else is said."""
    return tuple(map(fold, load_lexicon("question.txt").keys("measures in money")))


@cache
def _cue_words() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the words for cues, each with its cue, by that character which fewest of them hold."""
    table = load_lexicon("cues.txt").table("cues")
    words = [(fold(word), name) for name, words in table.items() for word in words]
    held = Counter(character for word, _ in words for character in set(word))
    marked: dict[str, list[tuple[str, str]]] = {}
    for word, name in words:
        marked.setdefault(min(word, key=held.__getitem__), []).append((word, name))
    return {character: tuple(some) for character, some in marked.items()}


@lru_cache(maxsize=8192)
def find_cues(folded: str) -> frozenset[str]:
    """Return the cues that a folded text shows."""
    words = _cue_words()
    return frozenset(
        [
            name
            for character in words.keys() & set(folded)
            for word, name in words[character]
            if word in folded
        ]
    )


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Return, for each word, the words that may stand for it."""
    groups: dict[str, dict[str, None]] = {}
    lexicon = load_lexicon("synonyms.txt")
    for section in lexicon.sections:
        for entry in lexicon.section(section):
            group = [fold(word) for word in (entry.key, *entry.values)]
            for position, word in enumerate(group):
                others = groups.setdefault(word, {})
                # The values of an entry stand for its key, and it for them; not for one another.
                others.update(dict.fromkeys(group[1:] if position == 0 else group[:1]))
    return {
        word: tuple(other for other in others if other != word) for word, others in groups.items()
    }


_LONGEST_PHRASE = 4  # words


def join_phrases(words: Sequence[str]) -> list[str]:
    """Join words in a row that the synonyms know as one: 经济 and 总量 as 经济总量."""
    known = synonyms()
    joined: list[str] = []
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + _LONGEST_PHRASE), start, -1):
            phrase = "".join(words[start:end])
            if end == start + 1 or phrase in known:
                joined.append(phrase)
                start = end
                break
    return joined


def _longest_first(words: Iterable[str]) -> re.Pattern[str]:
    folded = sorted({fold(word) for word in words}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, folded)))


@cache
def _growth_words() -> frozenset[str]:
    cues = load_lexicon("cues.txt").table("cues")
    return frozenset(
        fold(word)
        for cue in ("growth", "decline", "difference", "target", "actual")
        for word in cues[cue]
    )


def is_growth_word(word: str) -> bool:
    """Tell whether a word says how a measure changes or is planned, and not which it is."""
    return word in _growth_words()
