"""Whom or what a question is about: the name that it begins with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from config.lexicon_file import load_lexicon
from retrieval.folding import fold
from retrieval.periods import is_plan, is_time
from retrieval.places import find_places
from retrieval.question.lexicon import stop_words

_LONGEST_NAME = 6  # words


@cache
def _suffixes() -> tuple[str, ...]:
    return tuple(map(fold, load_lexicon("question.txt").keys("subject suffixes")))


@cache
def _prepositions() -> frozenset[str]:
    return frozenset(map(fold, load_lexicon("question.txt").keys("prepositions")))


@cache
def _words_of_time() -> frozenset[str]:
    return frozenset(map(fold, load_lexicon("question.txt").keys("words of time")))


@cache
def general_subjects() -> frozenset[str]:
    """Return the subjects that name no one in particular: 全国, 我市."""
    return frozenset(map(fold, load_lexicon("question.txt").keys("general subjects")))


@cache
def predicates() -> frozenset[str]:
    """Return the verbs that the lexicon knows; what it knows as a noun, too (用电量), is none."""
    lexicon = load_lexicon("synonyms.txt")
    verbs, nouns = lexicon.section("verbs"), lexicon.section("nouns")
    others = {fold(word) for entry in verbs for word in entry.values}
    others -= {fold(word) for entry in nouns for word in (entry.key, *entry.values)}
    return frozenset(others | {fold(entry.key) for entry in verbs})


def is_named(name: str) -> bool:
    """Tell whether ``name`` ends as places and organisations do."""
    return len(name) >= 2 and name.endswith(_suffixes()) and name not in general_subjects()


def find_subject(words: Sequence[str], known: Callable[[str], bool]) -> str:
    """Return the name among the first words of a question, or "" where there is none.

    ``words`` are folded; ``known`` tells whether a name stands in a title of the collection.
    """
    name: list[str] = []
    for word in words:
        if word in general_subjects() or word in _prepositions():
            if name:
                break
            continue
        if not name and (word in stop_words() or not word.isalnum()):
            continue
        if not word.isalnum() or word in stop_words() or word in predicates():
            break
        if word[0].isdigit() or word in _words_of_time() or is_time(word) or is_plan(word):
            if name:
                break
            continue
        if name and is_named("".join(name) + word[0]):
            # The segmenter may draw the ending into the next word: 某某|镇有.
            return "".join(name) + word[0]
        name.append(word)
        joined = "".join(name)
        if is_named(joined):
            return joined
        if len(name) == _LONGEST_NAME:
            break
    for end in range(len(name), 0, -1):
        joined = "".join(name[:end])
        if len(joined) >= 2 and known(joined):
            return joined
    for word in words:
        if find_places((word,)):
            return word
    return ""
