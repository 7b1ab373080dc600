"""Carrying a collection over into another one, of whatever kind."""

from __future__ import annotations

from collections.abc import Callable

from retrieval.collection import Collection


def migrate(
    source: Collection,
    target: Collection,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Store every document of ``source`` in ``target``; returns how many were carried over.

    Documents that ``target`` holds already, by name and content, are left; so a migration that was
    cut off goes on where it ended. ``progress`` is told documents done, and all.
    """
    summaries = source.documents()
    carried = 0
    # The order of ingestion is kept, so that the newest document stays the newest.
    for done, summary in enumerate(sorted(summaries, key=lambda one: one.ingested_at)):
        progress(done, len(summaries))
        if target.content_hash(summary.name) != source.content_hash(summary.name):
            target.add_many((source.stored(summary.name),))
            carried += 1
    target.settle()
    progress(len(summaries), len(summaries))
    return carried
