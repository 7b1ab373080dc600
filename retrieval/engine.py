"""The face of it all: open a collection, ingest, remove, ask."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from threading import Event
from time import perf_counter
from typing import TYPE_CHECKING

from config.settings import Settings, load_settings
from retrieval.collection import Collection
from retrieval.conversation import follow
from retrieval.names import Names
from retrieval.question import understand
from retrieval.reader import Reader
from retrieval.reader.browsing import figures_about
from retrieval.records import (
    Answer,
    Candidate,
    Conversation,
    DocumentSummary,
    Outcome,
    StoredParagraph,
)

if TYPE_CHECKING:
    from retrieval.ingestion import IngestReport, Progress

_WORD = re.compile(r"\w")


class Engine:
    """One open collection that answers questions; safe to use from several threads."""

    def __init__(self, collection: Collection, settings: Settings) -> None:
        self._collection = collection
        self._settings = settings
        self._names = Names(collection)
        self._reader = Reader(collection)

    @classmethod
    def open(cls, database: Path, *, seed: bool = True, settings: Settings | None = None) -> Engine:
        """Open ``database``, filling a new one from ``seeds/`` when ``seed``.

        Raises ``StoreError`` where the database cannot be used.
        """
        settings = settings or load_settings()
        if settings.milvus:
            from retrieval.milvus import MilvusCollection

            return cls(MilvusCollection.open(settings), settings)
        from retrieval.store import SqliteCollection

        if seed and not database.exists():
            _fill(database, settings)
        return cls(SqliteCollection.open(database, settings=settings), settings)

    @property
    def collection(self) -> Collection:
        """The collection that is asked."""
        return self._collection

    def ask(
        self, question: str, conversation: Conversation | None = None, *, explain: bool = False
    ) -> Answer:
        """Answer one question, a turn of ``conversation`` where one is given.

        With ``explain`` the answer says what spoke for it and for each candidate.
        """
        started = perf_counter()
        understood = understand(
            question,
            # What says nothing, such as an emoji, is no question that the talk could complete.
            conversation if _WORD.search(question) else None,
            known=self._names.known,
            put_right=self._names.put_right,
            held=self._names.held,
            max_length=self._settings.max_question_length,
        )
        answer = self._reader.read(understood, explain=explain)
        return replace(answer, elapsed_ms=(perf_counter() - started) * 1000.0)

    def follow(self, conversation: Conversation, answer: Answer) -> Conversation:
        """Return the conversation as it stands after ``answer``."""
        if answer.outcome is Outcome.EMPTY_QUESTION:
            return conversation
        return follow(conversation, answer, self._names.known)

    def ingest(self, paths: Iterable[Path], progress: Progress | None = None) -> IngestReport:
        """Read files and folders into the collection; see ``retrieval.ingestion.ingest``."""
        from retrieval.ingestion import ingest

        return ingest(paths, self._collection, self._settings, progress)

    def watch(self, folder: Path, report: Callable[[IngestReport], None], *, stop: Event) -> None:
        """Keep the collection in step with ``folder``; see ``retrieval.ingestion.watch``."""
        from retrieval.ingestion import watch

        watch(folder, self._collection, self._settings, report, stop=stop)

    def remove(self, name: str) -> DocumentSummary:
        """Remove one document; raises ``UnknownDocumentError``."""
        return self._collection.remove(name)

    def documents(self) -> tuple[DocumentSummary, ...]:
        """Return all documents, by name."""
        return self._collection.documents()

    def context(
        self, paragraph_id: int, before: int = 1, after: int = 1
    ) -> tuple[StoredParagraph, ...]:
        """Return a paragraph and its neighbours in the same article."""
        return self._collection.context(paragraph_id, before, after)

    def subjects(self, prefix: str = "", limit: int = 20) -> tuple[str, ...]:
        """Return subjects that the documents speak of, for completion and examples."""
        return self._names.subjects(prefix, limit)

    def about(self, subject: str, limit: int = 50) -> tuple[Candidate, ...]:
        """Return the sentences with figures that the documents hold on ``subject``."""
        return figures_about(self._collection, subject, limit)

    def examples(self, limit: int = 3) -> tuple[str, ...]:
        """Return questions that the documents answer, made from their own sentences."""
        from retrieval.examples import example_questions

        return example_questions(self, limit)

    def close(self) -> None:
        """Release the collection."""
        self._collection.close()


def _fill(database: Path, settings: Settings) -> None:
    """Make a new database with the documents of a new installation, whole or not at all."""
    from retrieval.errors import StoreError
    from retrieval.ingestion import ingest, seeds_folder
    from retrieval.store import SqliteCollection

    folder = settings.documents_folder
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".duoshao-", dir=database.parent) as place:
            made = Path(place) / database.name
            collection = SqliteCollection.open(made, settings=settings)
            try:
                ingest([folder] if folder else seeds_folder(), collection, settings)
            finally:
                collection.close()
            try:
                os.link(made, database)
            except FileExistsError:
                return  # another process was faster
            except OSError:
                made.replace(database)  # a file system without links
    except OSError as error:
        raise StoreError(
            f"{database}: cannot be made: {error.strerror}",
            path=str(database),
            reason=error.strerror or str(error),
        ) from error
