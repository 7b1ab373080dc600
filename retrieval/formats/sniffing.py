"""What kind of file this is: by its first bytes first, by its extension where they do not say."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum

from retrieval.formats.failures import broken, encrypted, unsupported
from retrieval.formats.source import Source


class FileType(StrEnum):
    """The kinds of file that can be read."""

    TXT = "txt"
    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"
    JSONL = "jsonl"
    ZIP = "zip"
    PACKAGE = "package"  # a ZIP file whose inside tells: DOCX, XLSX or an archive
    COMPOUND = "compound"  # an old Office file whose inside tells: XLS or nothing we read


_BY_SUFFIX = {
    ".md": FileType.MARKDOWN, ".markdown": FileType.MARKDOWN, ".mkd": FileType.MARKDOWN,
    ".html": FileType.HTML, ".htm": FileType.HTML, ".xhtml": FileType.HTML, ".shtml": FileType.HTML,
    ".csv": FileType.CSV, ".tsv": FileType.CSV, ".tab": FileType.CSV,
    ".jsonl": FileType.JSONL, ".ndjson": FileType.JSONL,
}  # fmt: skip
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Signs made of letters could begin a text; those count only where zero bytes follow.
_WRITTEN_IN_LETTERS = (
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"7z\xbc\xaf",
    b"Rar!\x1a",
    b"\x1f\x8b",
)
_FOREIGN = (
    (
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF"),
        "image",
        "this is a picture; it needs OCR",
    ),
    ((b"ID3", b"OggS", b"fLaC", b"\xff\xfb", b"\x1aE\xdf\xa3"), "media", "this is sound or film"),
    (
        (b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ"),
        "other_archive",
        "of archives only ZIP is read",
    ),
    ((b"{\\rtf",), "rtf", "an RTF file; save it as DOCX"),
    (
        (b"\x7fELF", b"MZ", b"\xca\xfe\xba\xbe", b"SQLite format 3\x00"),
        "binary",
        "these bytes are no text",
    ),
)
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.I | re.S,
)


def sniff(source: Source) -> FileType:
    """Return the type of a file; raises ``UnsupportedFormatError`` that says what it is instead."""
    file_type = sniff_head(source)
    if file_type is FileType.PACKAGE:
        return _package(source)
    if file_type is FileType.COMPOUND:
        return _compound(source)
    return file_type


def sniff_head(source: Source) -> FileType:
    """Return the type that the first bytes and the name give, without looking into containers."""
    head = source.read_bytes(4096)
    if not head:
        raise unsupported(source.name, "empty", "the file is empty")
    if b"%PDF-" in head[:1024]:
        return FileType.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return FileType.PACKAGE
    if head.startswith(_COMPOUND):
        return FileType.COMPOUND
    for signs, reason, message in _FOREIGN:
        if head.startswith(signs) and (b"\x00" in head or head.startswith(_WRITTEN_IN_LETTERS)):
            raise unsupported(source.name, reason, message)
    if head[4:8] == b"ftyp":
        raise unsupported(source.name, "media", "this is sound or film")
    if _HTML.match(head):
        return FileType.HTML
    return _BY_SUFFIX.get(source.suffix, FileType.TXT)


def _package(source: Source) -> FileType:
    try:
        with zipfile.ZipFile(source.path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise broken(source.name, error) from None
    if "[Content_Types].xml" in names:
        for folder, file_type in (("word/", FileType.DOCX), ("xl/", FileType.XLSX)):
            if any(name.startswith(folder) for name in names):
                if "xl/workbook.bin" in names:
                    raise unsupported(source.name, "xlsb", "a binary workbook; save it as XLSX")
                return file_type
        if any(name.startswith("ppt/") for name in names):
            raise unsupported(source.name, "presentation", "slides are not read; save them as PDF")
    if "mimetype" in names and "content.xml" in names:
        raise unsupported(source.name, "opendocument", "save it as DOCX or XLSX")
    if "META-INF/container.xml" in names:
        raise unsupported(source.name, "epub", "an EPUB book is not read; save it as HTML")
    return FileType.ZIP


def _compound(source: Source) -> FileType:
    """Which program's old binary file this is: told by the names in its directory."""
    data = source.read_bytes()

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise encrypted(source.name)
    if holds("WordDocument"):
        raise unsupported(source.name, "old_word", "an old DOC file; save it as DOCX")
    if holds("PowerPoint Document"):
        raise unsupported(source.name, "presentation", "slides are not read; save them as PDF")
    if holds("Workbook") or holds("Book"):
        return FileType.XLS
    raise unsupported(source.name, "binary", "these bytes are no text")
