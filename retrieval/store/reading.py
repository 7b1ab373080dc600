"""Rows → records; every function reads within the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import Any

from retrieval.records import DocumentSummary, StoredParagraph
from retrieval.store.packing import stored_sentences, unpack

_SUMMARY = (
    "SELECT name, title, format, size, articles, paragraphs, sentences, figures, ingested_at,"
    " published FROM documents"
)
_PARAGRAPH = (
    "SELECT p.id, p.content, a.id, a.title, a.published, a.opening, p.id - a.first_paragraph,"
    " d.name, d.title, d.published"
    " FROM paragraphs p JOIN articles a ON a.id = p.article JOIN documents d ON d.id = a.document"
)
_SENTENCE_BITS = 20


def read_summary(connection: sqlite3.Connection, name: str) -> DocumentSummary | None:
    """Return the summary of the document ``name``, or None."""
    row = connection.execute(f"{_SUMMARY} WHERE name = ?", (name,)).fetchone()
    return row and _summary(row)


def read_summaries(connection: sqlite3.Connection) -> tuple[DocumentSummary, ...]:
    """Return the summaries of all documents, by name."""
    return tuple(_summary(row) for row in connection.execute(f"{_SUMMARY} ORDER BY name"))


def read_paragraphs(
    connection: sqlite3.Connection, ids: Iterable[int]
) -> dict[int, StoredParagraph]:
    """Return the paragraphs with ``ids``, by id."""
    wanted = [int(paragraph) for paragraph in ids]
    marks = ",".join("?" * len(wanted))
    return {
        row[0]: _paragraph(row)
        for row in connection.execute(f"{_PARAGRAPH} WHERE p.id IN ({marks})", wanted)
    }


def read_places(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Return document name and position in the document of the paragraphs with ``ids``."""
    wanted = list(ids)
    places: dict[int, tuple[str, int]] = {}
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        marks = ",".join("?" * len(part))
        for paragraph, name, position in connection.execute(
            "SELECT p.id, d.name, p.id - d.first_paragraph FROM paragraphs p"
            " JOIN articles a ON a.id = p.article JOIN documents d ON d.id = a.document"
            f" WHERE p.id IN ({marks})",
            part,
        ):
            places[paragraph] = (name, position)
    return places


def read_context(
    connection: sqlite3.Connection, paragraph: int, before: int, after: int
) -> tuple[StoredParagraph, ...]:
    """Return a paragraph with its neighbours in the same article, in order."""
    rows = connection.execute(
        f"{_PARAGRAPH} WHERE p.id BETWEEN ? AND ?"
        " AND p.article = (SELECT article FROM paragraphs WHERE id = ?) ORDER BY p.id",
        (paragraph - before, paragraph + after, paragraph),
    )
    return tuple(_paragraph(row) for row in rows)


def read_articles(connection: sqlite3.Connection, limit: int) -> tuple[tuple[str, str], ...]:
    """Return (document name, article title) pairs, newest document first."""
    return tuple(
        connection.execute(
            "SELECT d.name, a.title FROM articles a JOIN documents d ON d.id = a.document"
            " ORDER BY d.id DESC, a.position LIMIT ?",
            (limit,),
        )
    )


def read_same_article(connection: sqlite3.Connection, article: int) -> tuple[str, ...]:
    """Return the names of the other documents that hold the same article."""
    rows = connection.execute(
        "SELECT DISTINCT d.name FROM articles own JOIN articles a USING (content_hash)"
        " JOIN documents d ON d.id = a.document"
        " WHERE own.id = ? AND a.document <> own.document ORDER BY d.name",
        (article,),
    )
    return tuple(row[0] for row in rows)


def _paragraph(row: tuple[Any, ...]) -> StoredParagraph:
    kind, headings, caption, sentences = unpack(row[1])
    return StoredParagraph(
        id=row[0],
        sentences=stored_sentences(sentences, row[0] << _SENTENCE_BITS),
        headings=headings,
        kind=kind,
        caption=caption,
        article_id=row[2],
        article_title=row[3],
        article_published=_date(row[4]),
        opening=row[5],
        position=row[6],
        document=row[7],
        document_title=row[8],
        document_published=_date(row[9]),
    )


def _summary(row: tuple[Any, ...]) -> DocumentSummary:
    columns: tuple[Any, ...] = (*row[:-1], _date(row[-1]))
    return DocumentSummary(*columns)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
