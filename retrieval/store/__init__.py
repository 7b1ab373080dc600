"""Documents in one SQLite file: written in one transaction each, read without a lock."""

from retrieval.store.sqlite_collection import SqliteCollection

__all__ = ["SqliteCollection"]
