"""Words → index terms: what of a paragraph, its headings and its titles goes into the index."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from retrieval.folding import fold
from retrieval.records import Article, Document, Paragraph
from retrieval.segmentation import segment

_HAN_WORD = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{3,}")


@lru_cache(maxsize=65536)
def word_terms(word: str) -> tuple[str, ...]:
    """Return the index terms of one segmented word; none for punctuation and white space.

    A word of three or more Han characters also gives its overlapping bigrams, so that the short
    form of a name finds the long one.
    """
    folded = fold(word)
    if not any(character.isalnum() for character in folded):
        return ()
    if _HAN_WORD.fullmatch(folded):
        return (folded, *(folded[i : i + 2] for i in range(len(folded) - 1)))
    return (folded,)


def index_terms(words: Iterable[str]) -> list[str]:
    """Return the index terms of segmented words, in order, repeated as often as they stand."""
    return [term for word in words for term in word_terms(word)]


@lru_cache(maxsize=1024)
def _text_terms(text: str) -> tuple[str, ...]:
    return tuple(index_terms(segment(text)))


def paragraph_terms(document: Document, article: Article, paragraph: Paragraph) -> Counter[str]:
    """Return the term frequencies that are indexed for ``paragraph``.

    The terms of its article's title, of its headings, of its caption and of the document's title
    count once each time they stand there, as fields that the paragraph inherits.
    """
    terms: Counter[str] = Counter()
    for sentence in paragraph.sentences:
        terms.update(index_terms(sentence.words or segment(sentence.text)))
    fields = dict.fromkeys((article.title, document.title, *paragraph.headings, paragraph.caption))
    for field in fields:
        if field:
            terms.update(_text_terms(field))
    return terms
