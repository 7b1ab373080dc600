"""Documents → rows, within the caller's transaction."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import astuple
from datetime import UTC, datetime
from hashlib import blake2b

from retrieval.errors import UnknownDocumentError
from retrieval.index.inversion import Inversion
from retrieval.index.segments import mark_removed
from retrieval.records import Article, Document, DocumentSummary
from retrieval.store.packing import pack_paragraph
from retrieval.store.reading import read_summary
from retrieval.terms import paragraph_terms


def insert_document(
    connection: sqlite3.Connection, document: Document, inversion: Inversion
) -> DocumentSummary:
    """Insert ``document``, whose name must be free, and add its postings to ``inversion``."""
    first = next_paragraph = int(
        connection.execute("SELECT next_paragraph FROM state").fetchone()[0]
    )
    paragraphs = [p for article in document.articles for p in article.paragraphs]
    sentences = [s for paragraph in paragraphs for s in paragraph.sentences]
    connection.execute(
        "INSERT INTO documents (name, title, format, encoding, content_hash, size, published,"
        " ingested_at, articles, paragraphs, sentences, figures, first_paragraph)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.name,
            document.title,
            document.format,
            document.encoding,
            document.content_hash,
            document.size,
            document.published and document.published.isoformat(),
            datetime.now(UTC).isoformat(timespec="seconds"),
            len(document.articles),
            len(paragraphs),
            len(sentences),
            sum(len(sentence.figures) for sentence in sentences),
            first,
        ),
    )
    summary_id = connection.execute("SELECT last_insert_rowid()").fetchone()[0]
    connection.execute(
        "INSERT INTO texts VALUES (?, ?, ?)",
        (
            summary_id,
            zlib.compress(document.text.encode("utf-8", "surrogatepass"), 1),
            json.dumps([astuple(page) for page in document.pages]),
        ),
    )
    for position, article in enumerate(document.articles):
        cursor = connection.execute(
            "INSERT INTO articles (document, position, title, byline, dateline, published,"
            ' "start", "end", opening, content_hash, first_paragraph, paragraphs)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                summary_id,
                position,
                article.title,
                article.byline,
                article.dateline,
                article.published and article.published.isoformat(),
                article.start,
                article.end,
                _opening(article),
                article_hash(article),
                next_paragraph,
                len(article.paragraphs),
            ),
        )
        rows = []
        for paragraph in article.paragraphs:
            rows.append((next_paragraph, cursor.lastrowid, pack_paragraph(paragraph)))
            inversion.add(next_paragraph, paragraph_terms(document, article, paragraph))
            next_paragraph += 1
        connection.executemany("INSERT INTO paragraphs VALUES (?, ?, ?)", rows)
    connection.execute("UPDATE state SET next_paragraph = ?", (next_paragraph,))
    _shadow(connection, {article_hash(article) for article in document.articles})
    summary = read_summary(connection, document.name)
    assert summary is not None
    return summary


def delete_document(connection: sqlite3.Connection, name: str) -> DocumentSummary:
    """Delete the document ``name``; raises ``UnknownDocumentError``."""
    summary = read_summary(connection, name)
    if summary is None:
        raise UnknownDocumentError(f"no document is named {name}", document=name)
    document, first = connection.execute(
        "SELECT id, first_paragraph FROM documents WHERE name = ?", (name,)
    ).fetchone()
    hashes = {
        row[0]
        for row in connection.execute(
            "SELECT content_hash FROM articles WHERE document = ?", (document,)
        )
    }
    last = first + summary.paragraphs
    connection.execute("DELETE FROM paragraphs WHERE id >= ? AND id < ?", (first, last))
    connection.execute("DELETE FROM articles WHERE document = ?", (document,))
    connection.execute("DELETE FROM texts WHERE document = ?", (document,))
    connection.execute("DELETE FROM documents WHERE id = ?", (document,))
    mark_removed(connection, first, last)
    _shadow(connection, hashes)
    return summary


def article_hash(article: Article) -> bytes:
    """Return a hash that two articles share when they are the same, word for word."""
    digest = blake2b(digest_size=16)
    for part in _parts(article):
        digest.update(part.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.digest()


def _parts(article: Article) -> Iterable[str]:
    yield article.title
    for paragraph in article.paragraphs:
        yield from paragraph.headings
        yield paragraph.caption
        for sentence in paragraph.sentences:
            yield sentence.text


def _opening(article: Article) -> str:
    return next((s.text for p in article.paragraphs for s in p.sentences), "")


def _shadow(connection: sqlite3.Connection, hashes: Iterable[bytes]) -> None:
    """Of equal articles let only the first be found, by document name and position."""
    for content in hashes:
        rows = connection.execute(
            "SELECT a.id, a.shadowed FROM articles a JOIN documents d ON d.id = a.document"
            " WHERE a.content_hash = ? ORDER BY d.name, a.position",
            (content,),
        ).fetchall()
        changes = [
            (int(place > 0), article)
            for place, (article, shadowed) in enumerate(rows)
            if shadowed != (place > 0)
        ]
        connection.executemany("UPDATE articles SET shadowed = ? WHERE id = ?", changes)
