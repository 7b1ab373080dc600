"""Items → bodies and the groups of short lines between them.

A body is running text, tables and stanzas; a group is what stands between two bodies: titles,
headings, bylines, source lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.layout.datelines import dateline_end
from retrieval.layout.items import Item, ItemKind
from retrieval.layout.stanzas import ends_with_figure

_BODY = {ItemKind.PROSE, ItemKind.TABLE, ItemKind.STANZA}
_SHORTEST_STANZA = 4  # lines; fewer are a title or a heading
_MANY_LINES = 8  # in such runs make short runs sentences too
_ENDED_BY = {ItemKind.SOURCE, ItemKind.TITLE_NOTE, ItemKind.BYLINE, ItemKind.SUBTITLE}
_TABLE_ROWS = 40  # of a table that are compared
_LONGEST_LOOK = 20_000  # characters of a body that are compared


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive items: a body, or a group of short lines."""

    is_body: bool
    items: tuple[Item, ...]

    @property
    def shorts(self) -> tuple[Item, ...]:
        """The plain short lines of a group, in order."""
        return tuple(item for item in self.items if item.kind is ItemKind.SHORT)

    def text(self) -> str:
        """Return the beginning of the text, enough of it to compare words."""
        parts: list[str] = []
        left = _LONGEST_LOOK
        for item in self.items:
            if left <= 0:
                break
            parts.append(_text_of(item, left))
            left -= len(parts[-1])
        return "\n".join(parts)

    def has(self, *kinds: ItemKind) -> bool:
        """Whether an item of one of ``kinds`` stands here."""
        return any(item.kind in kinds for item in self.items)

    def has_title(self) -> bool:
        """Whether the format says that a title stands here."""
        return any(item.kind is ItemKind.TITLE or item.printed_title for item in self.items)

    def begins_with_dateline(self) -> bool:
        """Whether the body begins with a dateline, as an article does."""
        first = self.items[0]
        return first.kind is ItemKind.PROSE and dateline_end(first.text.text) > 0


def _text_of(item: Item, length: int) -> str:
    if item.table is not None:
        cells = (cell.text for row in item.table.rows[:_TABLE_ROWS] for cell in row)
        return "\n".join((item.table.caption, *cells))[:length]
    if item.lines:
        return "".join(line.text for line in item.lines)[:length]
    return item.text.text[:length]


def stretches_of(items: Sequence[Item]) -> list[Stretch]:
    """Return ``items`` as bodies and groups in turn, groups possibly empty.

    The first and the last stretch are groups; between two bodies stands exactly one group.
    """
    found: list[Stretch] = []
    group: list[Item] = []
    body: list[Item] = []
    for item in gather_stanzas(items):
        if item.kind in _BODY:
            if group or not found:
                if body:
                    found.append(Stretch(True, tuple(body)))
                    body = []
                found.append(Stretch(False, tuple(group)))
                group = []
            body.append(item)
        else:
            group.append(item)
    if body:
        found.append(Stretch(True, tuple(body)))
    if group or found:
        found.append(Stretch(False, tuple(group)))
    return found


def gather_stanzas(items: Sequence[Item]) -> list[Item]:
    """Return ``items`` with runs of short lines that must be sentences made into stanzas."""
    gathered: list[Item] = []
    shortest = _shortest_stanza(items)
    printed = any(item.wrapped for item in items)
    run: list[Item] = []
    seen_body = False
    for index in range(len(items) + 1):
        item = items[index] if index < len(items) else None
        following = items[index + 1] if index + 1 < len(items) else None
        fits = (
            item is not None
            and item.kind is ItemKind.SHORT
            and not item.printed_title
            and (not run or item.gap == 0)
        )
        heads = item is not None and _heads(item, run[-1] if run else None, following)
        if item is not None and fits and not heads:
            run.append(item)
            continue
        if run:
            heading = not seen_body and item is not None and item.kind in _ENDED_BY
            heading = heading or (printed and (item is None or not seen_body))
            if len(run) >= shortest and not heading and not run[0].wrapped:
                if _is_headed(run):
                    gathered.append(run.pop(0))
                gathered.append(_stanza(run))
                seen_body = True
            else:
                gathered.extend(run)
            run = []
        if item is None:
            break
        if item.kind is ItemKind.SHORT and not heads and not item.printed_title:
            run.append(item)
        else:
            seen_body = seen_body or item.kind in _BODY
            gathered.append(item)
    return gathered


def _is_headed(run: Sequence[Item]) -> bool:
    """Whether the first line names what a list of figures below it is about."""
    first, *others = (item.text.text for item in run)
    return len(others) > 2 and not ends_with_figure(first) and all(map(ends_with_figure, others))


def _heads(item: Item, above: Item | None, below: Item | None) -> bool:
    """Whether a short line with an outline mark is a heading and no line of a list."""
    if item.kind is not ItemKind.SHORT or item.level == 0:
        return False
    return not any(
        near is not None and near.kind is ItemKind.SHORT and near.level == item.level
        for near in (above, below)
    )


def _shortest_stanza(items: Sequence[Item]) -> int:
    """Return how many short lines in a row are sentences: fewer where the page is full of such."""
    runs = [0]
    for item in items:
        if item.kind is ItemKind.SHORT and item.level == 0 and not item.wrapped:
            runs[-1] += 1
        elif runs[-1]:
            runs.append(0)
    long = sum(run for run in runs if run >= _SHORTEST_STANZA)
    return 2 if long >= _MANY_LINES and 2 * long >= sum(runs) else _SHORTEST_STANZA


def _stanza(run: Sequence[Item]) -> Item:
    lines = tuple(item.text for item in run)
    return replace(run[0], kind=ItemKind.STANZA, lines=lines, level=0)
