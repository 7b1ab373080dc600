"""Documents → what is stored of them: packed paragraphs and their index terms, ready to write.

Preparing takes most of the time of storing and touches no database, so the processes that read
files do it, and the one that writes only writes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b

from retrieval.records import Article, Document
from retrieval.store.packing import pack_paragraph
from retrieval.terms import paragraph_terms


@dataclass(frozen=True, slots=True)
class PreparedArticle:
    """An article ready to be written: ``article`` is without its paragraphs."""

    article: Article
    opening: str  # the first sentence
    content_hash: bytes
    paragraphs: tuple[bytes, ...]  # packed
    terms: tuple[tuple[str, ...], ...]  # of each paragraph, without repetitions
    frequencies: tuple[tuple[int, ...], ...]  # of these, in the same order


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A document ready to be written: ``document`` is without its text and articles."""

    document: Document
    text: bytes  # compressed
    characters: int  # of the text
    articles: tuple[PreparedArticle, ...]
    sentences: int
    figures: int

    @property
    def name(self) -> str:
        """The document's name."""
        return self.document.name

    @property
    def paragraphs(self) -> int:
        """How many paragraphs it has."""
        return sum(len(article.paragraphs) for article in self.articles)


def prepare_document(document: Document) -> PreparedDocument:
    """Pack the paragraphs of ``document`` and count their terms."""
    sentences = [
        sentence
        for article in document.articles
        for paragraph in article.paragraphs
        for sentence in paragraph.sentences
    ]
    return PreparedDocument(
        document=replace(document, text="", articles=()),
        text=zlib.compress(document.text.encode("utf-8", "surrogatepass"), 1),
        characters=len(document.text),
        articles=tuple(_prepare_article(document, article) for article in document.articles),
        sentences=len(sentences),
        figures=sum(len(sentence.figures) for sentence in sentences),
    )


def article_hash(article: Article) -> bytes:
    """Return a hash that two articles share when they are the same, word for word."""
    digest = blake2b(digest_size=16)
    for part in _parts(article):
        digest.update(part.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.digest()


def _prepare_article(document: Document, article: Article) -> PreparedArticle:
    packed, terms, frequencies = [], [], []
    for paragraph in article.paragraphs:
        counts = paragraph_terms(document, article, paragraph)
        packed.append(pack_paragraph(paragraph))
        # Two tuples take a quarter of a dictionary's memory.
        terms.append(tuple(counts))
        frequencies.append(tuple(counts.values()))
    return PreparedArticle(
        article=replace(article, paragraphs=()),
        opening=next((s.text for p in article.paragraphs for s in p.sentences), ""),
        content_hash=article_hash(article),
        paragraphs=tuple(packed),
        terms=tuple(terms),
        frequencies=tuple(frequencies),
    )


def _parts(article: Article) -> Iterable[str]:
    yield article.title
    for paragraph in article.paragraphs:
        yield from paragraph.headings
        yield paragraph.caption
        for sentence in paragraph.sentences:
            yield sentence.text
