"""Units of text → items: what each stretch is to an article, by its looks alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise

from retrieval.layout.characters import is_closed, is_final
from retrieval.layout.datelines import dateline_end
from retrieval.layout.furniture import without_jumps
from retrieval.layout.joining import Unit, join_lines
from retrieval.layout.kinds import LineKind, has_heading_mark
from retrieval.layout.lines import Line
from retrieval.layout.number_blanks import close_traced
from retrieval.layout.offsets import TracedText
from retrieval.layout.outline import (
    SHORT_LINE_LEVEL,
    UNMARKED_LEVEL,
    outline_mark,
    outline_number,
)
from retrieval.layout.rows import count_numbers, find_tables, is_row, states_unit
from retrieval.records import Table

_LONGEST_SHORT = 60  # characters of a line that may be a title or heading
_LONGEST_MARKED = 40  # characters of a heading that ends with a full stop
_LONGEST_ASKING = 40  # characters of a title that ends with a question mark
_MOST_COMMAS = 2
_PARAGRAPH_LINES, _PARAGRAPHS = 3, 3


class ItemKind(Enum):
    """The part an item can play in an article."""

    PROSE = auto()
    SHORT = auto()  # a title, a heading, or a piece of a sentence broken into short lines
    BYLINE = auto()
    CREDIT = auto()
    SOURCE = auto()
    TITLE_NOTE = auto()
    SEPARATOR = auto()
    TITLE = auto()  # the format says so, as with the following
    HEADING = auto()
    TABLE = auto()
    STANZA = auto()  # short lines that are sentences together
    SUBTITLE = auto()  # below a title: when, where and by whom it was said


@dataclass(frozen=True, slots=True)
class Item:
    """One stretch of the text; ``gap`` counts the blank lines before it."""

    kind: ItemKind
    text: TracedText
    gap: int = 0
    level: int = 0  # of a heading, 1 outermost
    table: Table | None = None
    wrapped: bool = False
    lines: tuple[TracedText, ...] = ()  # of a stanza
    printed_title: bool = False  # set as a title on a page, of the text above it or below


_KINDS = {
    LineKind.BYLINE: ItemKind.BYLINE,
    LineKind.CREDIT: ItemKind.CREDIT,
    LineKind.SOURCE: ItemKind.SOURCE,
    LineKind.TITLE_NOTE: ItemKind.TITLE_NOTE,
    LineKind.SEPARATOR: ItemKind.SEPARATOR,
    LineKind.NOTE: ItemKind.PROSE,
}


_BELOW_TITLES = {ItemKind.SOURCE, ItemKind.TITLE_NOTE, ItemKind.BYLINE}


def items_of(units: Iterable[Unit]) -> list[Item]:
    """Return the items of ``units``, the blanks in their numbers closed."""
    units = list(units)
    # Only where paragraphs of broken lines stand is a short line the line of a printed column.
    printed = sum(unit.lines >= _PARAGRAPH_LINES for unit in units) >= _PARAGRAPHS
    items: list[Item] = []
    for unit in units:
        kind = _KINDS.get(unit.kind) if unit.lines == 1 else ItemKind.PROSE
        if kind is None:
            short = is_short(unit.text.text) or is_marked_heading(unit.text.text)
            kind = ItemKind.SHORT if short else ItemKind.PROSE
        text = without_jumps(unit.text)
        if not text.text:
            continue
        if kind in (ItemKind.PROSE, ItemKind.SHORT) and not is_row(text.text):
            text = close_traced(text)
        level = outline_mark(text.text) if kind is ItemKind.SHORT else 0
        items.append(Item(kind, text, unit.gap, level, None, unit.wrapped and printed))
    _tell_list_items(items)
    _tell_marked_headings(items)
    for index, item in enumerate(items[:-1]):
        asks = item.kind is ItemKind.PROSE and _is_asking_title(item.text.text)
        if asks and (index == 0 or items[index + 1].kind in _BELOW_TITLES):
            items[index] = replace(item, kind=ItemKind.SHORT)
    return items


def _tell_marked_headings(items: list[Item]) -> None:
    """Make a heading of a short line with a sign over running text: ■ 相关行情.

    Several such lines below each other are a list.
    """
    before = False  # whether the line above has a sign too
    for index, (item, below) in enumerate(pairwise(items)):
        marked = item.kind is ItemKind.SHORT and has_heading_mark(item.text.text)
        in_list, before = before, marked
        if marked and not in_list and below.kind is ItemKind.PROSE:
            level = SHORT_LINE_LEVEL + UNMARKED_LEVEL
            items[index] = replace(item, kind=ItemKind.HEADING, level=level)


def _tell_list_items(items: list[Item]) -> None:
    """Make running text of the short items of a list: below a heading stands a text.

    An item is one of a list where the next item of running text counts on from it, or where it
    is set as a sentence and counts on from the one above.
    """
    for index in range(len(items) - 2, -1, -1):
        item, below = items[index : index + 2]
        if item.level and below.kind is ItemKind.PROSE and _count_on(item, below):
            items[index] = replace(item, kind=ItemKind.PROSE, level=0)
    for index, (above, item) in enumerate(pairwise(items), start=1):
        sentence = item.level and is_final(item.text.text)
        if sentence and items[index - 1].kind is ItemKind.PROSE and _count_on(above, item):
            items[index] = replace(item, kind=ItemKind.PROSE, level=0)


def _count_on(above: Item, below: Item) -> bool:
    """Whether the outline mark of ``below`` is the one that follows that of ``above``."""
    text, following = above.text.text, below.text.text
    mark = outline_mark(text)
    return (
        mark > 0
        and mark == outline_mark(following)
        and outline_number(following) == outline_number(text) + 1
    )


def _is_asking_title(text: str) -> bool:
    """Whether a line that ends with a question or exclamation mark can be a title."""
    return (
        len(text) <= _LONGEST_ASKING
        and text.rstrip("”’》）)\"'")[-1:] in tuple("？！?!")
        and ("。" not in text)
    )


def is_short(text: str) -> bool:
    """Whether a line alone, by its looks, can be a title or a heading."""
    return (
        len(text) <= _LONGEST_SHORT
        and any(character.isalpha() for character in text)
        and not is_closed(text)
        and not any(mark in text for mark in "。；√☑✓□")
        and count_numbers(text) < 2
        and not states_unit(text)
        and ". " not in text[4:]
        and dateline_end(text) == 0
        and sum(text.count(mark) for mark in "，,") <= _MOST_COMMAS
        and text[-1] not in "，、,"
    )


def is_marked_heading(text: str) -> bool:
    """Whether a paragraph is a heading set as a sentence: an outline mark, few words, no figure."""
    mark = outline_mark(text)
    return (
        0 < mark < 7
        and len(text) <= _LONGEST_MARKED
        and text[-1] in "。：:"
        and text.count("。") <= 1
        and not any(character.isdigit() for character in text[4:])
    )


def items_of_lines(source: str, lines: Sequence[Line]) -> list[Item]:
    """Return the items of ``lines``, which stand in ``source``: tables first, then the rest."""
    items: list[Item] = []
    done = 0
    for found in find_tables(lines):
        items.extend(items_of(join_lines(source, lines[done : found.first])))
        start = lines[found.first]
        anchor = TracedText(" ", (0,), (start.start,))
        items.append(Item(ItemKind.TABLE, anchor, start.gap, table=found.table))
        done = found.last
    items.extend(items_of(join_lines(source, lines[done:])))
    return items
