"""Requests to Telegram: not too many a second, and again when it was not our fault."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import BaseRateLimiter

from bot.metrics import Metrics
from bot.telegram.turnstile import step_aside

_log = logging.getLogger(__name__)

# https://core.telegram.org/bots/faq: no more than 20 messages a minute in one group.
_GROUP_MESSAGES, _GROUP_SECONDS = 20, 60.0
_GROUPS_KEPT = 512
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0
# They mean nothing any more when they come late; everything else is tried until it succeeds.
_FLEETING = frozenset({"sendChatAction", "answerCallbackQuery", "answerInlineQuery"})
_FLEETING_TRIES, _FLEETING_WAIT = 2, 3.0

Json = bool | dict[str, Any] | list[dict[str, Any]]


class Delivery(BaseRateLimiter[int]):
    """The rate limiter of the bot: limits, waits as long as a 429 says, retries with back-off.

    A 429, an answer of the kind 5xx, a dropped connection or a time-out is followed by another
    try, without end for what must arrive. ``rate_limit_args`` is the greatest number of tries.
    """

    def __init__(self, metrics: Metrics, sends_per_second: int) -> None:
        self._metrics = metrics
        self._overall = AsyncLimiter(sends_per_second, 1.0) if sends_per_second else None
        self._groups: dict[int, AsyncLimiter] = {}

    async def initialize(self) -> None:
        """Nothing needs to be prepared."""

    async def shutdown(self) -> None:
        """Nothing needs to be released."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Json]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Json:
        """Make one request, as often as it takes."""
        fleeting = endpoint in _FLEETING
        tries = _FLEETING_TRIES if fleeting else rate_limit_args
        number = 0
        while True:
            number += 1
            try:
                async with self._allowed(endpoint, data):
                    return await callback(*args, **kwargs)
            except RetryAfter as error:
                reason, wait = "429", _seconds(error)
            except BadRequest:
                raise
            except TimedOut:
                reason, wait = "timeout", back_off(number)
            except NetworkError:
                reason, wait = "network", back_off(number)
                if tries is not None and number >= tries:
                    raise
            except TelegramError as error:
                # What stands between us and Telegram answered in its place.
                if "invalid server response" not in error.message.lower():
                    raise
                reason, wait = "garbage", back_off(number)
            if (tries is not None and number >= tries) or (fleeting and wait > _FLEETING_WAIT):
                raise TimedOut(f"{endpoint}: given up after {number} tries ({reason})")
            self._metrics.count("duoshao_retries_total", f'reason="{reason}"')
            _log.warning(
                "trying again", extra={"method": endpoint, "reason": reason, "wait": round(wait, 2)}
            )
            step_aside()
            await asyncio.sleep(wait)

    @contextlib.asynccontextmanager
    async def _allowed(self, endpoint: str, data: dict[str, Any]) -> AsyncIterator[None]:
        """Wait until the limits allow a message."""
        chat = data.get("chat_id")
        if chat is not None and endpoint != "sendChatAction":
            if isinstance(chat, int) and chat < 0 and endpoint == "sendMessage":
                await self._group(chat).acquire()
            if self._overall is not None:
                await self._overall.acquire()
        yield

    def _group(self, chat: int) -> AsyncLimiter:
        if len(self._groups) > _GROUPS_KEPT:
            self._groups = {
                key: limiter
                for key, limiter in self._groups.items()
                if not limiter.has_capacity(_GROUP_MESSAGES)
            }
        if chat not in self._groups:
            self._groups[chat] = AsyncLimiter(_GROUP_MESSAGES, _GROUP_SECONDS)
        return self._groups[chat]


def back_off(number: int) -> float:
    """Return the seconds to wait after failure ``number``: doubling, spread at random."""
    return float(min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (number - 1)) * random.uniform(0.75, 1.25))


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    seconds = after if isinstance(after, (int, float)) else after.total_seconds()
    # A little more than asked, and not all at the same moment.
    return float(seconds) + random.uniform(0.05, 0.25)
