"""Commands for administrators: removing documents, reading the inbox."""

from __future__ import annotations

from telegram import Message, Update

from bot.replies import Reply, failure_reply
from bot.replies.lists import QUESTIONS_A_PAGE, documents_reply, inbox_reply
from bot.telegram.addressing import is_private, place_of
from bot.telegram.commands import rest
from bot.telegram.desk import Context, Desk
from bot.telegram.uploads import Uploads
from retrieval.errors import UnknownDocumentError


class Keeping:
    """Handlers for the commands of those who keep the documents."""

    def __init__(self, desk: Desk, uploads: Uploads) -> None:
        self._desk = desk
        self._uploads = uploads

    async def remove(self, update: Update, _: Context) -> None:
        """Remove the document named after the command, or offer the list."""
        message = update.effective_message
        if message is None:
            return
        voice = await self._desk.voice(message.from_user, rest(message))
        name = rest(message)
        if not self._desk.is_admin(message.from_user):
            await self._reply(message, failure_reply("access.admin_only", voice))
        elif name:
            await self._reply(message, await self.removed(name, voice))
        else:
            documents = await self._desk.think(self._desk.engine.documents)
            await self._reply(message, documents_reply(documents, voice, removing=True))

    async def removed(self, name: str, voice: str) -> Reply:
        """Remove the document ``name`` and say so."""
        try:
            await self._desk.think(self._desk.engine.remove, name)
        except UnknownDocumentError:
            return failure_reply("remove.unknown", voice, document=name)
        await self._uploads.discard(name)
        return failure_reply("remove.done", voice, document=name)

    async def inbox(self, update: Update, _: Context) -> None:
        """Show which questions had no answer, and the votes."""
        message = update.effective_message
        if message is None:
            return
        voice = await self._desk.voice(message.from_user)
        if not self._desk.is_admin(message.from_user):
            await self._reply(message, failure_reply("access.admin_only", voice))
            return
        await self._reply(message, await self.inbox_page(voice, 0))

    async def inbox_page(self, voice: str, page: int) -> Reply:
        """Return one page of the inbox."""
        desk, offset = self._desk, page * QUESTIONS_A_PAGE
        questions = await desk.store.run(desk.inbox.unanswered, QUESTIONS_A_PAGE + 1, offset)
        votes = await desk.store.run(desk.inbox.votes)
        disliked = await desk.store.run(desk.inbox.disliked)
        shown, more = questions[:QUESTIONS_A_PAGE], len(questions) > QUESTIONS_A_PAGE
        return inbox_reply(shown, votes, disliked, voice, page, more=more)

    async def _reply(self, message: Message, reply: Reply) -> None:
        reply_to = None if is_private(message) else message.message_id
        await self._desk.outbox.send(place_of(message), reply, reply_to=reply_to, final=True)
