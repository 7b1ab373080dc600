"""From the journal to the handlers: every chat in its own order, no chat waiting for another."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from telegram import Update
from telegram.ext import ExtBot

from bot import logs
from bot.chat_store import ChatStore
from bot.journal import Entry, Journal
from bot.metrics import Metrics
from bot.telegram.requests import Request, working_on

_log = logging.getLogger(__name__)

# So many updates may wait in memory; beyond it Telegram keeps them.
ROOM = 1_000
# An update on which the process ended so often is not begun once more.
_MOST_STARTS = 5
_COUNTED_AFTER = 2  # replays; before that it is more likely that the process was told to end

_MESSAGES = ("message", "edited_message")
_PLAIN_PARTS = (
    "message_id",
    "message_thread_id",
    "is_topic_message",
    "date",
    "chat",
    "from",
    "text",
    "caption",
    "entities",
    "caption_entities",
)

Handle = Callable[[Update], Awaitable[None]]
GiveUp = Callable[[Update], Awaitable[None]]
Key = tuple[str, int]


class Dispatcher:
    """Takes updates in, has them handled, strikes them out.

    ``handle`` answers an update; ``give_up`` tells a person that theirs cannot be answered.
    """

    def __init__(
        self,
        bot: ExtBot[int],
        store: ChatStore,
        journal: Journal,
        metrics: Metrics,
        handle: Handle,
        give_up: GiveUp,
    ) -> None:
        self._bot = bot
        self._store = store
        self._journal = journal
        self._metrics = metrics
        self._handle = handle
        self._give_up = give_up
        self._queues: dict[Key, deque[tuple[Entry, float]]] = {}
        self._tasks: dict[Key, asyncio.Task[None]] = {}
        self._waiting = 0
        self._has_room = asyncio.Event()
        self._has_room.set()
        self._stopping = False

    @property
    def waiting(self) -> int:
        """How many updates are in memory and not answered."""
        return self._waiting

    @property
    def full(self) -> bool:
        """Whether no more updates should be taken in just now."""
        return not self._has_room.is_set()

    async def room(self) -> None:
        """Wait until there is room for more updates."""
        await self._has_room.wait()

    async def receive(self, updates: Iterable[Mapping[str, Any]]) -> None:
        """Write ``updates`` into the journal; when this returns, Telegram may be told."""
        for entry in await self._store.run(self._journal.receive, list(updates)):
            kind = next((name for name in entry.payload if name != "update_id"), "unknown")
            self._metrics.count("duoshao_updates_total", f'kind="{kind}"')
            self._enqueue(entry)

    async def replay(self) -> int:
        """Take up what a former process left unanswered; returns how many updates."""
        entries = await self._store.run(self._journal.pending)
        for entry in entries:
            self._enqueue(entry)
        return len(entries)

    async def drain(self, seconds: float) -> int:
        """Finish what is waiting within ``seconds``; returns how many updates were left over."""
        tasks = list(self._tasks.values())
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
        self._stopping = True
        left = [task for task in self._tasks.values() if not task.done()]
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left, timeout=1.0)
        return self._waiting

    def _enqueue(self, entry: Entry) -> None:
        key = order_key(entry.payload)
        self._waiting += 1
        if self._waiting >= ROOM:
            self._has_room.clear()
        self._queues.setdefault(key, deque()).append((entry, time.monotonic()))
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(self._work(key))

    async def _work(self, key: Key) -> None:
        """Answer the updates of one chat, one after another."""
        queue = self._queues[key]
        try:
            while queue and not self._stopping:
                entry, received = queue[0]
                # While a person types, only the last of their inline queries is still on screen.
                stale = key[0] == "inline" and len(queue) > 1
                try:
                    await self._answer(entry, received, stale=stale)
                except sqlite3.Error:
                    # It stays in the journal; the next start takes it up.
                    _log.exception("the journal cannot be written")
                queue.popleft()
                self._waiting -= 1
                if self._waiting < ROOM:
                    self._has_room.set()
        finally:
            if not queue:
                del self._queues[key]
            del self._tasks[key]

    async def _answer(self, entry: Entry, received: float, *, stale: bool) -> None:
        request = Request(entry.update_id, logs.new_request_id(), entry.steps, received=received)
        with working_on(request, entry.payload):
            try:
                if not stale:
                    await self._try(entry)
            except Exception:
                _log.exception("an update could not be handled")
                self._metrics.count("duoshao_errors_total")
            if not request.struck and not request.deferred:
                await self._store.run(self._journal.strike, entry.update_id)

    async def _try(self, entry: Entry) -> None:
        update = parse(entry.payload, self._bot)
        if entry.replays >= _COUNTED_AFTER:
            if entry.starts >= _MOST_STARTS:
                _log.error("given up: the process ended on this update too often")
                await self._give_up(update)
                return
            await self._store.run(self._journal.count_start, entry.update_id)
        await self._handle(update)


def parse(payload: Mapping[str, Any], bot: ExtBot[int]) -> Update:
    """Return ``payload`` as an update.

    A message that this version of python-telegram-bot cannot read, because its content is of a
    newer or older kind than it knows, is read without that content, so that its sender hears from
    us. Raises what python-telegram-bot raises where that fails too.
    """
    try:
        return Update.de_json(dict(payload), bot)
    except (TypeError, KeyError, ValueError, AttributeError):
        plain = {
            name: {part: value[part] for part in _PLAIN_PARTS if part in value}
            for name, value in payload.items()
            if name in _MESSAGES and isinstance(value, Mapping)
        }
        if not plain:
            raise
        _log.warning("a message of an unknown kind")
        return Update.de_json({"update_id": payload["update_id"], **plain}, bot)


def order_key(payload: Mapping[str, Any]) -> Key:
    """Return what an update must be in order with: its chat, or the person without a chat."""
    for name, value in payload.items():
        if not isinstance(value, Mapping):
            continue
        if name == "inline_query":
            return "inline", _number(value.get("from"))
        message = value.get("message") if name == "callback_query" else value
        if isinstance(message, Mapping) and isinstance(message.get("chat"), Mapping):
            return "chat", _number(message["chat"])
        return "person", _number(value.get("from"))
    return "nobody", 0


def _number(holder: object) -> int:
    number = holder.get("id") if isinstance(holder, Mapping) else None
    return number if isinstance(number, int) else 0
