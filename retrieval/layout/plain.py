"""Text without structure → articles."""

from __future__ import annotations

from retrieval.layout.number_blanks import close_traced
from retrieval.layout.offsets import trace
from retrieval.layout.sentences import sentences_of
from retrieval.records import Article, ExtractedText, Paragraph


def lay_out_plain(extracted: ExtractedText) -> tuple[Article, ...]:
    """Return the articles of a text in which the format knows no structure."""
    text = extracted.text
    paragraphs: list[Paragraph] = []
    position = 0
    for line in text.splitlines(keepends=True):
        traced = close_traced(trace(text, position, position + len(line)).strip())
        position += len(line)
        if sentences := tuple(sentences_of(traced, extracted.pages)):
            paragraphs.append(Paragraph(sentences))
    if not paragraphs:
        return ()
    title = extracted.title or paragraphs[0].sentences[0].text[:60]
    return (Article(title, tuple(paragraphs), published=extracted.published, end=len(text)),)
