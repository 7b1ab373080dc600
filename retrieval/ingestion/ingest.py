"""Files and folders → documents in a collection: read by many processes, stored by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import perf_counter

from config.settings import Settings
from retrieval.collection import Collection
from retrieval.errors import DuoshaoError, UnsupportedFormatError
from retrieval.ingestion.pool import Outcome, ReaderPool, processors
from retrieval.ingestion.reading import read_file, unreadable
from retrieval.ingestion.report import Failure, IngestInterrupted, IngestReport, ProgressEvent
from retrieval.ingestion.sources import Source, find_sources, hash_file
from retrieval.records import Document, DocumentSummary

Progress = Callable[[ProgressEvent], None]

# Below this many bytes, starting processes takes longer than reading; above the second, loading
# what segments faster pays.
_PROCESSES_FROM = 512 << 10
_BULK_FROM = 4 << 20


def ingest(
    paths: Iterable[Path | Source],
    collection: Collection,
    settings: Settings,
    progress: Progress | None = None,
    *,
    stop: Callable[[], bool] | None = None,
) -> IngestReport:
    """Read ``paths``, files and folders, into ``collection``.

    Each document is stored in one transaction, in the order of the paths whatever the processes'
    timing. A file stored already with the same content is left alone, a changed one replaced; one
    that cannot be read is named in the report and does not stop the rest. ``stop`` is asked
    between files. Raises ``StoreError`` where the collection fails, and ``IngestInterrupted`` with
    the report so far on Ctrl-C.
    """
    run = _Ingestion(collection, settings, progress)
    try:
        run.ingest(list(find_sources(paths)), stop or (lambda: False))
    except KeyboardInterrupt:
        raise IngestInterrupted(run.report()) from None
    return run.report()


class _Ingestion:
    """One ingestion under way."""

    def __init__(
        self, collection: Collection, settings: Settings, progress: Progress | None
    ) -> None:
        self._collection = collection
        self._settings = settings
        self._progress = progress
        self._started = perf_counter()
        self._added: list[str] = []
        self._replaced: list[str] = []
        self._removed: list[str] = []
        self._unchanged: list[str] = []
        self._skipped: list[str] = []
        self._failed: list[Failure] = []
        self._documents: list[DocumentSummary] = []
        self._characters = 0
        self._files = self._files_done = 0
        self._bytes = self._bytes_done = 0
        self._members: dict[str, list[str]] | None = None

    def ingest(self, sources: list[Source], stop: Callable[[], bool]) -> None:
        """Read and store the sources, each one whole or not at all."""
        sizes = [_size(source.path) for source in sources]
        self._files, self._bytes = len(sources), sum(sizes)
        self._tell("")
        pending = self._changed(zip(sources, sizes, strict=True))
        if self._bytes < _PROCESSES_FROM:
            for source, size in pending:
                if stop():
                    return
                self._store(source, size, _read(source, self._settings))
            return
        processes = self._settings.ingest_processes or processors()
        by_name = {source.name: size for source, size in zip(sources, sizes, strict=True)}
        bulk = self._bytes >= _BULK_FROM
        with ReaderPool(self._settings, processes, bulk=bulk) as pool:
            for source, outcome in pool.read(pending):
                if stop():
                    return
                self._store(source, by_name[source.name], outcome)

    def report(self) -> IngestReport:
        """What became of the files so far."""
        return IngestReport(
            added=tuple(self._added),
            replaced=tuple(self._replaced),
            removed=tuple(self._removed),
            unchanged=tuple(self._unchanged),
            skipped=tuple(self._skipped),
            failed=tuple(self._failed),
            documents=tuple(self._documents),
            characters=self._characters,
            seconds=perf_counter() - self._started,
        )

    def _changed(self, sources: Iterable[tuple[Source, int]]) -> Iterator[tuple[Source, int]]:
        """Pass on the sources whose content is not stored yet."""
        for source, size in sources:
            try:
                unchanged = self._is_stored(source)
            except OSError as error:
                self._fail(source, unreadable(source.name, error.strerror or str(error)))
                self._finish(source, size)
                continue
            if unchanged:
                self._unchanged.append(source.name)
                self._bytes -= size  # no measure of the time that the others take
                self._finish(source, 0)
            else:
                yield source, size

    def _is_stored(self, source: Source) -> bool:
        content_hash = hash_file(source.path)
        stored = self._collection.content_hash(source.name)
        if stored is not None:
            return stored == content_hash
        members = [
            self._collection.content_hash(name) or "" for name in self._stored_members(source)
        ]
        # Of an archive all members must be there: each one's hash says how many they are.
        expected = {f"{content_hash}:{i}/{len(members)}" for i in range(1, len(members) + 1)}
        return bool(members) and set(members) == expected

    def _stored_members(self, source: Source) -> list[str]:
        """Names of the stored documents that came out of an archive."""
        if source.path.suffix.lower() != ".zip":
            return []
        if self._members is None:
            self._members = {}
            for document in self._collection.documents():
                end = document.name.lower().find(".zip/")
                while end >= 0:
                    archive = document.name[: end + len(".zip")]
                    self._members.setdefault(archive, []).append(document.name)
                    end = document.name.lower().find(".zip/", end + 1)
        return self._members.get(source.name, [])

    def _store(self, source: Source, size: int, outcome: Outcome) -> None:
        if isinstance(outcome, DuoshaoError):
            self._fail(source, outcome)
        else:
            previous = self._stored_members(source)
            if self._collection.content_hash(source.name) is not None:
                previous = [*previous, source.name]
            for document in outcome:
                self._add(document)
            for name in set(previous) - {document.name for document in outcome}:
                self._collection.remove(name)
                self._removed.append(name)
        self._finish(source, size)

    def _add(self, document: Document) -> None:
        known = self._collection.content_hash(document.name) is not None
        self._documents.append(self._collection.add(document))
        (self._replaced if known else self._added).append(document.name)
        self._characters += len(document.text)

    def _fail(self, source: Source, error: DuoshaoError) -> None:
        if isinstance(error, UnsupportedFormatError) and not source.explicit:
            self._skipped.append(source.name)
        else:
            self._failed.append(Failure(source.name, error))

    def _finish(self, source: Source, size: int) -> None:
        self._files_done += 1
        self._bytes_done += size
        self._tell(source.name)

    def _tell(self, name: str) -> None:
        if self._progress is not None:
            self._progress(
                ProgressEvent(
                    files_done=self._files_done,
                    files_total=self._files,
                    bytes_done=self._bytes_done,
                    bytes_total=self._bytes,
                    characters=self._characters,
                    seconds=perf_counter() - self._started,
                    name=name,
                )
            )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # reading it will say why


def _read(source: Source, settings: Settings) -> Outcome:
    try:
        return read_file(source, settings)
    except DuoshaoError as error:
        return error
