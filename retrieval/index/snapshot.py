"""The state of the index at one commit, as arrays: what a question needs besides postings."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.index.encoding import Ordinals
from retrieval.index.segments import SegmentRow, read_live, read_segment


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A live segment; its paragraphs are ``[start, end)`` of all those of the snapshot.

    ``lengths`` are infinite where a paragraph is removed or hidden: it scores zero.
    """

    row: SegmentRow
    start: int
    end: int
    removed: Ordinals
    silent: Ordinals  # removed or hidden
    lengths: NDArray[Any]


class VocabularyRow(NamedTuple):
    """What the vocabulary says of a term in one segment."""

    segment: int
    postings: int
    saturation: float  # no posting has a higher one; 0 where the list is short
    least_norm: float  # no posting has a lower one
    number: int | None  # of the row that holds the list, where it is not here
    data: bytes | None


Entry = tuple[int, list[VocabularyRow]]  # how many live paragraphs hold a term, and where


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All live segments one after the other, so that the ids of their paragraphs ascend."""

    epoch: int
    segments: dict[int, SegmentView]
    size: int  # paragraphs of all segments
    paragraphs: int  # those not removed
    average_length: float
    vocabulary: dict[str, Entry] = field(default_factory=dict)  # terms looked up lately

    def ids(self, ordinals: NDArray[np.int64]) -> list[int]:
        """The ids of the paragraphs at ``ordinals`` of all."""
        views = list(self.segments.values())
        owners = np.searchsorted([view.start for view in views], ordinals, "right") - 1
        return [
            views[owner].row.id_of(ordinal - views[owner].start)
            for owner, ordinal in zip(owners.tolist(), ordinals.tolist(), strict=True)
        ]


def read_snapshot(
    connection: sqlite3.Connection, epoch: int, previous: Snapshot | None
) -> Snapshot:
    """Read the snapshot of the commit ``epoch``, within the caller's transaction.

    Segments that ``previous`` knows already are not read again.
    """
    known = previous.segments if previous else {}
    hidden = connection.execute(
        "SELECT first_paragraph, paragraphs FROM articles WHERE shadowed"
    ).fetchall()
    views: dict[int, SegmentView] = {}
    total = paragraphs = start = 0
    for segment, removed in read_live(connection):
        before = known.get(segment)
        row = before.row if before else read_segment(connection, segment)
        silent = np.union1d(removed, _hidden(row, hidden)) if hidden else removed
        if before and np.array_equal(before.silent, silent):
            lengths = before.lengths
        else:
            lengths = _silenced(row, silent)
        views[segment] = SegmentView(row, start, start + row.paragraphs, removed, silent, lengths)
        start += row.paragraphs
        paragraphs += row.paragraphs - len(removed)
        total += row.total - int(row.lengths[removed].sum(dtype=np.int64))
    average = total / paragraphs if paragraphs else 1.0
    return Snapshot(epoch, views, start, paragraphs, average)


def _hidden(row: SegmentRow, articles: list[tuple[int, int]]) -> Ordinals:
    """The ordinals of the paragraphs of ``articles``, as (first id, how many) each."""
    parts = [np.empty(0, np.uint32)]
    for first, count in articles:
        start, end = row.ordinals(first, first + count)
        if start < end:
            parts.append(np.arange(start, end, dtype=np.uint32))
    return np.concatenate(parts)


def _silenced(row: SegmentRow, silent: Ordinals) -> NDArray[Any]:
    if not len(silent):
        return row.lengths
    lengths = row.lengths.astype(np.float32)
    lengths[silent] = np.inf
    return lengths
