"""What a chat has been about, and which messages of the bot can still be asked about."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from retrieval.records import Conversation, Turn
from retrieval.sqlite import Database

_DAY = 86_400.0
_TURNS_KEPT = 8


@dataclass(frozen=True, slots=True)
class Place:
    """Where a talk goes on: a chat, or one topic of a forum (0 for none)."""

    chat_id: int
    thread_id: int = 0


@dataclass(frozen=True, slots=True)
class Talk:
    """What a place was about, and what the bot waits for there (``ask``, ``about`` or nothing)."""

    conversation: Conversation = field(default_factory=Conversation)
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot: what it shows, for whose message, and which part of it."""

    message_id: int
    kind: str
    content: Mapping[str, Any]
    source_id: int = 0
    part: int = 0
    user_id: int = 0


def to_json(conversation: Conversation) -> str:
    """Return the last turns of ``conversation`` as JSON."""
    turns = [asdict(turn) for turn in conversation.turns[-_TURNS_KEPT:]]
    return json.dumps(turns, ensure_ascii=False)


def from_json(content: str) -> Conversation:
    """Read what ``to_json`` wrote; what an older version wrote otherwise is left out."""
    turns = []
    for item in json.loads(content):
        known = {name: item[name] for name in Turn.__dataclass_fields__ if name in item}
        if "question" in known:
            turns.append(Turn(**{**known, "topic": tuple(known.get("topic", ()))}))
    return Conversation(tuple(turns))


class Dialogues:
    """The talks of one bot. Methods that write belong in a transaction of the caller's."""

    def __init__(self, db: Database, bot: int) -> None:
        self._db = db
        self._bot = bot

    def load(self, place: Place) -> Talk:
        """Return the talk at ``place``, an empty one where there was none."""
        row = self._db.execute(
            "SELECT conversation, waiting FROM dialogues"
            " WHERE bot = ? AND chat_id = ? AND thread_id = ?",
            (self._bot, place.chat_id, place.thread_id),
        ).fetchone()
        return Talk(from_json(row[0]), row[1]) if row else Talk()

    def save(self, place: Place, talk: Talk) -> None:
        """Keep ``talk`` as what ``place`` is about now."""
        self._db.execute(
            "INSERT OR REPLACE INTO dialogues"
            " (bot, chat_id, thread_id, conversation, waiting, changed_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                self._bot,
                place.chat_id,
                place.thread_id,
                to_json(talk.conversation),
                talk.waiting,
                time.time(),
            ),
        )

    def clear(self, place: Place) -> bool:
        """Forget what ``place`` was about; tells whether there was anything."""
        cursor = self._db.execute(
            "DELETE FROM dialogues WHERE bot = ? AND chat_id = ? AND thread_id = ?",
            (self._bot, place.chat_id, place.thread_id),
        )
        return bool(cursor.rowcount)

    def show(self, chat_id: int, shown: Shown) -> None:
        """Keep what a message of the bot shows."""
        self._db.execute(
            "INSERT OR REPLACE INTO shown (bot, chat_id, message_id, kind, source_id, part,"
            " user_id, content, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._bot,
                chat_id,
                shown.message_id,
                shown.kind,
                shown.source_id,
                shown.part,
                shown.user_id,
                json.dumps(shown.content, ensure_ascii=False),
                time.time(),
            ),
        )

    def shown(self, chat_id: int, message_id: int) -> Shown | None:
        """Return what the bot's message shows, or None where it is not known (any more)."""
        rows = self._select(chat_id, "message_id = ?", message_id)
        return rows[0] if rows else None

    def shown_for(self, chat_id: int, source_id: int) -> list[Shown]:
        """Return the bot's messages that answer a person's message, in order."""
        return self._select(chat_id, "source_id = ?", source_id)

    def _select(self, chat_id: int, condition: str, number: int) -> list[Shown]:
        rows = self._db.execute(
            "SELECT message_id, kind, content, source_id, part, user_id FROM shown"
            f" WHERE bot = ? AND chat_id = ? AND {condition} ORDER BY part, message_id",
            (self._bot, chat_id, number),
        ).fetchall()
        return [Shown(row[0], row[1], json.loads(row[2]), *row[3:]) for row in rows]

    def migrate(self, old: int, new: int) -> None:
        """Take the memory of a group along when Telegram makes it a supergroup."""
        for table in ("dialogues", "shown", "blocked", "votes"):
            self._db.execute(
                f"UPDATE OR REPLACE {table} SET chat_id = ? WHERE bot = ? AND chat_id = ?",
                (new, self._bot, old),
            )

    def block(self, chat_id: int) -> None:
        """Note that the chat wants no messages."""
        self._db.execute(
            "INSERT OR REPLACE INTO blocked (bot, chat_id, since) VALUES (?, ?, ?)",
            (self._bot, chat_id, time.time()),
        )

    def unblock(self, chat_id: int) -> None:
        """Note that the chat takes messages again."""
        self._db.execute("DELETE FROM blocked WHERE bot = ? AND chat_id = ?", (self._bot, chat_id))

    def blocked(self) -> frozenset[int]:
        """Return the chats that want no messages."""
        rows = self._db.execute("SELECT chat_id FROM blocked WHERE bot = ?", (self._bot,))
        return frozenset(row[0] for row in rows.fetchall())

    def language(self, user_id: int) -> str:
        """Return the language that the person chose, or an empty string."""
        row = self._db.execute("SELECT lang FROM people WHERE user_id = ?", (user_id,)).fetchone()
        return str(row[0]) if row else ""

    def choose_language(self, user_id: int, lang: str) -> None:
        """Keep the language that the person chose."""
        self._db.execute(
            "INSERT OR REPLACE INTO people (user_id, lang) VALUES (?, ?)", (user_id, lang)
        )

    def forget(self, user_id: int) -> None:
        """Erase what is kept of a person, and the memory of the chats that they asked in."""
        self._db.execute(
            "DELETE FROM dialogues WHERE bot = ?1 AND (chat_id = ?2 OR chat_id IN"
            " (SELECT chat_id FROM shown WHERE bot = ?1 AND user_id = ?2))",
            (self._bot, user_id),
        )
        self._db.execute(
            "DELETE FROM shown WHERE bot = ? AND (user_id = ? OR chat_id = ?)",
            (self._bot, user_id, user_id),
        )
        self._db.execute("DELETE FROM people WHERE user_id = ?", (user_id,))

    def expire(self, days: float) -> None:
        """Forget talks and messages that are older than ``days``."""
        before = time.time() - days * _DAY
        self._db.execute("DELETE FROM dialogues WHERE changed_at < ?", (before,))
        self._db.execute("DELETE FROM shown WHERE created_at < ?", (before,))
