"""The k best paragraphs for weighted terms: exact BM25Plus without scoring what cannot win.

MaxScore (Turtle and Flood, “Query evaluation: strategies and optimizations”, 1995), term at a
time: terms come in the order of the highest score they can give. Once the k-th best score so far
exceeds what all terms to come can give together, no new paragraph can win, and these terms,
which are the frequent ones, are only looked up for the paragraphs that still can.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.bm25 import DELTA, inverse_document_frequency
from retrieval.index.cache import PostingCache
from retrieval.index.lists import ListReader
from retrieval.index.query_term import Floats, Places, QueryTerm
from retrieval.index.snapshot import Snapshot

# Sums of floats in another order differ in the last digits; what is nearer than this is a tie.
_TIE = 1e-9


class IndexSearcher:
    """Searches snapshots of one index; safe to use from several threads."""

    def __init__(self, cache_budget: int) -> None:
        self._cache = PostingCache(cache_budget)
        self._local = threading.local()

    def document_frequencies(
        self, connection: sqlite3.Connection, snapshot: Snapshot, terms: tuple[str, ...]
    ) -> dict[str, int]:
        """In how many live paragraphs each term stands."""
        return ListReader(connection, snapshot, self._cache).frequencies(terms)

    def search(
        self,
        connection: sqlite3.Connection,
        snapshot: Snapshot,
        weights: Mapping[str, float],
        k: int,
    ) -> list[tuple[int, float]]:
        """(paragraph id, score) of the ``k`` best, with all that tie with the last of these.

        Only paragraphs that hold a term of weight above zero are found.
        """
        reader = ListReader(connection, snapshot, self._cache)
        terms = []
        for entry in reader.find(term for term, weight in weights.items() if weight > 0):
            idf = inverse_document_frequency(snapshot.paragraphs, entry.frequency)
            terms.append(QueryTerm(entry, weights[entry.term] * idf, snapshot, reader))
        if not terms or k < 1:
            return []
        terms.sort(key=lambda term: (-term.upper, term.text))
        places, scores = self._maxscore(terms, snapshot, k)
        constant = DELTA * sum(term.factor for term in terms)
        return list(zip(snapshot.ids(places), (scores + constant).tolist(), strict=True))

    def _maxscore(
        self, terms: list[QueryTerm], snapshot: Snapshot, k: int
    ) -> tuple[Places, Floats]:
        remaining = [0.0]
        for term in reversed(terms):
            remaining.append(remaining[-1] + term.upper)
        remaining.reverse()  # remaining[i] is what terms i, i + 1, … can give together
        places, scores, threshold, done = self._accumulate(terms, remaining, snapshot, k)
        for number in range(done, len(terms)):
            terms[number].add_to(places, scores)
            threshold = max(threshold, _kth(scores[scores > threshold], k))
            keep = scores + remaining[number + 1] >= threshold * (1 - _TIE)
            places, scores = places[keep], scores[keep]
        return places, scores

    def _accumulate(
        self, terms: list[QueryTerm], remaining: list[float], snapshot: Snapshot, k: int
    ) -> tuple[Places, Floats, float, int]:
        """Score the paragraphs of the first terms, until the others can bring no new one.

        Returns paragraphs, ascending, their scores so far, what the ``k`` best exceed or equal,
        and how many terms were done. A paragraph that comes so late that it could not win any
        more may be left out, or lack what it had before.
        """
        totals = self._totals(snapshot.size)
        found: list[Places] = []
        kept: list[Places] = []
        threshold = 0.0
        done = 0
        try:
            while done < len(terms) and remaining[done] >= threshold * (1 - _TIE):
                need = threshold * (1 - _TIE) - remaining[done + 1]
                for gains in terms[done].add_everywhere(totals, need):
                    found.append(gains.new)
                    high = gains.totals
                    if threshold:
                        high = high[high > threshold]
                    threshold = max(threshold, _kth(high, k))
                done += 1
            least = threshold * (1 - _TIE) - remaining[done]
            for part in found:
                scores = totals[part]
                kept.append(part[(scores > 0) & (scores >= least)])
            places = np.sort(np.concatenate(kept))
            scores = totals[places]
        finally:
            for part in found:
                totals[part] = 0.0
        return places, scores, threshold, done

    def _totals(self, size: int) -> NDArray[np.float64]:
        """This thread's zeroes, one for every paragraph."""
        totals: NDArray[np.float64] | None = getattr(self._local, "totals", None)
        if totals is None or len(totals) < size:
            totals = self._local.totals = np.zeros(size + size // 16 + 1024)
        return totals


def _kth(scores: NDArray[np.floating[Any]], k: int) -> float:
    """The ``k``-th best score, or 0.0 where there are fewer."""
    place = len(scores) - k
    return float(np.partition(scores, place)[place]) if place >= 0 else 0.0
