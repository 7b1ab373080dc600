"""What people could not be answered and how they voted, for the one who keeps the documents."""

from __future__ import annotations

import time
from dataclasses import dataclass

from retrieval.sqlite import Database

_KEPT = 5_000


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question without an answer, how often it was asked, and why it had none."""

    question: str
    outcome: str
    times: int


@dataclass(frozen=True, slots=True)
class Vote:
    """What a person thinks of one answer: 1 for good, -1 for bad."""

    vote: int
    question: str
    sentence: str
    document: str


class Inbox:
    """The inbox of one bot. Methods that write belong in a transaction of the caller's."""

    def __init__(self, db: Database, bot: int) -> None:
        self._db = db
        self._bot = bot

    def add_unanswered(self, chat_id: int, user_id: int, question: str, outcome: str) -> None:
        """Keep a question that had no answer; the oldest beyond five thousand are dropped."""
        cursor = self._db.execute(
            "INSERT INTO unanswered (bot, chat_id, user_id, question, outcome, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (self._bot, chat_id, user_id, question, outcome, time.time()),
        )
        self._db.execute(
            "DELETE FROM unanswered WHERE id <= ?", (int(cursor.lastrowid or 0) - _KEPT,)
        )

    def unanswered(self, limit: int = 20, offset: int = 0) -> list[Unanswered]:
        """Return the questions without an answer, the most asked and newest first."""
        rows = self._db.execute(
            "SELECT question, outcome, count(*) FROM unanswered WHERE bot = ?"
            " GROUP BY question, outcome ORDER BY count(*) DESC, max(id) DESC LIMIT ? OFFSET ?",
            (self._bot, limit, offset),
        )
        return [Unanswered(*row) for row in rows.fetchall()]

    def vote(self, chat_id: int, message_id: int, user_id: int, vote: Vote) -> bool:
        """Keep a person's vote on a message; tells whether it is new or changed."""
        key = (self._bot, chat_id, message_id, user_id)
        row = self._db.execute(
            "SELECT vote FROM votes"
            " WHERE bot = ? AND chat_id = ? AND message_id = ? AND user_id = ?",
            key,
        ).fetchone()
        if row and row[0] == vote.vote:
            return False
        self._db.execute(
            "INSERT OR REPLACE INTO votes (bot, chat_id, message_id, user_id, vote, question,"
            " sentence, document, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*key, vote.vote, vote.question, vote.sentence, vote.document, time.time()),
        )
        return True

    def votes(self) -> tuple[int, int]:
        """Return how many votes were good and how many bad."""
        row = self._db.execute(
            "SELECT coalesce(sum(vote > 0), 0), coalesce(sum(vote < 0), 0) FROM votes"
            " WHERE bot = ?",
            (self._bot,),
        ).fetchone()
        return int(row[0]), int(row[1])

    def disliked(self, limit: int = 10) -> list[Vote]:
        """Return the answers voted down, newest first."""
        rows = self._db.execute(
            "SELECT vote, question, sentence, document FROM votes WHERE bot = ? AND vote < 0"
            " ORDER BY created_at DESC LIMIT ?",
            (self._bot, limit),
        )
        return [Vote(*row) for row in rows.fetchall()]

    def forget(self, user_id: int) -> None:
        """Erase the questions and votes of a person."""
        self._db.execute("DELETE FROM unanswered WHERE user_id = ?", (user_id,))
        self._db.execute("DELETE FROM votes WHERE user_id = ?", (user_id,))
