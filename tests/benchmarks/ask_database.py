"""Databases of recombined documents of any size, to ask questions of."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

from retrieval.figures import find_figures
from retrieval.index.segments import mark_removed
from retrieval.records import Article, Document, Figure, Paragraph, Sentence
from retrieval.store import SqliteCollection
from retrieval.store.packing import pack_paragraph
from retrieval.store.preparation import article_hash
from tests.benchmarks.corpus import RecombinedCorpus, as_sentences

PARAGRAPHS = 20  # a document
_DOCUMENTS = 50  # a transaction


def build(path: Path, data: Path, size: int) -> None:
    """Make a collection of ``size`` paragraphs in the file ``path``."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    collection = SqliteCollection.open(unfinished)
    documents = _documents(RecombinedCorpus(data), size)
    stored = 0
    while batch := list(islice(documents, _DOCUMENTS)):
        collection.add_many(batch)
        stored += len(batch) * PARAGRAPHS
        _tell(stored, size)
    collection.settle()
    collection.close()
    unfinished.rename(path)


def store_beside(index: Path, path: Path, data: Path, size: int) -> None:
    """Copy ``index``, of the paragraphs from 0 to ``size``, to ``path``, and store these in it."""
    unfinished = path.with_suffix(".unfinished")
    shutil.copyfile(index, unfinished)
    documents = _documents(RecombinedCorpus(data), size)
    stored = 0
    with closing(sqlite3.connect(unfinished)) as connection:
        while batch := list(islice(documents, _DOCUMENTS)):
            with connection:
                for document in batch:
                    _insert(connection, document, stored)
                    stored += len(document.articles[0].paragraphs)
            _tell(stored, size)
        with connection:
            mark_removed(connection, size, 1 << 40)  # what was added to measure adding
            connection.execute("UPDATE state SET next_paragraph = ?, epoch = epoch + 1", (1 << 40,))
    unfinished.rename(path)


def _documents(corpus: RecombinedCorpus, size: int) -> Iterator[Document]:
    paragraphs = corpus.paragraphs(size)
    number = 0
    while part := list(islice(paragraphs, PARAGRAPHS)):
        title = corpus.title(number)
        article = Article(title, tuple(Paragraph(_sentences(one)) for one in part))
        text = "".join(s.text for p in article.paragraphs for s in p.sentences)
        yield Document(
            f"{number:07}.txt", title, "txt", "utf-8", str(number), len(text), text, (article,)
        )
        number += 1


def _sentences(paragraph: list[list[str]]) -> tuple[Sentence, ...]:
    return tuple(
        replace(sentence, figures=_figures(sentence.text)) for sentence in as_sentences(paragraph)
    )


# Most sentences hold neither a number nor a rare word, and come again as they are.
@lru_cache(maxsize=1 << 16)
def _figures(text: str) -> tuple[Figure, ...]:
    return find_figures(text)


def _insert(connection: sqlite3.Connection, document: Document, first: int) -> None:
    (article,) = document.articles
    paragraphs = article.paragraphs
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph.sentences]
    number = connection.execute(
        "INSERT INTO documents (name, title, format, encoding, content_hash, size, ingested_at,"
        " articles, paragraphs, sentences, figures, first_paragraph)"
        " VALUES (?, ?, ?, ?, ?, ?, '', 1, ?, ?, ?, ?)",
        (
            document.name,
            document.title,
            document.format,
            document.encoding,
            document.content_hash,
            document.size,
            len(paragraphs),
            len(sentences),
            sum(len(sentence.figures) for sentence in sentences),
            first,
        ),
    ).lastrowid
    connection.execute(
        "INSERT INTO texts VALUES (?, ?, '[]')", (number, zlib.compress(document.text.encode(), 1))
    )
    own = connection.execute(
        'INSERT INTO articles (document, position, title, byline, dateline, "start", "end",'
        " opening, content_hash, first_paragraph, paragraphs)"
        " VALUES (?, 0, ?, '', '', 0, 0, ?, ?, ?, ?)",
        (
            number,
            article.title,
            sentences[0].text,
            article_hash(article),
            first,
            len(paragraphs),
        ),
    ).lastrowid
    connection.executemany(
        "INSERT INTO paragraphs VALUES (?, ?, ?)",
        [(first + n, own, pack_paragraph(paragraph)) for n, paragraph in enumerate(paragraphs)],
    )


def _tell(stored: int, size: int) -> None:
    print(f"{stored} of {size} paragraphs", end="\r", file=sys.stderr, flush=True)
