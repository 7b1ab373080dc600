"""The process that reads files for an ingestion: tasks on standard input, documents on output.

Each message is a pickle after its length in eight bytes. The process ends when its standard input
ends, in the middle of a file too: that is how it dies with its parent, however that one dies.
"""

from __future__ import annotations

import gc
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
from retrieval.ingestion.reading import read_file
from retrieval.ingestion.sources import Source
from retrieval.segmentation import prepare_for_bulk

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


def end_messages(stream: BinaryIO) -> None:
    """Write the empty message that follows the last one of a file."""
    stream.write(_LENGTH.pack(0))
    stream.flush()


def read_message(stream: BinaryIO) -> bytes | None:
    """Read one message, still pickled, empty after the last one; None where the stream ends."""
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
        prepare_for_bulk()
    # A document is a tree of many objects, none of them garbage while it is read.
    gc.freeze()
    gc.disable()
    while True:
        source: Source = pickle.loads(tasks.get())
        for result in read_file(source, preparation.settings):
            write_message(output, result)
        end_messages(output)
        gc.collect()


def _receive(stream: BinaryIO, tasks: queue.SimpleQueue[bytes]) -> None:
    while (message := read_message(stream)) is not None:
        tasks.put(message)
    os._exit(0)
