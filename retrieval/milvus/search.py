"""Search in Milvus: candidates by inner product, scored again exactly, none missed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from retrieval.index.bm25 import DELTA
from retrieval.milvus.catalogue import Catalogue
from retrieval.milvus.client import Milvus
from retrieval.milvus.rows import CONTENT, read_frequencies
from retrieval.milvus.schema import PARAGRAPHS
from retrieval.milvus.vectors import growth, impact, question_vector

_MORE = 24
_MOST = 16_384
_TIE_DIGITS = 8

Found = tuple[float, dict[str, Any]]


def search_paragraphs(
    milvus: Milvus, catalogue: Catalogue, factors: Mapping[str, float], k: int
) -> list[Found]:
    """(score, row) of the ``k`` best paragraphs, best first.

    ``factors`` are the weights times the inverse document frequencies of the terms.
    """
    average = catalogue.average_length
    larger = growth(average, catalogue.reference)
    limit = k + _MORE
    while True:
        limit = min(limit, _MOST)
        hits = _candidates(milvus, factors, limit)
        found = _exact(hits, catalogue, factors, average)
        found = _first_copies(milvus, catalogue, found)
        # What was not given has a product no larger than the last one's.
        beyond = hits[-1]["distance"] * larger if len(hits) == limit else 0.0
        if limit == _MOST or not beyond or (len(found) >= k and found[k - 1][0] > beyond):
            break
        limit *= 4
    constant = DELTA * sum(factors.values())
    return [(score + constant, row) for score, row in found[:k]]


def _candidates(milvus: Milvus, factors: Mapping[str, float], limit: int) -> list[dict[str, Any]]:
    (hits,) = milvus.call(
        "search",
        PARAGRAPHS,
        [question_vector(factors)],
        anns_field="vector",
        limit=limit,
        search_params={"metric_type": "IP"},
        output_fields=["id", *CONTENT],
    )
    return list(hits)


def _exact(
    hits: list[dict[str, Any]],
    catalogue: Catalogue,
    factors: Mapping[str, float],
    average: float,
) -> list[Found]:
    found: list[Found] = []
    for hit in hits:
        row = {**hit["entity"], "id": hit["id"]}
        if not catalogue.shows(row["document"], row["version"]):
            continue
        score = impact(factors, read_frequencies(row), row["length"], average)
        if score > 0:
            found.append((score, row))
    found.sort(key=lambda one: (-round(one[0], _TIE_DIGITS), one[1]["document"], one[1]["place"]))
    return found


def _first_copies(milvus: Milvus, catalogue: Catalogue, found: list[Found]) -> list[Found]:
    """Of equal articles only the first by document name and place."""
    hashes = sorted({row["article_hash"] for _, row in found})
    if not hashes:
        return found
    first: dict[str, tuple[str, int]] = {}
    for start in range(0, len(hashes), 100):
        listed = ", ".join(f'"{one}"' for one in hashes[start : start + 100])
        rows = milvus.call(
            "query",
            PARAGRAPHS,
            filter=f"position == 0 and article_hash in [{listed}]",
            output_fields=["document", "version", "article_hash", "place"],
            limit=_MOST,
        )
        for row in rows:
            if catalogue.shows(row["document"], row["version"]):
                place = (row["document"], row["place"])
                known = first.get(row["article_hash"], place)
                first[row["article_hash"]] = min(known, place)
    return [
        (score, row)
        for score, row in found
        if first[row["article_hash"]] == (row["document"], row["place"] - row["position"])
    ]
