"""Formats: bytes → text, by file type and encoding, with blocks and page numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.records import ExtractedText

if TYPE_CHECKING:
    from config.settings import Settings

__all__ = ["extract"]


def extract(
    path: Path, *, name: str | None = None, settings: Settings
) -> tuple[ExtractedText, ...]:
    """Return the text of a file, or of every document in an archive (``a.zip/inner.pdf``).

    Safe to call from several threads and processes at once. Raises ``DocumentError`` where any
    part of the file cannot be read: nothing is returned of half a file.
    """
    from retrieval.formats.guard import read_guarded
    from retrieval.formats.limits import Limits
    from retrieval.formats.reading import HARMLESS, read
    from retrieval.formats.sniffing import sniff_head
    from retrieval.formats.source import Source

    source = Source(path, name or path.name, Limits.of(settings))
    source.check()
    file_type = sniff_head(source)
    if file_type in HARMLESS:
        return (read(source, file_type),)
    return read_guarded(source)
