"""Prepared documents ↔ rows of the collections in Milvus; bytes travel as base 85 in VARCHARs."""

from __future__ import annotations

import json
import zlib
from base64 import b85decode, b85encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, astuple, fields
from datetime import date
from typing import Any

from retrieval.errors import StoreError
from retrieval.milvus.catalogue import document_key
from retrieval.milvus.schema import MAX_TERMS, MAX_VARCHAR, NO_VECTOR
from retrieval.milvus.vectors import document_vector, term_number
from retrieval.records import (
    Article,
    Document,
    DocumentSummary,
    PageSpan,
    StoredParagraph,
)
from retrieval.store.packing import stored_sentences, unpack
from retrieval.store.preparation import PreparedArticle, PreparedDocument

Row = Mapping[str, Any]

_SENTENCE_BITS = 10
_TITLES_LENGTH = 50_000
SHOWN = ["document", "version", "article", "article_hash", "place", "position", "length"]
CONTENT = [*SHOWN, "frequencies", "content", "about"]


def paragraph_rows(
    prepared: PreparedDocument, first: int, version: int, reference: float
) -> Iterator[dict[str, Any]]:
    """The rows of all paragraphs, with ids from ``first``."""
    place = 0
    for article in prepared.articles:
        article_id = first + place
        about = _about(prepared.document, article)
        for position, (content, terms, counts) in enumerate(
            zip(article.paragraphs, article.terms, article.frequencies, strict=True)
        ):
            frequencies = dict(zip(terms, counts, strict=True))
            length = sum(counts)
            # Milvus wants a value in every vector; a paragraph without terms is never found.
            vector = document_vector(frequencies, length, reference) or {0: 1e-9}
            row: dict[str, Any] = {
                "id": first + place,
                "document": prepared.name,
                "version": version,
                "article": article_id,
                "article_hash": article.content_hash.hex(),
                "place": place,
                "position": position,
                "length": length,
                "terms": sorted({term_number(term) for term in terms}),
                "frequencies": _packed(json.dumps(frequencies)),
                "content": b85encode(content).decode(),
                "about": about,
                "vector": vector,
            }
            if len(row["terms"]) > MAX_TERMS or any(
                len(row[field]) > MAX_VARCHAR for field in ("frequencies", "content", "about")
            ):
                raise StoreError(
                    f"{prepared.name}: a paragraph is too long for Milvus",
                    path=prepared.name,
                    reason="a paragraph is too long for Milvus",
                )
            yield row
            place += 1


def text_rows(prepared: PreparedDocument, first: int, version: int) -> Iterator[dict[str, Any]]:
    """What is kept of a document besides its paragraphs, in as many parts as it takes."""
    document = prepared.document
    whole = {
        "document": {
            **{f: getattr(document, f) for f in _DOCUMENT_FIELDS},
            "published": _iso(document.published),
            "pages": [astuple(page) for page in document.pages],
        },
        "text": b85encode(prepared.text).decode(),
        "characters": prepared.characters,
        "sentences": prepared.sentences,
        "figures": prepared.figures,
        "articles": [_article(one) for one in prepared.articles],
    }
    data = _packed(json.dumps(whole))
    for number, start in enumerate(range(0, len(data), MAX_VARCHAR)):
        part = data[start : start + MAX_VARCHAR]
        yield {"id": first + number, "version": version, "part": part, **NO_VECTOR}


def document_row(
    summary: DocumentSummary, prepared: PreparedDocument, version: int, length: int
) -> dict[str, Any]:
    """The row whose writing makes a document visible; very many titles are not all in it."""
    data = {**asdict(summary), "published": _iso(summary.published)}
    data |= {"version": version, "length": length}
    data["content_hash"] = prepared.document.content_hash
    data["titles"] = []
    left = _TITLES_LENGTH
    for one in prepared.articles:
        left -= len(json.dumps(one.article.title)) + 2
        if left < 0:
            break
        data["titles"].append(one.article.title)
    return {"key": document_key(summary.name), "data": json.dumps(data), **NO_VECTOR}


def removed_row(name: str) -> dict[str, Any]:
    """The row whose writing makes a document invisible; it can be deleted then."""
    return {"key": document_key(name), "data": "", **NO_VECTOR}


def read_summary(data: Mapping[str, Any]) -> DocumentSummary:
    """The summary in a document's row."""
    values = {one.name: data[one.name] for one in fields(DocumentSummary)}
    return DocumentSummary(**{**values, "published": _date(values["published"])})


def read_frequencies(row: Row) -> dict[str, int]:
    """The term frequencies of a paragraph."""
    return dict(json.loads(_unpacked(row["frequencies"])))


def read_paragraph(row: Row) -> StoredParagraph:
    """The paragraph of a row with all of ``CONTENT``."""
    about = json.loads(row["about"])
    kind, headings, caption, sentences = unpack(b85decode(row["content"]))
    return StoredParagraph(
        id=row["id"],
        sentences=stored_sentences(sentences, row["id"] << _SENTENCE_BITS),
        headings=headings,
        kind=kind,
        caption=caption,
        article_id=row["article"],
        article_title=about["title"],
        article_published=_date(about["published"]),
        opening=about["opening"],
        document=row["document"],
        document_title=about["document_title"],
        document_published=_date(about["document_published"]),
        position=row["position"],
    )


def read_prepared(parts: list[str], rows: Iterable[Row]) -> PreparedDocument:
    """The document that ``text_rows`` and ``paragraph_rows`` were made of."""
    whole = json.loads(_unpacked("".join(parts)))
    paragraphs = iter(sorted(rows, key=lambda row: int(row["place"])))
    articles = []
    for data in whole["articles"]:
        own = [next(paragraphs) for _ in range(data.pop("count"))]
        bags = [read_frequencies(row) for row in own]
        content_hash, opening = bytes.fromhex(data.pop("hash")), data.pop("opening")
        data["published"] = _date(data["published"])
        articles.append(
            PreparedArticle(
                Article(paragraphs=(), **data),
                opening,
                content_hash,
                tuple(b85decode(row["content"]) for row in own),
                tuple(tuple(bag) for bag in bags),
                tuple(tuple(bag.values()) for bag in bags),
            )
        )
    data = whole["document"]
    data["published"] = _date(data["published"])
    data["pages"] = tuple(PageSpan(*page) for page in data["pages"])
    return PreparedDocument(
        Document(text="", articles=(), **data),
        b85decode(whole["text"]),
        whole["characters"],
        tuple(articles),
        whole["sentences"],
        whole["figures"],
    )


_DOCUMENT_FIELDS = ("name", "title", "format", "encoding", "content_hash", "size")


def _about(document: Document, ready: PreparedArticle) -> str:
    return json.dumps(
        {
            "title": ready.article.title,
            "published": _iso(ready.article.published),
            "opening": ready.opening,
            "document_title": document.title,
            "document_published": _iso(document.published),
        }
    )


def _article(ready: PreparedArticle) -> dict[str, Any]:
    article = ready.article
    return {
        "title": article.title,
        "byline": article.byline,
        "dateline": article.dateline,
        "published": _iso(article.published),
        "start": article.start,
        "end": article.end,
        "opening": ready.opening,
        "hash": ready.content_hash.hex(),
        "count": len(ready.paragraphs),
    }


def _packed(text: str) -> str:
    return b85encode(zlib.compress(text.encode(), 1)).decode()


def _unpacked(text: str) -> str:
    return zlib.decompress(b85decode(text)).decode()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
