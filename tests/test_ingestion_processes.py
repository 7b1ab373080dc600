"""Files are read by several processes and stored in order, whatever becomes of the processes."""

import os
import signal
import sqlite3
import threading

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
    # Large enough that processes are used.
    return write_files(tmp_path_factory.mktemp("ingestion") / "files", 12, 250)


def content(database):
    """All tables but for the time of ingestion."""
    connection = sqlite3.connect(database)
    tables = sorted(
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    )
    rows = {}
    for table in tables:
        columns = [
            column
            for _, column, *_ in connection.execute(f"PRAGMA table_info([{table}])")
            if not column.endswith(("_at", "applied"))
        ]
        if columns:
            listed = ", ".join(f"[{column}]" for column in columns)
            rows[table] = sorted(connection.execute(f"SELECT {listed} FROM [{table}]"), key=repr)
    connection.close()
    return rows


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
    assert any(len(rows) > 1000 for rows in databases[0].values())
    assert databases[0] == databases[1]


def sources_of(folder):
    return [
        (Source(path, path.name, explicit=False), path.stat().st_size)
        for path in sorted(folder.iterdir())
    ]


def test_a_process_that_is_killed_is_replaced_and_its_file_read_again(folder):
    settings = load_settings()
    sources = sources_of(folder)
    with ReaderPool(settings, 2, bulk=False) as pool:
        outcomes = []
        for number, (source, outcome) in enumerate(pool.read(sources)):
            if number in (1, 4):
                for worker in pool._workers:
                    os.kill(worker._process.pid, signal.SIGKILL)
            outcomes.append((source, outcome))
    assert [source for source, _ in outcomes] == [source for source, _ in sources]
    for source, outcome in outcomes:
        assert outcome == read_file(source, settings)


def test_a_file_that_kills_every_process_is_given_up(folder, tmp_path):
    # Reading from a named pipe waits for ever: the test kills whoever waits.
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    sources = [(Source(pipe, "pipe.txt"), 0), *sources_of(folder)[:3]]
    with ReaderPool(load_settings(), 1, bulk=False) as pool:
        results = pool.read(sources)
        killed = []

        def kill():
            while len(killed) < 2:
                worker = pool._workers[0] if pool._workers else None
                if worker is not None and worker.busy and worker._process.pid not in killed:
                    killed.append(worker._process.pid)
                    os.kill(worker._process.pid, signal.SIGKILL)

        thread = threading.Thread(target=kill)
        thread.start()
        outcomes = list(results)
        thread.join()
    assert isinstance(outcomes[0][1], DuoshaoError)
    assert outcomes[0][1].details["document"] == "pipe.txt"
    assert all(isinstance(outcome, tuple) for _, outcome in outcomes[1:])


def test_errors_cross_the_processes_whole(folder, tmp_path):
    bad = tmp_path / "empty.txt"
    bad.write_bytes(b"")
    with ReaderPool(load_settings(), 1, bulk=False) as pool:
        ((_, outcome),) = pool.read([(Source(bad, "empty.txt"), 0)])
    try:
        read_file(Source(bad, "empty.txt"), load_settings())
    except DuoshaoError as expected:
        assert type(outcome) is type(expected)
        assert str(outcome) == str(expected)
        assert outcome.details == expected.details
    else:
        raise AssertionError("an empty file was read")
