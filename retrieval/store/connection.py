"""Connections to the SQLite file, and what can go wrong with it as one error each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import DuoshaoError, StoreError, StoreLockedError

# Pages of the file are read through one shared mapping: no copy, and memory that can be reclaimed.
_MAPPED_BYTES = 1 << 40
_CACHE_KIBIBYTES = 4096
_PAGE_SIZE = 8192


def connect(path: Path, *, busy_timeout: float, read_only: bool = False) -> sqlite3.Connection:
    """Open the SQLite file ``path``; it may be new unless ``read_only``."""
    with store_errors(path):
        if read_only:
            return _read_only(path, busy_timeout)
        connection = _open(f"{path.absolute().as_uri()}?mode=rwc", busy_timeout)
        try:
            connection.execute(f"PRAGMA page_size = {_PAGE_SIZE}")
            connection.execute("PRAGMA journal_mode = WAL")
            # In WAL mode NORMAL loses at most the last commits at a power cut, never whole pages.
            connection.execute("PRAGMA synchronous = NORMAL")
        except BaseException:
            connection.close()
            raise
        return connection


def _open(uri: str, busy_timeout: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri, uri=True, timeout=busy_timeout, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIBIBYTES}")
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
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(f"{path}: {reason}", path=str(path), reason=reason) from error


def _translated(error: sqlite3.Error, path: Path) -> StoreError:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreLockedError(f"{path}: {error}", path=str(path), reason=str(error))
    return StoreError(f"{path}: {error}", path=str(path), reason=str(error))
