"""Documents → rows, within the caller's transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import astuple
from datetime import UTC, datetime

from retrieval.errors import UnknownDocumentError
from retrieval.index.inversion import Inversion
from retrieval.index.segments import mark_removed
from retrieval.records import DocumentSummary
from retrieval.store.preparation import PreparedDocument
from retrieval.store.reading import read_summary


def insert_document(
    connection: sqlite3.Connection, prepared: PreparedDocument, inversion: Inversion
) -> DocumentSummary:
    """Insert a document, whose name must be free, and add its postings to ``inversion``."""
    document = prepared.document
    first = next_paragraph = int(
        connection.execute("SELECT next_paragraph FROM state").fetchone()[0]
    )
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
            len(prepared.articles),
            prepared.paragraphs,
            prepared.sentences,
            prepared.figures,
            first,
        ),
    )
    summary_id = connection.execute("SELECT last_insert_rowid()").fetchone()[0]
    connection.execute(
        "INSERT INTO texts VALUES (?, ?, ?)",
        (summary_id, prepared.text, json.dumps([astuple(page) for page in document.pages])),
    )
    for position, ready in enumerate(prepared.articles):
        article = ready.article
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
                ready.opening,
                ready.content_hash,
                next_paragraph,
                len(ready.paragraphs),
            ),
        )
        rows = []
        for packed, terms, frequencies in zip(
            ready.paragraphs, ready.terms, ready.frequencies, strict=True
        ):
            rows.append((next_paragraph, cursor.lastrowid, packed))
            inversion.add(next_paragraph, dict(zip(terms, frequencies, strict=True)))
            next_paragraph += 1
        connection.executemany("INSERT INTO paragraphs VALUES (?, ?, ?)", rows)
    connection.execute("UPDATE state SET next_paragraph = ?", (next_paragraph,))
    _shadow(connection, {ready.content_hash for ready in prepared.articles})
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
