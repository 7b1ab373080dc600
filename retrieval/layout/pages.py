"""The way from the extracted text of one file to its articles."""

from __future__ import annotations

from retrieval.layout.plain import lay_out_plain
from retrieval.records import Article, ExtractedText


def lay_out(extracted: ExtractedText) -> tuple[Article, ...]:
    """Return the articles of one file, in the order of the text; never raises for any text."""
    return lay_out_plain(extracted)
