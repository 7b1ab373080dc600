"""A posting list ↔ bytes: ordinals of paragraphs in a segment, and term frequencies.

Layout: ``n`` ordinals as little-endian uint32, then ``n`` term frequencies of 1, 2 or 4 bytes
each, the width following from the length. Nothing is decoded at reading: both are views.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ordinals = NDArray[np.uint32]
Frequencies = NDArray[np.unsignedinteger]

_WIDTHS = {1: np.dtype("u1"), 2: np.dtype("<u2"), 4: np.dtype("<u4")}


def encode(ordinals: Ordinals, frequencies: Frequencies) -> bytes:
    """Return the bytes of a posting list."""
    highest = int(frequencies.max()) if len(frequencies) else 0
    width = 1 if highest < 1 << 8 else 2 if highest < 1 << 16 else 4
    return ordinals.astype("<u4").tobytes() + frequencies.astype(_WIDTHS[width]).tobytes()


def decode(data: bytes, count: int) -> tuple[Ordinals, Frequencies]:
    """Return ordinals and term frequencies of the ``count`` postings in ``data``."""
    ordinals = np.frombuffer(data, "<u4", count)
    frequencies = np.frombuffer(data, _WIDTHS[len(data) // count - 4], count, 4 * count)
    return ordinals, frequencies
