"""Files and folders → documents in a collection: read by many processes, stored by one."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import perf_counter

from config.settings import Settings
from retrieval.collection import Collection
from retrieval.errors import DuoshaoError
from retrieval.formats.failures import unreadable, unsupported
from retrieval.ingestion.archives import StoredArchives, member_hashes
from retrieval.ingestion.ledger import Ledger, Progress
from retrieval.ingestion.pool import ReaderPool, processors
from retrieval.ingestion.reading import Result, failed, read_file
from retrieval.ingestion.report import IngestInterrupted, IngestReport
from retrieval.ingestion.sources import Source, find_sources, hash_file
from retrieval.store.preparation import PreparedDocument

# Below this many bytes, starting processes takes longer than reading (unless the settings name a
# number of them); above the second, loading what segments faster pays.
_PROCESSES_FROM = 512 << 10
_BULK_FROM = 1 << 20

# Documents wait at most so long to be stored together in one transaction.
_BATCH_SECONDS = 2.0


def ingest(
    paths: Iterable[Path | Source],
    collection: Collection,
    settings: Settings,
    progress: Progress | None = None,
    *,
    stop: Callable[[], bool] | None = None,
) -> IngestReport:
    """Read ``paths``, files and folders, into ``collection``.

    Documents are stored whole, in the order of the paths whatever the processes' timing. A file
    stored already with the same content is left alone, a changed one replaced in one transaction;
    one that cannot be read is named in the report and does not stop the rest. ``stop`` is asked
    between files and while one is waited for. Raises ``StoreError`` where the collection fails,
    and ``IngestInterrupted`` with the report so far on Ctrl-C.
    """
    run = _Ingestion(collection, settings, Ledger(progress))
    try:
        run.ingest(list(find_sources(paths)), stop or (lambda: False))
    except KeyboardInterrupt:
        raise IngestInterrupted(run.ledger.report()) from None
    return run.ledger.report()


class _Ingestion:
    """One ingestion under way."""

    def __init__(self, collection: Collection, settings: Settings, ledger: Ledger) -> None:
        self.ledger = ledger
        self._collection = collection
        self._settings = settings
        self._archives = StoredArchives(collection)
        self._sizes: dict[str, int] = {}
        self._waiting: list[tuple[Source, PreparedDocument]] = []  # read, not yet stored
        self._waiting_characters = 0
        self._added = False
        # Files read whole, each with the names it holds, None where none of them could be read.
        self._finished: list[tuple[Source, set[str] | None]] = []
        self._flushed = perf_counter()

    def ingest(self, sources: list[Source], stop: Callable[[], bool]) -> None:
        """Read and store the sources."""
        self._sizes = {source.name: _size(source.path) for source in sources}
        size = sum(self._sizes.values())
        self.ledger.expect(len(sources), size)
        changed = self._changed(sources)
        processes = self._settings.ingest_processes
        if not processes and size < _PROCESSES_FROM:
            self._store(_read_here(changed, self._settings), stop)
        else:
            bulk = size >= _BULK_FROM
            with ReaderPool(self._settings, processes or processors(), bulk=bulk) as pool:
                sized = ((source, self._sizes[source.name]) for source in changed)
                self._store(pool.read(sized, stop), stop)
        if self._added:
            self._collection.settle()

    def _changed(self, sources: Iterable[Source]) -> Iterator[Source]:
        """Pass on the sources whose content is not stored yet."""
        for source in sources:
            size = self._sizes[source.name]
            try:
                # Reading from a named pipe or a device could take for ever.
                if not stat.S_ISREG(source.path.stat().st_mode):
                    refusal = unsupported(source.name, "no_file", "this is no regular file")
                    self.ledger.failed(source, refusal)
                    self.ledger.finished(source, size)
                    continue
                unchanged = self._is_stored(source)
            except OSError as error:
                self.ledger.failed(source, unreadable(source.name, error))
                self.ledger.finished(source, size)
                continue
            if unchanged:
                self.ledger.unchanged(source, size)
            else:
                yield source

    def _is_stored(self, source: Source) -> bool:
        content_hash = hash_file(source.path)
        stored = self._collection.content_hash(source.name)
        if stored is not None:
            return stored == content_hash
        members = self._archives.members(source)
        hashes = {self._collection.content_hash(name) for name in members}
        return bool(members) and hashes == set(member_hashes(content_hash, len(members)))

    def _store(
        self, results: Iterable[tuple[Source, Result | None]], stop: Callable[[], bool]
    ) -> None:
        """Store results in batches: a transaction for each would take longer than the reading."""
        names: set[str] = set()
        documents = 0
        for source, result in results:
            if isinstance(result, PreparedDocument):
                self._waiting.append((source, result))
                self._waiting_characters += result.characters
                names.add(result.name)
                documents += 1
            elif result is not None:
                self.ledger.failed(source, result)
                names.add(str(result.details.get("document", source.name)))
            else:
                self._finished.append((source, names if documents else None))
                names, documents = set(), 0
            if self._is_due():
                self._flush()
            if result is None and stop():
                break
        self._flush()

    def _is_due(self) -> bool:
        return (
            self._waiting_characters >= self._settings.ingest_batch
            or perf_counter() - self._flushed >= _BATCH_SECONDS
        )

    def _flush(self) -> None:
        """Store the documents that wait, and finish the files that have been read whole."""
        waiting, self._waiting, self._waiting_characters = self._waiting, [], 0
        self._add(waiting)
        finished, self._finished = self._finished, []
        for source, names in finished:
            if names is not None:
                self._remove_others(source, names)
            self.ledger.finished(source, self._sizes[source.name])
        self._flushed = perf_counter()

    def _add(self, waiting: list[tuple[Source, PreparedDocument]]) -> None:
        if not waiting:
            return
        documents = [document for _, document in waiting]
        replaced = {
            document.name
            for document in documents
            if self._collection.content_hash(document.name) is not None
        }
        try:
            summaries = self._collection.add_many(documents)
        except DuoshaoError:
            raise
        except Exception as error:
            # One document that no one foresaw must not take the others with it.
            if len(waiting) > 1:
                for one in waiting:
                    self._add([one])
            else:
                ((source, document),) = waiting
                reason = f"{type(error).__name__}: {error}"
                self.ledger.failed(source, failed(document.name, "unexpected", detail=reason))
            return
        self._added = True
        for document, summary in zip(documents, summaries, strict=True):
            self.ledger.stored(summary, document.characters, replaced=document.name in replaced)

    def _remove_others(self, source: Source, names: set[str]) -> None:
        """Remove what an earlier state of a file held and its present one does not."""
        earlier = self._archives.members(source)
        if self._collection.content_hash(source.name) is not None:
            earlier = (*earlier, source.name)
        for name in earlier:
            if name not in names:
                self._collection.remove(name)
                self.ledger.removed(name)


def _read_here(
    sources: Iterable[Source], settings: Settings
) -> Iterator[tuple[Source, Result | None]]:
    """Read in this process, as a pool of them would."""
    for source in sources:
        for result in read_file(source, settings):
            yield source, result
        yield source, None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # reading it will say why
