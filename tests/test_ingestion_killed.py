"""Killed at any moment, an ingestion leaves whole documents only, and no process behind."""

import os
import signal

import pytest
from ingestion_process import kill_at_random, start, summaries, wait_until_gone, write_files

FILES = 20


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_files(tmp_path_factory.mktemp("killed") / "files", FILES, 40)


@pytest.fixture(scope="module")
def undisturbed(folder, tmp_path_factory):
    database = tmp_path_factory.mktemp("undisturbed") / "documents.db"
    output, errors = start(database, folder, "undisturbed").communicate()
    assert output.splitlines()[-1] == f"done {FILES}", errors
    return summaries(database)


def test_killed_at_any_moment(folder, undisturbed, tmp_path):
    assert len(undisturbed) == FILES
    killings = kill_at_random(tmp_path, folder, 15, 20, undisturbed)
    assert killings.some


def test_interrupted_it_tells_what_is_stored(folder, undisturbed, tmp_path):
    database = tmp_path / "documents.db"
    process = start(database, folder, "interrupted")
    for line in process.stdout:
        if line.strip() == "3":
            break
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to all processes of the group
    output, errors = process.communicate()
    assert process.returncode == 130, errors
    assert errors == ""
    stored = summaries(database)
    # The signal may come between a number and the end of its line.
    assert output.splitlines()[-1].endswith(f"interrupted {len(stored)}")
    assert 3 <= len(stored) < FILES
    assert stored.items() <= undisturbed.items()
    wait_until_gone("interrupted")
