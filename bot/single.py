"""One worker for one journal: a lock that goes with the process, however it ends."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path


class TakenError(Exception):
    """Another process holds the lock."""


class SingleProcess:
    """Holds a lock beside the journal, as a write transaction that never ends.

    Raises ``TakenError`` where another process holds it, ``OSError`` where it cannot be written.
    """

    def __init__(self, journal: Path) -> None:
        path = journal.with_name(f"{journal.name}.lock")
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = sqlite3.connect(path, timeout=0.5, isolation_level=None)
        except sqlite3.OperationalError as error:
            raise _unwritable(path, error) from error
        try:
            self._connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            self._connection.close()
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise TakenError from error
            raise _unwritable(path, error) from error

    def release(self) -> None:
        """Let another process work."""
        self._connection.close()


def _unwritable(path: Path, error: sqlite3.Error) -> OSError:
    return OSError(errno.EACCES, str(error), str(path))
