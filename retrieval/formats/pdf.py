"""PDF with a text layer: reading order, page furniture, tables, pages."""

from __future__ import annotations

from retrieval.errors import DocumentError, UnsupportedFormatError
from retrieval.formats.characters import clean
from retrieval.formats.source import Source
from retrieval.records import BlockKind, ExtractedText


def read_pdf(source: Source) -> ExtractedText:
    """Return the text of a PDF; raises ``UnsupportedFormatError`` where it has no text layer."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(source.path)
    except pdfium.PdfiumError as error:
        encrypted = "assword" in str(error)
        raise DocumentError(
            f"{source.name}: {error}", document=source.name,
            reason="encrypted" if encrypted else "broken", detail=str(error),
        ) from None  # fmt: skip
    builder = source.builder()
    for number in range(len(document)):
        page = document[number]
        text = clean(page.get_textpage().get_text_range())
        if text.strip():
            builder.begin_page(number + 1)
            builder.add_block(BlockKind.PARAGRAPH, text)
    if not builder.length:
        raise UnsupportedFormatError(
            f"{source.name}: no text layer; it needs OCR", document=source.name, reason="needs_ocr"
        )
    return builder.build("pdf")
