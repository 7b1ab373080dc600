"""Where one article ends and the next begins, and whose title each short line is.

Signs first (bylines, source lines, datelines, separators), then words: a title belongs to the
body it shares words with. Only where the words say nothing the habit of the page decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from retrieval.layout.bylines import place_marked_bylines
from retrieval.layout.drafts import Draft
from retrieval.layout.groups import Stretch, stretches_of
from retrieval.layout.headings import heading_items
from retrieval.layout.items import Item, ItemKind
from retrieval.layout.kinds import is_marked_byline, is_subtitle
from retrieval.layout.titles import ABOVE, BELOW, BYLINE, DROP, TITLE, Placement, place_titles
from retrieval.layout.words import PageWords, shared_units

_MOST_TITLE_LINES = 4
_MOST_STRETCHES = 60  # of one article that are looked at for its words
_CLEAR = 0.15  # by how much a title's words must favour the text above it
_NEW_SUBJECT = 0.85  # by how much words must change at a title that stands without any sign
_SHARED = 0.2  # and which share of them must stand there


def draft_articles(
    items: Sequence[Item], known_title: str = "", *, whole: bool = False
) -> list[Draft]:
    """Return the drafts of the articles of ``items``, in order, nothing lost.

    ``whole`` is said where the format marks every title, so that one title is one article.
    """
    stretches = stretches_of(items)
    if not stretches:
        return []
    words = PageWords(
        item.text.text for stretch in stretches if stretch.is_body for item in stretch.items
    )
    bounds = _boundaries(stretches, words, whole)
    return _drafts(stretches, bounds, words, known_title)


def _boundaries(stretches: Sequence[Stretch], words: PageWords, whole: bool) -> list[int]:
    """Return the indexes of the groups at which an article begins, ends, or both."""
    last = len(stretches) - 1
    bounds = [0]
    titled = any(stretch.has(ItemKind.TITLE) for stretch in stretches[0 if whole else 2 : last : 2])
    titles_below = not titled and _titles_stand_below(stretches, words)
    title = _titled_by(stretches[0], stretches[1:2], words)
    above: set[str] = set()
    for index in range(2, last, 2):
        above |= shared_units(stretches[index - 1].text())
        group, below = stretches[index], stretches[index + 1]
        marked = group.has(ItemKind.TITLE) if titled else _is_marked(group, below)
        if not marked and not titled:
            if titles_below:
                marked = _belongs_above(group, above, below, words)
            else:
                marked = _changes_subject(title, group, above, below, words)
        if marked:
            bounds.append(index)
            title = _titled_by(group, (below,), words)
            above = set()
    if last > 0:
        bounds.append(last)
    return bounds


def _is_marked(group: Stretch, below: Stretch) -> bool:
    """Whether signs say that an article begins at ``group``."""
    if below.begins_with_dateline():
        return True
    if group.has(ItemKind.TITLE_NOTE):
        return True
    if any(_has_sign(item) for item in group.items):
        return True
    return bool(group.shorts) and group.has(ItemKind.SOURCE, ItemKind.BYLINE, ItemKind.SEPARATOR)


def _has_sign(item: Item) -> bool:
    return item.kind is ItemKind.BYLINE and is_marked_byline(item.text.text)


def _titles_stand_below(stretches: Sequence[Stretch], words: PageWords) -> bool:
    """Whether this page sets titles behind the bodies: it begins with text and ends with one."""
    if len(stretches) < 3:
        return False
    head, first, last, tail = (stretches[index] for index in (0, 1, -2, -1))
    tail_title = " ".join(item.text.text for item in tail.shorts[:_MOST_TITLE_LINES])
    if not tail_title or words.affinity(tail_title, shared_units(last.text())) < _SHARED:
        return False
    head_title = " ".join(item.text.text for item in head.shorts)
    return words.affinity(head_title, shared_units(first.text())) < _SHARED


def _belongs_above(group: Stretch, above: set[str], below: Stretch, words: PageWords) -> bool:
    shorts = group.shorts
    if not 0 < len(shorts) <= 2 * _MOST_TITLE_LINES or any(item.level for item in shorts):
        return False
    title = " ".join(item.text.text for item in shorts)
    share = words.affinity(title, above)
    return share > _SHARED and share - words.affinity(title, shared_units(below.text())) > _CLEAR


def _titled_by(group: Stretch, bodies: Sequence[Stretch], words: PageWords) -> str:
    """Return the short lines of ``group`` as the title of the body below, if they can be one."""
    shorts = group.shorts
    if not bodies or not 0 < len(shorts) <= _MOST_TITLE_LINES:
        return ""
    title = " ".join(item.text.text for item in shorts)
    return title if words.affinity(title, shared_units(bodies[0].text())) >= _SHARED else ""


def _changes_subject(
    title: str, group: Stretch, above: set[str], below: Stretch, words: PageWords
) -> bool:
    """Whether a title stands at ``group``: the words of the last title end, its own begin."""
    shorts = group.shorts
    if not title or not 0 < len(shorts) <= _MOST_TITLE_LINES:
        return False
    if any(item.level for item in shorts):
        return False
    units = shared_units(below.text())
    if any(unit in units for unit in words.keys(title, above)):
        return False
    new = " ".join(item.text.text for item in shorts)
    begins = words.affinity(new, units) - words.affinity(new, above)
    ends = words.affinity(title, above) - words.affinity(title, units)
    return begins > _CLEAR and begins + ends > _NEW_SUBJECT


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
    placements = place_titles(groups, units, words, known_title)
    place_marked_bylines(groups, placements, units, words)
    for number, (group, placement) in enumerate(zip(groups, placements, strict=True)):
        _distribute(group, placement, drafts, number)
    return drafts


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
        elif fronts and is_subtitle(item.text.text):
            draft.bylines.append(item)
        else:
            under.append(item)
    if prefix or under:
        drafts[number].body[:0] = [*prefix, *heading_items(under)]


def _keep(draft: Draft, item: Item) -> None:
    if item.kind in (ItemKind.SHORT, ItemKind.TITLE):
        (draft.titles if len(draft.titles) < _MOST_TITLE_LINES else draft.body).append(item)
    else:
        draft.bylines.append(item)
