"""This project's index as a peer: segments in a SQLite file, searched by MaxScore."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from retrieval.index.inversion import Inversion
from retrieval.index.search import IndexSearcher
from retrieval.index.segments import SegmentState, create_segment, write_postings
from retrieval.index.snapshot import Snapshot, read_snapshot
from retrieval.store.connection import connect, make_ready
from retrieval.store.maintenance import Maintenance
from retrieval.store.schema import migrations
from tests.benchmarks.term_corpus import TermCorpus

_BATCH_POSTINGS = 4_000_000
_CACHE = 32 << 20


class DuoshaoPeer:
    """The index alone: ids of paragraphs are their numbers in the corpus."""

    name = "Duoshao"
    adds = True

    def __init__(self, folder: Path, corpus: TermCorpus) -> None:
        self._connection = connect(folder / "index.db", busy_timeout=30)
        self._searcher = IndexSearcher(_CACHE)
        self._snapshot: Snapshot | None = None

    @classmethod
    def build(cls, corpus: TermCorpus, folder: Path) -> None:
        connection = connect(folder / "index.db", busy_timeout=30, create=True)
        make_ready(connection, 30)
        migrations.apply(Database(connection))
        inversion = Inversion()
        for number, bag in enumerate(corpus.bags()):
            inversion.add(number, bag)
            if inversion.postings_count >= _BATCH_POSTINGS:
                _write(connection, inversion)
                inversion = Inversion()
        _write(connection, inversion)
        Maintenance(*_transactions(connection)).settle()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()

    def search(self, question: Iterable[str], k: int) -> list[int]:
        connection = self._connection
        connection.execute("BEGIN")
        (epoch,) = connection.execute("SELECT epoch FROM state").fetchone()
        if self._snapshot is None or self._snapshot.epoch != epoch:
            self._snapshot = read_snapshot(connection, epoch, self._snapshot)
        found = self._searcher.search(connection, self._snapshot, dict.fromkeys(question, 1.0), k)
        connection.execute("COMMIT")
        found.sort(key=lambda hit: (-round(hit[1], 8), hit[0]))
        return [paragraph for paragraph, _ in found[:k]]

    def add(self, first: int, bags: Iterable[Mapping[str, int]]) -> None:
        inversion = Inversion()
        for number, bag in enumerate(bags, first):
            inversion.add(number, bag)
        _write(self._connection, inversion)


def _write(connection: sqlite3.Connection, inversion: Inversion) -> None:
    if not len(inversion):
        return
    with Database(connection, recursive_triggers=False).atomic():
        connection.execute("UPDATE state SET epoch = epoch + 1")
        lengths = inversion.lengths
        segment = create_segment(connection, inversion.ids, lengths, SegmentState.LIVE)
        write_postings(connection, segment, inversion.batch(), lengths)


def _transactions(connection: sqlite3.Connection):
    @contextmanager
    def transaction(begin: str) -> Iterator[sqlite3.Connection]:
        connection.execute(begin)
        yield connection
        connection.execute("COMMIT")

    return (lambda: transaction("BEGIN")), (lambda: transaction("BEGIN IMMEDIATE"))
