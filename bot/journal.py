"""Updates, written down before Telegram is told of their receipt, struck out when answered."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from retrieval.sqlite import Database

_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One update that waits for its answer.

    ``steps`` is how many of the messages that answer it have been sent already; ``replays`` how
    often it was found again at a start; ``starts`` how often work on it began after that.
    """

    update_id: int
    payload: Mapping[str, Any]
    steps: int = 0
    replays: int = 0
    starts: int = 0


class Journal:
    """The journal of one bot; every method is one transaction."""

    def __init__(self, db: Database, bot: int) -> None:
        self._db = db
        self._bot = bot

    def receive(self, updates: Iterable[Mapping[str, Any]]) -> list[Entry]:
        """Write down ``updates`` and return those never seen before, in order."""
        now = time.time()
        fresh = []
        with self._db.atomic():
            for update in sorted(updates, key=lambda update: int(update["update_id"])):
                number = int(update["update_id"])
                cursor = self._db.execute(
                    "INSERT OR IGNORE INTO updates (bot, update_id, received_at, payload)"
                    " VALUES (?, ?, ?, ?)",
                    (self._bot, number, now, json.dumps(update, ensure_ascii=False)),
                )
                if cursor.rowcount == 1:
                    fresh.append(Entry(number, update))
        return fresh

    def pending(self) -> list[Entry]:
        """Return what a former process left unanswered, in order, counted as replayed once more."""
        with self._db.atomic():
            self._db.execute(
                "UPDATE updates SET replays = replays + 1 WHERE bot = ? AND answered_at IS NULL",
                (self._bot,),
            )
            rows = self._db.execute(
                "SELECT update_id, payload, steps, replays, starts FROM updates"
                " WHERE bot = ? AND answered_at IS NULL ORDER BY update_id",
                (self._bot,),
            ).fetchall()
        return [Entry(row[0], json.loads(row[1]), *row[2:]) for row in rows]

    def count_start(self, update_id: int) -> None:
        """Note that work on an update begins that a former process did not finish."""
        with self._db.atomic():
            self._db.execute(
                "UPDATE updates SET starts = starts + 1 WHERE bot = ? AND update_id = ?",
                (self._bot, update_id),
            )

    def record(
        self,
        update_id: int,
        steps: int,
        *,
        done: bool = False,
        writes: Iterable[Callable[[], None]] = (),
    ) -> None:
        """Note that ``steps`` messages have been sent, with what else belongs to that fact.

        ``done`` strikes the update out. All of it is one transaction.
        """
        with self._db.atomic():
            self._db.execute(
                "UPDATE updates SET steps = max(steps, ?) WHERE bot = ? AND update_id = ?",
                (steps, self._bot, update_id),
            )
            if done:
                self._strike(update_id)
            for write in writes:
                write()

    def strike(self, update_id: int) -> None:
        """Strike out an update that has been answered, and erase what it said."""
        with self._db.atomic():
            self._strike(update_id)

    def _strike(self, update_id: int) -> None:
        self._db.execute(
            "UPDATE updates SET answered_at = ?, payload = NULL"
            " WHERE bot = ? AND update_id = ? AND answered_at IS NULL",
            (time.time(), self._bot, update_id),
        )

    def waiting(self) -> int:
        """How many updates are not answered yet."""
        row = self._db.execute(
            "SELECT count(*) FROM updates WHERE bot = ? AND answered_at IS NULL", (self._bot,)
        ).fetchone()
        return int(row[0])

    def expire(self, days: float) -> int:
        """Forget the numbers of updates answered more than ``days`` ago; returns how many."""
        with self._db.atomic():
            cursor = self._db.execute(
                "DELETE FROM updates WHERE answered_at < ?", (time.time() - days * _DAY,)
            )
        return int(cursor.rowcount)
