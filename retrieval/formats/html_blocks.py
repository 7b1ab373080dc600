"""An HTML element → blocks: paragraphs, headings, list items and tables in order."""

from __future__ import annotations

import re
from typing import Any

from retrieval.formats.characters import clean, superscript
from retrieval.formats.furniture import kept_lines
from retrieval.formats.html_main import detach, link_density
from retrieval.formats.html_tables import caption_of, grid_of, is_data_table
from retrieval.formats.tables import add_grid_or_lines, caption_above, split_caption
from retrieval.formats.text_builder import TextBuilder
from retrieval.records import BlockKind

_BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt"}
    | {"fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"}
    | {"hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td"}
    | {"tfoot", "th", "thead", "tr", "ul", "caption"}
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BOLD_LEVEL = 7  # below h6
_HEADING_AT_MOST = 30
_SPACE = re.compile(r"[ \t\n\f\u00a0\u3000\u2002-\u200a]+")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…·"
_SOURCE_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t]*\n[ \t\n]*(?=[{_WIDE}])")
_ENDS = re.compile(r"[。！？!?；;：:”」』）)]$")


class _Collector:
    """Walks an element and collects (kind, level, text) or (table element) in order."""

    def __init__(self, titles: frozenset[Any]) -> None:
        self._titles = titles  # the headings that are titles of articles
        self.items: list[tuple[BlockKind, int, str] | Any] = []
        self._parts: list[str] = []
        self._kind = BlockKind.PARAGRAPH
        self._level = 0

    def walk(self, element: Any) -> None:
        stack: list[tuple[Any, bool]] = [(element, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                self._leave(node)
                if node is not element and node.tail:
                    self._parts.append(node.tail)
                continue
            if not isinstance(node.tag, str):
                if node.tail:
                    self._parts.append(node.tail)
                continue
            if node.tag == "table" and is_data_table(node):
                self.flush()
                self.items.append(node)
                if node is not element and node.tail:
                    self._parts.append(node.tail)
                continue
            if node.tag == "sup":
                before = "".join(self._parts[-3:]).rstrip()[-1:]
                self._parts.append(superscript(node.text_content(), before))
                self._parts.append(node.tail or "")
                continue
            self._enter(node)
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node))
            if node.text:
                self._parts.append(node.text)
        self.flush()

    def _enter(self, node: Any) -> None:
        tag = node.tag
        if tag == "br":
            self._parts.append("\v")
        elif tag in _BLOCKS:
            self.flush()
            if node in self._titles:
                self._kind = BlockKind.TITLE
            elif tag in _HEADINGS:
                self._kind, self._level = BlockKind.HEADING, _HEADINGS[tag]
            elif tag in ("li", "dd", "dt"):
                self._kind = BlockKind.LIST_ITEM
            elif tag in ("p", "div") and _is_bold_line(node):
                self._kind, self._level = BlockKind.HEADING, _BOLD_LEVEL

    def _leave(self, node: Any) -> None:
        if node.tag in _BLOCKS:
            self.flush()
            self._kind, self._level = BlockKind.PARAGRAPH, 0
        elif node.tag in ("td", "th"):
            self._parts.append(" ")

    def flush(self) -> None:
        raw = "".join(self._parts)
        self._parts.clear()
        for text in _lines(raw):
            self.items.append((self._kind, self._level, text))


def add_element(
    builder: TextBuilder,
    element: Any,
    *,
    title: str = "",
    titles: frozenset[Any] = frozenset(),
) -> None:
    """Add the text of an element; the page's title is not repeated.

    ``titles`` are the headings under which articles of their own stand.
    """
    collector = _Collector(titles)
    _drop_link_lists(element)
    collector.walk(element)
    items = collector.items
    texts = [item[2] for item in items if isinstance(item, tuple)]
    kept = set(kept_lines(texts, title=title))
    number = -1
    before: list[str] = []
    for item in items:
        if isinstance(item, tuple):
            number += 1
            kind, level, text = item
            if number not in kept or text == title:
                continue
            builder.add_block(kind, text, level=level)
            before.append(text)
        else:
            caption, unit = caption_above(before)
            if line := caption_of(item):
                name, said = split_caption(line)
                caption, unit = name or caption, said or unit
            add_grid_or_lines(builder, grid_of(item), caption=caption, unit=unit, line=line)
            before.clear()


def _lines(raw: str) -> list[str]:
    """Collapse white space as a browser does; part at line breaks that end a paragraph."""
    lines: list[str] = []
    for part in raw.split("\v"):
        text = _SPACE.sub(" ", _SOURCE_BREAK.sub("", clean(part).replace("\f", " ")))
        indented = bool(re.match("\u3000|\u00a0\u00a0|\\s{0,9}\u3000", part))
        text = text.strip()
        if not text:
            lines.append("")
        elif lines and lines[-1] and not indented and not _ENDS.search(lines[-1]):
            lines[-1] += "\n" + text
        else:
            lines.append(text)
    return [line for line in lines if line]


def _is_bold_line(element: Any) -> bool:
    """Tell whether a paragraph is one short line in bold, which heads a section."""
    text = element.text_content().strip()
    if not 2 <= len(text) <= _HEADING_AT_MOST or _ENDS.search(text):
        return False
    bold = "".join(
        child.text_content()
        for child in element.iter("b", "strong")
        if not any(up.tag in ("b", "strong") for up in child.iterancestors())
    )
    blocks = any(child.tag in _BLOCKS for child in element.iterdescendants())
    return not blocks and _SPACE.sub("", bold) == _SPACE.sub("", text)


def _drop_link_lists(element: Any) -> None:
    for child in list(element.iter("ul", "ol", "div", "section", "dl")):
        if child is element or child.getparent() is None:
            continue
        text = child.text_content().strip()
        if text and link_density(child) > 0.6 and not re.search(r"[。！？]", text):
            detach(child)
