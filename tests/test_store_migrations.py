"""A file of an earlier version is brought up to date when it is opened, and answers as before."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import numpy as np
import pytest
from store_support import article, document

from retrieval.errors import StoreError, StoreVersionError
from retrieval.store import SqliteCollection
from retrieval.store.opening import SCHEMA


def fill(path):
    collection = SqliteCollection.open(path)
    collection.add(document("甲", article("桥", "桥路", "路村年", "年年" * 40_000)))
    collection.add(document("乙", article("村", *(["路村年", "桥" * 7, "县"] * 9))))
    collection.add(document("丙", article("", "桥", "路")))
    collection.remove("丙")
    answers = ask(collection)
    collection.close()
    return answers


def ask(collection):
    return [
        [(hit.paragraph.id, hit.score) for hit in collection.search(dict.fromkeys(words, 1.0), 30)]
        for words in ("桥", "路村", "年县", "丙")
    ]


def as_before_lengths_and_packing(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for segment, paragraphs, lengths in connection.execute(
            "SELECT id, paragraphs, lengths FROM segments"
        ).fetchall():
            width = len(lengths) // paragraphs
            wide = np.frombuffer(lengths, f"<u{width}").astype("<u4").tobytes()
            connection.execute("UPDATE segments SET lengths = ? WHERE id = ?", (wide, segment))
        connection.execute("ALTER TABLE segments DROP COLUMN total")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'lengths_and_packing'")


def test_lengths_of_the_first_version(tmp_path):
    path = tmp_path / "x.db"
    answers = fill(path)
    as_before_lengths_and_packing(path)
    for _ in range(2):  # the second time there is nothing left to do
        collection = SqliteCollection.open(path)
        assert ask(collection) == answers
        collection.close()
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT paragraphs, lengths FROM segments").fetchall()
    widths = {len(lengths) // paragraphs for paragraphs, lengths in rows}
    assert widths == {2, 4}, "a paragraph of 80,000 terms needs more than two bytes"


def test_documents_added_to_a_file_of_the_first_version(tmp_path):
    path = tmp_path / "x.db"
    fill(path)
    as_before_lengths_and_packing(path)
    collection = SqliteCollection.open(path)
    collection.add(document("丁", article("", "桥" * 9)))
    collection.settle()
    whole = SqliteCollection.open(tmp_path / "y.db")
    fill(tmp_path / "y.db")
    whole.add(document("丁", article("", "桥" * 9)))
    assert ask(collection) == ask(whole)
    collection.close()
    whole.close()


def test_a_file_that_cannot_be_written_must_be_brought_up_to_date_elsewhere(tmp_path, monkeypatch):
    path = tmp_path / "x.db"
    fill(path)
    as_before_lengths_and_packing(path)
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(StoreError) as caught:
        SqliteCollection.open(path)
    assert "must be brought up to date" in caught.value.details["reason"]


def test_a_file_of_a_newer_version_is_refused(tmp_path):
    path = tmp_path / "x.db"
    fill(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE _sqlite_migrations SET name = 'of_tomorrow' WHERE name = ?", (SCHEMA[-1],)
        )
    with pytest.raises(StoreVersionError):
        SqliteCollection.open(path)
