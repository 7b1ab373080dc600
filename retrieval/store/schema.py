"""The tables, as migrations that are only ever added to; sqlite-utils applies them in order."""

from __future__ import annotations

import numpy as np

from retrieval.index.segments import pack_lengths
from retrieval.sqlite import Database, Migrations

migrations = Migrations("duoshao")


@migrations(name="documents_and_index")
def documents_and_index(db: Database) -> None:
    """Create the documents, their articles and paragraphs, and the index over these."""
    for statement in _DOCUMENTS_AND_INDEX.split(";"):
        if statement.strip():
            db.execute(statement)


@migrations(name="lengths_and_packing")
def lengths_and_packing(db: Database) -> None:
    """Keep the sum of a segment's lengths, and two bytes each; new paragraphs are packed anew.

    Paragraphs packed before stay as they are: a blob's first byte tells how to read it.
    """
    db.execute("ALTER TABLE segments ADD COLUMN total INTEGER NOT NULL DEFAULT 0")
    for segment, packed in db.execute("SELECT id, lengths FROM segments").fetchall():
        lengths = np.frombuffer(packed, "<u4")
        db.execute(
            "UPDATE segments SET lengths = ?, total = ? WHERE id = ?",
            (pack_lengths(lengths), int(lengths.sum(dtype=np.int64)), segment),
        )


_DOCUMENTS_AND_INDEX = """
CREATE TABLE state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    epoch INTEGER NOT NULL,
    next_paragraph INTEGER NOT NULL
);
INSERT INTO state VALUES (1, 0, 1);

CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    format TEXT NOT NULL,
    encoding TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    size INTEGER NOT NULL,
    published TEXT,
    ingested_at TEXT NOT NULL,
    articles INTEGER NOT NULL,
    paragraphs INTEGER NOT NULL,
    sentences INTEGER NOT NULL,
    figures INTEGER NOT NULL,
    first_paragraph INTEGER NOT NULL
);

CREATE TABLE texts (
    document INTEGER PRIMARY KEY REFERENCES documents (id),
    text BLOB NOT NULL,
    pages TEXT NOT NULL
);

CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents (id),
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    byline TEXT NOT NULL,
    dateline TEXT NOT NULL,
    published TEXT,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    opening TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    shadowed INTEGER NOT NULL DEFAULT 0,
    first_paragraph INTEGER NOT NULL,
    paragraphs INTEGER NOT NULL
);
CREATE INDEX articles_by_document ON articles (document, position);
CREATE INDEX articles_by_content ON articles (content_hash);
CREATE INDEX articles_shadowed ON articles (first_paragraph, paragraphs) WHERE shadowed;

CREATE TABLE paragraphs (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (id),
    content BLOB NOT NULL
);

CREATE TABLE segments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state INTEGER NOT NULL,
    first INTEGER NOT NULL,
    paragraphs INTEGER NOT NULL,
    ids BLOB NOT NULL,
    lengths BLOB NOT NULL,
    removed BLOB NOT NULL,
    touched REAL NOT NULL
);

CREATE TABLE vocabulary (
    segment INTEGER NOT NULL,
    term TEXT NOT NULL,
    frequency INTEGER NOT NULL,
    bounds BLOB NOT NULL,
    postings INTEGER,
    data BLOB,
    PRIMARY KEY (segment, term)
) WITHOUT ROWID;

CREATE TABLE postings (
    id INTEGER PRIMARY KEY,
    data BLOB NOT NULL
);
"""
