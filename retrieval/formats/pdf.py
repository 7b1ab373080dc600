"""PDF with a text layer: reading order, page furniture, tables, pages."""

from __future__ import annotations

from retrieval.formats.characters import clean
from retrieval.formats.failures import broken, encrypted, unsupported
from retrieval.formats.source import Source
from retrieval.records import BlockKind, ExtractedText


def read_pdf(source: Source) -> ExtractedText:
    """Return the text of a PDF; raises ``UnsupportedFormatError`` where it has no text layer."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(source.path)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise encrypted(source.name) from None
        raise broken(source.name, error) from None
    builder = source.builder()
    for number in range(len(document)):
        page = document[number]
        text = clean(page.get_textpage().get_text_range())
        if text.strip():
            builder.begin_page(number + 1)
            builder.add_block(BlockKind.PARAGRAPH, text)
    if not builder.length:
        raise unsupported(source.name, "needs_ocr", "no text layer; it needs OCR")
    return builder.build("pdf")
