"""Words that exclude one another: what is said of 农村, of 二期 or of 65岁 is not of others."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from config.lexicon_file import load_lexicon
from retrieval.folding import fold

_NUMBERED = re.compile(
    r"(?:第)?(\d+|[一二三四五六七八九十]+)"
    r"(期|号线|号楼|号|级|类|批|届|标段|中学|小学|年期|周岁|岁|代|型|等奖|等|线|师|院区)"
)
_DIGITS = {han: str(value) for value, han in enumerate("一二三四五六七八九", 1)} | {"十": "10"}
_CONFIRMS, _EXCLUDES = 0.5, -1.0


@cache
def _sides() -> tuple[re.Pattern[str], dict[str, tuple[str, int]]]:
    """Return a pattern of all the words, and the set and the side of each.

    Raises ``SettingsError`` for a set of one side, and for a word that stands in two places.
    """
    lexicon = load_lexicon("contrasts.txt")
    sides: dict[str, tuple[str, int]] = {}
    for entry in lexicon.section("contrasts"):
        if len(entry.values) < 2:
            raise lexicon.error(entry.line, f"{entry.key} has no other side")
        for side, same in enumerate(entry.values):
            for word in map(fold, same.split("/")):
                if word in sides:
                    raise lexicon.error(entry.line, f"{word} stands in {sides[word][0]}, too")
                sides[word] = (entry.key, side)
    others = [fold(word) for word in lexicon.keys("no contrasts")]
    words = sorted({*sides, *others}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words))), sides


@lru_cache(maxsize=16384)
def named_sides(folded: str) -> dict[str, frozenset[str]]:
    """Return for each set of contrasts the sides that a folded text names."""
    pattern, sides = _sides()
    found: dict[str, set[str]] = {}
    for match in pattern.finditer(folded):
        side = sides.get(match[0])
        if side is not None:
            found.setdefault(side[0], set()).add(str(side[1]))
    for match in _NUMBERED.finditer(folded):
        found.setdefault(match[2], set()).add(_DIGITS.get(match[1], match[1]))
    return {name: frozenset(values) for name, values in found.items()}


def contrast(asked: str, near: str, wider: str) -> float:
    """Tell whether the words near a figure exclude what a question is about.

    -1 where they name another side of a contrast than the folded question, 0.5 where they name the
    same, 0 where neither does or ``wider``, the rest of the sentence before, names both.
    """
    wanted = {name: sides for name, sides in named_sides(asked).items() if len(sides) == 1}
    if not wanted:
        return 0.0
    found, around = named_sides(near), named_sides(wider)
    score = 0.0
    for name, sides in wanted.items():
        there = found.get(name)
        if there is None:
            standing = around.get(name)
            if standing is not None and not standing & sides:
                score = min(score, _EXCLUDES / 2)
        elif there & sides:
            score = _CONFIRMS if score >= 0.0 else score
        else:
            return _EXCLUDES
    return score
