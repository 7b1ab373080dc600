"""One term of a question: the most it can give, what it gives everywhere, or to some."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.index.bm25 import K1, SATURATION, B
from retrieval.index.encoding import Dense, Frequencies
from retrieval.index.lists import ListReader, PostingPart, TermPostings
from retrieval.index.snapshot import SegmentView, Snapshot

Places = NDArray[np.intp]  # ordinals among all paragraphs of a snapshot
Floats = NDArray[np.float64]

_ROUNDING = 1 + 1e-6  # lengths may be kept in single precision
_HIGHEST = (1 << 32) - 1
_NOWHERE: tuple[Places, Floats] = (np.empty(0, np.intp), np.empty(0))


class Gains(NamedTuple):
    """The totals of the paragraphs that a term gave something to, and which had none before."""

    totals: Floats
    new: Places


class QueryTerm:
    """A term with its weight; ``upper`` is no less than its impact in any paragraph."""

    def __init__(
        self, postings: TermPostings, factor: float, snapshot: Snapshot, reader: ListReader
    ) -> None:
        self.text = postings.term
        self.factor = factor
        self._scale = factor * SATURATION
        self._average = snapshot.average_length
        self._segments = len(snapshot.segments)
        self._reader = reader
        self._large = [part for part in postings.parts if part.data is None]
        self._small = self._small_impacts([p for p in postings.parts if p.data is not None])
        saturation = max((part.row.saturation for part in self._large), default=0.0)
        self.upper = self._scale * saturation * _ROUNDING
        if len(self._small[1]):
            self.upper = max(self.upper, float(self._small[1].max()))

    def add_everywhere(self, totals: Floats, need: float) -> list[Gains]:
        """Add the term's impacts to ``totals``, of all paragraphs.

        A paragraph that has nothing so far is left out when the impact is less than ``need``.
        """
        gains = []
        if len(self._small[0]):
            gains.append(_add(totals, *self._small, need))
        for part in self._large:
            least = self._least_frequency(part, need)
            postings = self._reader.load(self.text, part)
            if isinstance(postings, Dense):
                postings = postings.sparse()
            ordinals, frequencies = postings
            if least > 1:
                view = totals[part.segment.start : part.segment.end]
                worth = view[ordinals] > 0
                worth |= frequencies >= least
                chosen = np.flatnonzero(worth)
                ordinals, frequencies = ordinals[chosen], frequencies[chosen]
            impacts = self._impact(frequencies, ordinals, part.segment)
            places = ordinals.astype(np.intp)
            places += part.segment.start
            gains.append(_add(totals, places, impacts, need))
        return gains

    def add_to(self, places: Places, scores: Floats) -> None:
        """Add the term's impact to the scores of ``places``, which ascend without repeating."""
        own, impacts = self._small
        if len(own) and len(places):
            found = np.searchsorted(places, own)
            found[found == len(places)] = 0
            match = places[found] == own
            scores[found[match]] += impacts[match]
        for part in self._large:
            start, end = 0, len(places)
            if self._segments > 1:
                start, end = np.searchsorted(
                    places, (part.segment.start, part.segment.end)
                ).tolist()
            if start < end:
                self._add_part(part, places[start:end], scores[start:end])

    def _add_part(self, part: PostingPart, places: Places, scores: Floats) -> None:
        postings = self._reader.load(self.text, part)
        local = places - part.segment.start
        if isinstance(postings, Dense):
            scores += self._impact(postings.frequencies[local], local, part.segment)
            return
        wanted = local.astype(np.uint32)
        found = np.searchsorted(postings.ordinals, wanted)
        found[found == len(postings.ordinals)] = 0
        match = np.flatnonzero(postings.ordinals[found] == wanted)
        scores[match] += self._impact(
            postings.frequencies[found[match]], local[match], part.segment
        )

    def _impact(
        self, frequencies: Frequencies, ordinals: NDArray[np.integer], segment: SegmentView
    ) -> Floats:
        counts = frequencies.astype(np.float64)
        divisor = segment.lengths[ordinals].astype(np.float64)
        divisor *= K1 * B / self._average
        divisor += K1 * (1.0 - B)
        divisor += counts
        counts *= self._scale
        counts /= divisor
        return counts

    def _small_impacts(self, parts: list[PostingPart]) -> tuple[Places, Floats]:
        places, impacts = [], []
        for part in parts:
            postings = self._reader.load(self.text, part)
            if isinstance(postings, Dense):
                postings = postings.sparse()
            places.append(postings.ordinals.astype(np.intp) + part.segment.start)
            impacts.append(self._impact(postings.frequencies, postings.ordinals, part.segment))
        if not parts:
            return _NOWHERE
        if len(parts) == 1:
            return places[0], impacts[0]
        return np.concatenate(places), np.concatenate(impacts)

    def _least_frequency(self, part: PostingPart, need: float) -> int:
        """The least frequency with which a paragraph of ``part`` can gain ``need``."""
        share = need / (self._scale * _ROUNDING)
        if share <= 0.0:
            return 1
        if share >= 1.0:
            return _HIGHEST
        return min(int(part.row.least_norm * share / (1.0 - share)), _HIGHEST)


def _add(totals: Floats, places: Places, impacts: Floats, need: float) -> Gains:
    reached = totals[places]
    new = reached <= 0
    if need > 0:
        worth = np.flatnonzero(~new | (impacts >= need))
        places, impacts, reached, new = places[worth], impacts[worth], reached[worth], new[worth]
    reached += impacts
    totals[places] = reached
    return Gains(reached, places[new])
