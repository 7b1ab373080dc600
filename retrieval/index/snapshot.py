"""The state of the index at one commit, as arrays: what a question needs besides postings."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.index.bm25 import norms
from retrieval.index.encoding import Ordinals
from retrieval.index.segments import SegmentRow, read_live, read_segment


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A live segment; its paragraphs are ``[start, end)`` of the snapshot's arrays."""

    row: SegmentRow
    start: int
    end: int
    removed: Ordinals


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All live segments one after the other, so that the ids of their paragraphs ascend.

    ``norms`` holds the length norm of each paragraph and is infinite where a paragraph is removed
    or hidden: it scores zero.
    """

    epoch: int
    segments: dict[int, SegmentView]
    norms: NDArray[np.float32]
    paragraphs: int  # those not removed
    average_length: float

    def ids(self, ordinals: NDArray[np.int64]) -> list[int]:
        """The ids of the paragraphs at ``ordinals`` of the arrays."""
        views = list(self.segments.values())
        owners = np.searchsorted([view.start for view in views], ordinals, "right") - 1
        return [
            int(views[owner].row.ids[ordinal - views[owner].start])
            for owner, ordinal in zip(owners.tolist(), ordinals.tolist(), strict=True)
        ]


def read_snapshot(
    connection: sqlite3.Connection, epoch: int, previous: Snapshot | None
) -> Snapshot:
    """Read the snapshot of the commit ``epoch``, within the caller's transaction.

    Segments that ``previous`` knows already are not read again.
    """
    known = previous.segments if previous else {}
    views: dict[int, SegmentView] = {}
    total = paragraphs = start = 0
    for segment, removed in read_live(connection):
        row = known[segment].row if segment in known else read_segment(connection, segment)
        views[segment] = SegmentView(row, start, start + len(row.ids), removed)
        start += len(row.ids)
        paragraphs += len(row.ids) - len(removed)
        total += int(row.lengths.sum(dtype=np.int64))
        total -= int(row.lengths[removed].sum(dtype=np.int64))
    lengths = np.empty(start, np.float32)
    for view in views.values():
        lengths[view.start : view.end] = view.row.lengths
        lengths[view.start : view.end][view.removed] = np.inf
    _hide(connection, views, lengths)
    average = total / paragraphs if paragraphs else 1.0
    return Snapshot(epoch, views, norms(lengths, average), paragraphs, average)


def _hide(
    connection: sqlite3.Connection,
    views: dict[int, SegmentView],
    lengths: NDArray[np.float32],
) -> None:
    for first, count in connection.execute(
        "SELECT first_paragraph, paragraphs FROM articles WHERE shadowed"
    ):
        for view in views.values():
            ids = view.row.ids
            if first <= ids[-1] and first + count > ids[0]:
                start, end = np.searchsorted(ids, (first, first + count)).tolist()
                lengths[view.start + start : view.start + end] = np.inf
