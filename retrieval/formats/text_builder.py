"""Putting the text of a file together, with blocks, tables and pages at their offsets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from retrieval.formats.failures import no_text
from retrieval.formats.limits import text_too_long, too_many_cells
from retrieval.records import Block, BlockKind, Cell, ExtractedText, PageSpan, Table

_LINES = (BlockKind.PARAGRAPH, BlockKind.HEADING)


@dataclass(slots=True)
class TextBuilder:
    """Collects the blocks of one file in reading order; each begins on a line of its own.

    Raises ``LimitError`` as soon as the text is longer than ``max_length`` characters or its
    tables have more than ``max_cells`` cells.
    """

    name: str
    max_length: int
    max_cells: int
    _parts: list[str] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)  # of the parts
    _length: int = 0
    _cells: int = 0
    _blocks: list[Block] = field(default_factory=list)
    _page_starts: list[tuple[int, int]] = field(default_factory=list)

    @property
    def length(self) -> int:
        """Characters collected so far."""
        return self._length

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks collected so far."""
        return self._blocks

    def add_block(self, kind: BlockKind, text: str, *, level: int = 0) -> None:
        """Add ``text`` as a block of its own; blank text adds nothing."""
        if not text.strip():
            return
        start = self._length
        self._append(text)
        self._blocks.append(Block(kind, start, self._length, level))
        self._append("\n")

    def take_back(self, belongs: Callable[[str], bool]) -> int | None:
        """Take back the last paragraphs as blocks where ``belongs`` says so of their text.

        Their text stays; its offset is returned, or None where nothing was taken back.
        """
        start = None
        while self._blocks and self._blocks[-1].kind in _LINES:
            block = self._blocks[-1]
            index = bisect_right(self._starts, block.start) - 1
            if (
                not belongs("".join(self._parts[index:]).split("\n")[0])
                or block.end - block.start > 99
            ):
                break
            start = self._blocks.pop().start
        return start

    def add_lines(
        self, kind: BlockKind, lines: Sequence[tuple[str, int]], *, level: int = 0
    ) -> None:
        """Add one block of several lines, each with the page it stands on (0: no pages)."""
        start = self._length
        for index, (line, page) in enumerate(lines):
            if index:
                self._append("\n")
            self._reach_page(page)
            self._append(line)
        self._blocks.append(Block(kind, start, self._length, level))
        self._append("\n")

    def add_table(
        self,
        rows: Sequence[Sequence[tuple[int, str]]],
        *,
        header_rows: int = 1,
        header_columns: int = 1,
        caption: str = "",
        unit: str = "",
        row_pages: Sequence[int] = (),
        before: Sequence[str] = (),
        after: Sequence[str] = (),
        start: int | None = None,
    ) -> None:
        """Add a table as a block: a row a line, its cells parted by tabs.

        The block begins at ``start`` where lines taken back stand before the table; ``before`` and
        ``after`` are lines that belong to it without being rows.

        ``rows`` holds (identity, text) a cell, all rows equally long; cells of one identity are
        one merged cell, whose text is laid down once and to which every repetition points.
        ``row_pages`` names the page of each row where the file has pages.
        """
        self._cells += sum(len(row) for row in rows)
        if self._cells > self.max_cells:
            raise too_many_cells(self.name, self.max_cells)
        start = self._length if start is None else start
        if row_pages:
            self._reach_page(row_pages[0])
        for text in before:
            self._append(f"{text}\n")
        laid: dict[int, Cell] = {}
        cells: list[tuple[Cell, ...]] = []
        for number, row in enumerate(rows):
            if number:
                self._append("\n")
            if row_pages:
                self._reach_page(row_pages[min(number, len(row_pages) - 1)])
            line: list[Cell] = []
            for index, (identity, text) in enumerate(row):
                if index:
                    self._append("\t")
                cell = laid.get(identity)
                if cell is None:
                    begin = self._length
                    self._append(text)
                    cell = laid[identity] = Cell(text, begin, self._length)
                line.append(cell)
            cells.append(tuple(line))
        for text in after:
            self._append(f"\n{text}")
        table = Table(tuple(cells), header_rows, header_columns, caption, unit)
        self._blocks.append(Block(BlockKind.TABLE, start, self._length, 0, table))
        self._append("\n")

    def build(
        self,
        format: str,
        *,
        encoding: str = "utf-8",
        title: str = "",
        published: date | None = None,
    ) -> ExtractedText:
        """Return the text collected; raises ``UnsupportedFormatError`` where there is none."""
        text = "".join(self._parts)
        if not text.strip():
            raise no_text(self.name)
        pages: list[PageSpan] = []
        for index, (number, start) in enumerate(self._page_starts):
            last = index + 1 == len(self._page_starts)
            end = len(text) if last else self._page_starts[index + 1][1]
            pages.append(PageSpan(number, start, end))
        return ExtractedText(
            self.name, text, format, encoding, tuple(self._blocks), tuple(pages), title, published
        )

    def _reach_page(self, number: int) -> None:
        """Let the page ``number`` begin here, unless it has begun (0: there are no pages)."""
        if number and (not self._page_starts or self._page_starts[-1][0] < number):
            self._page_starts.append((number, self._length))

    def _append(self, text: str) -> None:
        self._starts.append(self._length)
        self._parts.append(text)
        self._length += len(text)
        if self._length > self.max_length:
            raise text_too_long(self.name, self.max_length)
