"""A posting list ↔ bytes: which paragraphs of a segment hold a term, and how often.

Sparse: ``n`` ordinals as little-endian uint32, ascending, then ``n`` term frequencies of 1, 2 or
4 bytes. Dense: one term frequency of 1 byte for every paragraph of the segment. The last byte
tells the form. Nothing is unpacked at reading: the arrays are views of the bytes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ordinals = NDArray[np.uint32]
Frequencies = NDArray[np.unsignedinteger[Any]]

_DENSE = 0
_WIDTHS = {1: np.dtype("u1"), 2: np.dtype("<u2"), 4: np.dtype("<u4")}
_SPARSE_BYTES = 5
_BYTE = 1 << 8
_TWO_BYTES = 1 << 16


class Sparse(NamedTuple):
    """Ordinals of paragraphs, ascending, with the term's frequency in each."""

    ordinals: Ordinals
    frequencies: Frequencies


class Dense(NamedTuple):
    """The term's frequency in every paragraph of a segment."""

    frequencies: NDArray[np.uint8]

    def sparse(self) -> Sparse:
        """The same postings, those of frequency zero left out."""
        ordinals = np.flatnonzero(self.frequencies)
        return Sparse(ordinals.astype(np.uint32), self.frequencies[ordinals])


def encode(ordinals: Ordinals, frequencies: Frequencies, paragraphs: int) -> bytes:
    """Return the bytes of a posting list in a segment of ``paragraphs``, in the shorter form."""
    highest = int(frequencies.max())
    if _SPARSE_BYTES * len(ordinals) >= paragraphs and highest < _BYTE:
        dense = np.zeros(paragraphs + 1, np.uint8)
        dense[ordinals] = frequencies
        return dense.tobytes()  # the byte too many is the form
    width = 1 if highest < _BYTE else 2 if highest < _TWO_BYTES else 4
    return b"".join(
        (
            ordinals.astype("<u4", copy=False).tobytes(),
            frequencies.astype(_WIDTHS[width]).tobytes(),
            bytes((width,)),
        )
    )


def decode(data: bytes) -> Sparse | Dense:
    """Return the posting list that ``encode`` made ``data`` from."""
    width = data[-1]
    if width == _DENSE:
        return Dense(np.frombuffer(data, np.uint8, len(data) - 1))
    count = len(data) // (4 + width)
    return Sparse(
        np.frombuffer(data, "<u4", count),
        np.frombuffer(data, _WIDTHS[width], count, 4 * count),
    )
