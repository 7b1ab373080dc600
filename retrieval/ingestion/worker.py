"""The process that reads files for an ingestion: tasks on standard input, documents on output.

Each message is a pickle after its length in eight bytes. The process ends when its standard input
ends, in the middle of a file too: that is how it dies with its parent, however that one dies.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import struct
import sys
import threading
from dataclasses import dataclass
from typing import BinaryIO

from config.settings import Settings
from retrieval.errors import DuoshaoError
from retrieval.ingestion.reading import read_file
from retrieval.ingestion.sources import Source
from retrieval.records import Document

_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Preparation:
    """The first message to a worker."""

    settings: Settings
    bulk: bool


def write_message(stream: BinaryIO, message: object) -> None:
    """Write one message; raises ``OSError`` where nobody reads any more."""
    content = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def read_message(stream: BinaryIO) -> bytes | None:
    """Read one message, still pickled; None at the end of the stream."""
    length = stream.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        return None
    (size,) = _LENGTH.unpack(length)
    content = stream.read(size)
    return content if len(content) == size else None


def main() -> None:
    """Read files until standard input ends."""
    # Ctrl-C reaches the whole group of processes; the parent decides what becomes of us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not fall among the messages
    tasks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(sys.stdin.buffer, tasks), daemon=True).start()
    preparation: Preparation = pickle.loads(tasks.get())
    if preparation.bulk:
        from retrieval.segmentation import prepare_for_bulk

        prepare_for_bulk()
    while True:
        source: Source = pickle.loads(tasks.get())
        result: tuple[Document, ...] | DuoshaoError
        try:
            result = read_file(source, preparation.settings)
        except DuoshaoError as error:
            result = error.with_traceback(None)
            result.__cause__ = result.__context__ = None
        write_message(output, result)


def _receive(stream: BinaryIO, tasks: queue.SimpleQueue[bytes]) -> None:
    while (message := read_message(stream)) is not None:
        tasks.put(message)
    os._exit(0)
