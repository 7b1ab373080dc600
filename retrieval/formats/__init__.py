"""Formats: bytes → text, by file type and encoding, with blocks and page numbers."""

from __future__ import annotations

from pathlib import Path

from config.settings import Settings
from retrieval.formats.reading import read, sniff
from retrieval.formats.source import Source
from retrieval.records import ExtractedText

__all__ = ["extract"]


def extract(
    path: Path, *, name: str | None = None, settings: Settings
) -> tuple[ExtractedText, ...]:
    """Return the text of a file, or of every document in an archive; raises ``DocumentError``."""
    source = Source(path, name or path.name, settings)
    return (read(source, sniff(source)),)
