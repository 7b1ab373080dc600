"""A file that cannot be used: one error that names it and the reason, and nothing changed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import traceback
from contextlib import closing
from pathlib import Path

import pytest
from store_support import article, document

from retrieval.errors import StoreError, StoreVersionError
from retrieval.store import SqliteCollection


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "x.db"
    collection = SqliteCollection.open(path)
    paragraphs = [f"桥路村{number}" for number in range(300)]
    collection.add(document("甲", article("", *paragraphs)))
    collection.close()
    return path


def refused(path, kind=StoreError, **options):
    with pytest.raises(kind) as caught:
        SqliteCollection.open(path, **options)
    assert caught.value.details["path"] == str(path)
    assert str(path) in str(caught.value)
    return caught.value.details.get("reason")


def test_a_folder(tmp_path):
    assert refused(tmp_path) == "is a directory"


def test_a_file_below_a_file(tmp_path):
    (tmp_path / "file").write_text("")
    assert refused(tmp_path / "file" / "x.db") == "not a directory"


def test_none_there_and_none_to_be_made(tmp_path):
    assert refused(tmp_path / "x.db", create=False) == "no such file"
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_a_new_database(tmp_path):
    (tmp_path / "x.db").write_bytes(b"")
    collection = SqliteCollection.open(tmp_path / "x.db")
    assert collection.documents() == ()
    collection.close()


def test_text(tmp_path):
    path = tmp_path / "x.db"
    path.write_text("这不是数据库。" * 999, encoding="utf-8")
    assert refused(path) == "file is not a database"
    assert path.read_text(encoding="utf-8") == "这不是数据库。" * 999


def test_the_database_of_another_program(tmp_path):
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE notes (text)")
    before = path.read_bytes()
    assert refused(path) == "is the database of another program"
    assert path.read_bytes() == before


def test_one_of_a_newer_version(path):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('duoshao', 'of_tomorrow', '2099')"
        )
    refused(path, StoreVersionError)


def test_cut_off_or_overwritten_anywhere_it_is_a_store_error_or_still_right(path, tmp_path):
    content = path.read_bytes()
    errors = 0
    for number, place in enumerate(range(50, len(content), len(content) // 60)):
        damaged = bytearray(content)
        if number % 2:
            damaged[place:] = b""
        else:
            damaged[place : place + 3000] = b"\xa5" * len(damaged[place : place + 3000])
        broken = tmp_path / f"{number}.db"
        broken.write_bytes(damaged)
        try:
            collection = SqliteCollection.open(broken)
            try:
                assert len(collection.search({"桥": 1.0}, 5)) <= 5
                collection.documents()
                collection.context(3, 1, 1)
            finally:
                collection.close()
        except StoreError:
            errors += 1
    assert errors > 20


def test_one_that_can_only_be_read_still_answers(path):
    """As a user without rights; in a child process, for tests may run as root."""
    folder = Path(tempfile.mkdtemp())
    copy = folder / "x.db"
    try:
        shutil.copy(path, copy)
        copy.chmod(0o444)
        folder.chmod(0o555)
        child = os.fork()
        if child == 0:
            os._exit(_as_nobody(copy))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def _as_nobody(path):
    try:
        if os.geteuid() == 0:
            os.setuid(65534)
        collection = SqliteCollection.open(path)
        assert [hit.paragraph.document for hit in collection.search({"桥": 1.0}, 1)] == ["甲"]
        for change in (lambda: collection.add(document("乙")), lambda: collection.remove("甲")):
            with pytest.raises(StoreError) as caught:
                change()
            assert caught.value.details["reason"] == "read-only"
        collection.settle()
        collection.close()
    except BaseException:
        traceback.print_exc()
        return 1
    return 0
