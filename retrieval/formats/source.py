"""One file to be read: where it is, what it is called, and the limits on it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from config.settings import Settings
from retrieval.errors import DocumentError, LimitError
from retrieval.formats.text_builder import TextBuilder


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a member unpacked from an archive, with the name it is cited by."""

    path: Path
    name: str
    settings: Settings

    @property
    def suffix(self) -> str:
        """The extension of the name, in lower case, with its dot."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """The last part of the name without its extension."""
        return PurePosixPath(self.name).stem

    def builder(self) -> TextBuilder:
        """Make the builder of this file's text."""
        return TextBuilder(self.name, self.settings.max_text_length, self.settings.max_cells)

    def head(self, size: int) -> bytes:
        """Return the first ``size`` bytes."""
        with self._opened() as file:
            return file.read(size)

    def read_bytes(self) -> bytes:
        """Return all bytes; raises ``LimitError`` for more than the settings allow."""
        limit = self.settings.max_file_size
        with self._opened() as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise LimitError(
                f"{self.name}: larger than {limit} bytes",
                document=self.name, reason="file_too_large", limit=limit,
            )  # fmt: skip
        return data

    def _opened(self):  # type: ignore[no-untyped-def]
        try:
            return self.path.open("rb")
        except OSError as error:
            raise unreadable(self.name, error) from error


def unreadable(name: str, error: OSError) -> DocumentError:
    """Make the error of a file that the system does not let us read."""
    reason = "missing" if isinstance(error, FileNotFoundError) else "unreadable"
    return DocumentError(
        f"{name}: {error.strerror or error}", document=name, reason=reason, detail=str(error)
    )
