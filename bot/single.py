"""One worker for one journal: a lock that goes with the process, however it ends."""

from __future__ import annotations

import sqlite3
from pathlib import Path


class TakenError(Exception):
    """Another process holds the lock."""


class SingleProcess:
    """Holds a lock beside the journal, as a write transaction that never ends."""

    def __init__(self, journal: Path) -> None:
        path = journal.with_name(f"{journal.name}.lock")
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, timeout=0.5, isolation_level=None)
        try:
            self._connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            self._connection.close()
            raise TakenError from error

    def release(self) -> None:
        """Let another process work."""
        self._connection.close()
