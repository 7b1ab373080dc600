"""Terms of paragraphs, one after the other → posting lists by term, in memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from retrieval.index.encoding import Frequencies, Ordinals


class Inversion:
    """The postings of a batch of paragraphs, with ids and lengths of these."""

    def __init__(self) -> None:
        self._ids = array("q")
        self._lengths = array("I")
        self._numbers: dict[str, int] = {}
        self._terms = array("I")
        self._frequencies = array("I")
        self._distinct = array("I")

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def postings_count(self) -> int:
        """How many postings there are: a measure of the memory held."""
        return len(self._terms)

    @property
    def ids(self) -> NDArray[np.int64]:
        """The ids of the paragraphs."""
        return np.array(self._ids, np.int64)

    @property
    def lengths(self) -> NDArray[np.uint32]:
        """How many terms each paragraph has."""
        return np.array(self._lengths, np.uint32)

    def add(self, paragraph: int, frequencies: Mapping[str, int]) -> None:
        """Add a paragraph with its term frequencies; ids must ascend."""
        numbers = self._numbers
        self._ids.append(paragraph)
        self._lengths.append(sum(frequencies.values()))
        self._distinct.append(len(frequencies))
        self._terms.extend([numbers.setdefault(term, len(numbers)) for term in frequencies])
        self._frequencies.extend(frequencies.values())

    def postings(self) -> Iterator[tuple[str, Ordinals, Frequencies]]:
        """Each term with ordinals (ascending) and term frequencies, by term."""
        if not self._terms:
            return
        terms = np.frombuffer(self._terms, np.uint32)
        order = np.argsort(terms, kind="stable")
        ordinals = np.repeat(
            np.arange(len(self), dtype=np.uint32), np.frombuffer(self._distinct, np.uint32)
        )[order]
        frequencies = np.frombuffer(self._frequencies, np.uint32)[order]
        ends = np.cumsum(np.bincount(terms)).tolist()
        for term in sorted(self._numbers):
            number = self._numbers[term]
            start = ends[number - 1] if number else 0
            yield term, ordinals[start : ends[number]], frequencies[start : ends[number]]
