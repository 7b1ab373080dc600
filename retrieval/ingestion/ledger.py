"""The account of an ingestion under way: what became of each file, and how far it has come."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import perf_counter

from retrieval.errors import DuoshaoError, UnsupportedFormatError
from retrieval.ingestion.report import Failure, IngestReport, ProgressEvent
from retrieval.ingestion.sources import Source
from retrieval.records import DocumentSummary

Progress = Callable[[ProgressEvent], None]

# What lies in a folder beside its documents, by the reason for which it cannot be read. Anything
# else there that cannot be read (a scan, an old DOC file) is a document that would be missed.
_BESIDE = frozenset({"image", "media", "other_archive", "no_file", "binary"})
_DOCUMENTS = re.compile(r"\.(?:txt|md|html?|pdf|docx?|xlsx?|csv|jsonl|zip)", re.IGNORECASE)


class Ledger:
    """Takes down what happens, tells ``progress`` after each file, and makes the report."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._started = perf_counter()
        self._added: list[str] = []
        self._replaced: list[str] = []
        self._removed: list[str] = []
        self._unchanged: list[str] = []
        self._skipped: list[str] = []
        self._failed: list[Failure] = []
        self._documents: list[DocumentSummary] = []
        self._characters = 0
        self._files = self._files_done = 0
        self._bytes = self._bytes_done = 0

    def expect(self, files: int, size: int) -> None:
        """Take down how many files, and bytes of them, there are."""
        self._files, self._bytes = files, size
        self._tell("")

    def unchanged(self, source: Source, size: int) -> None:
        """A file is stored already."""
        self._unchanged.append(source.name)
        self._bytes -= size  # no measure of the time that the others take
        self.finished(source, 0)

    def failed(self, source: Source, error: DuoshaoError) -> None:
        """A file, or a member of an archive, cannot be read."""
        if not source.explicit and _is_beside(source, error):
            self._skipped.append(source.name)
        else:
            self._failed.append(Failure(str(error.details.get("document", source.name)), error))

    def stored(self, summary: DocumentSummary, characters: int, *, replaced: bool) -> None:
        """A document is stored."""
        self._documents.append(summary)
        (self._replaced if replaced else self._added).append(summary.name)
        self._characters += characters

    def removed(self, name: str) -> None:
        """A document is removed, as its file holds it no more."""
        self._removed.append(name)

    def finished(self, source: Source, size: int) -> None:
        """All of a file is done."""
        self._files_done += 1
        self._bytes_done += size
        self._tell(source.name)

    def report(self) -> IngestReport:
        """What became of the files so far."""
        return IngestReport(
            added=tuple(self._added),
            replaced=tuple(self._replaced),
            removed=tuple(self._removed),
            unchanged=tuple(self._unchanged),
            skipped=tuple(self._skipped),
            failed=tuple(self._failed),
            documents=tuple(self._documents),
            characters=self._characters,
            seconds=perf_counter() - self._started,
        )

    def _tell(self, name: str) -> None:
        if self._progress is not None:
            self._progress(
                ProgressEvent(
                    files_done=self._files_done,
                    files_total=self._files,
                    bytes_done=self._bytes_done,
                    bytes_total=self._bytes,
                    characters=self._characters,
                    seconds=perf_counter() - self._started,
                    name=name,
                )
            )


def _is_beside(source: Source, error: DuoshaoError) -> bool:
    return (
        isinstance(error, UnsupportedFormatError)
        and error.details.get("reason") in _BESIDE
        and not _DOCUMENTS.fullmatch(source.path.suffix)
    )
