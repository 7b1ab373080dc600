"""Opening a file: made where it is new, brought up to date where it is old, refused otherwise."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from retrieval.errors import StoreError, StoreVersionError
from retrieval.store.connection import connect, make_ready, store_errors

# The names of all migrations, so that an up-to-date file opens without loading sqlite-utils.
SCHEMA = ("documents_and_index", "lengths_and_packing")


def prepare(path: Path, *, busy_timeout: float, create: bool) -> bool:
    """Make ``path`` ready and return whether it can only be read; raises ``StoreError``."""
    with store_errors(path):
        if path.is_dir():
            raise _error(path, "is a directory")
        exists = path.exists()
        if not exists and not create:
            raise _error(path, "no such file")
        if not exists:
            _make_folder(path)
        read_only = exists and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
        connection = connect(
            path, busy_timeout=busy_timeout, read_only=read_only, create=not exists
        )
        try:
            if not _is_up_to_date(connection, path):
                if read_only:
                    raise _error(path, "is read-only and must be brought up to date first")
                _bring_up_to_date(connection, path, busy_timeout)
        finally:
            connection.close()
    return read_only


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise _error(path, "not a directory") from None


def _is_up_to_date(connection: sqlite3.Connection, path: Path) -> bool:
    applied = _applied(connection, path)
    if any(name not in SCHEMA for name in applied):
        raise StoreVersionError(f"{path}: written by a newer version", path=str(path))
    return len(applied) == len(SCHEMA)


def _bring_up_to_date(connection: sqlite3.Connection, path: Path, busy_timeout: float) -> None:
    from retrieval.sqlite import Database
    from retrieval.store.schema import migrations

    make_ready(connection, busy_timeout)
    # Another process may be at it: the one that comes second finds all done.
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not _is_up_to_date(connection, path):
            migrations.apply(Database(connection, recursive_triggers=False))
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _applied(connection: sqlite3.Connection, path: Path) -> list[str]:
    tables = {
        row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    if "_sqlite_migrations" in tables:
        return [
            row[0]
            for row in connection.execute(
                "SELECT name FROM _sqlite_migrations WHERE migration_set = 'duoshao'"
            )
        ]
    if tables:
        raise _error(path, "is the database of another program")
    return []


def _error(path: Path, reason: str) -> StoreError:
    return StoreError(f"{path}: {reason}", path=str(path), reason=reason)
