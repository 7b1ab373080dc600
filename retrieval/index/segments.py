"""Segments of the index in the SQLite file: written once, never changed but for what is removed.

A segment holds the postings of paragraphs with neighbouring ids. A rare term's postings stand in
the vocabulary row itself, those of a frequent one in a row of their own.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from retrieval.index.encoding import Frequencies, Ordinals, encode

INLINE_POSTINGS = 24
_ROWS = 2000

Lengths = NDArray[np.uint32]
Ids = NDArray[np.int64]


def create_segment(connection: sqlite3.Connection, ids: Ids, lengths: Lengths, live: bool) -> int:
    """Insert the row of a new segment and return its id."""
    cursor = connection.execute(
        "INSERT INTO segments (live, paragraphs, ids, lengths, removed, touched)"
        " VALUES (?, ?, ?, ?, x'', ?)",
        (int(live), len(ids), ids.astype("<i8").tobytes(), lengths.astype("<u4").tobytes(),
         time.time()),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def write_postings(
    connection: sqlite3.Connection,
    segment: int,
    postings: Iterable[tuple[str, Ordinals, Frequencies]],
    lengths: Lengths,
) -> None:
    """Write posting lists that come sorted by term."""
    stream = iter(postings)
    while rows := list(islice(stream, _ROWS)):
        words, large = [], []
        for term, ordinals, frequencies in rows:
            data = encode(ordinals, frequencies)
            count = len(ordinals)
            if count <= INLINE_POSTINGS:
                words.append((segment, term, count, b"", data))
            else:
                words.append((segment, term, count, bounds(frequencies, lengths[ordinals]), None))
                large.append((segment, term, data))
        connection.executemany("INSERT INTO vocabulary VALUES (?, ?, ?, ?, ?)", words)
        connection.executemany(
            "INSERT INTO postings (segment, term, data) VALUES (?, ?, ?)", large
        )


def bounds(frequencies: Frequencies, lengths: Lengths) -> bytes:
    """Return the (term frequency, length) pairs that no other posting beats in both.

    Whatever the average length, the highest score of the list is that of one of these pairs.
    """
    order = np.lexsort((lengths, -frequencies.astype(np.int64)))
    shortest = np.minimum.accumulate(lengths[order])
    keep = np.empty(len(order), bool)
    keep[0] = True
    keep[1:] = shortest[1:] < shortest[:-1]
    best = order[keep]
    return np.stack((frequencies[best], lengths[best])).astype("<u4").tobytes()


def live_segments(
    connection: sqlite3.Connection,
) -> Iterator[tuple[int, Ids, Lengths, Ordinals]]:
    """Each live segment in the order of its paragraphs: id, ids, lengths, removed ordinals."""
    for segment, ids, lengths, removed in connection.execute(
        "SELECT id, ids, lengths, removed FROM segments WHERE live"
    ):
        yield (
            segment,
            np.frombuffer(ids, "<i8"),
            np.frombuffer(lengths, "<u4"),
            np.frombuffer(removed, "<u4"),
        )


def mark_removed(connection: sqlite3.Connection, first: int, last: int) -> None:
    """Mask the paragraphs with ids in ``[first, last)`` in the segments that hold them."""
    for segment, ids, _, removed in list(live_segments(connection)):
        start, end = np.searchsorted(ids, (first, last)).tolist()
        if start == end:
            continue
        masked = np.union1d(removed, np.arange(start, end, dtype=np.uint32))
        if len(masked) == len(ids):
            drop_segment(connection, segment)
        else:
            connection.execute(
                "UPDATE segments SET removed = ? WHERE id = ?",
                (masked.astype("<u4").tobytes(), segment),
            )


def drop_segment(connection: sqlite3.Connection, segment: int) -> None:
    """Delete a segment with its postings."""
    connection.execute("DELETE FROM postings WHERE segment = ?", (segment,))
    connection.execute("DELETE FROM vocabulary WHERE segment = ?", (segment,))
    connection.execute("DELETE FROM segments WHERE id = ?", (segment,))
