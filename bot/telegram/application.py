"""The application of python-telegram-bot: its bot, and which handler takes which update."""

from __future__ import annotations

import logging
from typing import Any

from telegram import BotCommand, Update
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    ApplicationHandlerStop,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot import messages
from bot.metrics import Metrics
from bot.replies import failure_reply
from bot.telegram.access import Doorkeeper, Pace
from bot.telegram.addressing import addressed_text, place_of
from bot.telegram.buttons import Buttons
from bot.telegram.commands import Commands
from bot.telegram.delivery import Delivery
from bot.telegram.desk import Context, Desk
from bot.telegram.errors import Errors
from bot.telegram.inline import Inline
from bot.telegram.keeping import Keeping
from bot.telegram.membership import Membership
from bot.telegram.other_media import OtherMedia
from bot.telegram.questions import Questions
from bot.telegram.uploads import Uploads
from config.settings import Settings

_log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]

UPDATE_KINDS = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
COMMANDS = ("start", "ask", "about", "documents", "help", "lang", "cancel", "privacy", "forget")
_CONNECT, _READ, _POOL = 10.0, 20.0, 30.0
_CONNECTIONS = 32
_COMMAND_TRIES = 3


def build(settings: Settings, metrics: Metrics) -> App:
    """Make the application with its bot; updates reach it through ``process_update`` only."""
    token = settings.telegram_bot_token
    return (
        ApplicationBuilder()
        .token(token.get_secret_value() if token else "")
        .base_url(settings.telegram_api_base_url)
        .base_file_url(settings.telegram_api_base_file_url)
        .rate_limiter(Delivery(metrics, settings.sends_per_second))
        .updater(None)
        .job_queue(None)
        .connection_pool_size(_CONNECTIONS)
        .connect_timeout(_CONNECT)
        .read_timeout(_READ)
        .write_timeout(_READ)
        .pool_timeout(_POOL)
        .get_updates_connect_timeout(_CONNECT)
        .build()
    )


class Handlers:
    """All handlers, wired together."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        settings = desk.settings
        self.pace = Pace(settings.questions_per_minute)
        inline_pace = Pace(4 * settings.questions_per_minute)
        self.door = Doorkeeper(settings)
        self.uploads = Uploads(desk)
        self.questions = Questions(desk, self.pace)
        self.commands = Commands(desk, self.questions, self.uploads)
        self.keeping = Keeping(desk, self.uploads)
        self.buttons = Buttons(desk, self.questions, self.commands, self.keeping)
        self.inline = Inline(desk, self.door, inline_pace)
        self.other_media = OtherMedia(desk, self.questions)
        self.membership = Membership(desk, self.door)
        self.errors = Errors(desk)

    def register(self, application: App) -> None:
        """Give every kind of update its handler; the first that takes an update keeps it."""
        new, edited = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
        application.add_handler(TypeHandler(Update, self.admit), group=-1)
        for name in COMMANDS:
            application.add_handler(CommandHandler(name, getattr(self.commands, name), new))
        application.add_handler(CommandHandler("remove", self.keeping.remove, new))
        application.add_handler(CommandHandler("inbox", self.keeping.inbox, new))
        migrated = new & filters.StatusUpdate.MIGRATE
        application.add_handler(MessageHandler(migrated, self.membership.on_migration))
        application.add_handler(MessageHandler(filters.StatusUpdate.ALL, self.silent))
        application.add_handler(MessageHandler(new & filters.COMMAND, self.commands.unknown))
        application.add_handler(MessageHandler(new & filters.TEXT, self.text))
        document = new & filters.Document.ALL & ~filters.ANIMATION
        application.add_handler(MessageHandler(document, self.uploads.on_document))
        application.add_handler(MessageHandler(new, self.other_media.on_message))
        application.add_handler(MessageHandler(edited, self.questions.on_edit))
        application.add_handler(CallbackQueryHandler(self.buttons.on_press))
        application.add_handler(InlineQueryHandler(self.inline.on_query))
        application.add_handler(
            ChatMemberHandler(self.membership.on_change, ChatMemberHandler.MY_CHAT_MEMBER)
        )
        application.add_error_handler(self.errors.on_error)

    async def text(self, update: Update, context: Context) -> None:
        """Take a text as what a command waits for, or as a question."""
        if not await self.commands.waited_for(update, context):
            await self.questions.on_message(update, context)

    async def silent(self, update: Update, context: Context) -> None:
        """Say nothing to messages that only tell what happened in a chat."""

    async def admit(self, update: Update, context: Context) -> None:
        """Stop an update of somebody whom the bot does not serve, and say so once."""
        user, chat = update.effective_user, update.effective_chat
        if update.inline_query or update.my_chat_member or self.door.serves(user, chat):
            return
        message, query = update.message, update.callback_query
        voice = await self._desk.voice(user, message.text or "" if message else "")
        if query is not None:
            text = messages.text("telegram.access.denied", voice)
            await self._desk.outbox.toast(query.id, text)
        elif message is not None and user is not None:
            said = addressed_text(message, self._desk.bot.bot)
            if said is not None and self.door.should_tell(user.id):
                reply = failure_reply("access.denied", voice)
                await self._desk.outbox.send(place_of(message), reply, final=True)
        raise ApplicationHandlerStop


async def announce_commands(desk: Desk) -> None:
    """Tell Telegram the commands, in Chinese and for clients in English."""
    for lang, code in (("zh", None), ("zh", "zh"), ("en", "en")):
        commands = [
            BotCommand(name, messages.text(f"telegram.commands.{name}", lang)) for name in COMMANDS
        ]
        try:
            await desk.bot.set_my_commands(
                commands, language_code=code, rate_limit_args=_COMMAND_TRIES
            )
        except TelegramError as error:
            # The bot works without; people only miss the list in the menu.
            _log.warning("the commands are not announced", extra={"reason": type(error).__name__})
            return
