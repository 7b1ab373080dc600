"""One text → one document, read completely: articles, figures, words."""

from __future__ import annotations

from pathlib import Path

from config.settings import Settings
from retrieval.errors import DocumentError, DuoshaoError
from retrieval.figures import find_figures
from retrieval.formats import extract
from retrieval.ingestion.sources import Source, hash_file
from retrieval.layout import lay_out
from retrieval.records import Article, Document, ExtractedText, Paragraph, ParagraphKind, Sentence
from retrieval.segmentation import segment

# How often a file that changes while it is read is read again.
_ATTEMPTS = 3


def read_document(extracted: ExtractedText, content_hash: str, size: int) -> Document:
    """Lay out ``extracted`` and find the figures and the words of every sentence.

    ``size`` is the file's, in bytes. The document's title is the format's own, else that of its
    only article: of several articles none gives its subject to the others.
    """
    articles = tuple(_read_article(article) for article in lay_out(extracted))
    title = extracted.title
    published = extracted.published
    if not title:
        title = articles[0].title if len(articles) == 1 else ""
    if published is None:
        dates = {article.published for article in articles if article.published}
        published = dates.pop() if len(dates) == 1 else None
    return Document(
        name=extracted.name,
        title=title,
        format=extracted.format,
        encoding=extracted.encoding,
        content_hash=content_hash,
        size=size,
        text=extracted.text,
        articles=articles,
        pages=extracted.pages,
        published=published,
    )


def read_file(source: Source, settings: Settings) -> tuple[Document, ...]:
    """Read the documents of one file: one, or those of an archive.

    Raises ``DocumentError``, also for what no one foresaw: one bad file must not end the others.
    A file written to while it is read is read again.
    """
    try:
        content_hash, size, texts = _extract_whole(source, settings)
        documents = tuple(
            read_document(
                text,
                content_hash if len(texts) == 1 else f"{content_hash}:{number}/{len(texts)}",
                size if len(texts) == 1 else len(text.text.encode("utf-8", "replace")),
            )
            for number, text in enumerate(texts, start=1)
        )
    except DuoshaoError:
        raise
    except OSError as error:
        raise unreadable(source.name, error.strerror or str(error)) from error
    except Exception as error:
        raise unreadable(source.name, f"{type(error).__name__}: {error}") from error
    for document in documents:
        if not document.articles:
            raise unreadable(document.name, "there is no text in it")
    return documents


def unreadable(name: str, reason: str) -> DocumentError:
    """Make the error that says why the document ``name`` cannot be read."""
    return DocumentError(f"{name}: {reason}", document=name, reason=reason)


def _extract_whole(
    source: Source, settings: Settings
) -> tuple[str, int, tuple[ExtractedText, ...]]:
    """Return content hash, size and texts of a file that stayed the same meanwhile."""
    for _ in range(_ATTEMPTS):
        before = _state(source.path)
        content_hash = hash_file(source.path)
        texts = extract(source.path, name=source.name, settings=settings)
        if _state(source.path) == before:
            return content_hash, before[0], texts
    raise unreadable(source.name, "it is being written to")


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _read_article(article: Article) -> Article:
    return Article(
        title=article.title,
        paragraphs=tuple(map(_read_paragraph, article.paragraphs)),
        byline=article.byline,
        dateline=article.dateline,
        published=article.published,
        start=article.start,
        end=article.end,
    )


def _read_paragraph(paragraph: Paragraph) -> Paragraph:
    prose = paragraph.kind is ParagraphKind.PROSE
    return Paragraph(
        sentences=tuple(
            Sentence(
                text=sentence.text,
                start=sentence.start,
                end=sentence.end,
                # Layout has found those of table cells, which need their headings.
                figures=find_figures(sentence.text) if prose else sentence.figures,
                words=segment(sentence.text),
                page=sentence.page,
            )
            for sentence in paragraph.sentences
        ),
        headings=paragraph.headings,
        kind=paragraph.kind,
        caption=paragraph.caption,
    )
