"""What the thing asked for is counted in: 多少学生 is answered in 人 or 名, not in 所."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from config.lexicon_file import load_lexicon
from retrieval.folding import fold
from retrieval.question.subject import predicates

_NOTHING: frozenset[str] = frozenset()


@cache
def _units_of_nouns() -> dict[str, frozenset[str]]:
    """Return, for each noun of the lexicon, the units that count it."""
    lexicon = load_lexicon("measure_words.txt")
    units = {entry.key: frozenset(map(fold, entry.values)) for entry in lexicon.section("units")}
    result: dict[str, frozenset[str]] = {}
    for entry in lexicon.section("nouns"):
        if entry.key not in units:
            raise lexicon.error(entry.line, f"[units] has no line for {entry.key}")
        for noun in map(fold, entry.values):
            # A noun of two kinds (活动: 项, 场) is counted in the units of both.
            result[noun] = result.get(noun, _NOTHING) | units[entry.key]
    return result


def measure_words(after: Sequence[str], before: Sequence[str]) -> frozenset[str]:
    """Return the units that may count what is asked for, none where that is not known.

    ``after`` are the words behind the phrase that asks (多少合理诉求), ``before`` those in front of
    it (学校有多少), both the nearest first.
    """
    last = _NOTHING
    for word in after:
        found = _units(word)
        if last and not found:
            return last
        last = found
    nearest = next((word for word in before if word not in predicates()), "")
    return last or _units(nearest)


def _units(word: str) -> frozenset[str]:
    """Return the units of the longest noun that ``word`` ends with."""
    nouns = _units_of_nouns()
    for start in range(len(word)):
        if word[start:] in nouns:
            return nouns[word[start:]]
    return _NOTHING
