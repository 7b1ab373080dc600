"""Posting lists come back from their bytes as they were, in the shorter of two forms."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.bm25 import norm
from retrieval.index.cache import PostingCache
from retrieval.index.encoding import (
    Dense,
    PostingBatch,
    decode,
    decode_sparse,
    encode,
    encode_batch,
)
from retrieval.index.segments import bounds

LIST = st.dictionaries(st.integers(0, 99), st.integers(1, 70_000), min_size=1)


def arrays(postings):
    ordinals = np.array(sorted(postings), np.uint32)
    return ordinals, np.array([postings[int(o)] for o in ordinals], np.uint32)


@given(LIST, st.sampled_from((100, 5000)))
def test_encoded_and_decoded(postings, paragraphs):
    ordinals, frequencies = arrays(postings)
    data = encode(ordinals, frequencies, paragraphs)
    assert len(data) <= max(8 * len(ordinals), 1) + 1
    back = decode_sparse(data)
    assert back.ordinals.tolist() == ordinals.tolist()
    assert back.frequencies.tolist() == frequencies.tolist()


@given(st.lists(LIST, min_size=1, max_size=8), st.sampled_from((100, 5000)))
def test_a_batch_is_encoded_as_its_lists_are(lists, paragraphs):
    pairs = [arrays(postings) for postings in lists]
    batch = PostingBatch(
        [str(number) for number in range(len(pairs))],
        np.array([len(ordinals) for ordinals, _ in pairs]),
        np.concatenate([ordinals for ordinals, _ in pairs]),
        np.concatenate([frequencies for _, frequencies in pairs]),
    )
    assert list(encode_batch(batch, paragraphs)) == [encode(*one, paragraphs) for one in pairs]


def test_a_word_in_most_paragraphs_is_kept_dense():
    ordinals = np.arange(80, dtype=np.uint32)
    data = encode(ordinals, np.ones(80, np.uint32), 100)
    assert isinstance(decode(data), Dense)
    assert len(data) == 101
    assert not isinstance(decode(encode(ordinals[:19], ordinals[:19] + 1, 100)), Dense)


@given(
    st.lists(st.tuples(st.integers(1, 300), st.integers(1, 500)), min_size=1),
    st.floats(1, 1000),
)
def test_bounds_hold_the_best_score_whatever_the_average_length(pairs, average):
    frequencies, lengths = (np.array(column, np.uint32) for column in zip(*pairs, strict=True))
    kept = np.frombuffer(bounds(frequencies, lengths), "<u4").reshape(-1, 2).tolist()

    def best(candidates):
        return max(tf / (tf + norm(length, average)) for tf, length in candidates)

    assert best(kept) == best(pairs)
    assert {tuple(pair) for pair in kept} <= set(pairs)


def test_the_cache_keeps_to_its_budget_and_gives_up_the_longest_unused():
    cache = PostingCache(100)
    for number in range(5):
        cache.put((number, "词"), bytes(20))
    assert cache.size == 100
    assert cache.get((0, "词")) == bytes(20)
    cache.put((5, "词"), bytes(25))
    assert cache.size <= 100
    assert cache.get((1, "词")) is None
    assert cache.get((0, "词")) is not None
    cache.put((6, "词"), bytes(26))
    assert cache.get((6, "词")) is None, "a quarter of the budget is the most for one list"
    cache.put((5, "词"), bytes(10))
    assert cache.get((5, "词")) == bytes(10)
    assert cache.size <= 100
