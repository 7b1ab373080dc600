"""Headers, footers and page numbers: lines at the edge of a page that belong to no text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.formats.pdf_lines import Fragment, join_row, rows_of
from retrieval.formats.pdf_ruled import Frame, RuledTable

_EDGE = 0.12  # of the page's height
_ROWS_AT_MOST = 3  # at each edge
_REPEATED = 0.3  # of the pages; left and right pages may differ
_PAGE_NUMBER = re.compile(
    r"^[\s\-—–－·•]*(?:第\s*)?(?:\d{1,4}|[ivxlcIVXLC]{1,7})\s*页?"
    r"(?:\s*[/／,，共]\s*(?:共\s*)?\d{1,4}\s*页?)?[\s\-—–－·•]*$"
)
_MASTHEAD = re.compile(
    r"(?:(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日.*星期\s*[一二三四五六日天])"
    r"|^(?:第?\s*[A-Z]?\s*\d{1,2}\s*版)(?:\s|$)"
)
_LEADERS = re.compile(r"(?:[.．·•…‥_]\s?){5,}\s*[-—–]?\s*(?:\d{1,4}|[ivxlIVXL]{1,6})\s*$")
_FIGURE = re.compile(r"\d[.,．，]\d|\d\s*[%％‰]")  # no page is numbered so
_DIGITS = re.compile(r"\d+")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class PageParts:
    """The fragments and ruled tables of one page."""

    number: int
    height: float
    fragments: tuple[Fragment, ...]
    tables: tuple[RuledTable, ...]
    frames: tuple[Frame, ...] = ()


def without_page_furniture(
    pages: Sequence[PageParts],
) -> tuple[list[PageParts], list[str]]:
    """Return the pages without headers, footers and page numbers, and the mastheads removed.

    A line at an edge goes where the same line, digits aside, stands at the same height of at least
    two pages and of three tenths of all; and where it is a page number or a newspaper's masthead.
    """
    edges = [_edge_rows(page) for page in pages]
    counts: Counter[tuple[str, int]] = Counter()
    for rows in edges:
        counts.update({key for row in rows for key in _keys(row)})
    needed = max(2.0, _REPEATED * len(pages))
    kept: list[PageParts] = []
    mastheads: list[str] = []
    for page, rows in zip(pages, edges, strict=True):
        dropped: set[int] = set()
        for position, row in enumerate(rows):
            text = join_row(row)
            repeated = any(counts[key] >= needed for key in _keys(row))
            masthead = bool(_MASTHEAD.search(text)) and len(text) < 80
            outermost = position == 0 or all(
                id(fragment) in dropped for other in rows[:position] for fragment in other
            )
            if repeated or masthead or (outermost and _PAGE_NUMBER.match(text)):
                dropped.update(map(id, row))
            if masthead:
                mastheads.append(text)
        fragments = tuple(f for f in page.fragments if id(f) not in dropped)
        kept.append(replace(page, fragments=fragments))
    return kept, mastheads


def is_contents_line(text: str) -> bool:
    """Tell a line of a table of contents: a heading, leader dots, the number of a page."""
    return bool(_LEADERS.search(text))


def _edge_rows(page: PageParts) -> list[list[Fragment]]:
    """The rows near the upper and the lower edge, each from the edge inwards."""
    rows = rows_of(page.fragments)
    top_limit, bottom_limit = page.height * _EDGE, page.height * (1 - _EDGE)
    top = [row for row in rows if row[0].base < top_limit][:_ROWS_AT_MOST]
    bottom = [row for row in reversed(rows) if row[0].base > bottom_limit][:_ROWS_AT_MOST]
    return top + bottom


def _keys(row: Sequence[Fragment]) -> list[tuple[str, int]]:
    """What a row is counted by: its text without page numbers, at its height in half a line."""
    text = join_row(row)
    if not _FIGURE.search(text):
        text = _DIGITS.sub("#", text)
    text = _BLANKS.sub("", text)
    place = row[0].base / 6
    return [(text, int(place)), (text, int(place + 0.5) + 100_000)]
