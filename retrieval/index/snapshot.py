"""The state of the index at one commit, as arrays: what a question needs besides postings."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.index.segments import live_segments


@dataclass(frozen=True, slots=True)
class SegmentView:
    """One live segment; its paragraphs are ``[start, end)`` of the snapshot's arrays."""

    id: int
    start: int
    end: int
    removed: NDArray[np.uint32]  # ordinals in the segment


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All live segments one after the other, their paragraphs' ids ascending.

    ``lengths`` is infinite where a paragraph is removed or hidden, so that it scores zero.
    """

    epoch: int
    segments: tuple[SegmentView, ...]
    ids: NDArray[np.int64]
    lengths: NDArray[np.float32]
    paragraphs: int  # live ones
    average_length: float


def read_snapshot(connection: sqlite3.Connection, epoch: int) -> Snapshot:
    """Read the snapshot of the commit ``epoch``, within the caller's transaction."""
    segments = sorted(live_segments(connection), key=lambda segment: int(segment[1][0]))
    if not segments:
        return Snapshot(epoch, (), np.empty(0, np.int64), np.empty(0, np.float32), 0, 0.0)
    ids = np.concatenate([segment[1] for segment in segments])
    lengths = np.concatenate([segment[2] for segment in segments]).astype(np.float32)
    total, views, start = 0, [], 0
    for segment, own, own_lengths, removed in segments:
        total += int(own_lengths.sum(dtype=np.int64))
        total -= int(own_lengths[removed].sum(dtype=np.int64))
        lengths[start + removed.astype(np.int64)] = np.inf
        views.append(SegmentView(segment, start, start + len(own), removed))
        start += len(own)
    paragraphs = start - sum(len(view.removed) for view in views)
    for first, count in connection.execute(
        "SELECT first_paragraph, paragraphs FROM articles WHERE shadowed"
    ):
        begin, end = np.searchsorted(ids, (first, first + count)).tolist()
        lengths[begin:end] = np.inf
    average = total / paragraphs if paragraphs else 0.0
    return Snapshot(epoch, tuple(views), ids, lengths, paragraphs, average)
