"""Processes that read files ahead of the one that stores them, in order and within bounds."""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import BinaryIO, cast

from config.settings import Settings
from retrieval.errors import DocumentError, DuoshaoError
from retrieval.ingestion.sources import Source
from retrieval.ingestion.worker import Preparation, read_message, write_message
from retrieval.records import Document

# Bytes of files that are being read or wait to be stored; one file may be larger.
_AHEAD_BYTES = 64 << 20
# Files that wait, for each process.
_AHEAD_FILES = 16

Outcome = tuple[Document, ...] | DuoshaoError


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class ReaderPool:
    """A number of worker processes; use as a context manager, which ends them."""

    def __init__(self, settings: Settings, processes: int, *, bulk: bool) -> None:
        # A worker needs no secrets.
        self._preparation = Preparation(
            settings.model_copy(update={"telegram_bot_token": None}), bulk
        )
        self._results: queue.SimpleQueue[tuple[int, bytes | None]] = queue.SimpleQueue()
        self._workers: list[_Worker] = []
        self._processes = processes

    def __enter__(self) -> ReaderPool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            worker.join()

    def read(self, sources: Iterable[tuple[Source, int]]) -> Iterator[tuple[Source, Outcome]]:
        """Yield what became of each of the sources, given with their sizes in bytes, in order."""
        waiting = iter(sources)
        upcoming = next(waiting, None)
        window: deque[_Task] = deque()
        ahead = 0
        while upcoming is not None or window:
            while (
                upcoming is not None
                and len(window) < _AHEAD_FILES * self._processes
                and (not window or ahead + upcoming[1] <= _AHEAD_BYTES)
            ):
                task = _Task(*upcoming)
                window.append(task)
                ahead += task.size
                upcoming = next(waiting, None)
            self._assign(window)
            if window[0].outcome is None:
                self._collect(window)
                continue
            task = window.popleft()
            ahead -= task.size
            yield task.source, task.result()

    def _assign(self, window: Iterable[_Task]) -> None:
        """Give the first tasks that nobody works on to idle workers, started at need."""
        for task in window:
            if task.worker is not None or task.outcome is not None:
                continue
            idle = next((worker for worker in self._workers if not worker.busy), None)
            if idle is None:
                if len(self._workers) >= self._processes:
                    return
                idle = _Worker(len(self._workers), self._preparation, self._results)
                self._workers.append(idle)
            task.worker = idle.number
            idle.give(task.source)

    def _collect(self, window: Iterable[_Task]) -> None:
        """Wait for one result and keep it with its task."""
        number, content = self._results.get()
        task = next((task for task in window if task.worker == number), None)
        if content is not None:
            self._workers[number].busy = False
        else:
            # The process was killed: for its memory, by a crash of a library, by a person.
            self._workers[number].join()
            self._workers[number] = _Worker(number, self._preparation, self._results)
        if task is None:
            return
        task.worker = None
        if content is None and task.deaths == 0:
            task.deaths += 1  # perhaps not for this file's sake
        elif content is None:
            reason = "the process that reads it dies"
            name = task.source.name
            error = DocumentError(f"{name}: {reason}", document=name, reason=reason)
            task.outcome = pickle.dumps(error)
        else:
            task.outcome = content


class _Task:
    """A source on its way: ``outcome`` stays pickled until it is its turn, to keep it small."""

    def __init__(self, source: Source, size: int) -> None:
        self.source = source
        self.size = size
        self.worker: int | None = None
        self.outcome: bytes | None = None
        self.deaths = 0  # of processes that read it

    def result(self) -> Outcome:
        return cast(Outcome, pickle.loads(self.outcome or b""))


class _Worker:
    """One process, and the thread that takes its results."""

    def __init__(
        self,
        number: int,
        preparation: Preparation,
        results: queue.SimpleQueue[tuple[int, bytes | None]],
    ) -> None:
        self.number = number
        self.busy = False
        start = (
            f"import sys; sys.path[:] = {sys.path!r}; "
            "from retrieval.ingestion.worker import main; main()"
        )
        self._process = subprocess.Popen(
            [sys.executable, "-c", start], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._thread = threading.Thread(
            target=self._receive, args=(cast(BinaryIO, self._process.stdout), results), daemon=True
        )
        self._thread.start()
        self._send(preparation)

    def give(self, source: Source) -> None:
        """Let the process read a file."""
        self.busy = True
        self._send(source)

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    def join(self) -> None:
        """Wait until the process has ended."""
        self._process.wait()
        self._thread.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()

    def _send(self, message: object) -> None:
        with suppress(BrokenPipeError):  # its death is told by the end of its output
            write_message(cast(BinaryIO, self._process.stdin), message)

    def _receive(
        self, stream: BinaryIO, results: queue.SimpleQueue[tuple[int, bytes | None]]
    ) -> None:
        while (message := read_message(stream)) is not None:
            results.put((self.number, message))
        results.put((self.number, None))
