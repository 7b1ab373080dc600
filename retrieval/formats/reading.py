"""One file → its texts, in this process: the type is told and its reader called."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from retrieval.formats.archive import Budget, read_archive
from retrieval.formats.dates import date_in_name
from retrieval.formats.sniffing import FileType, sniff
from retrieval.formats.source import Source
from retrieval.records import ExtractedText

# What our own code reads; all others have parsers of other people and get a process of their own.
HARMLESS = frozenset({FileType.TXT, FileType.CSV, FileType.JSONL})


def read_all(source: Source) -> tuple[ExtractedText, ...]:
    """Return the texts of one file; raises ``DocumentError``."""
    return _read_nested(source, 1, None)


def read(source: Source, file_type: FileType) -> ExtractedText:
    """Return the text of one file of a type other than ZIP; raises ``DocumentError``."""
    match file_type:
        case FileType.PDF:
            from retrieval.formats.pdf import read_pdf as reader
        case FileType.HTML:
            from retrieval.formats.html import read_html as reader
        case FileType.MARKDOWN:
            from retrieval.formats.markdown import read_markdown as reader
        case FileType.DOCX:
            from retrieval.formats.docx import read_docx as reader
        case FileType.XLSX:
            from retrieval.formats.spreadsheet import read_xlsx as reader
        case FileType.XLS:
            from retrieval.formats.spreadsheet import read_xls as reader
        case FileType.CSV:
            from retrieval.formats.csv_table import read_csv as reader
        case FileType.JSONL:
            from retrieval.formats.jsonl import read_jsonl as reader
        case _:
            from retrieval.formats.plain_text import read_plain_text as reader
    text = reader(source)
    if text.published is None and (day := date_in_name(PurePosixPath(source.name).name)):
        return replace(text, published=day)
    return text


def _read_nested(source: Source, depth: int, budget: Budget | None) -> tuple[ExtractedText, ...]:
    file_type = sniff(source)
    if file_type is FileType.ZIP:
        return read_archive(source, _read_nested, depth=depth, budget=budget)
    return (read(source, file_type),)
