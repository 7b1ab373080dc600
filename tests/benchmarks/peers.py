"""The peers from PyPI, each with the same four steps: build, open, search, add.

All get the same terms. Terms go to tantivy and FTS5 under plain names (t17), so that no tokenizer
cuts them. ``add`` returns when a search finds the new paragraphs; where a peer cannot add, a
rebuild is what it takes.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from tests.benchmarks.term_corpus import TermCorpus

Bag = dict[str, int]


class RankBm25:
    """``rank_bm25.BM25Plus``, which lives in memory only."""

    name = "rank_bm25"
    adds = False
    largest = 100_000  # at a million some 8 GB and 7 s a question: ten times what is measured here

    def __init__(self, folder: Path, corpus: TermCorpus) -> None:
        from rank_bm25 import BM25Plus

        self._index = BM25Plus(list(corpus.words()))

    @classmethod
    def build(cls, corpus: TermCorpus, folder: Path) -> None:
        cls(folder, corpus)

    def search(self, question: Sequence[str], k: int) -> list[int]:
        scores = self._index.get_scores(list(question))
        best = np.argpartition(-scores, k)[:k]
        return best[np.argsort(-scores[best], kind="stable")].tolist()


class Bm25s:
    """bm25s with numpy, its method ``bm25+`` with the parameters of BM25Plus."""

    name = "bm25s numpy"
    backend = "numpy"
    mapped = False
    adds = False

    def __init__(self, folder: Path, corpus: TermCorpus) -> None:
        import bm25s

        self._index = bm25s.BM25.load(str(folder / "index"), mmap=self.mapped)
        self._index.backend = self.backend
        if self.backend == "numba":
            self._index.activate_numba_scorer()

    @classmethod
    def build(cls, corpus: TermCorpus, folder: Path) -> None:
        import bm25s

        numbers = list(range(len(corpus.vocabulary)))
        documents = [
            [numbers[t] for t in np.repeat(terms, frequencies).tolist()]
            for terms, frequencies in corpus.arrays()
        ]
        vocabulary = {term: number for number, term in enumerate(corpus.vocabulary)}
        index = bm25s.BM25(method="bm25+", k1=1.5, b=0.75, delta=1.0)
        index.index((documents, vocabulary), show_progress=False)
        index.save(str(folder / "index"))

    def search(self, question: Sequence[str], k: int) -> list[int]:
        known = [term for term in question if term in self._index.vocab_dict]
        if not known:
            return []
        found = self._index.retrieve([known], k=k, show_progress=False, n_threads=0)
        return [int(number) for number in found.documents[0]]


class Bm25sNumba(Bm25s):
    """bm25s with numba; compiling is not in the times."""

    name = "bm25s numba"
    built_as = "bm25s numpy"
    backend = "numba"


class Bm25sMapped(Bm25s):
    """bm25s with its arrays mapped from the file."""

    name = "bm25s mapped"
    built_as = "bm25s numpy"
    mapped = True


class Tantivy:
    """tantivy through tantivy-py; its BM25 has k₁ = 1.2 and another inverse document frequency."""

    name = "tantivy"
    adds = True

    def __init__(self, folder: Path, corpus: TermCorpus) -> None:
        import tantivy

        self._tantivy = tantivy
        self._schema = self._make_schema()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._searcher = self._index.searcher()
        self._names = corpus.names()

    @staticmethod
    def _make_schema() -> object:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body", stored=False, tokenizer_name="whitespace")
        builder.add_integer_field("number", stored=True, fast=True)
        return builder.build()

    @classmethod
    def build(cls, corpus: TermCorpus, folder: Path) -> None:
        import tantivy

        index = tantivy.Index(cls._make_schema(), path=str(folder))
        writer = index.writer(heap_size=256 << 20, num_threads=1)
        for number, body in enumerate(corpus.bodies()):
            writer.add_document(tantivy.Document(body=body, number=number))
        writer.commit()
        writer.wait_merging_threads()

    def search(self, question: Sequence[str], k: int) -> list[int]:
        query = self._tantivy.Query
        parts = [
            (
                self._tantivy.Occur.Should,
                query.term_query(self._schema, "body", self._names[term], "freq"),
            )
            for term in question
            if term in self._names
        ]
        hits = self._searcher.search(query.boolean_query(parts), k, count=False).hits
        return [self._searcher.doc(address)["number"][0] for _, address in hits]

    def add(self, first: int, bags: Iterable[Bag]) -> None:
        writer = self._index.writer(heap_size=32 << 20, num_threads=1)
        for number, bag in enumerate(bags, first):
            words = [self._names.setdefault(t, f"n{len(self._names)}") for t in _elements(bag)]
            writer.add_document(self._tantivy.Document(body=" ".join(words), number=number))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()


class Fts5:
    """SQLite's FTS5 with bm25(), contentless."""

    name = "SQLite FTS5"
    adds = True

    def __init__(self, folder: Path, corpus: TermCorpus) -> None:
        self._connection = sqlite3.connect(folder / "index.db")
        self._names = corpus.names()

    @classmethod
    def build(cls, corpus: TermCorpus, folder: Path) -> None:
        with contextlib.closing(sqlite3.connect(folder / "index.db")) as connection, connection:
            connection.execute("CREATE VIRTUAL TABLE bodies USING fts5(body, content='')")
            connection.executemany(
                "INSERT INTO bodies (rowid, body) VALUES (?, ?)", enumerate(corpus.bodies())
            )

    def search(self, question: Sequence[str], k: int) -> list[int]:
        query = " OR ".join(self._names[term] for term in question if term in self._names)
        return [
            number
            for (number,) in self._connection.execute(
                "SELECT rowid FROM bodies WHERE bodies MATCH ? ORDER BY rank LIMIT ?", (query, k)
            )
        ]

    def add(self, first: int, bags: Iterable[Bag]) -> None:
        with self._connection:
            for number, bag in enumerate(bags, first):
                words = [self._names.setdefault(t, f"n{len(self._names)}") for t in _elements(bag)]
                self._connection.execute(
                    "INSERT INTO bodies (rowid, body) VALUES (?, ?)", (number, " ".join(words))
                )


def _elements(bag: Bag) -> Iterable[str]:
    return (term for term, count in bag.items() for _ in range(count))


def all_peers() -> dict[str, Callable[..., object]]:
    """Every peer by name, this project's index first."""
    from tests.benchmarks.peer_duoshao import DuoshaoPeer

    peers = (DuoshaoPeer, RankBm25, Bm25s, Bm25sNumba, Bm25sMapped, Tantivy, Fts5)
    return {peer.name: peer for peer in peers}
