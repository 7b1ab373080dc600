"""The face of a store of documents: what the engine needs of SQLite and of Milvus alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from retrieval.records import Document, DocumentSummary, ParagraphHit, StoredParagraph

if TYPE_CHECKING:
    from retrieval.store.preparation import PreparedDocument


class Collection(Protocol):
    """Documents with an index over their paragraphs."""

    def add(self, document: Document) -> DocumentSummary:
        """Store ``document`` in one transaction, in place of one of the same name."""
        ...

    def add_many(
        self, documents: Iterable[Document | PreparedDocument]
    ) -> tuple[DocumentSummary, ...]:
        """Store ``documents`` in one transaction, each in place of one of the same name."""
        ...

    def remove(self, name: str) -> DocumentSummary:
        """Remove the document ``name``; raises ``UnknownDocumentError``."""
        ...

    def documents(self) -> tuple[DocumentSummary, ...]:
        """All documents, by name."""
        ...

    def content_hash(self, name: str) -> str | None:
        """The content hash of the stored document ``name``, or None."""
        ...

    def stored(self, name: str) -> PreparedDocument:
        """The document ``name``, to carry over; raises ``UnknownDocumentError``."""
        ...

    def search(self, terms: Mapping[str, float], k: int) -> tuple[ParagraphHit, ...]:
        """The ``k`` best paragraphs by BM25Plus for weighted index terms, best first.

        A paragraph that holds none of the terms is never returned.
        """
        ...

    def inverse_document_frequency(self, terms: Sequence[str]) -> dict[str, float]:
        """The BM25Plus inverse document frequency of each term; terms never seen are 0.0."""
        ...

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many paragraphs each term stands."""
        ...

    def paragraph_count(self) -> int:
        """How many paragraphs there are."""
        ...

    def context(self, paragraph_id: int, before: int, after: int) -> tuple[StoredParagraph, ...]:
        """The paragraph with its neighbours in the same article, in order."""
        ...

    def articles(self, limit: int = 1000) -> tuple[tuple[str, str], ...]:
        """(document name, article title) pairs, newest document first."""
        ...

    def same_article(self, article_id: int) -> tuple[str, ...]:
        """Names of the other documents that hold the same article, word for word."""
        ...

    def settle(self) -> None:
        """Bring the index into its best shape, after much was added."""
        ...

    def close(self) -> None:
        """Release files and connections."""
        ...
