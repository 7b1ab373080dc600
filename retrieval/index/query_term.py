"""One term of a question: the most it can give, what it gives everywhere, or to some."""

from __future__ import annotations

from struct import iter_unpack

import numpy as np
from numpy.typing import NDArray

from retrieval.index.bm25 import SATURATION, norm
from retrieval.index.encoding import Dense, Frequencies
from retrieval.index.lists import ListReader, PostingPart, TermPostings
from retrieval.index.snapshot import Snapshot

Places = NDArray[np.intp]  # ordinals of paragraphs in the arrays of a snapshot
Floats = NDArray[np.float64]

_ROUNDING = 1 + 1e-6  # norms are kept in single precision


class QueryTerm:
    """A term with its weight; ``upper`` is no less than its impact in any paragraph."""

    def __init__(
        self, postings: TermPostings, factor: float, snapshot: Snapshot, reader: ListReader
    ) -> None:
        self.text = postings.term
        self.factor = factor
        self._scale = factor * SATURATION
        self._snapshot = snapshot
        self._reader = reader
        self._large = [part for part in postings.parts if part.data is None]
        self._small = self._small_impacts([p for p in postings.parts if p.data is not None])
        self.upper = max(
            self._scale * self._saturation_bound() * _ROUNDING,
            float(self._small[1].max(initial=0.0)),
        )

    def impacts(self) -> tuple[Places, Floats]:
        """All paragraphs with the term, ascending in each segment, with their impacts."""
        parts = [self._small] if len(self._small[0]) else []
        for part in self._large:
            postings = self._reader.load(self.text, part)
            if isinstance(postings, Dense):
                postings = postings.sparse()
            places = postings.ordinals.astype(np.intp)
            places += part.segment.start
            parts.append((places, self._impact(postings.frequencies, places)))
        if len(parts) == 1:
            return parts[0]
        return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])

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
            if len(self._snapshot.segments) > 1:
                start, end = np.searchsorted(places, (part.segment.start, part.segment.end))
            if start < end:
                self._add_part(part, places[start:end], scores[start:end])

    def _add_part(self, part: PostingPart, places: Places, scores: Floats) -> None:
        postings = self._reader.load(self.text, part)
        local = places - part.segment.start
        if isinstance(postings, Dense):
            scores += self._impact(postings.frequencies[local], places)
            return
        wanted = local.astype(np.uint32)
        found = np.searchsorted(postings.ordinals, wanted)
        found[found == len(postings.ordinals)] = 0
        match = np.flatnonzero(postings.ordinals[found] == wanted)
        scores[match] += self._impact(postings.frequencies[found[match]], places[match])

    def _impact(self, frequencies: Frequencies, places: Places) -> Floats:
        counts = frequencies.astype(np.float64)
        divisor = counts + self._snapshot.norms[places]
        counts *= self._scale
        counts /= divisor
        return counts

    def _small_impacts(self, parts: list[PostingPart]) -> tuple[Places, Floats]:
        places, frequencies = [], []
        for part in parts:
            postings = self._reader.load(self.text, part)
            if isinstance(postings, Dense):
                postings = postings.sparse()
            places.append(postings.ordinals.astype(np.intp) + part.segment.start)
            frequencies.append(postings.frequencies)
        if not parts:
            return np.empty(0, np.intp), np.empty(0)
        joined = places[0] if len(places) == 1 else np.concatenate(places)
        counts = frequencies[0] if len(frequencies) == 1 else np.concatenate(frequencies)
        return joined, self._impact(counts, joined)

    def _saturation_bound(self) -> float:
        average = self._snapshot.average_length
        return max(
            (
                frequency / (frequency + norm(length, average))
                for part in self._large
                for frequency, length in iter_unpack("<II", part.bounds)
            ),
            default=0.0,
        )
