"""Where one article ends and the next begins, and whose title each short line is.

Signs first (bylines, source lines, datelines, separators), then words: a title belongs to the
body it shares words with. Only where the words say nothing the habit of the page decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from retrieval.layout.boundaries import find_boundaries
from retrieval.layout.bylines import place_marked_bylines
from retrieval.layout.drafts import Draft
from retrieval.layout.gathered import gathered_titles
from retrieval.layout.groups import Stretch, stretches_of
from retrieval.layout.headings import heading_items
from retrieval.layout.items import Item, ItemKind
from retrieval.layout.kinds import is_subtitle
from retrieval.layout.subtitles import tell_subtitles
from retrieval.layout.titles import ABOVE, BELOW, BYLINE, DROP, TITLE, Placement, place_titles
from retrieval.layout.words import PageWords, shared_units

_MOST_TITLE_LINES = 4
_MOST_STRETCHES = 60  # of one article that are looked at for its words


def draft_articles(
    items: Sequence[Item], known_title: str = "", *, whole: bool = False
) -> list[Draft]:
    """Return the drafts of the articles of ``items``, in order, nothing lost.

    ``whole`` is said where the format marks every title, so that one title is one article.
    """
    stretches = stretches_of(tell_subtitles(items))
    if not stretches:
        return []
    words = PageWords(
        item.text.text for stretch in stretches if stretch.is_body for item in stretch.items
    )
    bounds = find_boundaries(stretches, words, whole=whole)
    return _drafts(stretches, bounds, words, known_title)


def _drafts(
    stretches: Sequence[Stretch], bounds: Sequence[int], words: PageWords, known_title: str
) -> list[Draft]:
    if len(bounds) < 2:
        draft = Draft()
        for item in stretches[0].items:
            _keep(draft, item)
        return [draft]
    drafts = [Draft() for _ in bounds[1:]]
    for number, (start, end) in enumerate(pairwise(bounds)):
        for stretch in stretches[start + 1 : end]:
            items = stretch.items if stretch.is_body else heading_items(stretch.items)
            drafts[number].body.extend(items)

    @lru_cache(maxsize=4)
    def units(number: int) -> set[str]:
        found: set[str] = set()
        for stretch in stretches[bounds[number] + 1 : bounds[number + 1]][:_MOST_STRETCHES]:
            if stretch.is_body:
                found |= shared_units(stretch.text())
        return found

    groups = [stretches[index] for index in bounds]
    gathered = gathered_titles(groups, units, words)
    for number, titles in gathered.items():
        drafts[number].titles.extend(titles)
    taken = {id(item) for titles in gathered.values() for item in titles}
    if taken:
        groups = [_without(group, taken) for group in groups]
    placements = place_titles(groups, units, words, known_title, titled=frozenset(gathered))
    place_marked_bylines(groups, placements, units, words)
    for number, (group, placement) in enumerate(zip(groups, placements, strict=True)):
        _distribute(group, placement, drafts, number)
    return drafts


def _without(group: Stretch, taken: set[int]) -> Stretch:
    return Stretch(False, tuple(item for item in group.items if id(item) not in taken))


def _distribute(group: Stretch, placement: Placement, drafts: list[Draft], number: int) -> None:
    """Give the items of one boundary group to the article above or below it."""
    fronts = [i for i, part in enumerate(placement.parts) if part == (BELOW, TITLE)]
    prefix: list[Item] = []
    under: list[Item] = []
    for index, (item, (side, part)) in enumerate(zip(group.items, placement.parts, strict=True)):
        if part == DROP:
            continue
        draft = drafts[number - 1 + side]
        if part == TITLE:
            draft.titles.append(item)
        elif part == BYLINE:
            draft.bylines.append(item)
        elif side == ABOVE:
            draft.body.append(item)
        elif fronts and index < fronts[0]:
            prefix.append(replace(item, kind=ItemKind.PROSE))
        elif fronts and (item.kind is ItemKind.SUBTITLE or is_subtitle(item.text.text)):
            draft.subtitles.append(item)
        else:
            under.append(item)
    if prefix or under:
        drafts[number].body[:0] = [*prefix, *heading_items(under)]


def _keep(draft: Draft, item: Item) -> None:
    if item.kind in (ItemKind.SHORT, ItemKind.TITLE):
        (draft.titles if len(draft.titles) < _MOST_TITLE_LINES else draft.body).append(item)
    else:
        draft.bylines.append(item)
