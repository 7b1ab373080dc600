"""Plain text: decoded and cleaned; form feeds part its pages. Markdown is read as such."""

from __future__ import annotations

from retrieval.formats.failures import no_text
from retrieval.formats.markdown import add_markdown, is_markdown
from retrieval.formats.source import Source
from retrieval.records import ExtractedText, PageSpan


def read_plain_text(source: Source) -> ExtractedText:
    """Return the text of a file without structure; blocks stay empty unless it is Markdown."""
    text, encoding = source.read_text()
    if not text.strip():
        raise no_text(source.name)
    if "\f" not in text and is_markdown(text):
        builder = source.builder()
        add_markdown(builder, text)
        return builder.build("md", encoding=encoding)
    pages = _pages(text)
    return ExtractedText(source.name, text.replace("\f", "\n"), "txt", encoding, pages=pages)


def _pages(text: str) -> tuple[PageSpan, ...]:
    if "\f" not in text:
        return ()
    pages: list[PageSpan] = []
    start = 0
    for number, part in enumerate(text.split("\f"), start=1):
        end = min(len(text), start + len(part) + 1)
        if end > start:
            pages.append(PageSpan(number, start, end))
        start = end
    return tuple(pages)
