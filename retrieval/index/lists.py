"""The posting lists of one question's terms: found in the vocabulary, loaded when needed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from struct import iter_unpack

import numpy as np

from retrieval.index.bm25 import norm
from retrieval.index.cache import PostingCache
from retrieval.index.encoding import Dense, Sparse, decode
from retrieval.index.snapshot import Entry, SegmentView, Snapshot, VocabularyRow

_NOTHING: Entry = (0, [])
_TERMS_KEPT = 2000  # of the vocabulary: with their short lists some 2 MB


@dataclass(slots=True)
class PostingPart:
    """A term's postings in one segment; ``data`` is loaded when it is needed."""

    segment: SegmentView
    row: VocabularyRow
    data: bytes | None


@dataclass(slots=True)
class TermPostings:
    """A term's postings in all segments, and in how many live paragraphs it stands."""

    term: str
    parts: list[PostingPart]
    frequency: int


class ListReader:
    """Reads posting lists of one snapshot through one connection, in one read transaction."""

    def __init__(
        self, connection: sqlite3.Connection, snapshot: Snapshot, cache: PostingCache
    ) -> None:
        self._connection = connection
        self._snapshot = snapshot
        self._cache = cache

    def find(self, terms: Iterable[str]) -> list[TermPostings]:
        """Look the terms up; those that stand nowhere are left out."""
        return [
            TermPostings(term, self._parts(rows), frequency)
            for term, (frequency, rows) in self._entries(terms).items()
            if frequency
        ]

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """In how many live paragraphs each term stands."""
        return {term: frequency for term, (frequency, _) in self._entries(terms).items()}

    def load(self, term: str, part: PostingPart) -> Sparse | Dense:
        """Return the postings of ``term`` in one segment."""
        if part.data is None:
            key = (part.segment.row.id, term)
            part.data = self._cache.get(key)
            if part.data is None:
                row = self._connection.execute(
                    "SELECT data FROM postings WHERE id = ?", (part.row.number,)
                ).fetchone()
                if row is None:
                    raise sqlite3.DatabaseError("database disk image is malformed")
                part.data = row[0]
                self._cache.put(key, part.data)
        return decode(part.data)

    def _entries(self, terms: Iterable[str]) -> dict[str, Entry]:
        known = self._snapshot.vocabulary
        entries = dict.fromkeys(terms, _NOTHING)
        missing = []
        for term in entries:
            entry = known.get(term)
            if entry is None:
                missing.append(term)
            else:
                entries[term] = entry
        if missing:
            found = self._look_up(missing)
            entries |= found
            if len(known) > _TERMS_KEPT:
                known.clear()
            known.update(found)
        return entries

    def _look_up(self, terms: list[str]) -> dict[str, Entry]:
        """Read what the vocabulary says of ``terms``."""
        segments = self._snapshot.segments
        rows: dict[str, list[VocabularyRow]] = {term: [] for term in terms}
        for begin in range(0, len(terms) if segments else 0, 200):
            some = terms[begin : begin + 200]
            statement = (
                "SELECT term, segment, frequency, bounds, postings, data FROM vocabulary"
                f" WHERE segment IN ({','.join(map(str, segments))})"
                f" AND term IN ({','.join('?' * len(some))})"
            )
            for term, segment, count, bounds, number, data in self._connection.execute(
                statement, some
            ):
                limits = self._limits(bounds)
                rows[term].append(VocabularyRow(segment, count, *limits, number, data))
        found = {}
        for term, own in rows.items():
            own.sort(key=lambda row: segments[row.segment].start)
            frequency = sum(row.postings for row in own)
            for part in self._parts(own):
                if len(part.segment.removed):
                    frequency -= self._removed(term, part)
            found[term] = (frequency, own)
        return found

    def _limits(self, bounds: bytes) -> tuple[float, float]:
        """The highest saturation and the lowest norm that the bounds of a list allow."""
        average = self._snapshot.average_length
        pairs = [(count, norm(length, average)) for count, length in iter_unpack("<II", bounds)]
        if not pairs:
            return 0.0, 0.0
        return max(count / (count + scale) for count, scale in pairs), min(n for _, n in pairs)

    def _parts(self, rows: Iterable[VocabularyRow]) -> list[PostingPart]:
        segments = self._snapshot.segments
        return [PostingPart(segments[row.segment], row, row.data) for row in rows]

    def _removed(self, term: str, part: PostingPart) -> int:
        """How many of the postings belong to removed paragraphs."""
        postings = self.load(term, part)
        removed = part.segment.removed
        if isinstance(postings, Dense):
            return int(np.count_nonzero(postings.frequencies[removed]))
        places = np.searchsorted(postings.ordinals, removed)
        places[places == len(postings.ordinals)] = 0
        return int(np.count_nonzero(postings.ordinals[places] == removed))
