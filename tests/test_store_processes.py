"""Several processes on one file, some of them killed: whole documents, and an index that fits."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from store_checks import fits, kill, starter, writes
from store_support import article, document

from config.settings import load_settings
from retrieval.errors import StoreLockedError
from retrieval.store import SqliteCollection

KILLS = 40


@pytest.fixture(scope="module")
def start():
    with starter() as start:
        yield start


def test_killed_at_any_moment_index_and_documents_never_part(start, tmp_path):
    path = tmp_path / "x.db"
    rng = random.Random(8)
    seen = set()
    SqliteCollection.open(path).close()
    for seed in range(KILLS):
        with writes(path) as wait:
            process = start(path, seed)
            if seed % 2:
                wait()
            time.sleep(rng.uniform(0, 0.1))
            kill(process)
        collection = SqliteCollection.open(path)
        fits(collection)
        seen.add(tuple((one.name, one.title) for one in collection.documents()))
        collection.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert len(seen) > KILLS // 4


def test_two_writers_and_a_reader(start, tmp_path):
    path = tmp_path / "x.db"
    collection = SqliteCollection.open(path)
    writers = [start(path, seed) for seed in (101, 102)]
    states = set()
    deadline = time.monotonic() + 20
    while len(states) < 5 and time.monotonic() < deadline:
        states.add(tuple((one.name, one.title) for one in collection.documents()))
        for hit in collection.search({"的": 1.0, "村": 1.0}, 5):
            assert hit.paragraph.sentences[0].words[0] == f"版{hit.paragraph.document_title}"
    for writer in writers:
        kill(writer)
    assert len(states) == 5, "what another process commits is seen at the next question"
    fits(collection)
    collection.close()


def test_many_processes_make_one_new_database(tmp_path):
    path = tmp_path / "x.db"
    code = (
        "import sys; from pathlib import Path; from store_process import made;"
        "from retrieval.store import SqliteCollection;"
        "c = SqliteCollection.open(Path(sys.argv[1])); c.add(made(sys.argv[2], 1)); c.close()"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(path), name], cwd=Path(__file__).parent)
        for name in "甲乙丙丁"
    ]
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    collection = SqliteCollection.open(path)
    assert fits(collection) == 4
    collection.close()


@pytest.fixture
def busy(tmp_path):
    """A database in which another connection is writing."""
    path = tmp_path / "x.db"
    collection = SqliteCollection.open(path, settings=load_settings(busy_timeout=0.2))
    collection.add(document("甲", article("", "桥", "路")))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield collection, other
    collection.close()


def test_readers_do_not_wait_for_a_writer(busy):
    collection, _ = busy
    assert [hit.paragraph.document for hit in collection.search({"桥": 1.0}, 5)] == ["甲"]
    assert [one.name for one in collection.documents()] == ["甲"]


def test_a_writer_waits_and_then_says_so(busy):
    collection, other = busy
    for action in (
        lambda: collection.add(document("乙", article("", "村"))),
        lambda: collection.remove("甲"),
    ):
        with pytest.raises(StoreLockedError) as caught:
            action()
        assert caught.value.details["path"].endswith("x.db")
    other.execute("ROLLBACK")
    collection.add(document("乙", article("", "村")))
    assert [one.name for one in collection.documents()] == ["乙", "甲"]
