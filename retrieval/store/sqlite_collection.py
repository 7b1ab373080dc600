"""The collection in one SQLite file: documents, and the index over their paragraphs."""

from __future__ import annotations

import sqlite3
import struct
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from config.settings import Settings, load_settings
from retrieval.errors import StoreError
from retrieval.index.bm25 import inverse_document_frequency
from retrieval.index.inversion import Inversion
from retrieval.index.search import IndexSearcher
from retrieval.index.segments import SegmentState, create_segment, write_postings
from retrieval.index.snapshot import Snapshot, read_snapshot
from retrieval.records import Document, DocumentSummary, ParagraphHit, StoredParagraph
from retrieval.store import reading
from retrieval.store.connection import connect, store_errors
from retrieval.store.maintenance import Maintenance
from retrieval.store.opening import prepare
from retrieval.store.preparation import PreparedDocument, prepare_document
from retrieval.store.recent import RecentParagraphs
from retrieval.store.stored import read_stored
from retrieval.store.writing import delete_document, insert_document

_TIE_DIGITS = 8


class SqliteCollection:
    """A ``Collection`` in one SQLite file; safe to use from several threads and processes."""

    def __init__(self, path: Path, settings: Settings, *, read_only: bool) -> None:
        self._path = path
        self._settings = settings
        self._read_only = read_only
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._searcher = IndexSearcher(settings.index_cache)
        self._recent = RecentParagraphs()
        self._maintenance = Maintenance(self._reading, self._merging)

    @classmethod
    def open(
        cls, path: Path, *, settings: Settings | None = None, create: bool = True
    ) -> SqliteCollection:
        """Open the collection in the file ``path``; raises ``StoreError`` where it cannot be.

        Without ``create`` the file must exist. A file that cannot be written still answers.
        """
        settings = settings or load_settings()
        read_only = prepare(path, busy_timeout=settings.busy_timeout, create=create)
        return cls(path, settings, read_only=read_only)

    def add(self, document: Document) -> DocumentSummary:
        """Store ``document`` in one transaction, in place of one of the same name."""
        return self.add_many((document,))[0]

    def add_many(
        self, documents: Iterable[Document | PreparedDocument]
    ) -> tuple[DocumentSummary, ...]:
        """Store ``documents`` in one transaction, each in place of one of the same name."""
        inversion = Inversion()
        prepared = [
            document if isinstance(document, PreparedDocument) else prepare_document(document)
            for document in documents
        ]
        last = {document.name: document for document in prepared}
        summaries: dict[str, DocumentSummary] = {}
        with self._writing() as connection:
            for name, document in last.items():
                if reading.read_summary(connection, name):
                    delete_document(connection, name)
                summaries[name] = insert_document(connection, document, inversion)
            if len(inversion):
                lengths = inversion.lengths
                segment = create_segment(connection, inversion.ids, lengths, SegmentState.LIVE)
                write_postings(connection, segment, inversion.batch(), lengths)
        self._maintenance.wake()
        return tuple(summaries[document.name] for document in prepared)

    def settle(self) -> None:
        """Merge what is due of the index; also done in the background, a while after a change."""
        if not self._read_only:
            self._maintenance.settle()

    def remove(self, name: str) -> DocumentSummary:
        """Remove the document ``name``; raises ``UnknownDocumentError``."""
        with self._writing() as connection:
            summary = delete_document(connection, name)
        self._maintenance.wake()
        return summary

    def documents(self) -> tuple[DocumentSummary, ...]:
        """All documents, by name."""
        with self._reading() as connection:
            return reading.read_summaries(connection)

    def content_hash(self, name: str) -> str | None:
        """The content hash of the stored document ``name``, or None."""
        with self._reading() as connection:
            row = connection.execute(
                "SELECT content_hash FROM documents WHERE name = ?", (name,)
            ).fetchone()
        return str(row[0]) if row else None

    def stored(self, name: str) -> PreparedDocument:
        """The document ``name`` as it was stored; raises ``UnknownDocumentError``."""
        with self._reading() as connection:
            return read_stored(connection, name)

    def search(self, terms: Mapping[str, float], k: int) -> tuple[ParagraphHit, ...]:
        """The ``k`` best paragraphs by BM25Plus for weighted index terms, best first."""
        with self._reading() as connection:
            found = self._searcher.search(connection, self._current(connection), terms, k)
            found = _ordered(connection, found)[:k]
            paragraphs = self._recent.get(
                [hit[0] for hit in found], partial(reading.read_paragraphs, connection)
            )
        return tuple(
            ParagraphHit(paragraphs[paragraph], score, rank)
            for rank, (paragraph, score) in enumerate(found)
        )

    def inverse_document_frequency(self, terms: Sequence[str]) -> dict[str, float]:
        """The BM25Plus inverse document frequency of each term; terms never seen are 0.0."""
        with self._reading() as connection:
            snapshot = self._current(connection)
            frequencies = self._searcher.document_frequencies(connection, snapshot, tuple(terms))
        return {
            term: inverse_document_frequency(snapshot.paragraphs, frequency)
            for term, frequency in frequencies.items()
        }

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many paragraphs each term stands."""
        with self._reading() as connection:
            return self._searcher.document_frequencies(
                connection, self._current(connection), tuple(terms)
            )

    def paragraph_count(self) -> int:
        """How many paragraphs there are."""
        with self._reading() as connection:
            return self._current(connection).paragraphs

    def context(self, paragraph_id: int, before: int, after: int) -> tuple[StoredParagraph, ...]:
        """The paragraph with its neighbours in the same article, in order."""
        with self._reading() as connection:
            return reading.read_context(connection, paragraph_id, before, after)

    def articles(self, limit: int = 1000) -> tuple[tuple[str, str], ...]:
        """(document name, article title) pairs, newest document first."""
        with self._reading() as connection:
            return reading.read_articles(connection, limit)

    def same_article(self, article_id: int) -> tuple[str, ...]:
        """Names of the other documents that hold the same article, word for word."""
        with self._reading() as connection:
            return reading.read_same_article(connection, article_id)

    def close(self) -> None:
        """Release files and connections."""
        self._maintenance.stop()
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
            self._local = threading.local()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = connect(
                self._path,
                busy_timeout=self._settings.busy_timeout,
                read_only=self._read_only,
            )
            with self._lock:
                self._connections.append(connection)
            self._local.connection = connection
        return connection

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """One read transaction: everything in it sees the same commit."""
        with store_errors(self._path):
            connection = self._connection()
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN")
            try:
                yield connection
            except (IndexError, KeyError, ValueError, struct.error) as error:
                # Only our own reading runs in here: numbers that fit nowhere are damage.
                raise sqlite3.DatabaseError("database disk image is malformed") from error
            finally:
                # Nothing was written; a connection that broke has no transaction any more.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One write transaction; waits for another writer."""
        if self._read_only:
            raise StoreError(
                f"{self._path}: is read-only", path=str(self._path), reason="read-only"
            )
        from retrieval.sqlite import Database

        with store_errors(self._path):
            connection = self._connection()
            with Database(connection, recursive_triggers=False).atomic():
                connection.execute("UPDATE state SET epoch = epoch + 1")
                yield connection

    @contextmanager
    def _merging(self) -> Iterator[sqlite3.Connection]:
        """One write transaction that changes nothing a question can see, unless it says so."""
        with store_errors(self._path):
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def _current(self, connection: sqlite3.Connection) -> Snapshot:
        epoch = connection.execute("SELECT epoch FROM state").fetchone()[0]
        snapshot = self._snapshot
        if snapshot is None or snapshot.epoch != epoch:
            snapshot = self._snapshot = read_snapshot(connection, epoch, snapshot)
        return snapshot


def _ordered(
    connection: sqlite3.Connection, found: list[tuple[int, float]]
) -> list[tuple[int, float]]:
    """Best first; equal scores by document name and position, whatever came in first."""
    counts = Counter(round(score, _TIE_DIGITS) for _, score in found)
    tied = [paragraph for paragraph, score in found if counts[round(score, _TIE_DIGITS)] > 1]
    places = reading.read_places(connection, tied)
    return sorted(found, key=lambda hit: (-round(hit[1], _TIE_DIGITS), places.get(hit[0], ("", 0))))
