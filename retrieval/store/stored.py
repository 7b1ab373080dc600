"""A whole stored document, prepared as it came, to be carried to another collection."""

from __future__ import annotations

import json
import sqlite3
import zlib
from dataclasses import replace
from datetime import date

from retrieval.errors import UnknownDocumentError
from retrieval.records import Article, Document, PageSpan
from retrieval.store.packing import unpack_paragraph
from retrieval.store.preparation import PreparedDocument, prepare_document


def read_stored(connection: sqlite3.Connection, name: str) -> PreparedDocument:
    """Return the document ``name``; raises ``UnknownDocumentError``."""
    row = connection.execute(
        "SELECT id, title, format, encoding, content_hash, size, published, text, pages"
        " FROM documents JOIN texts ON texts.document = documents.id WHERE name = ?",
        (name,),
    ).fetchone()
    if row is None:
        raise UnknownDocumentError(f"no document is named {name}", document=name)
    number, title, file_format, encoding, content_hash, size, published, text, pages = row
    articles = tuple(
        Article(
            title,
            tuple(
                unpack_paragraph(content)
                for (content,) in connection.execute(
                    "SELECT content FROM paragraphs WHERE id >= ? AND id < ? ORDER BY id",
                    (first, first + count),
                )
            ),
            byline,
            dateline,
            _date(day),
            start,
            end,
        )
        for title, byline, dateline, day, start, end, first, count in connection.execute(
            'SELECT title, byline, dateline, published, "start", "end", first_paragraph,'
            " paragraphs FROM articles WHERE document = ? ORDER BY position",
            (number,),
        ).fetchall()
    )
    document = Document(
        name=name,
        title=title,
        format=file_format,
        encoding=encoding,
        content_hash=content_hash,
        size=size,
        text="",
        articles=articles,
        pages=tuple(PageSpan(*page) for page in json.loads(pages)),
        published=_date(published),
    )
    characters = len(zlib.decompress(text).decode("utf-8", "surrogatepass"))
    return replace(prepare_document(document), text=text, characters=characters)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
