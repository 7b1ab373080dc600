"""One text → one document, read completely: articles, figures, words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from config.settings import Settings
from retrieval.errors import DocumentError, DuoshaoError
from retrieval.figures import find_figures
from retrieval.formats import extract
from retrieval.formats.failures import no_text, unreadable
from retrieval.ingestion.archives import member_hash
from retrieval.ingestion.sources import Source, hash_file
from retrieval.layout import lay_out
from retrieval.records import Article, Document, ExtractedText, Paragraph, ParagraphKind, Sentence
from retrieval.segmentation import segment
from retrieval.store.preparation import PreparedDocument, prepare_document

Result = PreparedDocument | DuoshaoError

# How often a file that changes while it is read is read again.
_ATTEMPTS = 3


def read_document(extracted: ExtractedText, content_hash: str, size: int) -> Document:
    """Lay out ``extracted`` and find the figures and the words of every sentence.

    ``size`` is the file's, in bytes. The document's title is the format's own, else that of its
    only article: of several articles none gives its subject to the others.
    """
    words: dict[str, str] = {}
    articles = tuple(_read_article(article, words) for article in lay_out(extracted))
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


def read_file(source: Source, settings: Settings) -> Iterator[Result]:
    """Yield the documents of one file, ready to be stored: one, or those of an archive.

    What cannot be read is yielded as its error, also what no one foresaw: one bad file must not
    end the others. A file written to while it is read is read again.
    """
    try:
        content_hash, size, texts = _extract_whole(source, settings)
    except DuoshaoError as error:
        yield _bare(error)
        return
    except OSError as error:
        yield unreadable(source.name, error)
        return
    except Exception as error:
        yield failed(source.name, "unexpected", detail=f"{type(error).__name__}: {error}")
        return
    count = len(texts)
    for number, text in enumerate(texts, start=1):
        if count > 1:
            size = len(text.text.encode("utf-8", "replace"))
        mark = content_hash if count == 1 else member_hash(content_hash, number, count)
        try:
            prepared = prepare_document(read_document(text, mark, size))
        except DuoshaoError as error:
            yield _bare(error)
        except Exception as error:
            yield failed(text.name, "unexpected", detail=f"{type(error).__name__}: {error}")
        else:
            yield prepared if prepared.paragraphs else no_text(text.name)


def failed(name: str, reason: str, **details: object) -> DocumentError:
    """Make the error that says why the document ``name`` cannot be read."""
    return DocumentError(
        f"{name}: {reason} {details or ''}".rstrip(), document=name, reason=reason, **details
    )


def _bare(error: DuoshaoError) -> DuoshaoError:
    """Let go of the frames that an error keeps alive, which cannot be sent to a process."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


def _extract_whole(
    source: Source, settings: Settings
) -> tuple[str, int, tuple[ExtractedText, ...]]:
    """Return content hash, size and texts of a file that stayed the same meanwhile."""
    for _ in range(_ATTEMPTS):
        before = _state(source.path)
        content_hash = hash_file(source.path)
        texts = extract(source.path.absolute(), name=source.name, settings=settings)
        if _state(source.path) == before:
            return content_hash, before[0], texts
    raise failed(source.name, "still_written")


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _read_article(article: Article, known: dict[str, str]) -> Article:
    return Article(
        title=article.title,
        paragraphs=tuple(_read_paragraph(paragraph, known) for paragraph in article.paragraphs),
        byline=article.byline,
        dateline=article.dateline,
        published=article.published,
        start=article.start,
        end=article.end,
    )


def _read_paragraph(paragraph: Paragraph, known: dict[str, str]) -> Paragraph:
    """Fill in figures and words; each word is kept once for the document, in ``known``."""
    prose = paragraph.kind is ParagraphKind.PROSE
    sentences = []
    for sentence in paragraph.sentences:
        words = segment(sentence.text)
        sentences.append(
            Sentence(
                text=sentence.text,
                start=sentence.start,
                end=sentence.end,
                # Layout has found those of table cells, which need their headings.
                figures=find_figures(sentence.text) if prose else sentence.figures,
                words=tuple(map(known.setdefault, words, words)),
                page=sentence.page,
            )
        )
    return Paragraph(
        sentences=tuple(sentences),
        headings=paragraph.headings,
        kind=paragraph.kind,
        caption=paragraph.caption,
    )
