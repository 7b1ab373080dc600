"""Where a sentence stands: its paragraph's headings, titles and year, seen by one question."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from retrieval.folding import fold, fold_all
from retrieval.periods import Period, TextYears, find_period, named_years, section_years, text_years
from retrieval.places import find_places
from retrieval.question.lexicon import find_cues
from retrieval.reader.matching import Credits, Matcher, most
from retrieval.records import ParagraphHit, StoredParagraph
from retrieval.segmentation import segment

_NAME_MARKS = re.compile(r"[_.]")  # in the names of files


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
    years: TextYears  # of the text, and of the section that the paragraph stands in
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
    heading = fold(" ".join(paragraph.headings)) if paragraph.caption else headings
    years = _scene_years(paragraph, title, heading)
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
        years=years,
        context_period=_context_period(title, heading, fold(paragraph.caption), years),
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


def _context_period(title: str, headings: str, caption: str, years: TextYears) -> Period:
    """Return the period of the nearest of caption, headings and titles that name or imply one.

    A caption that names several years holds the headings of its table's columns.
    """
    if caption and len(named_years(caption)) == 1:
        headings = f"{headings} {caption}"
    period = find_period(headings, years)
    if not period.years and (implied := section_years(headings, years.told)):
        return replace(period, years=implied)
    return period if period else find_period(title, years)


@lru_cache(maxsize=4096)
def _places(folded: str) -> frozenset[str]:
    return find_places(segment(folded))


def _scene_years(paragraph: StoredParagraph, title: str, headings: str) -> TextYears:
    """Return the years of a paragraph: those of its text, or the one year of its section."""
    published = paragraph.article_published or paragraph.document_published
    years = text_years(_NAME_MARKS.sub(" ", title), published.year if published else None)
    of_section = named_years(headings) or section_years(headings, years.told)
    return replace(years, reported=min(of_section)) if len(of_section) == 1 else years
