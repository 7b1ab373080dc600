"""Connections to the SQLite file, and what can go wrong with it as one error each."""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import DuoshaoError, StoreError, StoreLockedError

# Pages of the file are read through one shared mapping: no copy, and memory that can be reclaimed.
_MAPPED_BYTES = 1 << 40
_CACHE_KIBIBYTES = 4096
_PAGE_SIZE = 8192
_LOG_BYTES = 64 << 20  # what is kept of a write-ahead log after a large merge
_PAUSE = 0.05


def connect(
    path: Path, *, busy_timeout: float, read_only: bool = False, create: bool = False
) -> sqlite3.Connection:
    """Open the SQLite file ``path``; with ``create`` it may be new."""
    with store_errors(path):
        if read_only:
            return _read_only(path, busy_timeout)
        return _open(f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}", busy_timeout)


def make_ready(connection: sqlite3.Connection, busy_timeout: float) -> None:
    """Give an empty file its page size and a write-ahead log, so that readers never wait."""
    connection.execute(f"PRAGMA page_size = {_PAGE_SIZE}")
    deadline = time.monotonic() + busy_timeout
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            # SQLite does not wait here for another process that is making the same file ready.
            if time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _open(uri: str, busy_timeout: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri, uri=True, timeout=busy_timeout, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIBIBYTES}")
        connection.execute(f"PRAGMA journal_size_limit = {_LOG_BYTES}")
        # With a write-ahead log, NORMAL loses at most the last commits at a power cut.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA schema_version").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _read_only(path: Path, busy_timeout: float) -> sqlite3.Connection:
    uri = path.absolute().as_uri()
    try:
        return _open(f"{uri}?mode=ro", busy_timeout)
    except sqlite3.OperationalError:
        # A WAL file in a folder that cannot be written has nowhere to keep its shared memory;
        # without a log beside it the file itself is complete and cannot change.
        if _log_size(path):
            raise
        return _open(f"{uri}?mode=ro&immutable=1", busy_timeout)


def _log_size(path: Path) -> int:
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size
    except OSError:
        return 0


@contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite or the file system raises into one ``StoreError`` that names ``path``."""
    try:
        yield
    except DuoshaoError:
        raise
    except sqlite3.Error as error:
        raise _translated(error, path) from error
    except FileExistsError as error:  # of a folder to be made
        raise _error(path, "not a directory") from error
    except OSError as error:
        raise _error(path, error.strerror or str(error)) from error
    except zlib.error as error:
        raise _error(path, "database disk image is malformed") from error


def _translated(error: sqlite3.Error, path: Path) -> StoreError:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreLockedError(f"{path}: {error}", path=str(path), reason=str(error))
    return _error(path, str(error))


def _error(path: Path, reason: str) -> StoreError:
    return StoreError(f"{path}: {reason}", path=str(path), reason=reason)
