"""Files are read by several processes and stored in order, whatever becomes of the processes."""

import os
import signal
import sqlite3
import sys
import threading
import zipfile

import pytest
from ingestion_process import write_files

from config.settings import load_settings
from retrieval.errors import DuoshaoError
from retrieval.ingestion import Source, ingest
from retrieval.ingestion.pool import ReaderPool
from retrieval.ingestion.reading import read_file
from retrieval.store import SqliteCollection


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_files(tmp_path_factory.mktemp("ingestion") / "files", 12, 40)


def content(database):
    """What a database holds and finds, whatever the segments of its index."""
    connection = sqlite3.connect(database)
    tables = {
        "documents": "name, title, content_hash, size, articles, paragraphs, sentences, figures",
        "articles": "id, document, position, title, opening, first_paragraph",
        "paragraphs": "*",
        "texts": "*",
    }
    rows = {
        table: connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1").fetchall()
        for table, columns in tables.items()
    }
    connection.close()
    collection = SqliteCollection.open(database)
    found = [collection.search({term: 1.0}, 20) for term in ("投资", "岗位", "3", "41", "报告")]
    collection.close()
    return rows, found


def test_one_process_and_many_store_the_same(folder, tmp_path):
    databases = []
    for processes in (1, 3):
        database = tmp_path / f"{processes}.db"
        collection = SqliteCollection.open(database)
        report = ingest([folder], collection, load_settings(ingest_processes=processes))
        collection.close()
        assert len(report.added) == 12
        assert list(report.added) == sorted(report.added)
        databases.append(content(database))
    assert all(databases[0][1])
    assert databases[0] == databases[1]


def sources_of(folder):
    return [
        (Source(path, path.name, explicit=False), path.stat().st_size)
        for path in sorted(folder.iterdir())
    ]


def read_with(pool, sources, between=lambda number: None):
    """What a pool reads: each source's name with its results."""
    found = []
    results = []
    for source, result in pool.read(sources):
        if result is None:
            found.append((source.name, results))
            results = []
            between(len(found))
        else:
            results.append(result)
    return found


def read_here(sources):
    settings = load_settings()
    return [(source.name, list(read_file(source, settings))) for source, _ in sources]


def test_a_process_that_is_killed_is_replaced_and_its_file_read_again(folder):
    sources = sources_of(folder)
    expected = read_here(sources)
    with ReaderPool(load_settings(), 2, bulk=False) as pool:
        # Once in each reading: a file that is met twice would rightly be given up.
        for moment in (1, 4):
            killed = []

            def kill(number, moment=moment, killed=killed):
                if number == moment:
                    killed.extend(pool.process_ids())
                    for process in killed:
                        os.kill(process, signal.SIGKILL)

            assert read_with(pool, sources, kill) == expected
            assert killed


def test_a_file_that_kills_every_process_is_given_up(folder, tmp_path):
    # Reading from a named pipe waits for ever: the test kills whoever waits.
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    sources = [(Source(pipe, "pipe.txt"), 0), *sources_of(folder)[:3]]
    killed = []

    def kill():
        while len(killed) < 2:
            for process in pool.process_ids():
                if process not in killed:
                    killed.append(process)
                    os.kill(process, signal.SIGKILL)

    with ReaderPool(load_settings(), 1, bulk=False) as pool:
        thread = threading.Thread(target=kill)
        thread.start()
        found = read_with(pool, sources)
        thread.join()
    (name, (error,)), *others = found
    assert name == error.details["document"] == "pipe.txt"
    assert error.details["reason"] == "process_died"
    assert others == read_here(sources[1:])


def test_errors_cross_the_processes_whole(tmp_path):
    bad = tmp_path / "empty.txt"
    bad.write_bytes(b"")
    sources = [(Source(bad, "empty.txt"), 0)]
    with ReaderPool(load_settings(), 1, bulk=False) as pool:
        ((_, (error,)),) = read_with(pool, sources)
    ((_, (expected,)),) = read_here(sources)
    assert isinstance(error, DuoshaoError)
    assert type(error) is type(expected)
    assert str(error) == str(expected)
    assert error.details == expected.details


def test_many_members_of_an_archive_come_one_by_one(tmp_path):
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(40):
            archive.writestr(
                f"{number:02}.txt", f"{number}县报告\n\n{number}县解决诉求{number}条。\n"
            )
    sources = [(Source(path, "many.zip"), 0)]
    with ReaderPool(load_settings(), 1, bulk=False) as pool:
        found = read_with(pool, sources)
    assert found == read_here(sources)
    assert len(found[0][1]) == 40


def test_left_early_the_pool_ends_its_processes(folder):
    with ReaderPool(load_settings(), 2, bulk=False) as pool:
        for _ in pool.read(sources_of(folder)):
            processes = pool.process_ids()
            break
    assert processes
    assert pool.process_ids() == []
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_asked_to_stop_it_does_not_wait_for_a_slow_file(folder, tmp_path):
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)  # reading it takes for ever
    sources = [*sources_of(folder)[:2], (Source(pipe, "pipe.txt"), 0)]
    with ReaderPool(load_settings(), 2, bulk=False) as pool:
        found = [source.name for source, result in pool.read(sources, lambda: True)]
    assert set(found) <= {"000.txt", "001.txt"}


def test_where_no_process_can_be_started_each_file_says_so(folder, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with ReaderPool(load_settings(), 2, bulk=False) as pool:
        found = read_with(pool, sources_of(folder)[:3])
    assert [name for name, _ in found] == ["000.txt", "001.txt", "002.txt"]
    assert {error.details["reason"] for _, (error,) in found} == {"unexpected"}
