"""The BM25Plus formula, as ``rank_bm25.BM25Plus`` computes it.

Source: Lv and Zhai, “Lower-bounding term frequency normalization” (2011), in the form of Trotman,
Puurula and Burgess, “Improvements to BM25 and language models examined” (2014):

    score(D, Q) = Σ idf(q) · (δ + tf · (k₁ + 1) / (tf + k₁ · (1 − b + b · |D| / avg)))

with idf(q) = ln((N + 1) / df). The sum goes over all terms of the question, so that every
paragraph gets the same Σ idf · δ; only the rest, here the impact, tells paragraphs apart.
"""

from __future__ import annotations

from math import log

K1 = 1.5
B = 0.75
DELTA = 1.0
SATURATION = K1 + 1.0


def inverse_document_frequency(paragraphs: int, frequency: int) -> float:
    """Return ln((N + 1) / df), and 0.0 for a term that stands nowhere."""
    return log((paragraphs + 1) / frequency) if frequency else 0.0


def norm(length: float, average_length: float) -> float:
    """Return k₁ · (1 − b + b · |D| / avg) for one length."""
    return K1 * (1.0 - B + B * length / average_length)
