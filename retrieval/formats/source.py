"""One file to be read: where it is, what it is called, and the limits on it."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from retrieval.formats.characters import clean
from retrieval.formats.encoding import decode
from retrieval.formats.failures import unreadable, unsupported
from retrieval.formats.limits import Limits, file_too_large, text_too_long
from retrieval.formats.text_builder import TextBuilder


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a member unpacked from an archive, with the name it is cited by."""

    path: Path
    name: str
    limits: Limits

    @property
    def suffix(self) -> str:
        """The extension of the name, in lower case, with its dot."""
        return PurePosixPath(self.name).suffix.lower()

    def builder(self) -> TextBuilder:
        """Make the builder of this file's text."""
        return TextBuilder(self.name, self.limits.max_text_length, self.limits.max_cells)

    def check(self) -> None:
        """Raise ``DocumentError`` for what is no regular file or larger than the limit."""
        try:
            status = self.path.stat()
        except OSError as error:
            raise unreadable(self.name, error) from error
        except ValueError:  # a NUL in the path
            raise unreadable(self.name, FileNotFoundError(2, "no such file")) from None
        if not stat.S_ISREG(status.st_mode):
            raise unsupported(self.name, "no_file", "this is no regular file")
        if status.st_size > self.limits.max_file_size:
            raise file_too_large(self.name, self.limits.max_file_size)

    def check_length(self, length: int) -> None:
        """Raise ``LimitError`` where ``length`` characters of text are too many."""
        if length > self.limits.max_text_length:
            raise text_too_long(self.name, self.limits.max_text_length)

    def read_text(self) -> tuple[str, str]:
        """Return the text of the whole file, decoded and cleaned, and its encoding.

        Raises ``EncodingError`` and ``LimitError``; a file of pages keeps its form feeds.
        """
        data = self.read_bytes()
        # No character takes more than four bytes, so that this much need not be decoded.
        self.check_length(len(data) // 4)
        text, encoding = decode(data, self.name)
        self.check_length(len(text))
        return clean(text), encoding

    def read_bytes(self, size: int = -1) -> bytes:
        """Return all bytes, or the first ``size``; raises ``LimitError`` beyond the limit."""
        limit = self.limits.max_file_size
        try:
            with self.path.open("rb") as file:
                data = file.read(limit + 1 if size < 0 else size)
        except OSError as error:
            raise unreadable(self.name, error) from error
        if len(data) > limit:
            raise file_too_large(self.name, limit)
        return data
