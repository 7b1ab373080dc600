"""The process that parses files: it reads a request, sets its own limits, answers, and again.

Started by ``retrieval.formats.guard``; requests come on standard input, answers leave on standard
output, each after its length in four bytes. It ends when its parent does, or after an idle while.
"""

from __future__ import annotations

import os
import select
import struct
import sys
from typing import BinaryIO

from retrieval.errors import DocumentError, LimitError
from retrieval.formats.limits import limit_error, size_text
from retrieval.formats.reading import read_all
from retrieval.formats.source import Source
from retrieval.formats.wire import decode_request, encode_error, encode_texts

_IDLE_SECONDS = 30.0
_FILES_AT_MOST = 500  # what parsers leak goes with the process


def main() -> None:
    """Serve requests until there are none."""
    requests = os.fdopen(os.dup(0), "rb", buffering=0)
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    # What a parser prints must not end up between the answers.
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    sys.setrecursionlimit(2000)
    for _ in range(_FILES_AT_MOST):
        if not _wait(requests):
            return
        request = _receive(requests)
        if request is None:
            return
        answer, sound = _answer(decode_request(request))
        answers.write(struct.pack(">I", len(answer)))
        for start in range(0, len(answer), 1 << 20):
            _send(answers, answer[start : start + (1 << 20)])
        if not sound:
            return


def _answer(source: Source) -> tuple[bytes, bool]:
    """The answer to one request, and whether this process is still fit for another."""
    _limit(source)
    try:
        return encode_texts(read_all(source)), True
    except MemoryError:
        # The traceback holds what filled the memory; the except clause's end frees it.
        pass
    except DocumentError as error:
        return encode_error(error), not isinstance(error, LimitError)
    except RecursionError:
        return encode_error(DocumentError(
            f"{source.name}: nested too deeply", document=source.name, reason="broken",
            detail="nested too deeply",
        )), True  # fmt: skip
    except Exception as error:  # a parser may raise anything on a damaged file
        return encode_error(DocumentError(
            f"{source.name}: {type(error).__name__}: {error}", document=source.name,
            reason="broken", detail=f"{type(error).__name__}: {error}"[:300],
        )), False  # fmt: skip
    limit = source.limits.parser_memory
    return encode_error(
        limit_error(
            source.name,
            "too_much_memory",
            size_text(limit),
            f"needs more than {limit} bytes of memory",
        )
    ), False


def _limit(source: Source) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock still holds
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(usage.ru_utime + usage.ru_stime + source.limits.parser_seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    memory = source.limits.parser_memory
    soft = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _wait(requests: BinaryIO) -> bool:
    if os.name == "nt":
        return True
    readable, _, _ = select.select([requests], [], [], _IDLE_SECONDS)
    return bool(readable)


def _receive(requests: BinaryIO) -> bytes | None:
    head = _exactly(requests, 4)
    return _exactly(requests, struct.unpack(">I", head)[0]) if head else None


def _exactly(stream: BinaryIO, size: int) -> bytes | None:
    data = b""
    while len(data) < size:
        part = stream.read(size - len(data))
        if not part:
            return None
        data += part
    return data


def _send(stream: BinaryIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[stream.write(view) :]
