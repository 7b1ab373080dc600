"""Short lines at the bounds of articles → titles of the article above or of the one below.

Each way to divide a group's lines is scored by the words the lines share with the two bodies;
the best choice over the whole page, in which every article should have one title, is found by
dynamic programming from group to group. Time is linear in the groups.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.layout.groups import Stretch
from retrieval.layout.items import Item, ItemKind
from retrieval.layout.kinds import said_where
from retrieval.layout.words import PageWords

MOST_TITLE_LINES = 4
_COST_OF_LINE = 0.2  # the share of words above which a line gains by being a title
_UNTITLED = 0.6  # cost of an article without a title, and of one with two
_SIGNED = 0.5  # gain of lines above a source line for the article below
_SUBTITLED = 1.0  # gain of lines above the line that says when and where it was given
_KNOWN = 1.0  # gain of the line that the document names as its title
_LEFT_OVER = 0.05  # cost of a short line that is no title
_EXTRA_LINE = 0.21  # gain of each further line of a title
_PRINTED = 0.3  # gain of a line that is printed as a title
_ABOVE_TEXT = 0.1  # of it, more where the text stands below
_MOST_LINES = 16  # short lines of one group that are weighed

Units = Callable[[int], set[str]]
TITLE, BYLINE, BODY, DROP = "title", "byline", "body", "drop"
ABOVE, BELOW = 0, 1


@dataclass(slots=True)
class Placement:
    """For each item of a group: above (0) or below (1), and as which part of the article."""

    parts: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class _Choice:
    score: float
    back: tuple[int, int]  # the title of the article above: short lines [start, end)
    front: tuple[int, int]  # the title of the article below
    cut: int  # short lines before it belong above


def place_titles(
    groups: Sequence[Stretch],
    units: Units,
    words: PageWords,
    known_title: str,
    *,
    titled: frozenset[int] = frozenset(),
) -> list[Placement]:
    """Return for each group where its items belong; ``units(i)`` are the words of body ``i``.

    The articles ``titled`` have their titles already.
    """
    count = len(groups) - 1
    # best[f]: score of the best choices so far, f saying whether the next article has a title
    best: dict[bool, float] = {False: 0.0}
    back_links: list[dict[bool, tuple[bool, _Choice]]] = []
    for number, group in enumerate(groups):
        following: dict[bool, float] = {}
        links: dict[bool, tuple[bool, _Choice]] = {}
        for choice in _choices(group, number, count, units, words, known_title):
            has_front = choice.front[1] > choice.front[0] or group.has(ItemKind.TITLE)
            has_front = has_front or number in titled
            has_back = choice.back[1] > choice.back[0]
            for before, score in best.items():
                total = score + choice.score
                if number > 0 and before == has_back:
                    total -= _UNTITLED
                if has_front not in following or total > following[has_front]:
                    following[has_front] = total
                    links[has_front] = (before, choice)
        best = following
        back_links.append(links)
    state = max(best, key=lambda key: best[key])
    placements: list[Placement] = []
    for number in range(count, -1, -1):
        state, choice = back_links[number][state]
        placements.append(_placement(groups[number], number, count, choice))
    placements.reverse()
    return placements


def _choices(
    group: Stretch,
    number: int,
    count: int,
    units: Units,
    words: PageWords,
    known_title: str,
) -> list[_Choice]:
    shorts = group.shorts[:_MOST_LINES]
    size = len(shorts)
    above = _gains(shorts, units(number - 1), words) if number > 0 else []
    below = _gains(shorts, units(number), words) if number < count else []
    titled = group.has(ItemKind.TITLE)
    barriers = _barriers(group)
    below = [
        gain + _ABOVE_TEXT * item.printed_title for gain, item in zip(below, shorts, strict=False)
    ]
    known = _bare(known_title)
    if known and below and number == 0:
        below = [
            gain + (_KNOWN if _same_title(_bare(item.text.text), known) else 0.0)
            for gain, item in zip(below, shorts, strict=True)
        ]
    signed = _lines_before_sign(group, shorts) if 0 < number < count else 0
    subtitled = _lines_before(group, shorts, ItemKind.SUBTITLE) if number < count else 0
    last = subtitled or size  # a title stands above the line that says when it was given
    choices: list[_Choice] = []
    for cut in range(size + 1):
        if (cut > 0 and number == 0) or (cut < size and number == count):
            continue
        backs = _windows(shorts, above, 0, cut, barriers)
        fronts = [(0.0, (cut, cut))] if titled else _windows(shorts, below, cut, last, barriers)
        for back_gain, back in backs:
            for front_gain, front in fronts:
                left = size - (back[1] - back[0]) - (front[1] - front[0])
                bonus = _SIGNED if signed and front[0] < front[1] == signed else 0.0
                bonus += _SUBTITLED if subtitled and front[0] < front[1] == subtitled else 0.0
                score = back_gain + front_gain + bonus - _LEFT_OVER * left
                choices.append(_Choice(score, back, front, cut))
    return choices


def _gains(shorts: Sequence[Item], body: set[str], words: PageWords) -> list[float]:
    return [
        words.affinity(item.text.text, body) - _COST_OF_LINE + _PRINTED * item.printed_title
        for item in shorts
    ]


def _same_title(line: str, known: str) -> bool:
    return len(line) >= 2 and (line in known or known in line)


def _bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _lines_before_sign(group: Stretch, shorts: Sequence[Item]) -> int:
    """Return how many short lines stand before the first source line of a group, 0 for none."""
    return _lines_before(group, shorts, ItemKind.SOURCE, ItemKind.TITLE_NOTE)


def _lines_before(group: Stretch, shorts: Sequence[Item], *kinds: ItemKind) -> int:
    """Return how many short lines stand before the first item of ``kinds``, 0 for none."""
    count = 0
    for item in group.items:
        if item.kind in kinds:
            return min(count, len(shorts))
        count += item.kind is ItemKind.SHORT
    return 0


def _barriers(group: Stretch) -> frozenset[int]:
    """Return the numbers of the short lines before which a byline, source or the like stands."""
    barriers: set[int] = set()
    count = 0
    for item in group.items:
        if item.kind is ItemKind.SHORT:
            count += 1
        else:
            barriers.add(count)
    return frozenset(barriers)


def _windows(
    shorts: Sequence[Item],
    gains: Sequence[float],
    start: int,
    end: int,
    barriers: frozenset[int],
) -> list[tuple[float, tuple[int, int]]]:
    """Return no title, and the best title among the consecutive lines ``start`` to ``end``."""
    nothing = (0.0, (start, start))
    best: tuple[float, tuple[int, int]] | None = None
    for first in range(start, end):
        if shorts[first].level:
            continue  # an outline mark makes a heading
        total = 0.0
        for last in range(first, min(end, first + MOST_TITLE_LINES)):
            item = shorts[last]
            if last > first and (item.level or last in barriers or said_where(item.text.text)):
                break
            if last > first and item.gap > shorts[first + 1].gap + 1:
                break
            if item.printed_title != shorts[first].printed_title:
                break
            total += gains[last]
            # Lines that share no word still belong to a title of which another line does.
            if best is None or total + _EXTRA_LINE * (last - first) > best[0]:
                best = (total + _EXTRA_LINE * (last - first), (first, last + 1))
    return [nothing] if best is None else [nothing, best]


def _placement(group: Stretch, number: int, count: int, choice: _Choice) -> Placement:
    parts: list[tuple[int, str]] = []
    only = ABOVE if number == count else BELOW if number == 0 else None
    position = 0
    side = None  # of the short line last seen
    any_short = bool(group.shorts)
    for item in group.items:
        if item.kind is ItemKind.SHORT:
            part = BODY
            side = ABOVE if position < choice.cut else BELOW
            if only is not None:
                side = only
            if choice.back[0] <= position < choice.back[1]:
                part, side = TITLE, ABOVE
            elif choice.front[0] <= position < choice.front[1]:
                part, side = TITLE, BELOW
            position += 1
            parts.append((side, part))
        elif item.kind is ItemKind.SEPARATOR:
            parts.append((only if only is not None else ABOVE, DROP))
        elif item.kind is ItemKind.SUBTITLE:
            parts.append((ABOVE if only == ABOVE else BELOW, BODY))
        elif item.kind in (ItemKind.TITLE, ItemKind.HEADING):
            here = only if only is not None else BELOW
            title = item.kind is ItemKind.TITLE and here == BELOW
            parts.append((here, TITLE if title else BODY))
        else:
            beside = only if only is not None else side
            if beside is None:
                note = item.kind is ItemKind.TITLE_NOTE or not any_short
                beside = BELOW if note and item.kind is not ItemKind.CREDIT else ABOVE
            parts.append((beside, BYLINE))
    return Placement(parts)
