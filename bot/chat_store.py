"""The SQLite file beside the documents that keeps what chats need: journal, talks, inbox."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

from retrieval.errors import StoreError
from retrieval.sqlite import Database, Migrations

_P = ParamSpec("_P")
_T = TypeVar("_T")

migrations = Migrations("duoshao.chats")


@migrations()
def first_tables(db: Database) -> None:
    """Create the journal, the talks, what was shown, the people, the votes and the questions."""
    statements = (
        # what Telegram handed over; the payload is erased when it has been answered
        """CREATE TABLE updates (
            bot INTEGER NOT NULL, update_id INTEGER NOT NULL, received_at REAL NOT NULL,
            payload TEXT, steps INTEGER NOT NULL DEFAULT 0, replays INTEGER NOT NULL DEFAULT 0,
            starts INTEGER NOT NULL DEFAULT 0, answered_at REAL,
            PRIMARY KEY (bot, update_id)) WITHOUT ROWID""",
        "CREATE INDEX updates_open ON updates (bot, update_id) WHERE answered_at IS NULL",
        "CREATE INDEX updates_answered ON updates (answered_at)",
        # what a chat (or a topic of a forum) was about, and what the bot waits for
        """CREATE TABLE dialogues (
            bot INTEGER NOT NULL, chat_id INTEGER NOT NULL, thread_id INTEGER NOT NULL,
            conversation TEXT NOT NULL DEFAULT '[]', waiting TEXT NOT NULL DEFAULT '',
            changed_at REAL NOT NULL, PRIMARY KEY (bot, chat_id, thread_id)) WITHOUT ROWID""",
        # messages of the bot whose buttons and replies must still work later
        """CREATE TABLE shown (
            bot INTEGER NOT NULL, chat_id INTEGER NOT NULL, message_id INTEGER NOT NULL,
            kind TEXT NOT NULL, source_id INTEGER NOT NULL DEFAULT 0,
            part INTEGER NOT NULL DEFAULT 0, user_id INTEGER NOT NULL DEFAULT 0,
            content TEXT NOT NULL DEFAULT '{}', created_at REAL NOT NULL,
            PRIMARY KEY (bot, chat_id, message_id)) WITHOUT ROWID""",
        "CREATE INDEX shown_source ON shown (bot, chat_id, source_id)",
        "CREATE INDEX shown_user ON shown (user_id)",
        "CREATE INDEX shown_created ON shown (created_at)",
        "CREATE TABLE people (user_id INTEGER PRIMARY KEY, lang TEXT NOT NULL)",
        """CREATE TABLE blocked (
            bot INTEGER NOT NULL, chat_id INTEGER NOT NULL, since REAL NOT NULL,
            PRIMARY KEY (bot, chat_id)) WITHOUT ROWID""",
        """CREATE TABLE votes (
            bot INTEGER NOT NULL, chat_id INTEGER NOT NULL, message_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL, vote INTEGER NOT NULL, question TEXT NOT NULL,
            sentence TEXT NOT NULL, document TEXT NOT NULL, created_at REAL NOT NULL,
            PRIMARY KEY (bot, chat_id, message_id, user_id)) WITHOUT ROWID""",
        """CREATE TABLE unanswered (
            id INTEGER PRIMARY KEY, bot INTEGER NOT NULL, chat_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL, question TEXT NOT NULL, outcome TEXT NOT NULL,
            created_at REAL NOT NULL)""",
    )
    for statement in statements:
        db.execute(statement)


def path_beside(database: Path) -> Path:
    """Return where the chats of ``database`` are kept: ``duoshao.db`` has ``duoshao-chats.db``."""
    return database.with_name(f"{database.stem}-chats{database.suffix or '.db'}")


class ChatStore:
    """One connection in one thread of its own; ``run`` calls a function there."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.path = path
        self.db = Database(connection)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="chats")

    @classmethod
    def open(cls, path: Path, *, busy_timeout: float = 30.0) -> ChatStore:
        """Open or create the file; raises ``StoreError`` where it cannot be used."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                path.touch(mode=0o600)  # what people wrote is nobody else's to read
            connection = sqlite3.connect(
                path, timeout=busy_timeout, check_same_thread=False, isolation_level=None
            )
            connection.execute("PRAGMA journal_mode = WAL")
            # An update is acknowledged on the strength of this file: it must be on the disk.
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA cache_size = -2000")
            store = cls(connection, path)
            migrations.apply(store.db)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{path}: {error}", path=str(path), reason=str(error)) from error
        return store

    async def run(self, function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Call ``function`` in the thread that owns the connection."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: function(*args, **kwargs))

    def close(self) -> None:
        """Finish what was begun and release the file."""
        self._thread.shutdown(wait=True)
        self.db.close()
