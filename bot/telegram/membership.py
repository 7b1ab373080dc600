"""The bot is added to a group, removed, blocked, or its group becomes a supergroup."""

from __future__ import annotations

from telegram import ChatMemberUpdated, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.dialogue import Place
from bot.replies import failure_reply
from bot.telegram.access import Doorkeeper
from bot.telegram.desk import Context, Desk

_GONE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


class Membership:
    """Handlers for what happens to the bot's place in a chat."""

    def __init__(self, desk: Desk, door: Doorkeeper) -> None:
        self._desk = desk
        self._door = door

    async def on_change(self, update: Update, _: Context) -> None:
        """Greet a group once; leave a chat alone that wants it so."""
        change = update.my_chat_member
        if change is None:
            return
        chat = change.chat
        if change.new_chat_member.status in _GONE:
            await self._desk.outbox.block(chat.id)
            return
        await self._desk.outbox.unblock(chat.id)
        group = chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)
        if group and _was_added(change) and self._door.serves(change.from_user, chat):
            voice = await self._desk.voice(change.from_user)
            reply = failure_reply("group.hello", voice, username=self._desk.bot.username)
            await self._desk.outbox.send(Place(chat.id), reply, final=True)

    async def on_migration(self, update: Update, _: Context) -> None:
        """Take the memory of a group along."""
        message = update.message
        if message is not None and message.migrate_to_chat_id is not None:
            await self._desk.outbox.migrate(message.chat_id, message.migrate_to_chat_id)


def _was_added(change: ChatMemberUpdated) -> bool:
    return change.old_chat_member.status in _GONE
