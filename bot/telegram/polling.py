"""Long polling: an update is in the journal before the next request tells Telegram so."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import sqlite3
import time
import warnings
from collections.abc import Sequence
from typing import Any

from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot
from telegram.warnings import PTBUserWarning

from bot.telegram.delivery import back_off
from bot.telegram.dispatcher import Dispatcher

_log = logging.getLogger(__name__)

_READ_MARGIN = 10.0
# Telegram ends the poll that waits when another comes, with 409. The process that was there first
# polls again at once, so that the newcomer has its first 409 within a moment of its first poll; it
# gives way. Of two that start together one, the less patient, gives way to the other.
_ESTABLISHED_AFTER = 2.5
_CONFLICT_PATIENCE = (1.5, 3.5)
_CONFLICT_WAIT = 0.5
_JOURNAL_WAIT = 5.0
_FAREWELL = 1.5


class OtherPollerError(Exception):
    """Another process polls with the same token, and it was there first."""


class Poller:
    """Asks Telegram for updates and hands them to the dispatcher."""

    def __init__(
        self, bot: ExtBot[int], dispatcher: Dispatcher, kinds: Sequence[str], seconds: int
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._kinds = list(kinds)
        self._seconds = seconds
        self._offset = 0
        self._started = time.monotonic()
        self._conflicts_since: float | None = None
        self._patience = random.uniform(*_CONFLICT_PATIENCE)
        self.last_contact = time.monotonic()
        # The raw updates are wanted, as they came: a method that returns them has no other name.
        warnings.filterwarnings("ignore", "Please use 'Bot.getUpdates", PTBUserWarning)

    async def run(self) -> None:
        """Poll until cancelled; raises ``OtherPollerError`` and ``InvalidToken``."""
        failures = 0
        self._started = time.monotonic()
        while True:
            await self._dispatcher.room()
            try:
                updates = await self._request(self._seconds)
            except Conflict:
                await self._give_way()
                continue
            except InvalidToken:
                raise
            except RetryAfter as error:
                after = error.retry_after
                await asyncio.sleep(
                    float(after) if isinstance(after, int) else after.total_seconds()
                )
                continue
            except TelegramError as error:
                failures += 1
                wait = back_off(failures)
                # A time-out now and then is how a long poll ends on some networks.
                level = logging.INFO if failures == 1 else logging.WARNING
                kind = "timeout" if isinstance(error, TimedOut) else type(error).__name__
                _log.log(level, "polling failed", extra={"reason": kind, "wait": round(wait, 2)})
                await asyncio.sleep(wait)
                continue
            failures = 0
            self.last_contact = time.monotonic()
            self._conflicts_since = None
            if updates and await self._take(updates):
                self._offset = max(int(update["update_id"]) for update in updates) + 1

    async def _take(self, updates: list[dict[str, Any]]) -> bool:
        """Hand ``updates`` on; False where the journal could not be written, as on a full disk."""
        try:
            await self._dispatcher.receive(updates)
        except sqlite3.Error:
            _log.exception("the journal cannot be written; Telegram keeps the updates")
            await asyncio.sleep(_JOURNAL_WAIT)
            return False
        return True

    async def acknowledge(self) -> None:
        """Tell Telegram what was received, when no further request will."""
        if not self._offset:
            return
        with contextlib.suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(_FAREWELL):
                try:
                    await self._request(0, limit=1)
                except Conflict:
                    # Our own last poll, which was broken off, is not yet over for the server.
                    await asyncio.sleep(_CONFLICT_WAIT)
                    await self._request(0, limit=1)

    async def _request(self, seconds: int, limit: int = 100) -> list[dict[str, Any]]:
        result = await self._bot.do_api_request(
            "getUpdates",
            api_kwargs={
                "offset": self._offset,
                "limit": limit,
                "timeout": seconds,
                "allowed_updates": self._kinds,
            },
            read_timeout=seconds + _READ_MARGIN,
        )
        if not isinstance(result, list):
            raise NetworkError("getUpdates did not return a list")
        return [update for update in result if _is_update(update)]

    async def _give_way(self) -> None:
        """Wait a moment for the other process to end, or end this one."""
        now = time.monotonic()
        if self._conflicts_since is None:
            self._conflicts_since = now
        newcomer = self._conflicts_since - self._started < _ESTABLISHED_AFTER
        if newcomer and now - self._conflicts_since >= self._patience:
            raise OtherPollerError
        _log.warning("another process polls with this token", extra={"first": not newcomer})
        await asyncio.sleep(_CONFLICT_WAIT)


def _is_update(update: object) -> bool:
    return isinstance(update, dict) and isinstance(update.get("update_id"), int)
