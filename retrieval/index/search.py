"""The k best paragraphs for weighted terms, by BM25Plus."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

import numpy as np

from retrieval.index.bm25 import B, DELTA, K1, inverse_document_frequency
from retrieval.index.encoding import decode
from retrieval.index.snapshot import Snapshot


def document_frequencies(
    connection: sqlite3.Connection, snapshot: Snapshot, terms: Iterable[str]
) -> dict[str, int]:
    """In how many live paragraphs each term stands."""
    return {term: len(_postings(connection, snapshot, term)[0]) for term in terms}


def _postings(connection, snapshot, term):
    ordinals, frequencies = [np.empty(0, np.int64)], [np.empty(0, np.uint32)]
    for segment in snapshot.segments:
        row = connection.execute(
            "SELECT v.frequency, coalesce(v.postings, p.data) FROM vocabulary v LEFT JOIN postings p"
            " ON p.segment = v.segment AND p.term = v.term AND v.postings IS NULL"
            " WHERE v.segment = ? AND v.term = ?",
            (segment.id, term),
        ).fetchone()
        if row:
            own, tf = decode(row[1], row[0])
            alive = ~np.isin(own, segment.removed)
            ordinals.append(own[alive].astype(np.int64) + segment.start)
            frequencies.append(tf[alive])
    return np.concatenate(ordinals), np.concatenate(frequencies)


def search(
    connection: sqlite3.Connection, snapshot: Snapshot, terms: Mapping[str, float], k: int
) -> list[tuple[int, float]]:
    """(paragraph id, score) of the paragraphs that can be among the ``k`` best, best first."""
    scores = np.zeros(len(snapshot.ids))
    constant = 0.0
    for term, weight in terms.items():
        ordinals, tf = _postings(connection, snapshot, term)
        idf = inverse_document_frequency(snapshot.paragraphs, len(ordinals))
        constant += weight * idf * DELTA
        lengths = snapshot.lengths[ordinals].astype(np.float64)
        norm = K1 * (1 - B + B * lengths / snapshot.average_length)
        scores[ordinals] += weight * idf * tf * (K1 + 1) / (norm + tf)
    found = np.flatnonzero(scores > 0)
    if not len(found):
        return []
    if len(found) > k:
        threshold = np.partition(scores[found], len(found) - k)[len(found) - k]
        found = found[scores[found] >= threshold * (1 - 1e-9)]
    found = found[np.argsort(-scores[found], kind="stable")]
    return list(zip(snapshot.ids[found].tolist(), (scores[found] + constant).tolist(), strict=True))
