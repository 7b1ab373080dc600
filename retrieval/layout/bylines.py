"""Bylines with their sign (□…): above or below their articles? The whole page decides.

On one page they stand all before or all behind the text they belong to; the order in which no
article is left without one is taken.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.layout.characters import HAN_RUN
from retrieval.layout.groups import Stretch
from retrieval.layout.items import Item, ItemKind
from retrieval.layout.kinds import is_marked_byline
from retrieval.layout.titles import ABOVE, BELOW, BODY, BYLINE, TITLE, Placement, Units
from retrieval.layout.words import PageWords

_LONGEST_NAMES = 12  # characters of a byline that has lost its sign


def place_marked_bylines(
    groups: Sequence[Stretch], placements: Sequence[Placement], units: Units, words: PageWords
) -> None:
    """Set in ``placements`` where the marked bylines belong, a damaged first one among them."""
    last = len(groups) - 1
    marked = [
        number
        for number, group in enumerate(groups)
        if any(_is_marked(item) for item in group.items)
    ]
    if not marked:
        return
    damaged = _damaged_first(groups[0], placements[0], units, words) if last > 0 else None
    before = len(
        {number for number in marked if number < last} | (set() if damaged is None else {0})
    )
    behind = len({number - 1 for number in marked if number > 0})
    if before == behind:
        before, behind = _beside_titles(groups, placements)
    side = BELOW if before > behind else ABOVE
    for number in marked:
        placement = placements[number]
        here = BELOW if number == 0 else ABOVE if number == last else side
        indexes = [i for i, item in enumerate(groups[number].items) if _is_marked(item)]
        for index in indexes:
            placement.parts[index] = (here, BYLINE)
        if len(indexes) == 2 and 0 < number < last:
            placement.parts[indexes[0]] = (ABOVE, BYLINE)
            placement.parts[indexes[1]] = (BELOW, BYLINE)
    if damaged is not None and side == BELOW:
        placements[0].parts[damaged] = (BELOW, BYLINE)


def _is_marked(item: Item) -> bool:
    return item.kind is ItemKind.BYLINE and is_marked_byline(item.text.text)


def _damaged_first(
    group: Stretch, placement: Placement, units: Units, words: PageWords
) -> int | None:
    """Return the index of the one short line before the first body that can but be names."""
    if group.has(ItemKind.BYLINE):
        return None
    left = [
        index
        for index, (item, (_, part)) in enumerate(zip(group.items, placement.parts, strict=True))
        if item.kind is ItemKind.SHORT and part == BODY
    ]
    if len(left) != 1:
        return None
    text = group.items[left[0]].text.text
    names = all(HAN_RUN.fullmatch(part) for part in text.split())
    if names and len(text) <= _LONGEST_NAMES and words.affinity(text, units(0)) < 0.1:
        return left[0]
    return None


def _beside_titles(groups: Sequence[Stretch], placements: Sequence[Placement]) -> tuple[int, int]:
    """Count the bylines that stand next to a title of the article below, and of that above."""
    before = behind = 0
    for group, placement in zip(groups[1:-1], placements[1:-1], strict=True):
        for index, item in enumerate(group.items):
            if not _is_marked(item):
                continue
            for beside in (index - 1, index + 1):
                if 0 <= beside < len(placement.parts) and placement.parts[beside][1] == TITLE:
                    before += placement.parts[beside][0] == BELOW
                    behind += placement.parts[beside][0] == ABOVE
    return before, behind
