"""The face of it all: open a collection, ingest, remove, ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from retrieval.records import Answer, Conversation, DocumentSummary, StoredParagraph


class Engine:
    """One open collection that answers questions; safe to use from several threads."""

    @classmethod
    def open(cls, database: Path, *, seed: bool = True) -> Engine:
        """Open ``database``, filling a new one from ``seeds/`` when ``seed``."""
        raise RuntimeError

    def ask(self, question: str, conversation: Conversation | None = None) -> Answer:
        """Answer one question, a turn of ``conversation`` where one is given."""
        raise RuntimeError

    def follow(self, conversation: Conversation, answer: Answer) -> Conversation:
        """The conversation as it stands after ``answer``."""
        raise RuntimeError

    def ingest(
        self, paths: Iterable[Path], progress: Callable[..., None] | None = None
    ) -> object:
        """Read files and folders into the collection; see ``retrieval.ingestion``."""
        raise RuntimeError

    def remove(self, name: str) -> DocumentSummary:
        """Remove one document; raises ``UnknownDocumentError``."""
        raise RuntimeError

    def documents(self) -> tuple[DocumentSummary, ...]:
        """All documents."""
        raise RuntimeError

    def context(self, paragraph_id: int, before: int = 1, after: int = 1) -> tuple[StoredParagraph, ...]:
        """A paragraph and its neighbours."""
        raise RuntimeError

    def subjects(self, prefix: str = "", limit: int = 20) -> tuple[str, ...]:
        """Subjects that the documents speak of, for completion and examples."""
        raise RuntimeError

    def close(self) -> None:
        """Release the collection."""
        raise RuntimeError
