"""Names of places: those that jieba's dictionary marks as such, and words that end as they do."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from config.lexicon_file import load_lexicon
from config.settings import load_settings
from retrieval.folding import fold

_TAG = " ns"
_SHORTEST = 2
_EDITION = 2  # of the rules by which the names are chosen


@cache
def _dictionary() -> frozenset[str]:
    """Return the places of jieba's dictionary, kept in a small file beside its other tables."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        return frozenset()
    source = Path(spec.origin).parent / "dict.txt"
    status = source.stat()
    kept = load_settings().cache_folder / f"places-{_EDITION}-{status.st_size:x}.txt"
    try:
        return frozenset(kept.read_text(encoding="utf-8").split())
    except (OSError, UnicodeDecodeError):
        pass
    with source.open(encoding="utf-8") as lines:
        marked = {line.split(" ", 1)[0] for line in lines if line.rstrip().endswith(_TAG)}
    found = sorted(_true_places(marked))
    _keep(kept, "\n".join(found))
    return frozenset(found)


def _true_places(marked: set[str]) -> Iterator[str]:
    """Leave out what the dictionary marks wrongly: 午休, 满意度.

    A name of two characters must also stand there with its ending (某某, 某某县), a longer one
    must not end as measures and qualities do.
    """
    endings = _endings()
    wrong = tuple(map(fold, load_lexicon("question.txt").keys("no place endings")))
    for place in marked:
        if len(place) == _SHORTEST:
            if place.endswith(endings) or any(place + ending in marked for ending in endings):
                yield place
        elif len(place) > _SHORTEST and not place.endswith(wrong):
            yield place


def _keep(path: Path, text: str) -> None:
    """Write the file whole or not at all; without it the dictionary is read again."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except OSError:
        return


@cache
def _general() -> frozenset[str]:
    lexicon = load_lexicon("question.txt")
    return frozenset(map(fold, (*lexicon.keys("general subjects"), *lexicon.keys("no places"))))


@cache
def _endings() -> tuple[str, ...]:
    return tuple(map(fold, load_lexicon("question.txt").keys("place suffixes")))


def find_places(words: Iterable[str]) -> frozenset[str]:
    """Return the places among folded words, each without its ending: 某某省 gives 某某."""
    return frozenset([name for name in map(_place, words) if name])


def place_spans(words: Sequence[str], folded: str) -> tuple[tuple[str, int], ...]:
    """Return each place of a sentence and where it starts; ``words`` joined are the sentence."""
    spans: list[tuple[str, int]] = []
    start = 0
    for word in words:
        end = start + len(word)
        if end - start >= _SHORTEST and (name := _place(folded[start:end])):
            spans.append((name, start))
        start = end
    return tuple(spans)


@lru_cache(maxsize=16384)
def _place(word: str) -> str:
    """Return a place without its ending, "" for a folded word that is none."""
    if len(word) < _SHORTEST or word in _general():
        return ""
    endings = _endings()
    if word in _dictionary() or (len(word) > _SHORTEST and word.endswith(endings)):
        return _short(word, endings)
    return ""


def _short(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


@cache
def _provinces() -> dict[str, str]:
    """Return the province of each city, and of each province itself."""
    table = load_lexicon("regions.txt").table("provinces")
    cities = {city: province for province, cities in table.items() for city in cities}
    return cities | {province: province for province in table}


def place_match(asked: frozenset[str], *found: frozenset[str]) -> float:
    """Return how places agree: 1 the nearest context names one asked for, -1 only others, 0 none.

    ``found`` are the places of clause, sentence, paragraph, titles …, the nearest first; each step
    away takes 0.1 off. A place within the one asked for, or around it, speaks neither for nor
    against; one that the lexicon of regions does not know speaks half as much against.
    """
    if not asked:
        return 0.0
    conflict = 0.0
    for depth, places in enumerate(found):
        if not places:
            continue
        relations = [_relation(one, other) for one in asked for other in places]
        best = max(relations)
        if best == 1.0:
            return 1.0 - 0.1 * depth
        if not conflict:
            conflict = best * (1.0 - 0.1 * depth)
    return conflict


def _relation(asked: str, found: str) -> float:
    """Return 1 for the same place, 0 for one within or around it, else what speaks against it."""
    if _same(asked, found):
        return 1.0
    provinces = _provinces()
    one, other = provinces.get(asked), provinces.get(found)
    if one is None or other is None:
        return -0.5
    return 0.0 if one == other and asked != found and (asked == one or found == other) else -1.0


def _same(one: str, other: str) -> bool:
    return one == other or one.startswith(other) or other.startswith(one)
