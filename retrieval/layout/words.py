"""Which text does a title belong to? Decided by the words they share.

A title's words are weighted by how rare they are on the page (inverse document frequency over
its paragraphs), so that a place's name counts and 工作 hardly does. Words are pairs of Han
characters and runs of Latin letters or digits; single characters count a little, for titles
that play with them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from retrieval.layout.characters import HAN

_RUN = re.compile(rf"[{HAN}]+|[A-Za-z]{{2,}}|[0-9]+(?:\.[0-9]+)?")
_SINGLE = 0.25  # what a single character counts of a pair
_LONGEST = 20_000  # characters of a text that are looked at
_LARGEST_PAGE = 200_000  # characters of a page over which frequencies are counted


def shared_units(text: str) -> set[str]:
    """Return the words of ``text`` for comparison: Han pairs and single characters, Latin runs."""
    units: set[str] = set()
    for run in _RUN.findall(text[:_LONGEST]):
        if run[0].isascii():
            units.add(run.casefold())
            continue
        units.update(run)
        units.update([a + b for a, b in pairwise(run)])
    return units


class PageWords:
    """How frequent each word is on one page."""

    def __init__(self, paragraphs: Iterable[str]) -> None:
        self._paragraphs: Iterable[str] | None = paragraphs
        self._frequencies: Counter[str] = Counter()
        self._count = 0

    def _read(self, paragraphs: Iterable[str]) -> None:
        left = _LARGEST_PAGE
        for paragraph in paragraphs:
            if left <= 0:
                break
            left -= min(len(paragraph), _LONGEST)
            self._frequencies.update(shared_units(paragraph))
            self._count += 1

    def weight(self, unit: str) -> float:
        """Return how much one word says about what a text is about."""
        if self._paragraphs is not None:
            paragraphs, self._paragraphs = self._paragraphs, None
            self._read(paragraphs)
        rarity = math.log((self._count + 1.5) / (max(self._frequencies[unit], 1) + 0.5))
        return max(rarity, 0.05) * (_SINGLE if len(unit) == 1 and not unit.isascii() else 1.0)

    def affinity(self, title: str, body: set[str]) -> float:
        """Return which share of the title's weight stands in ``body``, from 0 to 1."""
        units = shared_units(title)
        total = sum(map(self.weight, units))
        return sum(self.weight(unit) for unit in units if unit in body) / total if total else 0.0

    def keys(self, title: str, body: set[str]) -> list[str]:
        """Return the words of ``title`` in ``body`` that say most about it: its subject."""
        units = [unit for unit in shared_units(title) if unit in body and len(unit) > 1]
        most = max(map(self.weight, units), default=0.0)
        return [unit for unit in units if self.weight(unit) >= 0.8 * most]

    def cohesion(self, left: set[str], right: set[str]) -> float:
        """Return how much of the smaller text's rare words the other shares, from 0 to 1."""
        smaller, other = sorted((left, right), key=len)
        pairs = [unit for unit in smaller if len(unit) > 1]
        total = sum(self.weight(unit) ** 2 for unit in pairs)
        shared = sum(self.weight(unit) ** 2 for unit in pairs if unit in other)
        return shared / total if total else 0.0
