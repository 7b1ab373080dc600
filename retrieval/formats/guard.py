"""Parsing in a process of its own, with limits on memory, processor time and patience.

The process is kept for the next file, so that a file costs a message and no start. One that dies,
is killed or does not answer is one clear error, and the next file gets a new one.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

import retrieval
from retrieval.errors import DocumentError
from retrieval.formats.limits import limit_error, size_text
from retrieval.formats.source import Source
from retrieval.formats.wire import decode_result, encode_request
from retrieval.records import ExtractedText

_START = "from retrieval.formats.child import main; main()"
_PATIENCE = 2.0  # of the processor time allowed, for a machine that is busy with other things
_START_SECONDS = 30.0


class _Child:
    """One parsing process."""

    def __init__(self) -> None:
        root = str(Path(retrieval.__file__).resolve().parent.parent)
        paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**_environment(), "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,  # Ctrl-C is for the parent, which ends this one
        )

    def ask(self, request: bytes, seconds: float) -> bytes | None:
        """Send a request and return the answer; None where the process ended or took too long."""
        assert self.process.stdin is not None and self.process.stdout is not None
        # A timer needs no select on pipes, which Windows lacks.
        timer = threading.Timer(seconds, self.process.kill)
        timer.daemon = True
        timer.start()
        try:
            self.process.stdin.write(struct.pack(">I", len(request)) + request)
            self.process.stdin.flush()
            head = _exactly(self.process.stdout, 4)
            return _exactly(self.process.stdout, struct.unpack(">I", head)[0]) if head else None
        except OSError:
            return None
        finally:
            timer.cancel()

    def kill(self) -> int:
        """End the process and return its exit status."""
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        return self.process.wait()

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None


_idle: list[_Child] = []
_lock = threading.Lock()
_owner = os.getpid()


def read_guarded(source: Source) -> tuple[ExtractedText, ...]:
    """Read a file in a parsing process; safe in threads and in forked processes.

    Raises ``DocumentError``, among them ``LimitError`` where the process went beyond its limits.
    """
    request = encode_request(source)
    seconds = source.limits.parser_seconds * _PATIENCE + _START_SECONDS
    kept = _take()
    status = 0
    if kept is not None:
        answer, status = _exchange(kept, request, seconds)
        if answer is not None:
            return decode_result(answer)
    if status == 0:
        # None was kept, or it had ended of its own will just when the work came.
        answer, status = _exchange(_Child(), request, seconds)
        if answer is not None:
            return decode_result(answer)
    raise _death(source, status)


def _exchange(child: _Child, request: bytes, seconds: float) -> tuple[bytes | None, int]:
    """The answer of a process, which is kept then; or None and the status with which it ended."""
    try:
        answer = child.ask(request, seconds)
        if answer is None:
            return None, _status(child)
    except BaseException:
        child.kill()
        raise
    _put_back(child)
    return answer, 0


def _status(child: _Child) -> int:
    try:
        status = child.process.wait(timeout=1.0)
    except subprocess.TimeoutExpired:
        status = child.kill()
    child.kill()
    return status


def _death(source: Source, status: int) -> DocumentError:
    seconds, memory = source.limits.parser_seconds, source.limits.parser_memory
    if status in (-getattr(signal, "SIGXCPU", 24), -getattr(signal, "SIGKILL", 9)):
        return limit_error(
            source.name, "too_slow", f"{seconds:g}", f"takes more than {seconds:g} seconds to read"
        )
    # The other way that parsers die is that there is no memory left for them.
    return limit_error(
        source.name, "parser_died", size_text(memory), f"the parser ended with status {status}"
    )


def _take() -> _Child | None:
    global _owner
    with _lock:
        if _owner != os.getpid():
            # A fork has copied the parent's list; those processes answer the parent.
            _idle.clear()
            _owner = os.getpid()
        while _idle:
            child = _idle.pop()
            if child.alive:
                return child
            child.kill()
    return None


def _put_back(child: _Child) -> None:
    with _lock:
        _idle.append(child)


def _environment() -> dict[str, str]:
    """The environment for a parser: no tokens, no settings."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT")
    return {name: value for name in kept if (value := os.environ.get(name))}


def _exactly(stream: IO[bytes], size: int) -> bytes | None:
    data = stream.read(size)
    return data if len(data) == size else None


def _close_all(end: Callable[[_Child], object] = _Child.kill) -> None:
    if _owner == os.getpid():
        while _idle:
            end(_idle.pop())


atexit.register(_close_all)
