"""The BM25Plus formula, as ``rank_bm25.BM25Plus`` computes it.

Source: Lv and Zhai, “Lower-bounding term frequency normalization” (2011), in the form of Trotman,
Puurula and Burgess, “Improvements to BM25 and language models examined” (2014).
"""

from __future__ import annotations

from math import log

K1 = 1.5
B = 0.75
DELTA = 1.0


def inverse_document_frequency(paragraphs: int, frequency: int) -> float:
    """Return ln((N + 1) / df), and 0.0 for a term that stands nowhere."""
    return log((paragraphs + 1) / frequency) if frequency else 0.0
