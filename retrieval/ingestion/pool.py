"""Processes that read files ahead of the one that stores them, in order and within bounds."""

from __future__ import annotations

import gc
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import BinaryIO, cast

from config.settings import Settings
from retrieval.ingestion.reading import Result, failed
from retrieval.ingestion.sources import Source
from retrieval.ingestion.worker import Preparation, read_message, write_message

# Bytes of files that are being read or wait to be stored; one file may be larger.
_AHEAD_BYTES = 64 << 20
# Files that wait, for each process.
_AHEAD_FILES = 16
# Documents of one file that wait: an archive may hold ten thousand.
_AHEAD_DOCUMENTS = 8
_PATIENCE = 0.2  # seconds between two looks whether to stop


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
        self._limit = processes
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._closed = threading.Event()

    def __enter__(self) -> ReaderPool:
        return self

    def __exit__(self, *exception: object) -> None:
        with self._lock:
            self._closed.set()
            for process in self._processes:
                process.kill()
        for _ in self._threads:
            self._tasks.put(None)
        for server in self._threads:
            server.join()

    def process_ids(self) -> list[int]:
        """The processes that run now."""
        with self._lock:
            return [process.pid for process in self._processes]

    def read(
        self, sources: Iterable[tuple[Source, int]], stop: Callable[[], bool] = lambda: False
    ) -> Iterator[tuple[Source, Result | None]]:
        """Yield the results of the sources, given with their sizes in bytes, in order.

        None follows the last result of a source. ``stop`` is asked while a result is waited for.
        """
        waiting = iter(sources)
        upcoming = next(waiting, None)
        window: deque[_Task] = deque()
        ahead = 0
        while upcoming is not None or window:
            while (
                upcoming is not None
                and len(window) < _AHEAD_FILES * self._limit
                and (not window or ahead + upcoming[1] <= _AHEAD_BYTES)
            ):
                task = _Task(*upcoming)
                window.append(task)
                ahead += task.size
                self._submit(task, len(window))
                upcoming = next(waiting, None)
            task = window[0]
            while content := task.wait(stop):
                yield task.source, _load(content)
            if content is None:
                return
            window.popleft()
            ahead -= task.size
            yield task.source, None

    def _submit(self, task: _Task, outstanding: int) -> None:
        if len(self._threads) < min(self._limit, outstanding):
            self._threads.append(threading.Thread(target=self._serve, daemon=True))
            self._threads[-1].start()
        self._tasks.put(task)

    def _serve(self) -> None:
        """Hand tasks to a process and take its results, in a thread for each process."""
        process: subprocess.Popen[bytes] | None = None
        while (task := self._tasks.get()) is not None and not self._closed.is_set():
            try:
                process = self._work(process, task)
            except Exception as error:
                # Above all where the system lets no process start; nobody may wait for ever.
                detail = f"{type(error).__name__}: {error}"
                self._put(task, pickle.dumps(failed(task.source.name, "unexpected", detail=detail)))
            self._put(task, b"")
        if process is not None:
            self._end(process)

    def _work(
        self, process: subprocess.Popen[bytes] | None, task: _Task
    ) -> subprocess.Popen[bytes] | None:
        """Let a process read the task's file; returns the process that is left for the next."""
        for _ in range(2):  # it may die for another reason than the file
            process = process or self._start()
            if process is None or self._forward(process, task):
                return process
            self._end(process)
            process = None
        self._put(task, pickle.dumps(failed(task.source.name, "process_died")))
        return None

    def _start(self) -> subprocess.Popen[bytes] | None:
        start = (
            f"import sys; sys.path[:] = {sys.path!r}; "
            "from retrieval.ingestion.worker import main; main()"
        )
        with self._lock:
            if self._closed.is_set():
                return None
            process = subprocess.Popen(
                [sys.executable, "-c", start], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            self._processes.add(process)
        with suppress(OSError):  # its death is told by the end of its output
            write_message(cast(BinaryIO, process.stdin), self._preparation)
        return process

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        process.kill()
        process.wait()
        with self._lock:
            self._processes.discard(process)
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                cast(BinaryIO, stream).close()

    def _forward(self, process: subprocess.Popen[bytes], task: _Task) -> bool:
        """Let ``process`` read the task's file; returns False where the process has died."""
        with suppress(OSError):
            write_message(cast(BinaryIO, process.stdin), task.source)
        number = 0
        while (message := read_message(cast(BinaryIO, process.stdout))) is not None:
            if not message:
                return True
            number += 1
            if number > task.delivered:  # else the process before this one had sent it
                self._put(task, message)
                task.delivered = number
        return False

    def _put(self, task: _Task, content: bytes) -> None:
        while not self._closed.is_set():
            with suppress(queue.Full):
                task.results.put(content, timeout=_PATIENCE)
                return


class _Task:
    """A source on its way; its results stay pickled until it is their turn, to keep them small."""

    def __init__(self, source: Source, size: int) -> None:
        self.source = source
        self.size = size
        self.delivered = 0
        self.results: queue.Queue[bytes] = queue.Queue(_AHEAD_DOCUMENTS)

    def wait(self, stop: Callable[[], bool]) -> bytes | None:
        """Wait for the next result, empty after the last one; None once ``stop`` says so."""
        while True:
            try:
                return self.results.get(timeout=_PATIENCE)
            except queue.Empty:
                if stop():
                    return None


def _load(content: bytes) -> Result:
    """Unpickle a result; looking for garbage among its many new objects would take as long."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        return cast(Result, pickle.loads(content))
    finally:
        if enabled:
            gc.enable()
