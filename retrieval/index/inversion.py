"""Terms of paragraphs, one after the other → posting lists by term, in memory."""

from __future__ import annotations

from array import array
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from retrieval.index.encoding import PostingBatch


class _Numbers(dict[str, int]):
    """Terms numbered as they come."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class Inversion:
    """The postings of a batch of paragraphs, with ids and lengths of these."""

    def __init__(self) -> None:
        self._ids = array("q")
        self._lengths = array("I")
        self._numbers = _Numbers()
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
        self._ids.append(paragraph)
        self._lengths.append(sum(frequencies.values()))
        self._distinct.append(len(frequencies))
        self._terms.extend(map(self._numbers.__getitem__, frequencies))
        self._frequencies.extend(frequencies.values())

    def batch(self) -> PostingBatch:
        """All posting lists, by term."""
        words = sorted(self._numbers)
        ranks = np.empty(len(words), np.uint64)
        ranks[np.fromiter(map(self._numbers.__getitem__, words), np.intp, len(words))] = np.arange(
            len(words), dtype=np.uint64
        )
        terms = ranks[np.array(self._terms, np.intp)]
        # One sort of rank and place together is several times faster than a stable argsort.
        keys = terms << np.uint64(32) | np.arange(len(terms), dtype=np.uint64)
        keys.sort()
        order = (keys & np.uint64(0xFFFFFFFF)).astype(np.intp)
        ordinals = np.repeat(
            np.arange(len(self), dtype=np.uint32), np.array(self._distinct, np.intp)
        )
        return PostingBatch(
            words,
            np.bincount(terms.astype(np.intp), minlength=len(words)),
            ordinals[order],
            np.array(self._frequencies, np.uint32)[order],
        )
