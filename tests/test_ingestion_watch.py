"""A watched folder and its collection stay in step."""

import shutil
import threading
import time
import zipfile
from pathlib import Path

import pytest

from config.settings import load_settings
from retrieval.ingestion import Source, ingest, watch
from retrieval.store import SqliteCollection

INTERVAL = 0.05


class Watch:
    """A watch in a thread of its own; ``reports`` are what it told."""

    def __init__(self, folder, database, interval):
        self._interval = interval
        self.reports = []
        self.error = None
        self._stop = threading.Event()
        self._told = threading.Condition()
        self._folder = folder
        self._database = database
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self):
        collection = SqliteCollection.open(self._database)
        try:
            watch(
                self._folder,
                collection,
                load_settings(),
                self._tell,
                stop=self._stop,
                interval=self._interval,
            )
        except OSError as error:
            self.error = error
        finally:
            collection.close()

    def _tell(self, report):
        with self._told:
            self.reports.append(report)
            self._told.notify_all()

    def wait_for(self, condition):
        with self._told:
            assert self._told.wait_for(lambda: any(map(condition, self.reports)), timeout=30)

    def end(self):
        self._stop.set()
        self._thread.join()


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "watched"
    folder.mkdir()
    return folder


@pytest.fixture
def database(tmp_path):
    return tmp_path / "documents.db"


@pytest.fixture
def watching(folder, database):
    running = []

    def start(interval=INTERVAL):
        running.append(Watch(folder, database, interval))
        running[-1].wait_for(lambda report: True)
        return running[-1]

    yield start
    for one in running:
        one.end()


def text(count):
    return f"平安县工作报告\n\n平安县今年解决诉求{count}条。\n"


def stored(database):
    collection = SqliteCollection.open(database)
    try:
        return {Path(document.name).name for document in collection.documents()}
    finally:
        collection.close()


def test_files_are_added_changed_and_removed(folder, database, watching):
    (folder / "a.txt").write_text(text(1))
    running = watching()
    a, b = f"{folder}/a.txt", f"{folder}/b.txt"
    running.wait_for(lambda report: a in report.added)
    (folder / "b.txt").write_text(text(2))
    running.wait_for(lambda report: b in report.added)
    (folder / "a.txt").write_text(text(333))
    running.wait_for(lambda report: a in report.replaced)
    (folder / "b.txt").unlink()
    running.wait_for(lambda report: b in report.removed)
    running.end()
    assert stored(database) == {"a.txt"}


def test_a_file_that_grows_is_waited_for(folder, database, watching):
    running = watching(interval=0.5)
    with (folder / "slow.txt").open("w") as file:
        for count in range(120):
            file.write(text(count))
            file.flush()
            time.sleep(0.01)
    name = f"{folder}/slow.txt"
    running.wait_for(lambda report: name in report.added)
    running.end()
    assert not any(name in report.replaced for report in running.reports)


def test_what_is_gone_when_it_starts_is_removed_and_nothing_else(folder, database, watching):
    elsewhere = folder.parent / "elsewhere.txt"
    elsewhere.write_text(text(5))
    (folder / "gone.txt").write_text(text(6))
    (folder / "kept.txt").write_text(text(7))
    (folder / "no archive.zip").mkdir()
    (folder / "no archive.zip" / "also kept.txt").write_text(text(8))
    collection = SqliteCollection.open(database)
    ingest([folder, elsewhere, Source(elsewhere, "plain.txt")], collection, load_settings())
    collection.close()
    (folder / "gone.txt").unlink()
    running = watching()
    running.wait_for(lambda report: f"{folder}/gone.txt" in report.removed)
    running.end()
    assert stored(database) == {"kept.txt", "also kept.txt", "elsewhere.txt", "plain.txt"}


def test_a_bad_file_is_told_once_and_read_when_it_is_whole(folder, database, watching):
    running = watching()
    name = f"{folder}/bad.txt"
    (folder / "bad.txt").write_bytes(b"")
    running.wait_for(lambda report: any(failure.name == name for failure in report.failed))
    time.sleep(INTERVAL * 6)
    (folder / "bad.txt").write_text(text(8))
    running.wait_for(lambda report: name in report.added)
    running.end()
    told = [report for report in running.reports if any(f.name == name for f in report.failed)]
    assert len(told) == 1


def test_an_archive_goes_with_all_its_members(folder, database, watching):
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        archive.writestr("a.txt", text(10))
        archive.writestr("b.txt", text(11))
    running = watching()
    running.wait_for(lambda report: f"{folder}/all.zip/b.txt" in report.added)
    (folder / "all.zip").unlink()
    running.wait_for(lambda report: len(report.removed) == 2)
    running.end()
    assert stored(database) == set()


def test_a_file_under_another_name_is_found_all_the_while(folder, database, watching):
    (folder / "a.txt").write_text(text(12))
    running = watching()
    running.wait_for(lambda report: f"{folder}/a.txt" in report.added)
    (folder / "a.txt").rename(folder / "b.txt")
    collection = SqliteCollection.open(database)
    while stored(database) != {"b.txt"}:
        assert collection.search({"诉求": 1.0}, 10)
    collection.close()
    running.end()


def test_a_folder_that_goes_away_does_not_empty_the_collection(folder, database, watching):
    (folder / "a.txt").write_text(text(9))
    running = watching()
    running.wait_for(lambda report: f"{folder}/a.txt" in report.added)
    moved = folder.rename(folder.parent / "away")
    running._thread.join(timeout=30)
    assert isinstance(running.error, OSError)
    assert stored(database) == {"a.txt"}
    shutil.rmtree(moved)
