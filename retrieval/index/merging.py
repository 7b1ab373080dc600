"""Merging segments: few large ones instead of many small ones, without what was removed.

The sizes of segments fall off at least geometrically from old to new (the logarithmic method of
Bentley and Saxe, 1980), so that there are few and each posting is written a logarithmic number of
times. A merge reads and writes in short transactions; the new segment takes the place of the old
ones in one, in which what was removed meanwhile is carried over. A crash at any moment leaves
the old segments, and a growing one that a later merge clears away.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from retrieval.index.encoding import Ordinals
from retrieval.index.merged_postings import (
    GONE,
    MergePlan,
    SourceGoneError,
    Transaction,
    merged_postings,
)
from retrieval.index.segments import (
    SegmentState,
    create_segment,
    drop_in_steps,
    read_segment,
    write_postings,
)

_RATIO = 3  # an older segment is at least so many times as large as all newer ones together
_REMOVED_SHARE = 0.25
_TERMS_A_STEP = 4000
_ABANDONED = 600.0  # seconds after which nobody is writing a growing segment any more


class SegmentSize(NamedTuple):
    """How large a live segment is."""

    id: int
    paragraphs: int
    removed: int


def segment_sizes(connection: sqlite3.Connection) -> list[SegmentSize]:
    """The live segments in the order of their paragraphs."""
    return [
        SegmentSize(*row)
        for row in connection.execute(
            "SELECT id, paragraphs, length(removed) / 4 FROM segments WHERE state = ?"
            " ORDER BY first",
            (SegmentState.LIVE,),
        )
    ]


def merge_due(sizes: Sequence[SegmentSize]) -> tuple[int, ...]:
    """The neighbouring segments to merge next, or none."""
    newer = 0
    due: tuple[int, ...] = ()
    for place in range(len(sizes) - 1, -1, -1):
        size = sizes[place].paragraphs - sizes[place].removed
        if newer and size < _RATIO * newer:
            due = tuple(segment.id for segment in sizes[place:])
        newer += size
    if due:
        return due
    return next(((s.id,) for s in sizes if s.removed > _REMOVED_SHARE * s.paragraphs), ())


def merge(
    sources: Sequence[int],
    reading: Transaction,
    writing: Transaction,
    stopped: Callable[[], bool] = lambda: False,
) -> bool:
    """Merge ``sources``, neighbours and live, into one segment; returns whether that was done.

    Gives up, leaving all as it was, when ``stopped`` or when another process has removed or
    merged one of ``sources``.
    """
    with reading() as connection:
        if not _all_live(connection, sources):
            return False
        plan = _plan(connection, sources)
    with writing() as connection:
        target = create_segment(connection, plan.ids, plan.lengths, SegmentState.GROWING)
    try:
        for batch in merged_postings(sources, plan, reading):
            with writing() as connection:
                if stopped() or not _all_live(connection, sources):
                    return False
                write_postings(connection, target, batch, plan.lengths)
                connection.execute(
                    "UPDATE segments SET touched = ? WHERE id = ?", (time.time(), target)
                )
    except SourceGoneError:
        return False
    with writing() as connection:
        if not _all_live(connection, sources):
            return False
        _take_over(connection, sources, plan, target)
    return True


def clear_away(writing: Transaction, stopped: Callable[[], bool] = lambda: False) -> None:
    """Delete what merges have left behind: the segments merged, and those never finished."""
    while not stopped():
        with writing() as connection:
            row = connection.execute(
                "SELECT id FROM segments WHERE state = ? OR (state = ? AND touched < ?)",
                (SegmentState.DEAD, SegmentState.GROWING, time.time() - _ABANDONED),
            ).fetchone()
            if row is None:
                return
            next(drop_in_steps(connection, row[0], _TERMS_A_STEP))


def _plan(connection: sqlite3.Connection, sources: Sequence[int]) -> MergePlan:
    rows = [read_segment(connection, segment) for segment in sources]
    removed = [_removed(connection, segment) for segment in sources]
    sizes = [row.paragraphs for row in rows]
    alive = np.ones(sum(sizes), bool)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int64)
    for start, gone in zip(starts.tolist(), removed, strict=True):
        alive[start + gone.astype(np.int64)] = False
    return MergePlan(
        ids=np.concatenate([row.ids for row in rows])[alive],
        lengths=np.concatenate([row.lengths for row in rows])[alive],
        places=np.where(alive, np.cumsum(alive) - 1, GONE),
        starts=starts,
        removed=removed,
    )


def _removed(connection: sqlite3.Connection, segment: int) -> Ordinals:
    (removed,) = connection.execute(
        "SELECT removed FROM segments WHERE id = ?", (segment,)
    ).fetchone()
    return np.frombuffer(removed, "<u4")


def _all_live(connection: sqlite3.Connection, sources: Sequence[int]) -> bool:
    marks = ",".join(map(str, sources))
    (live,) = connection.execute(
        f"SELECT count(*) FROM segments WHERE state = ? AND id IN ({marks})", (SegmentState.LIVE,)
    ).fetchone()
    return bool(live == len(sources))


def _take_over(
    connection: sqlite3.Connection, sources: Sequence[int], plan: MergePlan, target: int
) -> None:
    gone = [
        plan.places[start + np.setdiff1d(_removed(connection, segment), known).astype(np.int64)]
        for segment, start, known in zip(sources, plan.starts.tolist(), plan.removed, strict=True)
    ]
    connection.execute(
        "UPDATE segments SET state = ?, removed = ? WHERE id = ?",
        (SegmentState.LIVE, np.concatenate(gone).astype("<u4").tobytes(), target),
    )
    connection.execute("UPDATE state SET epoch = epoch + 1")
    connection.executemany(
        "UPDATE segments SET state = ? WHERE id = ?",
        [(SegmentState.DEAD, segment) for segment in sources],
    )
