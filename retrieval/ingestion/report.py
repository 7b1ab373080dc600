"""What an ingestion says while it runs and when it is done."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.errors import DuoshaoError
from retrieval.records import DocumentSummary


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why."""

    name: str
    error: DuoshaoError


@dataclass(frozen=True, slots=True)
class ProgressEvent:
    """How far an ingestion has come; sent after each file and once before the first."""

    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int
    characters: int  # of the texts stored so far
    seconds: float
    name: str = ""  # the file that was just done

    @property
    def characters_per_second(self) -> float:
        """Characters stored a second so far."""
        return self.characters / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Seconds until all is done at the rate so far, by bytes; None before there is a rate."""
        if not self.bytes_done or self.seconds <= 0:
            return None
        return self.seconds * (self.bytes_total - self.bytes_done) / self.bytes_done


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of each file: ``added``, ``replaced`` and ``removed`` name documents.

    ``unchanged`` and ``skipped`` name files: those stored already with the same content, and those
    within a folder whose format cannot be read. A file named by itself that cannot be read is a
    failure.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    documents: tuple[DocumentSummary, ...] = ()  # the added and the replaced ones, in order
    characters: int = 0
    seconds: float = 0.0

    @property
    def characters_per_second(self) -> float:
        """Characters stored a second, all in all."""
        return self.characters / self.seconds if self.seconds > 0 else 0.0

    @property
    def changed(self) -> bool:
        """Whether the collection is another one than before."""
        return bool(self.added or self.replaced or self.removed)


class IngestInterrupted(KeyboardInterrupt):
    """Ctrl-C during an ingestion; ``report`` says what is stored, whole documents only."""

    def __init__(self, report: IngestReport) -> None:
        super().__init__("interrupted")
        self.report = report
