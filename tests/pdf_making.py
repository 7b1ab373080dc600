"""Real PDFs for the tests, drawn with reportlab: columns, tables, headers, turned pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"  # its text layer is Chinese, and no font file is needed
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def wrap(text: str, width: float, size: float) -> list[str]:
    """Break a paragraph as a typesetter does: every line full, but for closing punctuation."""
    lines, line = [], "　　"
    for character in text:
        if (
            pdfmetrics.stringWidth(line + character, FONT, size) > width
            and character not in "，。、"
        ):
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]


class Pdf:
    """A PDF that is drawn page by page; places are counted in points from the top left."""

    def __init__(self, path: Path, width: float = 595, height: float = 842, **options: Any) -> None:
        self.path = path
        self.height = height
        self.canvas = Canvas(str(path), pagesize=(width, height), **options)

    def line(self, x: float, y: float, text: str, size: float = 10) -> None:
        """Put a line of text with its baseline at ``y``."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, self.height - y, text)

    def right(self, x: float, y: float, text: str, size: float = 10) -> None:
        """Put a line of text that ends at ``x``."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawRightString(x, self.height - y, text)

    def columns(
        self,
        paragraphs: Sequence[str],
        x: float,
        y: float,
        width: float,
        count: int,
        *,
        gutter: float = 20,
        size: float = 10,
        leading: float = 15,
    ) -> float:
        """Set paragraphs in columns of equal height; return where the next thing may stand."""
        lines = [line for text in paragraphs for line in wrap(text, width, size)]
        rows = -(-len(lines) // count)
        for column in range(count):
            for row, line in enumerate(lines[column * rows : (column + 1) * rows]):
                self.line(x + column * (width + gutter), y + row * leading, line, size)
        return y + rows * leading

    def grid(
        self,
        x: float,
        y: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[str]],
        *,
        height: float = 20,
        ruled: bool = True,
        spans: Sequence[tuple[int, int, int]] = (),
    ) -> float:
        """Draw a table; ``spans`` are (row, first column, last column) without lines between."""
        canvas, top = self.canvas, self.height
        edges = [x]
        for width in widths:
            edges.append(edges[-1] + width)
        inner = {
            (row, column) for row, first, last in spans for column in range(first + 1, last + 1)
        }
        for number, row in enumerate(rows):
            above = y + number * height
            for column, text in enumerate(row):
                for part, line in enumerate(text.split("\n")):
                    self.line(edges[column] + 4, above + 13 + part * 11, line, 9)
            if ruled:
                canvas.line(x, top - above, edges[-1], top - above)
                for column, edge in enumerate(edges):
                    if (number, column) not in inner:
                        canvas.line(edge, top - above, edge, top - above - height)
        end = y + len(rows) * height
        if ruled:
            canvas.line(x, top - end, edges[-1], top - end)
        return end

    def next_page(self) -> None:
        """Begin a new page."""
        self.canvas.showPage()

    def save(self) -> Path:
        """Write the file."""
        self.canvas.save()
        return self.path
