"""What kind of file this is: by its first bytes first, by its extension where they do not say."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum

from retrieval.errors import DocumentError, UnsupportedFormatError
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


_BY_SUFFIX = {
    ".md": FileType.MARKDOWN, ".markdown": FileType.MARKDOWN, ".mkd": FileType.MARKDOWN,
    ".html": FileType.HTML, ".htm": FileType.HTML, ".xhtml": FileType.HTML, ".shtml": FileType.HTML,
    ".csv": FileType.CSV, ".tsv": FileType.CSV, ".tab": FileType.CSV,
    ".jsonl": FileType.JSONL, ".ndjson": FileType.JSONL,
}  # fmt: skip
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_SOUND = (
    b"ID3",
    b"OggS",
    b"fLaC",
    b"\xff\xfb",
    b"\x1aE\xdf\xa3",
    b"\x00\x00\x00\x18ftyp",
    b"\x00\x00\x00 ftyp",
)
_OTHER_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_PROGRAMS = (b"\x7fELF", b"MZ", b"\xca\xfe\xba\xbe", b"SQLite format 3\x00")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.I | re.S,
)


def sniff(source: Source) -> FileType:
    """Return the type of a file; raises ``UnsupportedFormatError`` that says what it is instead."""
    head = source.head(4096)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        if source.path.stat().st_size <= len(head):
            raise _unsupported(source, "empty" if not head else "no_text")
    if b"%PDF-" in head[:1024]:
        return FileType.PDF
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _package(source)
    if head.startswith(_OLE):
        return _ole(source)
    if head.startswith(b"{\\rtf"):
        raise _unsupported(source, "rtf")
    if head.startswith(_IMAGES) and not head[:2].isalpha() or head.startswith((b"GIF8", b"RIFF")):
        raise _unsupported(source, "image")
    if head.startswith(_SOUND) or head[4:8] == b"ftyp":
        raise _unsupported(source, "media")
    if head.startswith(_OTHER_ARCHIVES):
        raise _unsupported(source, "other_archive")
    if head.startswith(_PROGRAMS) and b"\x00" in head:
        raise _unsupported(source, "binary")
    if _HTML.match(head):
        return FileType.HTML
    return _BY_SUFFIX.get(source.suffix, FileType.TXT)


def _package(source: Source) -> FileType:
    try:
        with zipfile.ZipFile(source.path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DocumentError(
            f"{source.name}: {error}", document=source.name, reason="broken", detail=str(error)
        ) from None
    if "[Content_Types].xml" in names:
        if any(name.startswith("word/") for name in names):
            return FileType.DOCX
        if any(name.startswith("xl/") for name in names):
            if "xl/workbook.bin" in names:
                raise _unsupported(source, "xlsb")
            return FileType.XLSX
        if any(name.startswith("ppt/") for name in names):
            raise _unsupported(source, "presentation")
    if "mimetype" in names and "content.xml" in names:
        raise _unsupported(source, "opendocument")
    if "META-INF/container.xml" in names:
        raise _unsupported(source, "epub")
    return FileType.ZIP


def _ole(source: Source) -> FileType:
    data = source.read_bytes()
    directory = {
        name: name.encode("utf-16-le") in data
        for name in ("Workbook", "Book", "WordDocument", "PowerPoint Document", "EncryptedPackage")
    }
    if directory["EncryptedPackage"]:
        raise DocumentError(f"{source.name}: encrypted", document=source.name, reason="encrypted")
    if directory["WordDocument"]:
        raise _unsupported(source, "old_word")
    if directory["PowerPoint Document"]:
        raise _unsupported(source, "presentation")
    if directory["Workbook"] or directory["Book"]:
        return FileType.XLS
    raise _unsupported(source, "binary")


def _unsupported(source: Source, reason: str) -> UnsupportedFormatError:
    return UnsupportedFormatError(f"{source.name}: {reason}", document=source.name, reason=reason)
