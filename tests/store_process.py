"""Processes that add and remove documents without end; tests kill them at any moment.

Run as a script: for every line “DATABASE SEED” on standard input it starts one, and prints its
process id when it has begun. All end with the script.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from contextlib import suppress
from pathlib import Path

from store_support import article, document

from retrieval.segmentation import segment
from retrieval.store import SqliteCollection
from retrieval.terms import index_terms

WORDS = "的年市村镇桥路县"


def made(name, version):
    """The document ``name`` in its ``version``: all of its paragraphs say so."""
    rng = random.Random(f"{name} {version}")
    paragraphs = [
        [f"版{version}", *rng.choices(WORDS, range(8, 0, -1), k=rng.randint(1, 9))]
        for _ in range(rng.randint(1, 12))
    ]
    return document(name, article(name, *paragraphs), title=str(version))


def run(path, seed):
    """Add, replace, remove and merge until killed."""
    rng = random.Random(seed)
    collection = SqliteCollection.open(path)
    print(os.getpid(), flush=True)
    while True:
        names = {one.name for one in collection.documents()}
        name = rng.choice("甲乙丙丁戊己庚辛")
        action = rng.random()
        if action < 0.2 and name in names:
            collection.remove(name)
        elif action < 0.3:
            collection.settle()
        elif action < 0.4:
            collection.add_many(made(one, rng.randint(0, 9)) for one in "甲丙戊")
        else:
            collection.add(made(name, rng.randint(0, 9)))


def serve(lines):
    """Start a process for each line; its modules are loaded already, so that it begins at once."""
    index_terms(segment("版本"))
    import sqlite_utils  # noqa: F401

    children = set()
    for line in lines:
        path, seed = line.split()
        child = os.fork()
        if child == 0:
            run(Path(path), int(seed))
        children.add(child)
    for child in children:
        with suppress(ProcessLookupError):  # killed by the test
            os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no zombies
    serve(sys.stdin)
