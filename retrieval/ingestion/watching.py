"""Keeping a folder and a collection in step: what is added, changed and removed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from config.settings import Settings
from retrieval.collection import Collection
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
        removed = _remove_missing(folder, current, collection) if first else ()
        if not first:
            removed = _remove([source for source in settled if source not in current], collection)
        result = IngestReport()
        if at_rest or first:
            result = ingest(at_rest, collection, settings, progress, stop=stop.is_set)
        settled = {source: state for source, state in settled.items() if source in current}
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


def _remove_missing(folder: Path, current: _Snapshot, collection: Collection) -> tuple[str, ...]:
    """Remove the documents of files that are gone since the folder was last watched."""
    prefix = document_name(folder).rstrip("/") + "/"
    names = {source.name for source in current}
    removed = []
    for document in collection.documents():
        name = document.name
        parents = {name[:end] for end in range(len(name)) if name[end] == "/"}
        if name.startswith(prefix) and name not in names and not parents & names:
            collection.remove(name)
            removed.append(name)
    return tuple(removed)


def _remove(gone: list[Source], collection: Collection) -> tuple[str, ...]:
    """Remove the documents of files that are gone, members of archives too."""
    names = {source.name for source in gone}
    removed = []
    if names:
        for document in collection.documents():
            if document.name in names or any(document.name.startswith(f"{n}/") for n in names):
                collection.remove(document.name)
                removed.append(document.name)
    return tuple(removed)
