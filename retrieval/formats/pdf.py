"""PDF with a text layer: reading order, page furniture, tables, pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from retrieval.formats.characters import one_line
from retrieval.formats.dates import find_date
from retrieval.formats.encoding import is_plausible
from retrieval.formats.failures import broken, encrypted, unsupported
from retrieval.formats.pdf_aligned import AlignedTable, part_aligned
from retrieval.formats.pdf_fonts import use_box_font
from retrieval.formats.pdf_furniture import PageParts, is_contents_line, without_page_furniture
from retrieval.formats.pdf_lines import fragments_of, join_row, rows_of, without_spacing
from retrieval.formats.pdf_order import reading_order
from retrieval.formats.pdf_page import read_page
from retrieval.formats.pdf_paragraphs import (
    TITLE_SIZE,
    Passage,
    TextLine,
    body_size,
    heading_sizes,
    passages,
    text_lines,
    whole_titles,
)
from retrieval.formats.pdf_ruled import ruled_content
from retrieval.formats.pdf_tables import PageTable, add_page_table, joined_tables
from retrieval.formats.source import Source
from retrieval.formats.text_builder import TextBuilder
from retrieval.records import BlockKind, ExtractedText

_TITLE_AT_LEAST = 4
_SAMPLE = 20_000
_UNMAPPED_AT_MOST = 0.05  # of all characters: more would be half a document
_NO_TITLE = re.compile(
    r"^(?:Microsoft|untitled|无标题|未命名|新建|文档\d*$)|\.(?:docx?|wps|indd|pdf|xlsx?|cdr|ps)\b",
    re.I,
)


def read_pdf(source: Source) -> ExtractedText:
    """Return the text of a PDF in reading order, without headers, footers and page numbers.

    Raises ``UnsupportedFormatError`` where there is no text layer, ``DocumentError`` where the file
    is encrypted or damaged.
    """
    import pypdfium2 as pdfium

    use_box_font()
    try:
        document = pdfium.PdfDocument(source.path)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise encrypted(source.name) from None
        raise broken(source.name, error) from None
    try:
        pages = list(_pages(document, source))
        title = one_line(document.get_metadata_dict().get("Title", ""))
    except pdfium.PdfiumError as error:
        raise broken(source.name, error) from None
    finally:
        document.close()
    if not any(page.fragments or page.tables for page in pages):
        raise unsupported(source.name, "needs_ocr", "no text layer; it needs OCR")
    sample = "".join(f.text for page in pages for f in page.fragments)[:_SAMPLE]
    if sample and not is_plausible(sample):
        raise unsupported(source.name, "garbled", "the text layer does not say what it shows")
    pages, mastheads = without_page_furniture(pages)
    items = _items(pages)
    builder = source.builder()
    first = _add_items(builder, items)
    if len(title) < _TITLE_AT_LEAST or title.isascii() or _NO_TITLE.search(title):
        title = first
    published = next((day for text in mastheads if (day := find_date(text))), None)
    return builder.build("pdf", title=title, published=published)


def _pages(document: Any, source: Source) -> Iterator[PageParts]:
    length = unmapped = 0
    for index in range(len(document)):
        page = document[index]
        content = read_page(page, index + 1)
        page.close()
        length += len(content.characters)
        unmapped += content.unmapped
        source.check_length(length)
        ruled = ruled_content(content)
        yield PageParts(
            index + 1,
            content.height,
            tuple(without_spacing(fragments_of(ruled.outside))),
            ruled.tables,
            ruled.frames,
        )
    if unmapped > _UNMAPPED_AT_MOST * (length + unmapped):
        raise unsupported(source.name, "garbled", "the text layer does not say what it shows")


def _items(pages: Sequence[PageParts]) -> list[TextLine | PageTable]:
    items: list[TextLine | PageTable] = []
    region_number = 0
    for page in pages:
        for region in reading_order(page.fragments, page.tables, page.frames):
            region_number += 1
            if region.table is not None:
                items.append(PageTable(region.table.rows, page.number, region.table.columns))
                continue
            rows: list[Any] = []
            lines = [
                row for row in rows_of(region.fragments) if not is_contents_line(join_row(row))
            ]
            for part in part_aligned(lines):
                if isinstance(part, AlignedTable):
                    items.extend(text_lines(rows, page.number, region_number))
                    rows = []
                    items.append(PageTable(part.rows, page.number, ()))
                else:
                    rows.append(part)
            items.extend(text_lines(rows, page.number, region_number))
    return joined_tables(items)


def _add_items(builder: TextBuilder, items: Sequence[TextLine | PageTable]) -> str:
    """Add lines and tables as blocks; return the first title."""
    lines = [item for item in items if isinstance(item, TextLine)]
    body = body_size(lines)
    levels = heading_sizes(lines, body)
    title = ""
    run: list[TextLine] = []
    before: list[str] = []
    small = not any(line.size >= TITLE_SIZE * body for line in lines)

    def flush() -> None:
        nonlocal title
        for passage in whole_titles(passages(run, body, levels)):
            if small and passage.level == 1 and not builder.length:
                # Nothing is set larger: the heading that all begins with is the title.
                passage = replace(passage, title=True)
            _add_passage(builder, passage)
            text = one_line(" ".join(line.text for line in passage.lines))
            if passage.title and not title:
                title = text
            before.append(text)
        run.clear()

    for item in items:
        if isinstance(item, TextLine):
            run.append(item)
        else:
            flush()
            add_page_table(builder, item, before)
            before.clear()
    flush()
    return title


def _add_passage(builder: TextBuilder, passage: Passage) -> None:
    lines = [(line.text, line.page) for line in passage.lines]
    if passage.title:
        builder.add_lines(BlockKind.TITLE, lines, level=passage.level)
    elif passage.level:
        builder.add_lines(BlockKind.HEADING, lines, level=passage.level)
    else:
        builder.add_lines(BlockKind.PARAGRAPH, lines)
