"""Plain text: decoded and cleaned; form feeds part its pages."""

from __future__ import annotations

from retrieval.formats.characters import clean
from retrieval.formats.encoding import decode
from retrieval.formats.failures import no_text
from retrieval.formats.limits import text_too_long
from retrieval.formats.source import Source
from retrieval.records import ExtractedText, PageSpan


def read_plain_text(source: Source) -> ExtractedText:
    """Return the text of a file without structure; blocks stay empty."""
    decoded, encoding = decode(source.read_bytes(), source.name)
    text = clean(decoded)
    if not text.strip():
        raise no_text(source.name)
    if len(text) > source.limits.max_text_length:
        raise text_too_long(source.name, source.limits.max_text_length)
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
