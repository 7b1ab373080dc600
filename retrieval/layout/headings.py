"""The short lines of a group inside an article → headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.layout.items import Item, ItemKind
from retrieval.layout.offsets import TracedText, concatenate
from retrieval.layout.outline import SHORT_LINE_LEVEL, UNMARKED_LEVEL
from retrieval.layout.stanzas import ends_with_figure

_MOST_LINES = 3  # of one heading without an outline mark


def heading_items(items: Sequence[Item]) -> list[Item]:
    """Return ``items`` with their short lines made headings, lines of one heading joined."""
    found: list[Item] = []
    run: list[Item] = []
    for item in items:
        if item.kind is ItemKind.SHORT and item.level == 0 and ends_with_figure(item.text.text):
            # What says a figure must be a sentence that can answer.
            item = replace(item, kind=ItemKind.PROSE)
        if item.kind is ItemKind.SHORT and item.level == 0 and len(run) < _MOST_LINES:
            run.append(item)
            continue
        if run:
            found.append(_heading(run))
            run = []
        if item.kind is ItemKind.SHORT:
            if item.level == 0:
                run.append(item)
            else:
                level = SHORT_LINE_LEVEL + item.level
                found.append(replace(item, kind=ItemKind.HEADING, level=level))
        elif item.kind is ItemKind.SEPARATOR:
            continue
        elif item.kind in (ItemKind.HEADING, ItemKind.TITLE):
            found.append(replace(item, kind=ItemKind.HEADING))
        else:
            found.append(replace(item, kind=ItemKind.PROSE))
    if run:
        found.append(_heading(run))
    return found


def join_with_blank(texts: Sequence[TracedText]) -> TracedText:
    """Return ``texts`` as one, a blank between each two."""
    parts: list[TracedText] = []
    for text in texts:
        if parts:
            parts.append(TracedText(" ", (0,), (parts[-1].end,)))
        parts.append(text)
    return concatenate(parts)


def _heading(run: Sequence[Item]) -> Item:
    text = join_with_blank([item.text for item in run])
    level = SHORT_LINE_LEVEL + UNMARKED_LEVEL
    return replace(run[0], kind=ItemKind.HEADING, text=text, level=level)
