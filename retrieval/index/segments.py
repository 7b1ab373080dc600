"""Segments of the index in the SQLite file: written once, then never changed.

A segment holds the postings of paragraphs with ascending ids, and no other segment's ids lie
between. The postings of a rare term stand in its vocabulary row, those of a frequent one in a row
of their own, with the bounds of its score beside the word. Only the list of removed paragraphs of
a segment changes, until a merge leaves these out.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.index.encoding import Frequencies, Ordinals, PostingBatch, encode_batch

INLINE_POSTINGS = 32

Ids = NDArray[np.int64]
Lengths = NDArray[np.unsignedinteger[Any]]

_TWO_BYTES = 1 << 16


class SegmentState(IntEnum):
    """Where a segment is in its life; only live ones are searched."""

    GROWING = 0  # a merge is writing it
    LIVE = 1
    DEAD = 2  # merged into another, to be deleted


class SegmentRow(NamedTuple):
    """A segment without its postings."""

    id: int
    first: int
    paragraphs: int
    gaps: Ordinals | None  # ids less ``first``; None where no id between is missing
    lengths: Lengths
    total: int  # of the lengths

    @property
    def ids(self) -> Ids:
        """The ids of the paragraphs."""
        relative = np.arange(self.paragraphs) if self.gaps is None else self.gaps
        return relative + np.int64(self.first)

    def id_of(self, ordinal: int) -> int:
        """The id of one paragraph."""
        return self.first + (ordinal if self.gaps is None else int(self.gaps[ordinal]))

    def ordinals(self, first: int, last: int) -> tuple[int, int]:
        """The ordinals, half-open, of the paragraphs with ids in ``[first, last)``."""
        start, end = max(first - self.first, 0), max(last - self.first, 0)
        if self.gaps is not None:
            start, end = np.searchsorted(self.gaps, (start, end)).tolist()
        return min(start, self.paragraphs), min(end, self.paragraphs)


def create_segment(
    connection: sqlite3.Connection, ids: Ids, lengths: Lengths, state: SegmentState
) -> int:
    """Insert the row of a new segment and return its id."""
    first = int(ids[0])
    gaps = int(ids[-1]) - first + 1 != len(ids)
    cursor = connection.execute(
        "INSERT INTO segments (state, first, paragraphs, ids, lengths, total, removed, touched)"
        " VALUES (?, ?, ?, ?, ?, ?, x'', ?)",
        (
            state,
            first,
            len(ids),
            (ids - first).astype("<u4").tobytes() if gaps else b"",
            pack_lengths(lengths),
            int(lengths.sum(dtype=np.int64)),
            time.time(),
        ),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def pack_lengths(lengths: Lengths) -> bytes:
    """Return lengths as bytes, two each where that is enough, else four."""
    return lengths.astype("<u2" if int(lengths.max()) < _TWO_BYTES else "<u4").tobytes()


def read_segment(connection: sqlite3.Connection, segment: int) -> SegmentRow:
    """Return the segment's paragraphs."""
    first, paragraphs, ids, lengths, total = connection.execute(
        "SELECT first, paragraphs, ids, lengths, total FROM segments WHERE id = ?", (segment,)
    ).fetchone()
    return SegmentRow(
        segment,
        first,
        paragraphs,
        np.frombuffer(ids, "<u4") if ids else None,
        np.frombuffer(lengths, "<u2" if len(lengths) == 2 * paragraphs else "<u4", paragraphs),
        total,
    )


def read_live(connection: sqlite3.Connection) -> list[tuple[int, Ordinals]]:
    """Id and removed ordinals of each live segment, in the order of their paragraphs."""
    return [
        (segment, np.frombuffer(removed, "<u4"))
        for segment, removed in connection.execute(
            "SELECT id, removed FROM segments WHERE state = ? ORDER BY first", (SegmentState.LIVE,)
        )
    ]


def write_postings(
    connection: sqlite3.Connection, segment: int, batch: PostingBatch, lengths: Lengths
) -> None:
    """Write posting lists of ``segment``, whose paragraphs have ``lengths``."""
    if not batch.terms:
        return
    (number,) = connection.execute("SELECT coalesce(max(id), 0) FROM postings").fetchone()
    words: list[tuple[int, str, int, bytes, int | None, bytes | None]] = []
    lists: list[tuple[int, bytes]] = []
    end = 0
    for term, count, data in zip(
        batch.terms, batch.counts.tolist(), encode_batch(batch, len(lengths)), strict=True
    ):
        start, end = end, end + count
        if count <= INLINE_POSTINGS:
            words.append((segment, term, count, b"", None, data))
        else:
            number += 1
            limits = bounds(batch.frequencies[start:end], lengths[batch.ordinals[start:end]])
            words.append((segment, term, count, limits, number, None))
            lists.append((number, data))
    connection.executemany("INSERT INTO vocabulary VALUES (?, ?, ?, ?, ?, ?)", words)
    connection.executemany("INSERT INTO postings VALUES (?, ?)", lists)


def bounds(frequencies: Frequencies, lengths: Lengths) -> bytes:
    """Return the (term frequency, length) pairs that no other posting beats in both.

    Whatever the average length, the highest score of the list is that of one of these pairs.
    """
    shortest = int(lengths.min())
    pairs: list[tuple[int, int]] = []
    left = np.arange(len(lengths))
    while len(left):
        highest = frequencies[left].max()
        length = int(lengths[left[frequencies[left] == highest]].min())
        pairs.append((int(highest), length))
        if length == shortest:
            break
        left = left[lengths[left] < length]
    return np.array(pairs, "<u4").tobytes()


def mark_removed(connection: sqlite3.Connection, first: int, last: int) -> None:
    """Mask the paragraphs with ids in ``[first, last)`` in the segments that hold them."""
    for segment, removed in read_live(connection):
        row = read_segment(connection, segment)
        start, end = row.ordinals(first, last)
        masked = np.union1d(removed, np.arange(start, end, dtype=np.uint32))
        if len(masked) == len(removed):
            continue
        if len(masked) == row.paragraphs:
            drop_segment(connection, segment)
        else:
            connection.execute(
                "UPDATE segments SET removed = ? WHERE id = ?",
                (masked.astype("<u4").tobytes(), segment),
            )


def drop_segment(connection: sqlite3.Connection, segment: int) -> None:
    """Delete a segment with its postings."""
    for _ in drop_in_steps(connection, segment, 1 << 60):
        pass


def drop_in_steps(connection: sqlite3.Connection, segment: int, terms: int) -> Iterator[None]:
    """Delete a segment, the postings of at most ``terms`` terms a step."""
    chosen = "SELECT {} FROM vocabulary WHERE segment = ? ORDER BY term LIMIT ?"
    while True:
        connection.execute(
            f"DELETE FROM postings WHERE id IN ({chosen.format('postings')})", (segment, terms)
        )
        deleted = connection.execute(
            f"DELETE FROM vocabulary WHERE segment = ? AND term IN ({chosen.format('term')})",
            (segment, segment, terms),
        ).rowcount
        if deleted < terms:
            connection.execute("DELETE FROM segments WHERE id = ?", (segment,))
            yield
            return
        yield
