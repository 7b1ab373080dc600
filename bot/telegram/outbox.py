"""What goes out: each message once, noted in the journal, to chats that want it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import replace
from typing import Any

from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.chat_store import ChatStore
from bot.dialogue import Dialogues, Place
from bot.html_text import visible
from bot.journal import Journal
from bot.metrics import Metrics
from bot.replies import Button, Reply
from bot.telegram.requests import current
from bot.telegram.turnstile import Turnstile

_log = logging.getLogger(__name__)

Write = Callable[[], None]
Writes = Callable[[Place, int], Iterable[Write]]
# Sending to such a chat is no use now; the person or the group decided so, or is gone.
_UNREACHABLE = (
    "chat not found",
    "user is deactivated",
    "not enough rights",
    "chat_write_forbidden",
    "have no rights to send",
    "topic_closed",
    "group chat was deactivated",
)


class Outbox:
    """Sends and edits messages; the only way to people."""

    def __init__(
        self,
        bot: ExtBot[int],
        store: ChatStore,
        journal: Journal,
        dialogues: Dialogues,
        metrics: Metrics,
    ) -> None:
        self._bot = bot
        self._store = store
        self._journal = journal
        self._dialogues = dialogues
        self._metrics = metrics
        self._turnstile = Turnstile()
        self._blocked: dict[int, float] = {}  # since when, by the monotonic clock
        self._moved: dict[int, int] = {}  # groups that became supergroups

    async def start(self) -> None:
        """Read which chats want no messages."""
        self._blocked.update(dict.fromkeys(await self._store.run(self._dialogues.blocked), 0.0))

    async def send(
        self,
        place: Place,
        reply: Reply,
        *,
        reply_to: int | None = None,
        prompt: str = "",
        writes: Writes | None = None,
        final: bool = False,
    ) -> int | None:
        """Send ``reply`` and return the message's id; None where it was sent before or not wanted.

        ``writes`` makes from the place and that id what is stored in one transaction with the fact
        that it was sent; ``final`` strikes the current update out in the same. A ``prompt`` (the
        hint in the input field) makes Telegram open a reply to the message.
        """
        request = current.get()
        step, sent_before = request.next_step() if request else (0, False)
        if sent_before or place.chat_id in self._blocked:
            return None
        markup = ForceReply(selective=True, input_field_placeholder=prompt) if prompt else None
        async with self._turnstile.turn():
            message_id = await self._reach(
                place, lambda at: self._send(at, reply, reply_to, markup or keyboard(reply))
            )
            if message_id is None:
                return None
            self._metrics.count("duoshao_messages_total")
            if request is not None:
                noting = self._store.run(
                    self._journal.record,
                    request.update_id,
                    step,
                    done=final and not request.deferred,
                    writes=tuple(writes(self._now(place), message_id)) if writes else (),
                )
                # A message that was sent is noted also when we are being stopped just now.
                await asyncio.shield(asyncio.ensure_future(noting))
                request.struck = request.struck or (final and not request.deferred)
        return message_id

    async def edit(self, place: Place, message_id: int, reply: Reply) -> bool:
        """Put ``reply`` in place of a message; tells whether the message is still there."""
        if place.chat_id in self._blocked:
            return False
        edited = await self._reach(place, lambda at: self._edit(at, message_id, reply))
        return bool(edited)

    async def edit_inline(self, inline_message_id: str, reply: Reply) -> None:
        """Put ``reply`` in place of a message sent by inline mode."""
        with contextlib.suppress(BadRequest):
            await self._bot.edit_message_text(
                reply.text,
                inline_message_id=inline_message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(reply),
            )

    async def delete(self, place: Place, message_id: int) -> None:
        """Delete a message of the bot, where that is possible."""
        with contextlib.suppress(BadRequest, Forbidden):
            await self._bot.delete_message(place.chat_id, message_id)

    async def toast(self, callback_query_id: str, text: str = "") -> None:
        """Answer the press of a button, with a short text over the chat."""
        with contextlib.suppress(TelegramError):
            await self._bot.answer_callback_query(callback_query_id, text=text or None)

    async def unblock(self, chat_id: int) -> None:
        """Note that a chat that wanted no messages writes to us again.

        What it wrote before it wanted none does not count.
        """
        request, since = current.get(), self._blocked.get(chat_id)
        if since is not None and (request is None or request.received > since):
            del self._blocked[chat_id]
            await self._store.run(self._dialogues.unblock, chat_id)

    async def block(self, chat_id: int) -> None:
        """Leave a chat alone from now on."""
        if chat_id not in self._blocked:
            self._blocked[chat_id] = time.monotonic()
            await self._store.run(self._dialogues.block, chat_id)
            _log.info("a chat takes no messages any more; it is left alone")

    async def migrate(self, old: int, new: int) -> None:
        """Take the memory of a group along to the supergroup that it became."""
        self._moved[old] = new
        await self._store.run(self._dialogues.migrate, old, new)
        _log.info("a group became a supergroup")

    def _now(self, place: Place) -> Place:
        """Return where the chat of ``place`` is now."""
        return replace(place, chat_id=self._moved.get(place.chat_id, place.chat_id))

    async def _reach(
        self, place: Place, action: Callable[[Place], Coroutine[Any, Any, int]]
    ) -> int | None:
        """Do ``action`` at ``place`` or where the chat has moved; None where it is not wanted."""
        place = self._now(place)
        try:
            return await action(place)
        except ChatMigrated as error:
            await self.migrate(place.chat_id, error.new_chat_id)
            return await self._reach(place, action)
        except Forbidden:
            await self.block(place.chat_id)
        except BadRequest as error:
            if not any(reason in error.message.lower() for reason in _UNREACHABLE):
                raise
            _log.warning("a chat cannot be written to", extra={"reason": error.message})
        return None

    async def _send(
        self,
        place: Place,
        reply: Reply,
        reply_to: int | None,
        markup: InlineKeyboardMarkup | ForceReply | None,
    ) -> int:
        async def attempt(text: str, parse_mode: str | None) -> int:
            message = await self._bot.send_message(
                place.chat_id,
                text,
                parse_mode=parse_mode,
                message_thread_id=place.thread_id or None,
                reply_markup=markup,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                reply_parameters=ReplyParameters(reply_to, allow_sending_without_reply=True)
                if reply_to
                else None,
            )
            return message.message_id

        try:
            return await attempt(reply.text, ParseMode.HTML)
        except BadRequest as error:
            if "parse entities" not in error.message.lower():
                raise
            _log.error("Telegram could not parse a reply; it goes out plain")
            return await attempt(visible(reply.text), None)

    async def _edit(self, place: Place, message_id: int, reply: Reply) -> int:
        try:
            await self._bot.edit_message_text(
                reply.text,
                chat_id=place.chat_id,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(reply),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        except BadRequest as error:
            reason = error.message.lower()
            if "not modified" in reason:
                return 1
            if "message to edit not found" in reason or "can't be edited" in reason:
                return 0
            raise
        return 1


def keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    """Return the buttons of ``reply`` as Telegram takes them."""
    if not reply.buttons:
        return None
    return InlineKeyboardMarkup([_row(row) for row in reply.buttons])


def _row(row: Sequence[Button]) -> list[InlineKeyboardButton]:
    return [InlineKeyboardButton(button.text, callback_data=button.data) for button in row]
