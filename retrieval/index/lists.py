"""The posting lists of one question's terms: found in the vocabulary, loaded when needed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from retrieval.index.cache import PostingCache
from retrieval.index.encoding import Dense, Sparse, decode
from retrieval.index.snapshot import SegmentView, Snapshot, VocabularyRow

_TERMS_KEPT = 2000  # of the vocabulary: with their short lists some 2 MB


@dataclass(slots=True)
class PostingPart:
    """A term's postings in one segment."""

    segment: SegmentView
    count: int
    bounds: bytes
    number: int | None  # of the row that holds the list, where it is not here
    data: bytes | None


@dataclass(slots=True)
class TermPostings:
    """A term's postings in all segments, and in how many live paragraphs it stands."""

    term: str
    parts: list[PostingPart] = field(default_factory=list)
    frequency: int = 0


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
        known = self._snapshot.vocabulary
        entries = {term: known.get(term) for term in terms}
        entries |= self._look_up([term for term, entry in entries.items() if entry is None])
        return [
            TermPostings(term, self._parts(entry[1]), entry[0])
            for term, entry in entries.items()
            if entry and entry[0]
        ]

    def _look_up(self, terms: list[str]) -> dict[str, tuple[int, list[VocabularyRow]]]:
        """Read what the vocabulary says of ``terms``, and keep it in the snapshot."""
        segments = self._snapshot.segments
        rows: dict[str, list[VocabularyRow]] = {term: [] for term in terms}
        for begin in range(0, len(terms) if segments else 0, 200):
            some = terms[begin : begin + 200]
            statement = (
                "SELECT term, segment, frequency, bounds, postings, data FROM vocabulary"
                f" WHERE segment IN ({','.join(map(str, segments))})"
                f" AND term IN ({','.join('?' * len(some))})"
            )
            for term, *row in self._connection.execute(statement, some):
                rows[term].append(tuple(row))
        found = {}
        for term, own in rows.items():
            own.sort(key=lambda row: segments[row[0]].start)
            frequency = sum(row[1] for row in own)
            for part in self._parts(own):
                if len(part.segment.removed):
                    frequency -= self._removed(term, part)
            found[term] = (frequency, own)
        known = self._snapshot.vocabulary
        if len(known) > _TERMS_KEPT:
            known.clear()
        known.update(found)
        return found

    def _parts(self, rows: Iterable[VocabularyRow]) -> list[PostingPart]:
        segments = self._snapshot.segments
        return [PostingPart(segments[row[0]], *row[1:]) for row in rows]

    def load(self, term: str, part: PostingPart) -> Sparse | Dense:
        """Return the postings of ``term`` in one segment."""
        if part.data is None:
            key = (part.segment.row.id, term)
            part.data = self._cache.get(key)
            if part.data is None:
                row = self._connection.execute(
                    "SELECT data FROM postings WHERE id = ?", (part.number,)
                ).fetchone()
                if row is None:
                    raise sqlite3.DatabaseError("database disk image is malformed")
                part.data = row[0]
                self._cache.put(key, part.data)
        return decode(part.data)

    def _removed(self, term: str, part: PostingPart) -> int:
        """How many of the postings belong to removed paragraphs."""
        postings = self.load(term, part)
        removed = part.segment.removed
        if isinstance(postings, Dense):
            return int(np.count_nonzero(postings.frequencies[removed]))
        places = np.searchsorted(postings.ordinals, removed)
        places[places == len(postings.ordinals)] = 0
        return int(np.count_nonzero(postings.ordinals[places] == removed))
