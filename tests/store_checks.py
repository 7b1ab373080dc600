"""Processes that tests kill, and whether what they leave fits together."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
from store_process import WORDS, made
from store_support import best_paragraphs

QUESTIONS = ([*WORDS[:3]], [*WORDS[3:]], ["版1", "版2", "的"])


@contextmanager
def starter():
    """Give a function that starts a process writing into a file; it returns the process's id."""
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("store_process.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:

        def start(path, seed):
            server.stdin.write(f"{path} {seed}\n")
            server.stdin.flush()
            return int(server.stdout.readline())

        yield start
        server.stdin.close()


def kill(process):
    """Kill it and wait until it is gone."""
    os.kill(process, signal.SIGKILL)
    while True:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return
        time.sleep(0.001)


@contextmanager
def writes(path):
    """Give a function that waits until another process has written into the file."""
    with closing(sqlite3.connect(path)) as connection:

        def version():
            return connection.execute("PRAGMA data_version").fetchone()

        before = version()

        def wait():
            deadline = time.monotonic() + 20
            while version() == before and time.monotonic() < deadline:
                time.sleep(0.002)

        yield wait


def stored(collection):
    """The documents that must be there, made again from what their summaries say."""
    documents = {one.name: made(one.name, int(one.title)) for one in collection.documents()}
    for summary in collection.documents():
        assert summary.paragraphs == len(documents[summary.name].articles[0].paragraphs)
    return documents


def fits(collection, questions=QUESTIONS):
    """Index and documents say the same, by rank_bm25 over the documents."""
    documents = stored(collection)
    total = sum(len(one.articles[0].paragraphs) for one in documents.values())
    assert collection.paragraph_count() == total
    for question in questions:
        hits = collection.search(dict.fromkeys(question, 1.0), 8)
        best = best_paragraphs(documents, question, 8)
        found = [(hit.paragraph.document, hit.paragraph.position) for hit in hits]
        assert found == [(name, position) for name, position, _ in best]
        assert np.allclose([hit.score for hit in hits], [score for *_, score in best])
        for hit in hits:
            position = hit.paragraph.position
            one = documents[hit.paragraph.document].articles[0].paragraphs[position]
            assert hit.paragraph.sentences[0].words == one.sentences[0].words
    return len(documents)
