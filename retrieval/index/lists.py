"""The posting lists of one question's terms: found in the vocabulary, loaded when needed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from retrieval.index.cache import PostingCache
from retrieval.index.encoding import Dense, Sparse, decode
from retrieval.index.snapshot import SegmentView, Snapshot

_Row = tuple[int, int, bytes, int | None, bytes | None]


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
        wanted = list(dict.fromkeys(terms))
        segments = self._snapshot.segments
        found: dict[str, TermPostings] = {}
        if not segments:
            return []
        for begin in range(0, len(wanted), 200):
            some = wanted[begin : begin + 200]
            statement = (
                "SELECT segment, term, frequency, bounds, postings, data FROM vocabulary"
                f" WHERE segment IN ({','.join(map(str, segments))})"
                f" AND term IN ({','.join('?' * len(some))})"
            )
            for segment, term, count, bounds, number, data in self._connection.execute(
                statement, some
            ):
                entry = found.get(term)
                if entry is None:
                    entry = found[term] = TermPostings(term)
                entry.parts.append(PostingPart(segments[segment], count, bounds, number, data))
                entry.frequency += count
        for entry in found.values():
            entry.parts.sort(key=lambda part: part.segment.start)
            for part in entry.parts:
                if len(part.segment.removed):
                    entry.frequency -= self._removed(entry.term, part)
        return [entry for entry in found.values() if entry.frequency]

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
