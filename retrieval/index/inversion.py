"""Terms of paragraphs, one after the other → posting lists by term, in memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping

import numpy as np

from retrieval.index.encoding import Frequencies, Ordinals


class Inversion:
    """The postings of a batch of paragraphs, with their lengths."""

    def __init__(self) -> None:
        self.ids = array("q")
        self.lengths = array("I")
        self._numbers: dict[str, int] = {}
        self._terms = array("I")
        self._frequencies = array("I")
        self._distinct = array("I")

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, paragraph: int, frequencies: Mapping[str, int]) -> None:
        """Add a paragraph with its term frequencies; ids must ascend."""
        numbers = self._numbers
        self.ids.append(paragraph)
        self.lengths.append(sum(frequencies.values()))
        self._distinct.append(len(frequencies))
        self._terms.extend([numbers.setdefault(term, len(numbers)) for term in frequencies])
        self._frequencies.extend(frequencies.values())

    def postings(self) -> Iterator[tuple[str, Ordinals, Frequencies]]:
        """Each term with ordinals (ascending) and term frequencies, by term."""
        terms = np.frombuffer(self._terms, np.uint32) if self._terms else np.empty(0, np.uint32)
        frequencies = np.array(self._frequencies, np.uint32)
        ordinals = np.repeat(
            np.arange(len(self), dtype=np.uint32), np.array(self._distinct, np.uint32)
        )
        order = np.argsort(terms, kind="stable")
        ordinals, frequencies = ordinals[order], frequencies[order]
        ends = np.cumsum(np.bincount(terms, minlength=len(self._numbers))).tolist()
        for term in sorted(self._numbers):
            number = self._numbers[term]
            start = ends[number - 1] if number else 0
            yield term, ordinals[start : ends[number]], frequencies[start : ends[number]]
