"""Carrying a collection over into another one, of whatever kind."""

from __future__ import annotations

from collections.abc import Callable

from retrieval.collection import Collection

_DOCUMENTS = 20  # carried over at once


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
    # The order of ingestion is kept, so that the newest document stays the newest.
    ordered = sorted(summaries, key=lambda one: one.ingested_at)
    carried = done = 0
    while batch := ordered[done : done + _DOCUMENTS]:
        progress(done, len(summaries))
        missing = [
            one.name
            for one in batch
            if target.content_hash(one.name) != source.content_hash(one.name)
        ]
        if missing:
            target.add_many(source.stored(name) for name in missing)
        carried += len(missing)
        done += len(batch)
    target.settle()
    progress(len(summaries), len(summaries))
    return carried
