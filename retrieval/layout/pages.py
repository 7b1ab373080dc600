"""The way from the extracted text of one file to its articles."""

from __future__ import annotations

from retrieval.layout.articles import draft_articles
from retrieval.layout.blocks import PRINTED, items_of_blocks
from retrieval.layout.items import items_of
from retrieval.layout.joining import join_lines
from retrieval.layout.lines import split_lines
from retrieval.records import Article, ExtractedText


def lay_out(extracted: ExtractedText) -> tuple[Article, ...]:
    """Return the articles of one file, in the order of the text; never raises for any text."""
    if extracted.blocks:
        items = items_of_blocks(extracted)
    else:
        items = items_of(join_lines(extracted.text, split_lines(extracted.text)))
    whole = bool(extracted.blocks) and extracted.format not in PRINTED
    drafts = draft_articles(items, extracted.title, whole=whole)
    fallback = extracted.title or name_stem(extracted.name)
    articles = (draft.finish(fallback, extracted.published, extracted.pages) for draft in drafts)
    return tuple(article for article in articles if article is not None)


def name_stem(name: str) -> str:
    """Return the name of a file without folders and ending."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    stem, dot, ending = last.rpartition(".")
    return stem if dot and stem and len(ending) <= 5 else last
