"""What every handler works with: the engine, what is kept, the way to people."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import logging
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from telegram import User
from telegram.constants import ChatAction
from telegram.error import TelegramError
from telegram.ext import CallbackContext, ExtBot

from bot import script
from bot.chat_store import ChatStore
from bot.dialogue import Dialogues, Place
from bot.inbox import Inbox
from bot.journal import Journal
from bot.metrics import Metrics
from bot.telegram.outbox import Outbox
from bot.telegram.requests import current
from config.settings import Settings
from retrieval.engine import Engine
from retrieval.records import Answer, Conversation

_log = logging.getLogger(__name__)
_P = ParamSpec("_P")
_T = TypeVar("_T")

# What python-telegram-bot hands to a handler beside the update.
Context = CallbackContext[ExtBot[int], dict[Any, Any], dict[Any, Any], dict[Any, Any]]

_TYPING_AFTER, _TYPING_EVERY = 0.6, 4.5


@dataclass(frozen=True, slots=True)
class Desk:
    """The worker's things, shared by all handlers."""

    settings: Settings
    engine: Engine
    bot: ExtBot[int]
    store: ChatStore
    journal: Journal
    dialogues: Dialogues
    inbox: Inbox
    outbox: Outbox
    metrics: Metrics
    answering: ThreadPoolExecutor

    async def ask(self, question: str, conversation: Conversation | None = None) -> Answer:
        """Ask the engine in a thread."""

        def timed() -> Answer:
            started = time.perf_counter()
            answer = self.engine.ask(question, conversation)
            self.metrics.observe("duoshao_ask_seconds", time.perf_counter() - started)
            return answer

        answer = await self.think(timed)
        self.metrics.count("duoshao_answers_total", f'outcome="{answer.outcome.value}"')
        return answer

    async def think(self, function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Call a function of the engine in a thread, with the request's id in its log lines."""
        context = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(
            self.answering, lambda: context.run(function, *args, **kwargs)
        )

    @contextlib.asynccontextmanager
    async def typing(self, place: Place) -> AsyncIterator[None]:
        """Show that the bot is typing while the block takes longer than a moment."""
        task = asyncio.create_task(self._type(place))
        try:
            yield
        finally:
            task.cancel()

    async def _type(self, place: Place) -> None:
        await asyncio.sleep(_TYPING_AFTER)
        with contextlib.suppress(TelegramError):
            while True:
                await self.bot.send_chat_action(
                    place.chat_id, ChatAction.TYPING, message_thread_id=place.thread_id or None
                )
                await asyncio.sleep(_TYPING_EVERY)

    async def voice(self, user: User | None, text: str = "") -> str:
        """Return the language in which to answer ``user``, who wrote ``text``."""
        if user is None:
            return script.voice(text)
        chosen = await self.store.run(self.dialogues.language, user.id)
        return script.voice(text, chosen=chosen, client=user.language_code or "")

    def ready(self) -> None:
        """Note that the answer to the current update is ready to be sent."""
        request = current.get()
        if request is not None:
            self.metrics.observe("duoshao_own_seconds", time.monotonic() - request.begun)

    def is_admin(self, user: User | None) -> bool:
        """Tell whether ``user`` may send and remove documents."""
        return user is not None and user.id in self.settings.admins
