"""The posting lists of several segments as those of one, a part at a time in the order of terms."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.index.encoding import Ordinals, PostingBatch, decode_sparse
from retrieval.index.segments import Lengths

GONE = -1
_ROWS = 4000
_POSTINGS = 2_000_000
_BYTE = 255

Transaction = Callable[[], AbstractContextManager[sqlite3.Connection]]


class SourceGoneError(Exception):
    """A segment was removed while it was read."""


class MergePlan(NamedTuple):
    """Which paragraphs the merged segment holds, and where those of its sources go."""

    ids: NDArray[np.int64]
    lengths: Lengths
    places: NDArray[np.int64]  # ordinals of all sources, one after the other → new ones or GONE
    starts: NDArray[np.int64]  # where each source begins in ``places``
    removed: list[Ordinals]  # what was removed of each source when the plan was made


# Term, place among the sources, how many postings, the row that holds them or the postings.
_Row = tuple[str, int, int, int | None, bytes | None]


class _Source:
    """The vocabulary of one segment, read some rows at a time."""

    def __init__(self, segment: int, place: int) -> None:
        self._segment = segment
        self._place = place
        self._rows: list[_Row] = []
        self._after = ""
        self.ended = False

    def fill(self, connection: sqlite3.Connection) -> None:
        if self._rows or self.ended:
            return
        # No term is empty, so that the first comes after the empty string.
        self._rows = connection.execute(
            "SELECT term, ?, frequency, postings, data FROM vocabulary"
            " WHERE segment = ? AND term > ? ORDER BY term LIMIT ?",
            (self._place, self._segment, self._after, _ROWS),
        ).fetchall()
        self.ended = len(self._rows) < _ROWS
        self._after = self.last or ""

    @property
    def last(self) -> str | None:
        return self._rows[-1][0] if self._rows else None

    def take(self, limit: str | None) -> list[_Row]:
        end = len(self._rows)
        if limit is not None:
            end = bisect_right(self._rows, limit, key=itemgetter(0))
        taken, self._rows = self._rows[:end], self._rows[end:]
        return taken


def merged_postings(
    sources: Sequence[int], plan: MergePlan, reading: Transaction
) -> Iterator[PostingBatch]:
    """Yield the posting lists of ``sources`` merged; raises ``SourceGoneError``."""
    streams = [_Source(segment, place) for place, segment in enumerate(sources)]
    while True:
        with reading() as connection:
            for stream in streams:
                stream.fill(connection)
        # Every stream not at its end has been read at least to this term.
        limit = min((s.last for s in streams if not s.ended and s.last is not None), default=None)
        rows = sorted(
            chain.from_iterable(stream.take(limit) for stream in streams), key=itemgetter(0, 1)
        )
        for part in _parts(rows):
            yield _merged(part, plan, reading)
        if limit is None:
            return


def _parts(rows: list[_Row]) -> Iterator[list[_Row]]:
    """Cut ``rows`` between terms so that no part has many postings."""
    part: list[_Row] = []
    postings = 0
    for row in rows:
        if postings > _POSTINGS and row[0] != part[-1][0]:
            yield part
            part, postings = [], 0
        part.append(row)
        postings += row[2]
    if part:
        yield part


def _merged(rows: list[_Row], plan: MergePlan, reading: Transaction) -> PostingBatch:
    terms: list[str] = []
    groups: list[int] = []
    for term, *_ in rows:
        if not terms or terms[-1] != term:
            terms.append(term)
        groups.append(len(terms) - 1)
    ordinals, frequencies, counts = _decoded(_data(rows, reading))
    begins = plan.starts[np.array([row[1] for row in rows], np.intp)]
    places = plan.places[np.repeat(begins, counts) + ordinals]
    owners = np.repeat(np.array(groups, np.intp), counts)
    alive = places != GONE
    if not alive.all():
        places, frequencies, owners = places[alive], frequencies[alive], owners[alive]
    left = np.bincount(owners, minlength=len(terms))
    if not left.all():
        terms = [term for term, count in zip(terms, left.tolist(), strict=True) if count]
        left = left[left > 0]
    return PostingBatch(terms, left, places.astype(np.uint32), frequencies)


def _data(rows: list[_Row], reading: Transaction) -> list[bytes]:
    found = [data or b"" for *_, data in rows]
    elsewhere = [(place, row[3]) for place, row in enumerate(rows) if row[4] is None]
    if elsewhere:
        with reading() as connection:
            for place, number in elsewhere:
                row = connection.execute(
                    "SELECT data FROM postings WHERE id = ?", (number,)
                ).fetchone()
                if row is None:
                    raise SourceGoneError
                found[place] = row[0]
    return found


def _decoded(data: list[bytes]) -> tuple[Ordinals, NDArray[np.uint32], NDArray[np.intp]]:
    """All ordinals, all frequencies, and how many belong to each list."""
    ordinals: list[bytes] = []
    frequencies: list[bytes] = []
    counts: list[int] = []
    high: list[tuple[int, NDArray[np.uint32]]] = []
    total = 0
    for one in data:
        if one[-1] == 1:
            count = len(one) // 5
            ordinals.append(one[: 4 * count])
            frequencies.append(one[4 * count : 5 * count])
        else:
            postings = decode_sparse(one)
            count = len(postings.ordinals)
            ordinals.append(postings.ordinals.tobytes())
            frequencies.append(np.minimum(postings.frequencies, _BYTE).astype(np.uint8).tobytes())
            if postings.frequencies.dtype.itemsize > 1:
                high.append((total, postings.frequencies.astype(np.uint32)))
        counts.append(count)
        total += count
    joined = np.frombuffer(b"".join(frequencies), np.uint8).astype(np.uint32)
    for start, wide in high:
        joined[start : start + len(wide)] = wide
    return np.frombuffer(b"".join(ordinals), "<u4"), joined, np.array(counts, np.intp)
