"""An ingestion in a process of its own, and what it takes to kill it and look at what is left.

Run as a script: ``python ingestion_process.py DATABASE PATH...``
"""

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from config.settings import load_settings
from retrieval.ingestion import IngestInterrupted, ingest
from retrieval.store import SqliteCollection

_MARK = "DUOSHAO_TEST_RUN"


def write_files(folder, count, lines):
    """Write reports of different lengths."""
    folder.mkdir()
    for number in range(count):
        text = [f"第{number}县投资报告\n\n"]
        for line in range(lines * (1 + number % 3)):
            text.append(f"第{number}县第{line}季度完成投资{line}.5亿元，新增岗位{line * 3}个。\n")
        (folder / f"{number:03}.txt").write_text("".join(text), encoding="utf-8")
    return folder


def start(database, folder, mark):
    """Start an ingestion whose processes all carry ``mark``."""
    return subprocess.Popen(
        [sys.executable, __file__, str(database), str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, _MARK: mark},
        start_new_session=True,
    )


def summaries(database):
    """What a database holds: for each document its counts."""
    collection = SqliteCollection.open(database)
    try:
        return {
            document.name: (
                document.articles,
                document.paragraphs,
                document.sentences,
                document.figures,
            )
            for document in collection.documents()
        }
    finally:
        collection.close()


def wait_until_gone(mark):
    """Wait until no process with ``mark`` is left; fails after half a minute."""
    end = time.monotonic() + 30
    while left := _marked(mark):
        assert time.monotonic() < end, f"processes were left behind: {left}"
        time.sleep(0.02)


def _marked(mark):
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            variables = (process / "environ").read_bytes().split(b"\0")
            state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if f"{_MARK}={mark}".encode() in variables and state != "Z":
            found.append(int(process.name))
    return found


@dataclass(frozen=True)
class Killings:
    """What was found after killing ingestions: how many left some documents but not all."""

    moments: int
    none: int
    some: int
    every: int


def kill_at_random(work, folder, moments, seed, expected):
    """Kill ingestions of ``folder`` at random moments and check what is left.

    A moment is up to 50 ms after a random number of files. Each database is killed up to five
    times on its way, then finished and compared with ``expected``.
    """
    chance = random.Random(seed)
    counts = {"none": 0, "some": 0, "every": 0}
    for number in range(moments):
        database = work / f"{number // 5}.db"
        mark = f"{work.name}-{number}"
        process = start(database, folder, mark)
        files = chance.randrange(len(expected))
        for line in process.stdout:
            if line.startswith("done") or int(line) >= files:
                break
        time.sleep(chance.random() * 0.05)
        process.kill()
        process.communicate()
        wait_until_gone(mark)
        stored = summaries(database)
        assert stored.items() <= expected.items(), f"not whole after moment {number}"
        counts["every" if stored == expected else "some" if stored else "none"] += 1
        if number % 5 == 4 or number == moments - 1:
            output, errors = start(database, folder, mark).communicate()
            assert output.splitlines()[-1].startswith("done"), errors
            assert summaries(database) == expected
    return Killings(moments, **counts)


def main():
    database, *paths = sys.argv[1:]
    collection = SqliteCollection.open(Path(database))
    try:
        report = ingest(
            map(Path, paths),
            collection,
            load_settings(ingest_processes=2, ingest_batch=5000),
            progress=lambda event: print(event.files_done, flush=True),
        )
    except IngestInterrupted as interrupt:
        print("interrupted", len(interrupt.report.added), flush=True)
        sys.exit(130)
    print("done", len(report.added), flush=True)


if __name__ == "__main__":
    main()
