"""Where a sentence stands: its paragraph's headings, titles and year, seen by one question."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from retrieval.folding import fold, fold_all
from retrieval.periods import Period, find_period, named_years, section_years
from retrieval.places import find_places
from retrieval.question.lexicon import find_cues
from retrieval.reader.matching import Credits, Matcher, most
from retrieval.records import ParagraphHit, StoredParagraph
from retrieval.segmentation import segment

_CLAUSE_END = re.compile(r"[，,。；;：:！!？?]")


@dataclass(frozen=True, slots=True)
class Scene:
    """One paragraph found, folded, with what each of its parts holds of the question."""

    hit: ParagraphHit
    sentences: tuple[str, ...]  # folded
    sentence_credits: tuple[Credits, ...]
    title: str
    title_credits: Credits  # article's and document's title, file name, headings, caption
    heading_credits: Credits
    opening: str  # folded
    opening_credits: Credits
    paragraph_credits: Credits
    base_year: int | None
    context_period: Period  # of titles, headings and the file's name
    headings: str  # folded, with the caption
    cues: frozenset[str]  # of the headings
    places: frozenset[str] = frozenset()  # of titles, headings and the file's name
    paragraph_places: frozenset[str] = frozenset()  # of the article's opening


def set_scene(hit: ParagraphHit, matcher: Matcher) -> Scene:
    """Fold a paragraph and its surroundings, and match each part with the question.

    Places are left to ``name_places``.
    """
    paragraph = hit.paragraph
    folded = fold_all(
        [
            *[sentence.text for sentence in paragraph.sentences],
            f"{paragraph.article_title} {paragraph.document_title} {paragraph.document}",
            " ".join((*paragraph.headings, paragraph.caption)),
            paragraph.opening[:300],
        ]
    )
    credits = matcher.credits_of_all(folded)
    title, headings, opening = folded[-3:]
    sentence_credits = credits[:-3]
    year = text_year(paragraph)
    return Scene(
        hit=hit,
        sentences=tuple(folded[:-3]),
        sentence_credits=sentence_credits,
        title=title,
        title_credits=credits[-3],
        heading_credits=credits[-2],
        opening=opening,
        opening_credits=credits[-1],
        paragraph_credits=most(*sentence_credits),
        base_year=year,
        context_period=_context_period(title, headings, year),
        headings=headings,
        cues=find_cues(headings),
    )


def name_places(scene: Scene) -> Scene:
    """Return ``scene`` with its places, which takes a segmentation and not every question needs."""
    return replace(
        scene,
        places=_places(f"{scene.title} {scene.headings}"),
        paragraph_places=_places(scene.opening[:100]),
    )


def _context_period(title: str, headings: str, year: int | None) -> Period:
    """Return the period of the headings where they name or imply one, else of the titles."""
    period = find_period(headings, year)
    if not period.years and (implied := section_years(headings, year)):
        return replace(period, years=implied)
    return period if period else find_period(title, year)


@lru_cache(maxsize=4096)
def _places(folded: str) -> frozenset[str]:
    return find_places(segment(folded))


def text_year(paragraph: StoredParagraph) -> int | None:
    """Return the year that 今年 means in a paragraph: of publication, or named in its titles."""
    published = paragraph.article_published or paragraph.document_published
    if published is not None:
        return published.year
    return _titles_year(paragraph.article_title, paragraph.document_title, paragraph.document)


@lru_cache(maxsize=4096)
def _titles_year(*titles: str) -> int | None:
    for title in titles:
        years = named_years(fold(title.replace("_", " ")))
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
