"""The limits on one file, small enough to hand to the process that parses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.errors import LimitError

if TYPE_CHECKING:
    from config.settings import Settings


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be read of one file; sizes in bytes, lengths in characters, times in seconds."""

    max_file_size: int
    max_text_length: int
    max_cells: int
    max_archive_size: int
    max_archive_files: int
    parser_memory: int
    parser_seconds: float

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """Take the limits out of the settings."""
        return cls(
            settings.max_file_size,
            settings.max_text_length,
            settings.max_cells,
            settings.max_archive_size,
            settings.max_archive_files,
            settings.parser_memory,
            settings.parser_seconds,
        )


def limit_error(name: str, reason: str, limit: float | str, message: str) -> LimitError:
    """Make the error of a file that goes beyond ``limit``."""
    return LimitError(f"{name}: {message}", document=name, reason=reason, limit=limit)


def size_text(size: int) -> str:
    """Write a number of bytes for people: 256 MB."""
    for unit in ("B", "KB", "MB"):
        if size < 1024:
            return f"{size} {unit}"
        size //= 1024
    return f"{size} GB"


def text_too_long(name: str, limit: int) -> LimitError:
    """Make the error of a text of more than ``limit`` characters."""
    return limit_error(name, "text_too_long", limit, f"more than {limit} characters of text")


def too_many_cells(name: str, limit: int) -> LimitError:
    """Make the error of tables of more than ``limit`` cells."""
    return limit_error(name, "too_many_cells", limit, f"tables of more than {limit} cells")


def file_too_large(name: str, limit: int) -> LimitError:
    """Make the error of a file of more than ``limit`` bytes."""
    return limit_error(name, "file_too_large", size_text(limit), f"larger than {limit} bytes")
