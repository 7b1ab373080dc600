"""Our own terms as sparse vectors, and the exact score of what a vector search found.

The document's vector holds the saturated term frequency tf · (k₁ + 1) / (tf + norm), the
question's the weight times the inverse document frequency; their inner product is BM25Plus but
for the constant. The norm is that of a reference length: the average when the collection was
begun. The average moves on, so that a search only gives candidates; they are scored again from
their term frequencies, and a bound tells when no paragraph can have been missed.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

from retrieval.index.bm25 import SATURATION, norm


def term_number(term: str) -> int:
    """A number of 63 bits for a term."""
    digest = blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def _dimension(term: str) -> int:
    return term_number(term) >> 32  # two terms in one dimension only give more candidates


def document_vector(
    frequencies: Mapping[str, int], length: int, reference: float
) -> dict[int, float]:
    """The vector of a paragraph of ``length`` terms."""
    vector: dict[int, float] = {}
    for term, frequency in frequencies.items():
        dimension = _dimension(term)
        value = frequency * SATURATION / (frequency + norm(length, reference))
        vector[dimension] = vector.get(dimension, 0.0) + value
    return vector


def question_vector(factors: Mapping[str, float]) -> dict[int, float]:
    """The vector of a question: weight times inverse document frequency of each term."""
    vector: dict[int, float] = {}
    for term, factor in factors.items():
        dimension = _dimension(term)
        # In a dimension that two terms share, the larger keeps the product an upper bound.
        vector[dimension] = max(vector.get(dimension, 0.0), factor)
    return vector


def impact(
    factors: Mapping[str, float], frequencies: Mapping[str, int], length: int, average: float
) -> float:
    """BM25Plus of a paragraph without the constant."""
    scale = norm(length, average)
    return sum(
        factor * SATURATION * frequencies[term] / (frequencies[term] + scale)
        for term, factor in factors.items()
        if term in frequencies
    )


def growth(average: float, reference: float) -> float:
    """How many times its product of vectors the impact of a paragraph can be, at most."""
    return max(1.0, average / reference) * (1 + 1e-5)  # products are in single precision
