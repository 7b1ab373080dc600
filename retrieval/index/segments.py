"""Segments of the index in the SQLite file: written once, then never changed.

A segment holds the postings of paragraphs with ascending ids, and no other segment's ids lie
between. The postings of a rare term stand in its vocabulary row, those of a frequent one in a row
of their own, with the bounds of its score beside the word. Only the list of removed paragraphs of
a segment changes, until a merge leaves these out.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.index.encoding import Frequencies, Ordinals, encode

INLINE_POSTINGS = 32
_ROWS = 5000

Ids = NDArray[np.int64]
Lengths = NDArray[np.uint32]


class SegmentRow(NamedTuple):
    """A segment without its postings."""

    id: int
    ids: Ids
    lengths: Lengths


def create_segment(
    connection: sqlite3.Connection, ids: Ids, lengths: Lengths, *, live: bool
) -> int:
    """Insert the row of a new segment and return its id; only a live one is searched."""
    first = int(ids[0])
    gaps = int(ids[-1]) - first + 1 != len(ids)
    cursor = connection.execute(
        "INSERT INTO segments (live, first, paragraphs, ids, lengths, removed, touched)"
        " VALUES (?, ?, ?, ?, ?, x'', ?)",
        (
            int(live),
            first,
            len(ids),
            (ids - first).astype("<u4").tobytes() if gaps else b"",
            lengths.astype("<u4").tobytes(),
            time.time(),
        ),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def read_segment(connection: sqlite3.Connection, segment: int) -> SegmentRow:
    """Return the segment's paragraphs."""
    first, paragraphs, ids, lengths = connection.execute(
        "SELECT first, paragraphs, ids, lengths FROM segments WHERE id = ?", (segment,)
    ).fetchone()
    relative = np.frombuffer(ids, "<u4") if ids else np.arange(paragraphs)
    return SegmentRow(segment, relative + np.int64(first), np.frombuffer(lengths, "<u4"))


def read_live(connection: sqlite3.Connection) -> Iterator[tuple[int, Ordinals]]:
    """Id and removed ordinals of each live segment, in the order of their paragraphs."""
    for segment, removed in connection.execute(
        "SELECT id, removed FROM segments WHERE live ORDER BY first"
    ):
        yield segment, np.frombuffer(removed, "<u4")


class PostingsWriter:
    """Writes posting lists of one segment, in any number of transactions."""

    def __init__(self, connection: sqlite3.Connection, segment: int, lengths: Lengths) -> None:
        self._connection = connection
        self._segment = segment
        self._lengths = lengths

    def write(self, postings: Iterable[tuple[str, Ordinals, Frequencies]]) -> None:
        """Write lists that come sorted by term, within the caller's transaction."""
        stream = iter(postings)
        while part := list(islice(stream, _ROWS)):
            self._write(part)

    def _write(self, postings: list[tuple[str, Ordinals, Frequencies]]) -> None:
        number = self._connection.execute(
            "SELECT coalesce(max(id), 0) FROM postings"
        ).fetchone()[0]
        words: list[tuple[int, str, int, bytes, int | None, bytes | None]] = []
        lists: list[tuple[int, bytes]] = []
        for term, ordinals, frequencies in postings:
            count = len(ordinals)
            data = encode(ordinals, frequencies, len(self._lengths))
            if count <= INLINE_POSTINGS:
                words.append((self._segment, term, count, b"", None, data))
            else:
                number += 1
                limits = bounds(frequencies, self._lengths[ordinals])
                words.append((self._segment, term, count, limits, number, None))
                lists.append((number, data))
        self._connection.executemany("INSERT INTO vocabulary VALUES (?, ?, ?, ?, ?, ?)", words)
        self._connection.executemany("INSERT INTO postings VALUES (?, ?)", lists)


def bounds(frequencies: Frequencies, lengths: Lengths) -> bytes:
    """Return the (term frequency, length) pairs that no other posting beats in both.

    Whatever the average length, the highest score of the list is that of one of these pairs.
    """
    order = np.lexsort((lengths, -frequencies.astype(np.int64)))
    sorted_lengths = lengths[order]
    shortest = np.minimum.accumulate(sorted_lengths)
    keep = np.ones(len(order), bool)
    keep[1:] = shortest[1:] < shortest[:-1]
    best = order[keep]
    return np.stack((frequencies[best], lengths[best]), axis=1).astype("<u4").tobytes()


def mark_removed(connection: sqlite3.Connection, first: int, last: int) -> None:
    """Mask the paragraphs with ids in ``[first, last)`` in the segments that hold them."""
    for segment, removed in list(read_live(connection)):
        start, end = _span(connection, segment, first, last)
        if start == end:
            continue
        masked = np.union1d(removed, np.arange(start, end, dtype=np.uint32))
        paragraphs = connection.execute(
            "SELECT paragraphs FROM segments WHERE id = ?", (segment,)
        ).fetchone()[0]
        if len(masked) == paragraphs:
            drop_segment(connection, segment)
        else:
            connection.execute(
                "UPDATE segments SET removed = ? WHERE id = ?",
                (masked.astype("<u4").tobytes(), segment),
            )


def _span(connection: sqlite3.Connection, segment: int, first: int, last: int) -> tuple[int, int]:
    begin, paragraphs, ids = connection.execute(
        "SELECT first, paragraphs, ids FROM segments WHERE id = ?", (segment,)
    ).fetchone()
    if not ids:
        start, end = first - begin, last - begin
        return min(max(start, 0), paragraphs), min(max(end, 0), paragraphs)
    relative = np.frombuffer(ids, "<u4")
    start, end = np.searchsorted(relative, (max(first - begin, 0), max(last - begin, 0))).tolist()
    return start, end


def drop_segment(connection: sqlite3.Connection, segment: int) -> None:
    """Delete a segment with its postings."""
    connection.execute(
        "DELETE FROM postings WHERE id IN (SELECT postings FROM vocabulary WHERE segment = ?)",
        (segment,),
    )
    connection.execute("DELETE FROM vocabulary WHERE segment = ?", (segment,))
    connection.execute("DELETE FROM segments WHERE id = ?", (segment,))
