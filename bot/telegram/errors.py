"""What happens when handling an update fails: one sentence, one message, one traceback."""

from __future__ import annotations

import contextlib
import logging
import time

from telegram import Update
from telegram.error import TelegramError

from bot.dialogue import Place
from bot.replies import failure_reply
from bot.telegram.addressing import place_of
from bot.telegram.desk import Context, Desk
from bot.telegram.requests import current

_log = logging.getLogger(__name__)

_REPORT_EVERY = 60.0


class Errors:
    """The error handler."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._reported: dict[str, float] = {}

    async def on_error(self, update: object, context: Context) -> None:
        """Tell the person with a reference, the administrators with the kind, the log with all."""
        error = context.error
        if error is None:
            return
        request = current.get()
        reference = request.identifier if request else "-"
        self._desk.metrics.count("duoshao_errors_total")
        _log.error(
            "an update could not be handled", exc_info=(type(error), error, error.__traceback__)
        )
        if isinstance(update, Update) and not (request and request.struck):
            with contextlib.suppress(TelegramError):
                await self.apologise(update, reference)
        await self._report(type(error).__name__, reference)

    async def apologise(self, update: Update, reference: str) -> None:
        """Say in the chat of ``update`` that something went wrong."""
        message = update.effective_message
        if message is None:
            return
        voice = await self._desk.voice(update.effective_user, message.text or "")
        reply = failure_reply("error.sorry", voice, reference=reference)
        await self._desk.outbox.send(place_of(message), reply, final=True)

    async def give_up(self, update: Update) -> None:
        """Tell the person that an update which ended the process too often gets no answer."""
        request = current.get()
        await self.apologise(update, request.identifier if request else "-")

    async def _report(self, kind: str, reference: str) -> None:
        now = time.monotonic()
        if now - self._reported.get(kind, -_REPORT_EVERY) < _REPORT_EVERY:
            return
        self._reported[kind] = now
        for admin in sorted(self._desk.settings.admins):
            with contextlib.suppress(TelegramError):
                reply = failure_reply("error.admin", "zh", kind=kind, reference=reference)
                await self._desk.outbox.send(Place(admin), reply)
