"""Photos, stickers, voices and whatever else is no text: one kind sentence."""

from __future__ import annotations

from collections import OrderedDict

from telegram import Message, Update

from bot.replies import failure_reply
from bot.telegram.addressing import addressed_text, is_private, place_of, replies_to
from bot.telegram.desk import Context, Desk
from bot.telegram.questions import Questions

_ALBUMS_KEPT = 200
_KINDS = {
    "photo": "photo",
    "sticker": "sticker",
    "voice": "voice",
    "audio": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "location": "location",
    "venue": "location",
    "poll": "poll",
    "contact": "contact",
    "dice": "dice",
}


class OtherMedia:
    """The handler for messages that hold neither text nor a document."""

    def __init__(self, desk: Desk, questions: Questions) -> None:
        self._desk = desk
        self._questions = questions
        self._albums: OrderedDict[str, None] = OrderedDict()

    async def on_message(self, update: Update, _: Context) -> None:
        """Answer the caption where it asks something; say what the bot cannot do otherwise."""
        message = update.message
        if message is None:
            return
        text = addressed_text(message, self._desk.bot.bot)
        if text:
            await self._questions.take(message, text)
            return
        meant = is_private(message) or replies_to(message, self._desk.bot.bot)
        if not meant or self._is_album_again(message):
            return
        if not await self._questions.admit(place_of(message), message.from_user, ""):
            return
        voice = await self._desk.voice(message.from_user)
        reply = failure_reply(f"media.{kind_of(message)}", voice)
        await self._desk.outbox.send(
            place_of(message), reply, reply_to=message.message_id, final=True
        )

    def _is_album_again(self, message: Message) -> bool:
        """Tell whether another picture of the same album was answered already."""
        album = message.media_group_id
        if album is None:
            return False
        if album in self._albums:
            return True
        self._albums[album] = None
        if len(self._albums) > _ALBUMS_KEPT:
            self._albums.popitem(last=False)
        return False


def kind_of(message: Message) -> str:
    """Return what a message holds, as the sentences about it are called."""
    return next((kind for name, kind in _KINDS.items() if getattr(message, name)), "other")
