"""Whether a message is meant for the bot, and what it then asks."""

from __future__ import annotations

from telegram import Message, User
from telegram.constants import ChatType, MessageEntityType

from bot.dialogue import Place


def place_of(message: Message) -> Place:
    """Return the chat, and the topic within it, that an answer belongs to."""
    thread = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat_id, thread or 0)


def is_private(message: Message) -> bool:
    """Tell whether a message was written to the bot alone."""
    return message.chat.type == ChatType.PRIVATE


def addressed_text(message: Message, bot: User) -> str | None:
    """Return what ``message`` says to the bot, without the mention; None where it is not meant.

    In a group the bot is meant when it is mentioned or when one of its messages is replied to.
    """
    text = message.text if message.text is not None else message.caption or ""
    mentions = _mentions(message, bot)
    if not (is_private(message) or mentions or replies_to(message, bot)):
        return None
    units = text.encode("utf-16-le")  # Telegram counts offsets in UTF-16 code units
    for start, end in sorted(mentions, reverse=True):
        units = units[: 2 * start] + units[2 * end :]
    return units.decode("utf-16-le", "replace").strip(" \t\r\n,，:：")


def replies_to(message: Message, bot: User) -> bool:
    """Tell whether ``message`` replies to a message of the bot's."""
    original = message.reply_to_message
    return bool(original and original.from_user and original.from_user.id == bot.id)


def _mentions(message: Message, bot: User) -> list[tuple[int, int]]:
    text = message.text if message.text is not None else message.caption or ""
    units = text.encode("utf-16-le")
    name = f"@{bot.username or ''}".lower()
    found = []
    for entity in message.entities or message.caption_entities:
        end = entity.offset + entity.length
        said = units[2 * entity.offset : 2 * end].decode("utf-16-le", "replace").lower()
        by_name = entity.type == MessageEntityType.MENTION and said == name
        by_id = entity.user is not None and entity.user.id == bot.id
        if by_name or by_id:
            found.append((entity.offset, end))
    return found
