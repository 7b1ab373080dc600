"""DOCX: headings, paragraphs, lists and tables in the order of the document."""

from __future__ import annotations

import re
import zipfile
from typing import Any

from retrieval.formats.characters import clean, one_line, superscript
from retrieval.formats.docx_looks import Looks
from retrieval.formats.docx_numbering import Numbering
from retrieval.formats.failures import broken
from retrieval.formats.source import Source
from retrieval.formats.tables import GridCell, add_grid, caption_above
from retrieval.formats.text_builder import TextBuilder
from retrieval.records import BlockKind, ExtractedText

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WRAPPERS = frozenset(
    f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")
)
# What stands in a paragraph's XML and not in its text: properties, deletions, boxes of their own.
_UNSEEN = frozenset(
    {f"{_MC}Fallback"}
    | {
        f"{_W}{name}"
        for name in ("pPr", "rPr", "del", "moveFrom", "txbxContent", "rt", "instrText")
    }
)
_TITLE_BY_LOOK = -2
_HEADING_BY_LOOK = 7  # below the headings that have a style
_LARGER = 1.2  # times the size of the body text
_SENTENCE_END = re.compile(r"[。！？；：，、!?;:,]$")
_HEADING_AT_MOST = 40
_SPAN_AT_MOST = 1000
_CONTENTS = -1  # the level of a line of the table of contents, which is no text
_CONTENTS_STYLE = re.compile(r"^(?:toc|目录)\s*\d$", re.I)
_HEADING = re.compile(r"^(?:heading|标题)\s*(\d)$", re.I)


def read_docx(source: Source) -> ExtractedText:
    """Return the body of a Word document; comments, headers, footers and deletions are left out."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import LxmlError

    try:
        with source.path.open("rb") as file:
            document = Document(file)
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, LxmlError) as error:
        raise broken(source.name, error) from None
    reader = _Reader(source.builder(), document)
    reader.read_body(document.element.body)
    title = one_line(document.core_properties.title or "")
    return reader.builder.build("docx", title=title)


class _Reader:
    """Walks the body of one document."""

    def __init__(self, builder: TextBuilder, document: Any) -> None:
        self.builder = builder
        self._styles = _style_levels(document)
        self._numbering = Numbering(document)
        self._looks = Looks(document)
        self._title_lines: list[str] = []
        self._before: list[str] = []

    def read_body(self, body: Any) -> None:
        for element in body.iterchildren():
            self._read(element)
        self._end_title()

    def _read(self, element: Any) -> None:
        tag = element.tag
        if tag == f"{_W}p":
            self._paragraph(element)
        elif tag == f"{_W}tbl":
            self._table(element)
        elif tag in _WRAPPERS:
            for child in element.iterchildren():
                self._read(child)

    def _table(self, table: Any) -> None:
        self._end_title()
        nested = next(table.iterdescendants(f"{_W}tbl"), None) is not None
        caption, unit = caption_above(self._before)
        if nested or not add_grid(self.builder, _grid(table), caption=caption, unit=unit):
            # It only places things on the page: what is in its cells is read in order.
            for row in table.iterfind(f"{_W}tr"):
                for cell in _cells(row):
                    self.read_body(cell)
        self._before.clear()

    def _paragraph(self, paragraph: Any) -> None:
        text = paragraph_text(paragraph).strip()
        if text:
            self._add(paragraph, text)
        for box in paragraph.iter(f"{_W}txbxContent"):
            if next(box.iterancestors(f"{_MC}Fallback"), None) is None:
                self.read_body(box)

    def _add(self, paragraph: Any, text: str) -> None:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        name = style.get(f"{_W}val") if style is not None else ""
        level = self._styles.get(name, 0)
        if level == _CONTENTS:
            return
        label = self._numbering.label(paragraph, name)
        if not level and not label:
            level = self._level_by_look(paragraph, text)
        if level == _TITLE_BY_LOOK:
            self._title_lines.append(one_line(text))
            return
        self._end_title()
        if level:
            kind = BlockKind.TITLE if level == 1 else BlockKind.HEADING
            self.builder.add_block(kind, label + one_line(text), level=level)
        elif label:
            self.builder.add_block(BlockKind.LIST_ITEM, label + text)
        else:
            self.builder.add_block(BlockKind.PARAGRAPH, text)
        self._before.append(text)

    def _end_title(self) -> None:
        """Add the lines of a title that was set by hand, as one block."""
        if self._title_lines:
            self.builder.add_block(BlockKind.TITLE, "\n".join(self._title_lines), level=1)
            self._title_lines = []

    def _level_by_look(self, paragraph: Any, text: str) -> int:
        """The level of what is a title or heading by its looks alone; 0 for plain text."""
        if len(text) > _HEADING_AT_MOST or "\n" in text or _SENTENCE_END.search(text):
            return 0
        look = self._looks.of(paragraph)
        if look.centred and look.size >= _LARGER * self._looks.body:
            return _TITLE_BY_LOOK
        larger = look.size >= _LARGER * self._looks.body
        return _HEADING_BY_LOOK if (look.bold or larger) and len(text) >= 2 else 0


def paragraph_text(paragraph: Any) -> str:
    """Return the text of a paragraph as it is seen: insertions in, deletions and codes out."""
    parts: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        tag = element.tag
        if tag == f"{_W}t" or tag == f"{_M}t":
            parts.append(element.text or "")
        elif tag == f"{_W}tab":
            parts.append(" ")
        elif tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif tag == f"{_W}r" and _is_raised(element):
            raised = "".join(text.text or "" for text in element.iterchildren(f"{_W}t"))
            parts.append(superscript(raised, "".join(parts[-3:]).rstrip()[-1:]))
        elif tag not in _UNSEEN and not (tag == f"{_W}r" and _is_hidden(element)):
            stack.extend(reversed(element))
    return clean("".join(parts))


def _is_raised(run: Any) -> bool:
    place = run.find(f"{_W}rPr/{_W}vertAlign")
    return place is not None and place.get(f"{_W}val") == "superscript"


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val") not in ("0", "false", "off")


def _style_levels(document: Any) -> dict[str, int]:
    """Style id → heading level; a style named Title or 标题 counts as level 1, contents as -1."""
    levels: dict[str, int] = {}
    for style in document.styles.element.iterfind(f"{_W}style"):
        name = style.find(f"{_W}name")
        text = (name.get(f"{_W}val") or "") if name is not None else ""
        if found := _HEADING.match(text.strip()):
            levels[style.get(f"{_W}styleId")] = int(found[1])
        elif _CONTENTS_STYLE.match(text.strip()):
            levels[style.get(f"{_W}styleId")] = _CONTENTS
        elif text.strip().lower() in ("title", "标题"):
            levels[style.get(f"{_W}styleId")] = 1
    return levels


def _grid(table: Any) -> list[list[GridCell]]:
    grid: list[list[GridCell]] = []
    above: dict[int, GridCell] = {}
    identity = 0
    for row in table.iterfind(f"{_W}tr"):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            continue
        line: list[GridCell] = []
        for _ in range(min(_number(row, f"{_W}trPr/{_W}gridBefore", 0), _SPAN_AT_MOST)):
            identity += 1
            line.append((identity, ""))
        for cell in _cells(row):
            span = max(1, min(_number(cell, f"{_W}tcPr/{_W}gridSpan", 1), _SPAN_AT_MOST))
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            column = len(line)
            continued = merge is not None and merge.get(f"{_W}val") != "restart"
            if continued and column in above:
                content = above[column]
            else:
                identity += 1
                texts = (paragraph_text(p) for p in cell.iter(f"{_W}p"))
                content = (identity, one_line(" ".join(filter(None, texts))))
            for _ in range(span):
                above[len(line)] = content
                line.append(content)
        grid.append(line)
    return grid


def _number(element: Any, path: str, default: int) -> int:
    found = element.find(path)
    try:
        return int(found.get(f"{_W}val")) if found is not None else default
    except (TypeError, ValueError):
        return default


def _cells(row: Any) -> list[Any]:
    cells: list[Any] = []
    for element in row.iterchildren():
        if element.tag == f"{_W}tc":
            cells.append(element)
        elif element.tag == f"{_W}sdt":
            cells.extend(element.iterfind(f"{_W}sdtContent/{_W}tc"))
    return cells
