"""A posting list ↔ bytes: which paragraphs of a segment hold a term, and how often.

Sparse: ``n`` ordinals as little-endian uint32, ascending, then ``n`` term frequencies of 1, 2 or
4 bytes. Dense: one term frequency of 1 byte for every paragraph of the segment. The last byte
tells the form. Nothing is unpacked at reading: the arrays are views of the bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ordinals = NDArray[np.uint32]
Frequencies = NDArray[np.unsignedinteger[Any]]

_DENSE = 0
_WIDTHS: dict[int, np.dtype[np.unsignedinteger[Any]]] = {
    1: np.dtype(np.uint8),
    2: np.dtype(np.uint16).newbyteorder("<"),
    4: np.dtype(np.uint32).newbyteorder("<"),
}
_SPARSE_BYTES = 5
_BYTE = 1 << 8
_TWO_BYTES = 1 << 16
_ONE_BYTE_EACH = bytes((1,))


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


class PostingBatch(NamedTuple):
    """Posting lists one after the other, sorted by term; ``counts`` are their lengths."""

    terms: list[str]
    counts: NDArray[np.intp]
    ordinals: Ordinals
    frequencies: Frequencies


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


def encode_batch(batch: PostingBatch, paragraphs: int) -> Iterator[bytes]:
    """Encode each list of ``batch``; short lists, which most are, cost next to nothing."""
    ends = np.cumsum(batch.counts)
    starts = ends - batch.counts
    highest = np.maximum.reduceat(batch.frequencies, starts)
    plain = (_SPARSE_BYTES * batch.counts < paragraphs) & (highest < _BYTE)
    ordinals = batch.ordinals.astype("<u4", copy=False).tobytes()
    frequencies = batch.frequencies.astype(np.uint8).tobytes()
    for start, end, short in zip(starts.tolist(), ends.tolist(), plain.tolist(), strict=True):
        if short:
            yield ordinals[4 * start : 4 * end] + frequencies[start:end] + _ONE_BYTE_EACH
        else:
            yield encode(batch.ordinals[start:end], batch.frequencies[start:end], paragraphs)


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


def decode_sparse(data: bytes) -> Sparse:
    """Return the posting list of ``data`` in its sparse form, whatever the form of ``data``."""
    postings = decode(data)
    return postings.sparse() if isinstance(postings, Dense) else postings
