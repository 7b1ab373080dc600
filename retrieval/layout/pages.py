"""The way from the extracted text of one file to its articles."""

from __future__ import annotations

from dataclasses import replace

from retrieval.layout.articles import draft_articles
from retrieval.layout.blocks import PRINTED, items_of_blocks
from retrieval.layout.front_matter import read_front_matter
from retrieval.layout.furniture import without_furniture
from retrieval.layout.items import Item, items_of_lines
from retrieval.layout.lines import split_lines
from retrieval.records import Article, ExtractedText


def lay_out(extracted: ExtractedText) -> tuple[Article, ...]:
    """Return the articles of one file, in the order of the text; never raises for any text."""
    title, published = extracted.title, extracted.published
    if extracted.blocks:
        items = items_of_blocks(extracted)
    else:
        head = read_front_matter(extracted.text)
        title, published = title or head.title, published or head.published
        items = _items_of_text(extracted, head.body)
    whole = bool(extracted.blocks) and extracted.format not in PRINTED
    drafts = draft_articles(items, title, whole=whole)
    fallback = title or name_stem(extracted.name)
    articles = (draft.finish(fallback, published, extracted.pages) for draft in drafts)
    return _share_date([article for article in articles if article is not None])


def _share_date(articles: list[Article]) -> tuple[Article, ...]:
    """Give the date at the head of a page to all its articles, where none has one of its own."""
    dates = [article.published for article in articles]
    if len(dates) > 1 and dates[0] is not None and not any(dates[1:]):
        return tuple(replace(article, published=dates[0]) for article in articles)
    return tuple(articles)


def _items_of_text(extracted: ExtractedText, start: int) -> list[Item]:
    lines = without_furniture(split_lines(extracted.text, start), extracted.pages)
    return items_of_lines(extracted.text, lines)


def name_stem(name: str) -> str:
    """Return the name of a file without folders and ending."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    stem, dot, ending = last.rpartition(".")
    return stem if dot and stem and len(ending) <= 5 else last
