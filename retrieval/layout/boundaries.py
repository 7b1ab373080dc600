"""Where one article ends and the next begins.

Signs first: bylines, source lines, datelines, separators, the titles that a format marks. On a
page without them the words decide: a title below a body shares words with that body and not
with the next; a title above one begins words and ends those of the title before.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from retrieval.layout.groups import Stretch
from retrieval.layout.items import Item, ItemKind
from retrieval.layout.kinds import is_marked_byline
from retrieval.layout.outline import outline_number
from retrieval.layout.titles import MOST_TITLE_LINES
from retrieval.layout.words import PageWords, shared_units

_TITLE_ABOVE = 0.31  # by how much a title must lean to the body above it
_CLEAR = 0.15  # by how much a title's words must favour the text on its side
_SHARED = 0.2  # and which share of them must stand there
_NEW_SUBJECT = 0.85  # by how much words must change at a title that stands without any sign
_NAMES = 0.9  # of one line's words in a text: the line names what the text is about
_KEPT = 0.25  # of the words of a title that say most, where the text goes on about it
_OUTLINED = 3  # headings with outline marks make a text one article
_CACHED = 16  # bodies whose words are kept


def find_boundaries(stretches: Sequence[Stretch], words: PageWords, *, whole: bool) -> list[int]:
    """Return the indexes of the groups at which an article begins, ends, or both.

    The first is 0, the last the index of the last group; ``whole`` is said where the format marks
    every title, so that one title is one article.
    """
    if len(stretches) < 2:
        return [0]
    return _Search(stretches, words).boundaries(whole)


class _Search:
    def __init__(self, stretches: Sequence[Stretch], words: PageWords) -> None:
        self._stretches = stretches
        self._words = words
        self._units = lru_cache(maxsize=_CACHED)(lambda i: shared_units(stretches[i].text()))
        self._above: set[str] = set()
        self._pending: list[int] = []  # bodies above whose words were not yet needed

    def boundaries(self, whole: bool) -> list[int]:
        stretches, last = self._stretches, len(self._stretches) - 1
        groups = stretches[0 if whole else 2 : last : 2]
        titled = any(group.has_title() for group in groups)
        signed = sum(any(map(_has_sign, group.items)) for group in stretches[0:last:2])
        outlined = sum(item.level > 0 for group in stretches[0:last:2] for item in group.shorts)
        by_words = not titled and signed < 2 and outlined < _OUTLINED
        titles_below = by_words and self._titles_stand_below()
        restarts = self._restarts()
        bounds = [0]
        for index in range(2, last, 2):
            self._pending.append(index - 1)
            group = stretches[index]
            if titled:
                marked = group.has_title()
            else:
                marked = (
                    _is_marked(group, stretches[index + 1])
                    or index in restarts
                    or (titles_below and self._belongs_above(index))
                    or (by_words and not titles_below and self._changes_subject(bounds[-1], index))
                )
            if marked:
                bounds.append(index)
                self._above.clear()
                self._pending.clear()
        return [*bounds, last]

    def _restarts(self) -> set[int]:
        """Return the groups with a title below which the outline begins anew: 一、 behind 三、."""
        marked = [
            (index, item.level, outline_number(item.text.text))
            for index in range(0, len(self._stretches), 2)
            for item in self._stretches[index].shorts
            if item.level
        ]
        top = min((level for _, level, _ in marked), default=0)
        found: set[int] = set()
        last_index = last_number = 0
        for index, level, number in marked:
            if level != top:
                continue
            if number == 1 and last_number >= 2:
                # The title stands between the end of one outline and the beginning of the next.
                for between in range(index, last_index, -2):
                    if any(item.level == 0 for item in self._stretches[between].shorts):
                        found.add(between)
                        break
            last_index, last_number = index, number
        return found

    def _units_above(self) -> set[str]:
        for index in self._pending:
            self._above |= self._units(index)
        self._pending.clear()
        return self._above

    def _titles_stand_below(self) -> bool:
        """Whether the page sets titles behind the bodies: it begins with text, ends with one."""
        last = len(self._stretches) - 1
        tail = _title(self._stretches[last].shorts[:MOST_TITLE_LINES])
        if not tail or self._words.affinity(tail, self._units(last - 1)) < _SHARED:
            return False
        head = _title(self._stretches[0].shorts)
        return self._words.affinity(head, self._units(1)) < _SHARED

    def _belongs_above(self, index: int) -> bool:
        shorts = self._stretches[index].shorts
        if not 0 < len(shorts) <= 2 * MOST_TITLE_LINES or any(item.level for item in shorts):
            return False
        above, below = self._units_above(), self._units(index + 1)
        if self._words.affinity(_title(shorts), above) <= _SHARED and not any(
            self._words.affinity(part, above) > _NAMES for part in _parts(shorts)
        ):
            return False
        return self._leaning(_parts(shorts), above, below) > _TITLE_ABOVE

    def _changes_subject(self, begun: int, index: int) -> bool:
        """Whether a title stands at ``index``: the words of the last title end, its own begin."""
        shorts = self._stretches[index].shorts
        if not 0 < len(shorts) <= MOST_TITLE_LINES or any(item.level for item in shorts):
            return False
        title = self._stretches[begun].shorts
        above, below = self._units_above(), self._units(index + 1)
        if not title or self._words.affinity(_title(title), above) < _SHARED:
            return False
        keys = self._words.keys(_title(title), above)
        if sum(key in below for key in keys) >= _KEPT * len(keys):
            return False
        begins = self._leaning(_lines(shorts), below, above)
        ends = self._leaning(_lines(title), above, below)
        return begins > _CLEAR and begins + ends > _NEW_SUBJECT

    def _leaning(self, lines: Sequence[str], near: set[str], far: set[str]) -> float:
        """Return by how much the words of a title lean to one text: all of them, and one line's.

        A line that but names the place or the matter says as much as all the others.
        """
        whole = " ".join(lines)
        leaning = self._words.affinity(whole, near) - self._words.affinity(whole, far)
        best = max(
            self._words.affinity(part, near) - self._words.affinity(part, far) for part in lines
        )
        return (leaning + best) / 2


def _lines(shorts: Sequence[Item]) -> list[str]:
    return [item.text.text for item in shorts]


def _parts(shorts: Sequence[Item]) -> list[str]:
    """Return the lines of a title, and what blanks part in them."""
    return [part for item in shorts for part in item.text.text.split() if len(part) > 1] or [
        _title(shorts)
    ]


def _title(shorts: Sequence[Item]) -> str:
    return " ".join(item.text.text for item in shorts)


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
