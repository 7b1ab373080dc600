"""Keeping a folder and a collection in step: what is added, changed and removed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from config.settings import Settings
from retrieval.collection import Collection
from retrieval.errors import UnknownDocumentError
from retrieval.ingestion.archives import archive_of
from retrieval.ingestion.ingest import ingest
from retrieval.ingestion.ledger import Progress
from retrieval.ingestion.report import IngestReport
from retrieval.ingestion.sources import Source, document_name, find_sources

_State = tuple[int, int, int, int]  # size, modified, changed (nanoseconds), number of the file
_Snapshot = Mapping[Source, _State]


def watch(
    folder: Path,
    collection: Collection,
    settings: Settings,
    report: Callable[[IngestReport], None],
    *,
    stop: threading.Event,
    progress: Progress | None = None,
    interval: float = 1.0,
) -> None:
    """Keep ``collection`` in step with ``folder`` until ``stop`` is set.

    The folder is looked through every ``interval`` seconds (network drives give no signals). A
    file is read once it has stayed the same from one look to the next, so that none is read half
    written; documents whose file is gone are removed. ``report`` is called after the first look
    and whenever something has changed since. Raises what ``ingest`` raises, and ``OSError`` where
    a folder cannot be listed: one that is locked or gone must not empty the collection.
    """
    if folder == Path():
        folder = Path.cwd()  # else any document with a plain name could seem to be gone from it
    settled: dict[Source, _State] = {}
    previous: _Snapshot = {}
    first = True
    while not stop.is_set():
        current = _look(folder)
        at_rest = [
            source
            for source, state in current.items()
            if settled.get(source) != state
            and (previous.get(source) == state or (first and _is_old(state, interval)))
        ]
        result = IngestReport()
        if at_rest or first:
            result = ingest(at_rest, collection, settings, progress, stop=stop.is_set)
        # Only when missed twice, and after reading: a file that was given another name is to be
        # found all the while.
        gone = [source for source in settled if source not in current and source not in previous]
        if first:
            removed = _remove_missing(folder, current, collection)
        else:
            removed = _remove(gone, collection)
        for source in gone:
            del settled[source]
        settled |= {source: current[source] for source in at_rest}
        if first or removed or at_rest:
            report(replace(result, removed=(*result.removed, *removed)))
        previous, first = current, False
        stop.wait(interval)


def _look(folder: Path) -> dict[Source, _State]:
    """Return the files of the folder with their states; raises ``OSError`` without a folder."""
    found = {}
    for source in find_sources([folder], on_error=_raise):
        try:
            status = source.path.stat()
        except FileNotFoundError:
            if source.explicit:
                raise
            continue  # gone since the folder was listed
        found[source] = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    return found


def _raise(error: OSError) -> None:
    raise error


def _is_old(state: _State, interval: float) -> bool:
    """Tell whether nobody has written to a file for longer than an interval."""
    return time.time_ns() - max(state[1], state[2]) > 2 * interval * 1e9


def _remove_missing(folder: Path, current: _Snapshot, collection: Collection) -> list[str]:
    """Remove the documents of files that are gone since the folder was last watched."""
    prefix = document_name(folder).rstrip("/") + "/"
    names = {source.name for source in current}
    return _remove_where(
        collection,
        lambda files: files.isdisjoint(names) and all(file.startswith(prefix) for file in files),
    )


def _remove(gone: list[Source], collection: Collection) -> list[str]:
    """Remove the documents of files that are gone."""
    names = {source.name for source in gone}
    return _remove_where(collection, lambda files: not files.isdisjoint(names)) if names else []


def _remove_where(collection: Collection, is_gone: Callable[[frozenset[str]], bool]) -> list[str]:
    """Remove the documents whose file (their name's, or that of the archive in it) is gone."""
    removed = []
    for document in collection.documents():
        name = document.name
        if is_gone(frozenset((name, archive_of(name) or name))):
            with suppress(UnknownDocumentError):  # another process was faster
                collection.remove(name)
                removed.append(name)
    return removed
