"""BM25Plus over a whole corpus by its formula alone: what every peer's first ten are held to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.index.bm25 import DELTA, K1, B
from tests.benchmarks.term_corpus import TermCorpus


class Reference:
    """Scores of all paragraphs for the corpus's questions."""

    def __init__(self, corpus: TermCorpus) -> None:
        numbers = {term: number for number, term in enumerate(corpus.vocabulary)}
        self._questions = [
            [numbers[term] for term in question if term in numbers] for question in corpus.questions
        ]
        wanted = np.unique(np.concatenate([np.array(q, np.int64) for q in self._questions]))
        self._size = len(corpus)
        ends = np.cumsum(corpus.distinct, dtype=np.int64)
        self._lengths = np.add.reduceat(
            corpus.frequencies, ends - corpus.distinct, dtype=np.int64
        ).astype(np.float64)
        is_wanted = np.zeros(len(corpus.vocabulary), bool)
        is_wanted[wanted] = True
        places = np.flatnonzero(is_wanted[corpus.terms])
        terms = corpus.terms[places]
        order = np.argsort(terms, kind="stable")
        places = places[order]
        starts = np.searchsorted(terms[order], wanted)
        stops = np.searchsorted(terms[order], wanted, "right")
        self._postings = {
            int(term): (
                np.searchsorted(ends, places[start:stop], "right"),
                corpus.frequencies[places[start:stop]].astype(np.float64),
            )
            for term, start, stop in zip(wanted, starts, stops, strict=True)
        }

    def scores(self, question: int) -> NDArray[np.float64]:
        """BM25Plus of every paragraph for question number ``question``."""
        norm = K1 * (1 - B + B * self._lengths / self._lengths.mean())
        scores = np.zeros(self._size)
        for term in self._questions[question]:
            paragraphs, counts = self._postings[term]
            idf = np.log((self._size + 1) / len(paragraphs))
            scores += idf * DELTA
            scores[paragraphs] += idf * counts * (K1 + 1) / (norm[paragraphs] + counts)
        return scores

    def agrees(self, question: int, found: list[int], k: int) -> bool:
        """Whether ``found`` are ``k`` best paragraphs, equal scores in any order."""
        scores = self.scores(question)
        best = np.sort(np.partition(scores, -k)[-k:])[::-1]
        return len(found) >= k and bool(np.allclose(scores[found[:k]], best))
