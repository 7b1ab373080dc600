"""HTML: the main text of a saved page, with its title, tables and date of publication."""

from __future__ import annotations

import re
from typing import Any

from retrieval.formats.encoding import decode
from retrieval.formats.failures import broken
from retrieval.formats.html_blocks import add_element
from retrieval.formats.html_entries import entry_heads
from retrieval.formats.html_head import find_published, find_title
from retrieval.formats.html_main import main_element, strip_furniture
from retrieval.formats.source import Source
from retrieval.records import BlockKind, ExtractedText

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.I)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_html(source: Source) -> ExtractedText:
    """Return the main text of a page: no menus, advertisements, comments or lists of other news."""
    data = source.read_bytes()
    declared = _CHARSET.search(data[:4096])
    text, encoding = decode(
        data, source.name, declared=declared[1].decode("ascii") if declared else ""
    )
    root = parse_html(text, source)
    title = find_title(root)
    published = find_published(root)
    strip_furniture(root)
    main = main_element(root)
    entries = entry_heads(root)
    if main in entries:
        main = main.getparent()
    heads = frozenset(head for head in entries.values() if main in head.iterancestors())
    builder = source.builder()
    # A page of several entries has a title, but none of them has.
    if title and not heads:
        builder.add_block(BlockKind.TITLE, title)
    add_element(builder, main, title=title, titles=heads)
    return builder.build("html", encoding=encoding, title=title, published=published)


def parse_html(text: str, source: Source) -> Any:
    """Return the root element of ``text``; raises ``DocumentError`` where there is none."""
    from lxml import etree, html

    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(_XML_DECLARATION.sub("", text), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise broken(source.name, error) from None
    return root
