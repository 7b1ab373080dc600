"""Where a sentence stands: its paragraph's headings, titles and year, seen by one question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from retrieval.folding import fold
from retrieval.periods import Period, find_period, named_years
from retrieval.reader.matching import Credits, Matcher, most
from retrieval.records import ParagraphHit, StoredParagraph

_CLAUSE_END = re.compile(r"[，,。；;：:！!？?]")


@dataclass(frozen=True, slots=True)
class Scene:
    """One paragraph found, folded, with what each of its parts holds of the question."""

    hit: ParagraphHit
    sentences: tuple[str, ...]  # folded
    sentence_credits: tuple[Credits, ...]
    title: str
    headings: str
    title_credits: Credits  # article's and document's title, file name, headings, caption
    heading_credits: Credits
    opening_credits: Credits
    paragraph_credits: Credits
    base_year: int | None
    context_period: Period  # of titles, headings and the file's name


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return fold(text)


def set_scene(hit: ParagraphHit, matcher: Matcher) -> Scene:
    """Fold a paragraph and its surroundings, and match each part with the question."""
    paragraph = hit.paragraph
    sentences = tuple(_folded(sentence.text) for sentence in paragraph.sentences)
    credits = tuple(matcher.credits(sentence) for sentence in sentences)
    title = _folded(f"{paragraph.article_title} {paragraph.document_title} {paragraph.document}")
    headings = _folded(" ".join((*paragraph.headings, paragraph.caption)))
    year = text_year(paragraph)
    return Scene(
        hit=hit,
        sentences=sentences,
        sentence_credits=credits,
        title=title,
        headings=headings,
        title_credits=matcher.credits(title),
        heading_credits=matcher.credits(headings),
        opening_credits=matcher.credits(_folded(paragraph.opening[:300])),
        paragraph_credits=most(*credits),
        base_year=year,
        context_period=find_period(f"{title} {headings}", year),
    )


def text_year(paragraph: StoredParagraph) -> int | None:
    """Return the year that 今年 means in a paragraph: of publication, or named in its titles."""
    published = paragraph.article_published or paragraph.document_published
    if published is not None:
        return published.year
    for text in (paragraph.article_title, paragraph.document_title, paragraph.document):
        years = named_years(_folded(text.replace("_", " ")))
        if years:
            return max(years)
    return None


def clause_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the clause around ``text[start:end]`` begins and ends."""
    begin = 0
    for match in _CLAUSE_END.finditer(text, 0, start):
        begin = match.end()
    following = _CLAUSE_END.search(text, end)
    return begin, following.start() if following else len(text)
