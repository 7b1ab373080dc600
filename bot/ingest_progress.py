"""What is seen of an ingestion: a bar while it runs, and what became of each file."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.failures import failure_text
from bot.session import Session
from retrieval.ingestion import IngestInterrupted, IngestReport, ProgressEvent

if TYPE_CHECKING:
    from retrieval.engine import Engine

_DONE, _WRONG, _INTERRUPTED = 0, 2, 130
_REFRESHES_PER_SECOND = 5


class IngestProgress:
    """Runs an ingestion for a person who watches it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def run(self, engine: Engine, paths: list[Path]) -> int:
        """Ingest ``paths``; returns the exit status: 2 where a file could not be read."""
        try:
            with self._bar() as show:
                report = engine.ingest(paths, progress=show)
        except IngestInterrupted as interruption:
            self.tell(interruption.report)
            self._session.note("ingest.interrupted")
            return _INTERRUPTED
        self.tell(report)
        return _WRONG if report.failed else _DONE

    def follow(self, engine: Engine, folder: Path) -> int:
        """Keep the collection in step with ``folder`` until Ctrl-C or SIGTERM."""
        import signal

        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        self._session.note("ingest.watching", folder=folder)
        try:
            engine.watch(folder, self.tell, stop=stop)
        except KeyboardInterrupt:
            stop.set()
        self._session.note("ingest.watch_ended")
        return _DONE

    def tell(self, report: IngestReport) -> None:
        """Print what became of the files: the stored ones to standard output."""
        session = self._session
        replaced = set(report.replaced)
        for document in report.documents:
            key = "ingest.replaced" if document.name in replaced else "ingest.added"
            print(
                session.text(
                    key,
                    document=document.name,
                    articles=document.articles,
                    sentences=document.sentences,
                    figures=document.figures,
                )
            )
        for name in report.removed:
            print(session.text("ingest.removed", document=name))
        sys.stdout.flush()
        if report.unchanged:
            session.note("ingest.unchanged", count=len(report.unchanged))
        if report.skipped:
            session.note("ingest.skipped", count=len(report.skipped))
        if report.documents:
            session.note(
                "ingest.rate",
                characters=report.characters,
                seconds=report.seconds,
                rate=report.characters_per_second,
            )
        if report.failed:
            session.note("ingest.failed", count=len(report.failed))
            for failure in report.failed:
                print(f"  {failure_text(failure.error, session.lang)}", file=sys.stderr)
        if not (report.changed or report.unchanged or report.failed):
            session.note("ingest.nothing")

    @contextmanager
    def _bar(self) -> Iterator[Callable[[ProgressEvent], None] | None]:
        """Show a bar with files, characters a second and time left, on a terminal only."""
        if not sys.stderr.isatty():
            yield None
            return
        from rich.progress import BarColumn, Progress, TextColumn

        with Progress(
            BarColumn(),
            TextColumn("{task.description}", markup=False),
            console=self._session.notes,
            transient=True,
            refresh_per_second=_REFRESHES_PER_SECOND,
        ) as bar:
            task = bar.add_task("", total=None)

            def show(event: ProgressEvent) -> None:
                left = event.seconds_left
                bar.update(
                    task,
                    total=max(event.bytes_total, 1),
                    completed=event.bytes_done,
                    description=self._session.text(
                        "ingest.progress",
                        done=event.files_done,
                        total=event.files_total,
                        rate=event.characters_per_second,
                        left="–" if left is None else f"{left:.0f}",
                    ),
                )

            yield show
