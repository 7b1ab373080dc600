"""One file → its texts, in this process: the type is told and its reader called."""

from __future__ import annotations

from retrieval.formats.sniffing import FileType, sniff
from retrieval.formats.source import Source
from retrieval.records import ExtractedText

# What own code reads without a parser of someone else's; all others are read by a child process.
HARMLESS = frozenset({FileType.TXT, FileType.CSV, FileType.JSONL})


def read(source: Source, file_type: FileType) -> ExtractedText:
    """Return the text of one file of a type other than ZIP; raises ``DocumentError``."""
    if file_type is FileType.PDF:
        from retrieval.formats.pdf import read_pdf as reader
    elif file_type is FileType.HTML:
        from retrieval.formats.html import read_html as reader
    elif file_type is FileType.MARKDOWN:
        from retrieval.formats.markdown import read_markdown as reader
    elif file_type is FileType.DOCX:
        from retrieval.formats.docx import read_docx as reader
    elif file_type is FileType.XLSX:
        from retrieval.formats.spreadsheet import read_xlsx as reader
    elif file_type is FileType.XLS:
        from retrieval.formats.spreadsheet import read_xls as reader
    elif file_type is FileType.CSV:
        from retrieval.formats.csv_table import read_csv as reader
    elif file_type is FileType.JSONL:
        from retrieval.formats.jsonl import read_jsonl as reader
    else:
        from retrieval.formats.plain_text import read_plain_text as reader
    return reader(source)


__all__ = ["HARMLESS", "read", "sniff"]
