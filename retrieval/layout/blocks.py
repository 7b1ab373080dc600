"""Text whose structure the format knows → items.

Titles, headings and tables are taken from the format; what it calls a paragraph can still be a
line of one, so that paragraphs standing next to each other go the way of plain lines.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.layout.characters import (
    CONTINUING_ENDS,
    CONTINUING_STARTS,
    display_width,
    is_closed,
    leaves_open,
)
from retrieval.layout.items import Item, ItemKind, items_of, items_of_lines
from retrieval.layout.joining import Unit, join_all, join_lines
from retrieval.layout.kinds import LineKind, line_kind
from retrieval.layout.lines import Line, split_lines
from retrieval.layout.number_blanks import close_traced
from retrieval.layout.offsets import TracedText, concatenate
from retrieval.layout.outline import LEVELS, outline_mark
from retrieval.records import Block, BlockKind, ExtractedText

PRINTED = frozenset({"pdf"})  # formats whose paragraphs hold the line breaks of the page
_FULL = 0.85  # of the widest line of a paragraph


def items_of_blocks(extracted: ExtractedText) -> list[Item]:
    """Return the items of ``extracted``, in the order of its blocks."""
    items: list[Item] = []
    run: list[Block] = []
    for block in extracted.blocks:
        if block.kind is BlockKind.PARAGRAPH:
            run.append(block)
            continue
        items.extend(_paragraphs(extracted, run))
        run = []
        items.extend(_item(extracted, block))
    items.extend(_paragraphs(extracted, run))
    return items


def _item(extracted: ExtractedText, block: Block) -> list[Item]:
    source = extracted.text
    if block.kind is BlockKind.TABLE and block.table is not None:
        text = TracedText(" ", (0,), (block.start,))
        return [Item(ItemKind.TABLE, text, table=block.table)]
    lines = split_lines(source, block.start, block.end)
    if not lines:
        return []
    text = close_traced(join_all(source, lines, blank=block.kind is not BlockKind.LIST_ITEM))
    if block.kind is BlockKind.TITLE:
        # On a printed page a title can stand below its text: the words decide whose it is.
        if extracted.format in PRINTED:
            return [Item(ItemKind.SHORT, text, gap=1, printed_title=True)]
        return [Item(ItemKind.TITLE, text)]
    if block.kind is BlockKind.HEADING:
        level = max(1, block.level) * LEVELS + outline_mark(text.text)
        return [Item(ItemKind.HEADING, text, level=level)]
    return [Item(ItemKind.PROSE, text)]


def _paragraphs(extracted: ExtractedText, run: Sequence[Block]) -> list[Item]:
    if not run:
        return []
    source = extracted.text
    if extracted.format not in PRINTED:
        lines = [line for block in run for line in split_lines(source, block.start, block.end)]
        return items_of_lines(source, lines)
    units: list[Unit] = []
    open_lines: list[Line] = []  # of the last unit, which may go on in the next block
    for block in run:
        lines = split_lines(source, block.start, block.end)
        if not lines:
            continue
        if not _is_one_paragraph(lines):
            units.extend(join_lines(source, lines))
            open_lines = []
            continue
        joined = join_all(source, lines)
        if units and _goes_on(units[-1].text.text, open_lines, joined.text):
            whole = concatenate((units[-1].text, joined))
            units[-1] = Unit(whole, units[-1].gap, lines=units[-1].lines + len(lines))
        else:
            kind = line_kind(joined.text) if len(lines) == 1 else LineKind.PLAIN
            units.append(Unit(joined, lines[0].gap, kind, len(lines), wrapped=len(lines) > 1))
        open_lines = lines
    return items_of(units)


def _is_one_paragraph(lines: Sequence[Line]) -> bool:
    """Whether all lines of a block but the last fill its width, as those of a paragraph do."""
    widest = max(line.width for line in lines)
    return all(line.width >= 0.7 * widest for line in lines[1:-1]) and (
        len(lines) < 2 or lines[0].width >= 0.6 * widest
    )


def _goes_on(above: str, lines: Sequence[Line], text: str) -> bool:
    """Whether a paragraph that a column or page broke goes on with ``text``."""
    if is_closed(above) or outline_mark(text):
        return False
    if above[-1] in CONTINUING_ENDS or text[0] in CONTINUING_STARTS:
        return True
    if len(lines) < 2:
        return leaves_open(above[-200:]) and len(above) > 40
    widest = max(line.width for line in lines)
    return display_width(lines[-1].text[:400]) >= _FULL * widest
