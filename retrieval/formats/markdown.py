"""Markdown: front matter, headings, lists, tables, and HTML inside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.formats.characters import one_line
from retrieval.formats.dates import find_date
from retrieval.formats.html import parse_html
from retrieval.formats.html_blocks import add_element
from retrieval.formats.html_main import strip_furniture
from retrieval.formats.source import Source
from retrieval.formats.tables import add_grid_or_lines, caption_above, plain_grid
from retrieval.formats.text_builder import TextBuilder
from retrieval.records import BlockKind, ExtractedText

_FRONT_MATTER = re.compile(
    r"\A\s*(?:---|\+\+\+)[ \t]*\n(?P<head>(?:[ \t]*#.*\n)*[\w-]+[ \t]*[:=].*?)\n"
    r"(?:---|\+\+\+|\.\.\.)[ \t]*\n",
    re.S,
)
_FIELD = re.compile(r"^(?P<key>[\w-]+)\s*[:=]\s*(?P<value>.*?)\s*$", re.M)
_HEADING = re.compile(r"^ {0,3}(?P<marks>#{1,6})[ \t]+(?P<text>.*)$")
_CLOSING_MARKS = re.compile(r"(?:^|[ \t])#++[ \t]*$")
_UNDERLINE = re.compile(r"^ {0,3}(?P<mark>=+|-+)[ \t]*$")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,9}[.)])[ \t]+(?P<text>\S.*)$")
_RULE = re.compile(r"^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
# What tells Markdown in a file that is not called so: a table with its rule.
_MARKED_TABLE = re.compile(
    r"^[ \t]*+\|.*\|[ \t]*\n[ \t]*+\|(?:[ \t]*+:?-{2,}+:?[ \t]*+\|)++[ \t]*$", re.M
)
_MARKED_HEADING = re.compile(r"^ {0,3}(?P<marks>#{1,6})[ \t]+\S", re.M)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
_TABLE_RULE = re.compile(r"^\s*+\|?+\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*$")
_HTML = re.compile(r"<(?:div|p|table|br|h[1-6]|section|article|ul|ol|center|font|span)\b", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_IMAGE = re.compile(r"!\[[^\]]{0,999}\]\([^)]{0,9999}\)")
_LINK = re.compile(r"\[(?P<text>[^\]]{0,999})\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(?P<text>.{1,500}?)(?<=\S)\1")
# Between figures a star multiplies: 3*4*5.
_EMPHASIS = re.compile(r"(?<![A-Za-z0-9*])\*(?=\S)(?P<text>[^*\n]+?)(?<=\S)\*(?![A-Za-z0-9*])")
_CODE = re.compile(r"`{1,3}(?P<text>[^`\n]{1,2000})`{1,3}")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~>])")


def read_markdown(source: Source) -> ExtractedText:
    """Return the text of a Markdown file without its marks; title and date from its head."""
    text, encoding = source.read_text()
    title, published = "", None
    if head := _FRONT_MATTER.match(text):
        fields = {
            found["key"].lower(): _unquoted(found["value"])
            for found in _FIELD.finditer(head["head"])
        }
        title = one_line(fields.get("title", ""))
        published = next(
            (day for key in ("published", "date", "pubdate", "publish_date", "created")
             if (day := find_date(fields.get(key, "")))), None,
        )  # fmt: skip
        text = text[head.end() :]
    builder = source.builder()
    if title:
        builder.add_block(BlockKind.TITLE, title)
    if len(_HTML.findall(text)) >= 3:
        root = parse_html(f"<html><body><div>{text}</div></body></html>", source)
        strip_furniture(root)
        add_element(builder, root.find("body"), title=title)
    else:
        _Reader(builder, title).read(text.split("\n"))
    return builder.build("md", encoding=encoding, title=title, published=published)


def is_markdown(text: str) -> bool:
    """Tell whether a text without any name for its format is written in Markdown."""
    levels: set[int] = set()
    for number, found in enumerate(_MARKED_HEADING.finditer(text)):
        levels.add(len(found["marks"]))
        if number and max(levels) > 1:  # a script has but comments, all of one level
            return True
    return _MARKED_TABLE.search(text) is not None


def add_markdown(builder: TextBuilder, text: str, *, title: str = "") -> None:
    """Add a text in Markdown; where it has a ``title`` already, its headings begin no article."""
    _Reader(builder, title, titled=bool(title)).read(text.split("\n"))


def plain(text: str) -> str:
    """Return inline Markdown without its marks."""
    text = _IMAGE.sub("", text)
    text = _LINK.sub(lambda found: found["text"], text)
    text = _CODE.sub(lambda found: found["text"], text)
    text = _STRONG.sub(lambda found: found["text"], text)
    text = _EMPHASIS.sub(lambda found: found["text"], text)
    return _ESCAPE.sub(r"\1", _TAG.sub("", text))


class _Reader:
    """Reads lines into blocks."""

    def __init__(self, builder: TextBuilder, title: str, *, titled: bool = False) -> None:
        self._builder = builder
        self._title = title
        self._titled = titled
        self._lines: list[str] = []
        self._kind = BlockKind.PARAGRAPH
        self._before: list[str] = []

    def read(self, lines: Sequence[str]) -> None:
        index = 0
        while index < len(lines):
            line = lines[index]
            following = lines[index + 1] if index + 1 < len(lines) else ""
            if _FENCE.match(line):
                self._flush()
            elif heading := _HEADING.match(line):
                self._heading(_CLOSING_MARKS.sub("", heading["text"]), len(heading["marks"]))
            elif "|" in line and _TABLE_RULE.match(following) and "-" in following:
                index = self._table(lines, index)
                continue
            elif (
                (under := _UNDERLINE.match(line))
                and self._lines
                and self._kind is BlockKind.PARAGRAPH
            ):
                text = " ".join(self._lines)
                self._lines.clear()
                self._heading(text, 1 if under["mark"][0] == "=" else 2)
            elif _RULE.match(line) or not line.strip():
                self._flush()
            elif item := _ITEM.match(line):
                self._flush()
                self._kind = BlockKind.LIST_ITEM
                label = re.match(r"\s*(\d{1,9}[.)])", line)
                self._lines.append((label[1] if label else "") + item["text"])
            else:
                self._lines.append(re.sub(r"^\s*>+\s?", "", line).strip())
            index += 1
        self._flush()

    def _heading(self, raw: str, level: int) -> None:
        self._flush()
        text = one_line(plain(raw))
        if text and text != self._title:
            begins = level == 1 and not self._titled
            kind = BlockKind.TITLE if begins else BlockKind.HEADING
            self._builder.add_block(kind, text, level=level)
        self._before.append(text)

    def _flush(self) -> None:
        text = plain("\n".join(self._lines)).strip()
        if text:
            self._builder.add_block(self._kind, text)
            self._before.append(text)
        self._lines.clear()
        self._kind = BlockKind.PARAGRAPH

    def _table(self, lines: Sequence[str], index: int) -> int:
        self._flush()
        caption, unit = caption_above(self._before)
        rows = [_cells(lines[index])]
        index += 2
        while index < len(lines) and "|" in lines[index]:
            rows.append(_cells(lines[index]))
            index += 1
        add_grid_or_lines(self._builder, plain_grid(rows), caption=caption, unit=unit)
        self._before.clear()
        return index


def _cells(line: str) -> list[str]:
    inner = re.sub(r"^\s*\||(?<!\\)\|\s*$", "", line.strip())
    return [one_line(plain(cell)) for cell in re.split(r"(?<!\\)\|", inner)]


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        inner = value[1:-1]
        return inner.replace("''", "'") if value[0] == "'" else inner
    return value
