"""Lines in reading order → paragraphs and headings, over columns and pages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from retrieval.formats.pdf_lines import Fragment, join_row

_SIZE = 0.06  # sizes that differ by less are one size
_INDENT = 1.1  # sizes: a line that begins this far in begins a paragraph
_SHORT = 2.2  # sizes: a line that ends this far before the edge ends a paragraph
_ENDED = 0.8  # the same for a line that ends a sentence
_RAGGED = 0.12  # of the column: a line that ends no sentence may end this far before the edge
_NARROW = 30  # sizes: a column of a newspaper is narrower
_BESIDE_PICTURE = 6
_LEADING = 1.4  # times the usual distance of lines: a paragraph begins
_HEADING = 1.12  # times the size of the body text
TITLE_SIZE = 1.5
_HEADING_LENGTH = 60
_TITLE_LINES = 4
_TITLE_GAP = 2.2  # sizes
_SENTENCE_END = re.compile(r"[。！？!?；;…][”」』’）)]*$")
_STOP = re.compile(r"[。！？!?；;，,、：:…]$")
_OUTLINE = re.compile(
    r"^(?:[一二三四五六七八九十百]+\s*[、.．]|[（(]\s*[一二三四五六七八九十\d]+\s*[)）]"
    r"|第[一二三四五六七八九十百\d]+[章节条编部]|\d{1,2}(?:\.\d{1,2}){0,3}\s*[、.．](?!\d)|[①-⑳]|[•●■◆▲□√])"
)
_GOES_ON = re.compile(r"[，。、；：？！”’」』）》%％‰,;:?!)]")
_NUMBER_GOES_ON = re.compile(r"[\d.．,][\d.．,%％‰]")
_UNIT_LINE = re.compile(r"^(?:[^。]{0,12}\s)?(?:金额|数量|货币)?单\s*位\s*[:：]")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text, with the edges of the column it stands in."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    page: int
    region: int
    left: float
    right: float
    leading: float
    indents: bool  # whether paragraphs of this column begin further in


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that belong together; ``level`` is 0 for a paragraph, 1 for the largest headings."""

    lines: tuple[TextLine, ...]
    level: int = 0
    title: bool = False


def text_lines(rows: Sequence[Sequence[Fragment]], page: int, region: int) -> list[TextLine]:
    """Return the rows of one region as lines that know the edges of their column."""
    if not rows:
        return []
    size = median(f.size for row in rows for f in row)
    lefts = sorted(row[0].x0 for row in rows)
    rights = sorted(max(f.x1 for f in row) for row in rows)
    # One line may hang out; the edge is where a tenth of the lines reach.
    left = lefts[len(lefts) // 10]
    right = rights[-1 - len(rights) // 10]
    gaps = [below[0].base - above[0].base for above, below in itertools.pairwise(rows)]
    near = [gap for gap in gaps if 0 < gap < 3 * size]
    leading = median(near) if near else 1.6 * size
    further_in = sum(_INDENT * size <= row[0].x0 - left <= 3.5 * size for row in rows)
    indents = len(rows) >= 4 and 0.08 * len(rows) <= further_in <= 0.5 * len(rows)
    lines: list[TextLine] = []
    for row in rows:
        main = max(row, key=lambda f: len(f.text))
        bold = sum(len(f.text) * (1 if f.bold else -1) for f in row) > 0
        lines.append(
            TextLine(
                join_row(row), row[0].x0, max(f.x1 for f in row), main.base, main.size, bold,
                page, region, left, right, leading, indents,
            )
        )  # fmt: skip
    return lines


def body_size(lines: Iterable[TextLine]) -> float:
    """Return the size in which most characters are set, in points."""
    counts: dict[float, int] = {}
    for line in lines:
        size = round(line.size * 4) / 4
        counts[size] = counts.get(size, 0) + len(line.text)
    return max(counts, key=lambda size: counts[size]) if counts else 10.0


def passages(lines: Sequence[TextLine], body: float, levels: Sequence[float]) -> list[Passage]:
    """Return the paragraphs and headings of lines that stand one after the other."""
    found: list[Passage] = []
    group: list[TextLine] = []
    for line in lines:
        if group and _begins(line, group, body):
            found.append(_passage(group, body, levels))
            group = []
        group.append(line)
    if group:
        found.append(_passage(group, body, levels))
    return found


def heading_sizes(lines: Iterable[TextLine], body: float) -> list[float]:
    """Return the sizes above that of the body text, the largest first."""
    sizes: list[float] = []
    for size in sorted({line.size for line in lines if line.size >= _HEADING * body}, reverse=True):
        if not sizes or sizes[-1] - size > _SIZE * size:
            sizes.append(size)
    return sizes


def _begins(line: TextLine, group: Sequence[TextLine], body: float) -> bool:
    """Tell whether a paragraph begins with ``line``, after the lines of ``group``."""
    before = group[-1]
    if abs(line.size - before.size) > _SIZE * before.size:
        return True
    if _UNIT_LINE.match(line.text) or _UNIT_LINE.match(before.text):
        return True
    large = before.size >= _HEADING * body
    if large:
        near = line.region == before.region and line.base - before.base < 2.0 * line.size
        return (
            not near or bool(_OUTLINE.match(line.text)) or bool(_SENTENCE_END.search(before.text))
        )
    if line.bold != before.bold and (_is_label(before) or _is_label(line)):
        return True
    indented = line.x0 - line.left >= _INDENT * line.size
    missing = before.right - before.x1
    ended = bool(_SENTENCE_END.search(before.text))
    edge = _SHORT * before.size
    if not ended:
        # In a wide column the last words of a line may hang back further before a long word.
        edge = max(edge, _RAGGED * (before.right - before.left))
    if not indented and (
        _GOES_ON.match(line.text) or _NUMBER_GOES_ON.match(f"{before.text[-1:]}{line.text[:1]}")
    ):
        return False
    narrow = before.right - before.left < _NARROW * before.size
    if narrow and before.indents and not ended and not indented and not _is_label(before):
        # Beside a picture the lines of a newspaper's column are shorter.
        edge = max(edge, _BESIDE_PICTURE * before.size)
    if not ended and missing <= _ENDED * 2 * before.size and _OUTLINE.match(group[0].text):
        # The second line of a numbered heading may begin below the first one's words.
        return bool(_OUTLINE.match(line.text))
    short = missing > edge or (ended and missing > _ENDED * before.size)
    if line.region != before.region:
        return indented or short or (ended and bool(_OUTLINE.match(line.text)))
    if line.base - before.base > _LEADING * line.leading:
        return True
    if short or (_OUTLINE.match(line.text) and (ended or indented)):
        return True
    return indented and line.x0 - before.x0 > 0.7 * line.size


def _is_label(line: TextLine) -> bool:
    return line.bold and len(line.text) <= 40 and not _STOP.search(line.text)


def _passage(group: Sequence[TextLine], body: float, levels: Sequence[float]) -> Passage:
    text = "".join(line.text for line in group)
    size = max(line.size for line in group)
    lines = tuple(group)
    if len(text) > _HEADING_LENGTH or _SENTENCE_END.search(text) or not _says_something(text):
        return Passage(lines)
    if size >= _HEADING * body:
        level = next((i for i, s in enumerate(levels, 1) if abs(s - size) <= _SIZE * s), 1)
        return Passage(lines, level, size >= TITLE_SIZE * body and len(text) >= 2)
    if all(line.bold for line in group) and len(text) <= 40 and not _STOP.search(text):
        return Passage(lines, len(levels) + 1)
    return Passage(lines)


def whole_titles(found: Sequence[Passage]) -> list[Passage]:
    """Join the lines above and below a headline to it: kicker, headline and subtitle are one."""
    joined: list[Passage] = []
    group: list[Passage] = []
    for passage in [*found, None]:
        if passage is not None and passage.level and (not group or _follows(group[-1], passage)):
            group.append(passage)
            continue
        if any(one.title for one in group) and len(group) <= _TITLE_LINES:
            lines = tuple(line for one in group for line in one.lines)
            joined.append(Passage(lines, min(one.level for one in group), title=True))
        else:
            joined.extend(group)
        group = []
        if passage is not None:
            if passage.level:
                group = [passage]
            else:
                joined.append(passage)
    return joined


def _follows(above: Passage, below: Passage) -> bool:
    """Tell whether a heading stands right below another."""
    last, first = above.lines[-1], below.lines[0]
    gap = first.base - last.base
    if last.page != first.page or _OUTLINE.match(first.text) or (above.title and below.title):
        return False
    return 0 < gap < _TITLE_GAP * max(last.size, first.size) and (
        first.x0 < last.x1 and last.x0 < first.x1
    )


def _says_something(text: str) -> bool:
    return sum(character.isalnum() for character in text) >= 2
