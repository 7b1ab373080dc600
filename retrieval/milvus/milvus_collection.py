"""The collection in Milvus: several workers ask, one or more ingest, nobody holds a corpus."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from config.settings import Settings
from retrieval.errors import UnknownDocumentError
from retrieval.index.bm25 import inverse_document_frequency
from retrieval.milvus import rows
from retrieval.milvus.catalogue import (
    Catalogue,
    commit,
    count_paragraphs,
    document_key,
    hide,
    read_catalogue,
    unhide,
)
from retrieval.milvus.client import Milvus
from retrieval.milvus.schema import DOCUMENTS, PARAGRAPHS, TEXTS, make_collections
from retrieval.milvus.search import search_paragraphs
from retrieval.records import Document, DocumentSummary, ParagraphHit, StoredParagraph
from retrieval.store.preparation import PreparedDocument, prepare_document

_BATCH = 200
_ORDINAL_BITS = 22
_ABANDONED = 600_000  # milliseconds after which nobody is still writing a document


class _Written(NamedTuple):
    """A document whose paragraphs are there; its row makes them visible."""

    version: int
    summary: DocumentSummary
    row: dict[str, Any]


class MilvusCollection:
    """A ``Collection`` in Milvus Lite, a server or a cluster.

    Milvus has no transactions: the paragraphs of documents are written first, then their rows,
    which in one call with the new epoch make them visible; only then are those of the versions
    before deleted. What a crash leaves at any moment belongs to no document's version, and is
    hidden.
    """

    def __init__(self, milvus: Milvus) -> None:
        self._milvus = milvus
        self._catalogue: Catalogue | None = None
        self._lock = threading.RLock()

    @classmethod
    def open(cls, settings: Settings) -> MilvusCollection:
        """Open the collection at ``settings.milvus``; raises ``StoreError``."""
        milvus = Milvus(settings.milvus, settings)
        make_collections(milvus)
        return cls(milvus)

    def add(self, document: Document) -> DocumentSummary:
        """Store ``document``, in place of one of the same name."""
        return self.add_many((document,))[0]

    def add_many(
        self, documents: Iterable[Document | PreparedDocument]
    ) -> tuple[DocumentSummary, ...]:
        """Store ``documents``, visible all at once, each in place of one of the same name."""
        prepared = [
            one if isinstance(one, PreparedDocument) else prepare_document(one) for one in documents
        ]
        last = {one.name: one for one in prepared}
        with self._lock:
            catalogue = self._current()
            reference = catalogue.reference or _average_length(prepared)
            written = {name: self._write(one, reference) for name, one in last.items()}
            replaced = [
                catalogue.documents[name]["version"] for name in last if name in catalogue.documents
            ]
            for version in replaced:
                hide(self._milvus, version)
            commit(self._milvus, reference, *(one.row for one in written.values()))
            unhide(self._milvus, *(one.version for one in written.values()))
            for version in replaced:
                self._delete(version)
        return tuple(written[one.name].summary for one in prepared)

    def remove(self, name: str) -> DocumentSummary:
        """Remove the document ``name``; raises ``UnknownDocumentError``."""
        with self._lock:
            catalogue = self._current()
            data = catalogue.documents.get(name)
            if data is None:
                raise UnknownDocumentError(f"no document is named {name}", document=name)
            hide(self._milvus, data["version"])
            commit(self._milvus, catalogue.reference, rows.removed_row(name))
            self._delete(data["version"])
            self._milvus.call("delete", DOCUMENTS, ids=[document_key(name)])
            return rows.read_summary(data)

    def documents(self) -> tuple[DocumentSummary, ...]:
        """All documents, by name."""
        catalogue = self._current()
        return tuple(
            rows.read_summary(catalogue.documents[name]) for name in sorted(catalogue.documents)
        )

    def content_hash(self, name: str) -> str | None:
        """The content hash of the stored document ``name``, or None."""
        data = self._current().documents.get(name)
        return str(data["content_hash"]) if data else None

    def stored(self, name: str) -> PreparedDocument:
        """The document ``name`` as it was stored; raises ``UnknownDocumentError``."""
        data = self._current().documents.get(name)
        if data is None:
            raise UnknownDocumentError(f"no document is named {name}", document=name)
        of_version = f"version == {data['version']}"
        parts = self._all(TEXTS, of_version, ["id", "part"])
        parts.sort(key=lambda row: int(row["id"]))
        paragraphs = self._all(PARAGRAPHS, of_version, ["place", "frequencies", "content"])
        return rows.read_prepared([row["part"] for row in parts], paragraphs)

    def search(self, terms: Mapping[str, float], k: int) -> tuple[ParagraphHit, ...]:
        """The ``k`` best paragraphs by BM25Plus for weighted index terms, best first."""
        weights = {term: weight for term, weight in terms.items() if weight > 0}
        catalogue = self._current()
        if not weights or k < 1 or not catalogue.paragraphs:
            return ()
        frequencies = count_paragraphs(self._milvus, catalogue, list(weights))
        factors = {
            term: weight * inverse_document_frequency(catalogue.paragraphs, frequencies[term])
            for term, weight in weights.items()
            if frequencies[term]
        }
        if not factors:
            return ()
        found = search_paragraphs(self._milvus, catalogue, factors, k)
        return tuple(
            ParagraphHit(rows.read_paragraph(row), score, rank)
            for rank, (score, row) in enumerate(found)
        )

    def inverse_document_frequency(self, terms: Sequence[str]) -> dict[str, float]:
        """The BM25Plus inverse document frequency of each term; terms never seen are 0.0."""
        paragraphs = self._current().paragraphs
        return {
            term: inverse_document_frequency(paragraphs, frequency)
            for term, frequency in self.document_frequency(terms).items()
        }

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many paragraphs each term stands."""
        return count_paragraphs(self._milvus, self._current(), list(dict.fromkeys(terms)))

    def paragraph_count(self) -> int:
        """How many paragraphs there are."""
        return self._current().paragraphs

    def context(self, paragraph_id: int, before: int, after: int) -> tuple[StoredParagraph, ...]:
        """The paragraph with its neighbours in the same article, in order."""
        own = self._all(PARAGRAPHS, f"id == {int(paragraph_id)}", ["article", "position"])
        if not own:
            return ()
        article, position = own[0]["article"], own[0]["position"]
        found = self._all(
            PARAGRAPHS,
            f"article == {article} and position >= {position - before}"
            f" and position <= {position + after}",
            rows.CONTENT,
        )
        found.sort(key=lambda row: int(row["position"]))
        return tuple(rows.read_paragraph(row) for row in found)

    def articles(self, limit: int = 1000) -> tuple[tuple[str, str], ...]:
        """(document name, article title) pairs, newest document first."""
        documents = self._current().documents
        newest = sorted(documents, key=lambda name: -int(documents[name]["version"]))
        titles = ((name, title) for name in newest for title in documents[name]["titles"])
        return tuple(islice(titles, limit))

    def same_article(self, article_id: int) -> tuple[str, ...]:
        """Names of the other documents that hold the same article, word for word."""
        own = self._all(PARAGRAPHS, f"id == {int(article_id)}", ["article_hash", "document"])
        if not own:
            return ()
        found = self._all(
            PARAGRAPHS,
            f'position == 0 and article_hash == "{own[0]["article_hash"]}"',
            ["document", "version"],
        )
        catalogue = self._current()
        names = {
            row["document"] for row in found if catalogue.shows(row["document"], row["version"])
        }
        return tuple(sorted(names - {own[0]["document"]}))

    def settle(self) -> None:
        """Delete what a crash has left behind of documents that were never whole."""
        old = int(time.time() * 1000) - _ABANDONED
        for version in self._current().left_over():
            if version < old:
                self._delete(version)

    def close(self) -> None:
        """Close the connection."""
        self._milvus.close()

    def _write(self, prepared: PreparedDocument, reference: float) -> _Written:
        """Insert all of a document but its row, hidden as long as that is not there."""
        version, first = self._numbers(prepared.paragraphs)
        hide(self._milvus, version)
        self._insert(PARAGRAPHS, rows.paragraph_rows(prepared, first, version, reference))
        self._insert(TEXTS, rows.text_rows(prepared, first, version))
        document = prepared.document
        summary = DocumentSummary(
            name=prepared.name,
            title=document.title,
            format=document.format,
            size=document.size,
            articles=len(prepared.articles),
            paragraphs=prepared.paragraphs,
            sentences=prepared.sentences,
            figures=prepared.figures,
            ingested_at=datetime.now(UTC).isoformat(timespec="seconds"),
            published=document.published,
        )
        row = rows.document_row(summary, prepared, version, _length(prepared))
        return _Written(version, summary, row)

    def _numbers(self, paragraphs: int) -> tuple[int, int]:
        """A version that nobody has, and the first of as many free ids."""
        while True:
            moment = time.time()
            version = int(moment * 1000)
            start = secrets.randbelow((1 << _ORDINAL_BITS) - min(paragraphs + 1, 1 << 21))
            first = (int(moment) << _ORDINAL_BITS) + start
            condition = f"version == {version} or (id >= {first} and id <= {first + paragraphs})"
            if not any(
                self._milvus.call("query", one, filter=condition, output_fields=["id"], limit=1)
                for one in (PARAGRAPHS, TEXTS)
            ):
                return version, first
            time.sleep(0.001)

    def _insert(self, collection: str, stream: Iterator[dict[str, Any]]) -> None:
        while batch := list(islice(stream, _BATCH)):
            self._milvus.call("insert", collection, batch)

    def _delete(self, version: int) -> None:
        for collection in (PARAGRAPHS, TEXTS):
            self._milvus.call("delete", collection, filter=f"version == {version}")
        unhide(self._milvus, version)

    def _all(self, collection: str, condition: str, fields: list[str]) -> list[dict[str, Any]]:
        iterator = self._milvus.call(
            "query_iterator",
            collection,
            batch_size=1000,
            filter=condition,
            output_fields=["id", *fields],
        )
        found: list[dict[str, Any]] = []
        while part := iterator.next():
            found.extend(part)
        iterator.close()
        return found

    def _current(self) -> Catalogue:
        with self._lock:
            self._catalogue = read_catalogue(self._milvus, self._catalogue)
            return self._catalogue


def _length(prepared: PreparedDocument) -> int:
    """How many terms a document has."""
    return sum(sum(counts) for article in prepared.articles for counts in article.frequencies)


def _average_length(prepared: Sequence[PreparedDocument]) -> float:
    """How many terms a paragraph has on average; 1.0 where there are none."""
    paragraphs = sum(one.paragraphs for one in prepared)
    return sum(map(_length, prepared)) / max(paragraphs, 1) or 1.0
