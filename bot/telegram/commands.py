"""Commands for everybody: /start, /help, /documents, /ask, /about and the ones about the talk."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

from telegram import Message, Update

from bot import messages
from bot.dialogue import Place, Shown, Talk
from bot.html_text import escape
from bot.replies import Button, Reply, failure_reply
from bot.replies.lists import about_reply, documents_reply
from bot.replies.reply import label, make_reply
from bot.telegram.addressing import addressed_text, is_private, place_of
from bot.telegram.desk import Context, Desk
from bot.telegram.outbox import Write
from bot.telegram.questions import Questions
from bot.telegram.uploads import Uploads
from config.errors import DuoshaoError

_log = logging.getLogger(__name__)

EXAMPLES, ABOUT, DOCUMENTS = "examples", "about", "documents"
_EXAMPLE_COUNT = 3
ABOUT_LIMIT = 60
_LANGUAGES = {"zh": "zh", "中文": "zh", "cn": "zh", "en": "en", "english": "en"}


class Commands:
    """Handlers for the commands; each takes one update with a message."""

    def __init__(self, desk: Desk, questions: Questions, uploads: Uploads) -> None:
        self._desk = desk
        self._questions = questions
        self._uploads = uploads

    async def start(self, update: Update, _: Context) -> None:
        """Greet, and offer examples from the documents at hand."""
        message, voice = await self._opened(update)
        await self._desk.outbox.unblock(message.chat_id)
        try:
            examples = await self._desk.think(self._desk.engine.examples, _EXAMPLE_COUNT)
        except DuoshaoError:
            _log.exception("there are no examples")  # the greeting does not depend on them
            examples = ()
        parts = [self._text("start.greeting", voice)]
        parts.append(self._text("start.examples" if examples else "start.no_examples", voice))
        parts.append(self._text("start.help", voice))
        rows = [(Button(label(example), f"e:{number}"),) for number, example in enumerate(examples)]
        reply = make_reply("\n\n".join(escape(part) for part in parts), *rows)
        await self._send(message, reply, EXAMPLES, {"questions": list(examples)})

    async def help(self, update: Update, _: Context) -> None:
        """Say how to use the bot."""
        message, voice = await self._opened(update)
        text = self._text("help.text", voice, username=self._desk.bot.username)
        if self._desk.is_admin(message.from_user):
            text += self._text("help.admin", voice)
        await self._send(message, make_reply(escape(text)))

    async def documents(self, update: Update, _: Context) -> None:
        """List the documents, in pages."""
        message, voice = await self._opened(update)
        documents = await self._desk.think(self._desk.engine.documents)
        await self._send(message, documents_reply(documents, voice), DOCUMENTS, {})

    async def ask(self, update: Update, context: Context) -> None:
        """Answer the question after the command, or wait for it."""
        message, voice = await self._opened(update)
        text = rest(message)
        if text:
            await self._questions.take(message, text)
        else:
            await self._prompt(message, voice, "ask")

    async def about(self, update: Update, context: Context) -> None:
        """Show which figures the documents hold on a subject, or wait for the subject."""
        message, voice = await self._opened(update)
        subject = rest(message)
        if subject:
            await self.show_about(message, subject)
        else:
            await self._prompt(message, voice, "about")

    async def show_about(self, message: Message, subject: str) -> None:
        """Send the first page of the figures on ``subject``."""
        desk, place = self._desk, place_of(message)
        if not await self._questions.admit(place, message.from_user, subject):
            return
        subject = subject[: desk.settings.max_question_length]
        voice = await desk.voice(message.from_user, subject)
        async with desk.typing(place):
            candidates = await desk.think(desk.engine.about, subject, ABOUT_LIMIT)
        desk.ready()
        await self._send(
            message, about_reply(subject, candidates, voice), ABOUT, {"subject": subject}
        )

    async def waited_for(self, update: Update, context: Context) -> bool:
        """Take a message as what /about waits for; tells whether it did."""
        message = update.message
        desk = self._desk
        text = addressed_text(message, desk.bot.bot) if message else None
        if message is None or not text:
            return False
        place = place_of(message)
        talk = await desk.store.run(desk.dialogues.load, place)
        if talk.waiting != "about":
            return False
        await desk.store.run(self._save, place, replace(talk, waiting=""))
        await self.show_about(message, text)
        return True

    async def _prompt(self, message: Message, voice: str, waiting: str) -> None:
        place, desk = place_of(message), self._desk

        def writes(place: Place, _: int) -> Iterable[Write]:
            talk = desk.dialogues.load(place)
            yield lambda: desk.dialogues.save(place, replace(talk, waiting=waiting))

        reply = failure_reply(f"{waiting}.prompt", voice)
        await desk.outbox.send(
            place,
            reply,
            reply_to=message.message_id,
            prompt=self._text("ask.placeholder", voice) if waiting == "ask" else "……",
            writes=writes,
            final=True,
        )

    async def cancel(self, update: Update, _: Context) -> None:
        """Stop what is under way and drop the topic."""
        message, voice = await self._opened(update)
        place = place_of(message)
        stopped = await self._uploads.cancel(message.chat_id)
        cleared = await self._desk.store.run(self._clear, place)
        key = "cancel.upload" if stopped else "cancel.done" if cleared else "cancel.nothing"
        await self._send(message, failure_reply(key, voice))

    async def privacy(self, update: Update, _: Context) -> None:
        """Say what is kept."""
        message, voice = await self._opened(update)
        settings = self._desk.settings
        reply = failure_reply(
            "privacy.text",
            voice,
            journal=f"{settings.journal_days:g}",
            memory=f"{settings.memory_days:g}",
        )
        await self._send(message, reply)

    async def forget(self, update: Update, _: Context) -> None:
        """Delete what is kept of the person."""
        message, voice = await self._opened(update)
        if message.from_user is not None:
            await self._desk.store.run(self._forget, message.from_user.id)
        await self._send(message, failure_reply("forget.done", voice))

    async def lang(self, update: Update, _: Context) -> None:
        """Change the language, or offer the choice."""
        message, voice = await self._opened(update)
        wish = rest(message).lower()
        chosen = _LANGUAGES.get(wish)
        if chosen is not None and message.from_user is not None:
            await self.choose(message.from_user.id, chosen)
            reply = failure_reply("lang.done", chosen)
        elif wish:
            reply = failure_reply("lang.unknown", voice)
        else:
            reply = Reply(
                escape(self._text("lang.choose", voice)),
                ((Button("中文", "l:zh"), Button("English", "l:en")),),
            )
        await self._send(message, reply)

    async def choose(self, user_id: int, lang: str) -> None:
        """Keep the language that a person chose."""
        await self._desk.store.run(self._choose, user_id, lang)

    async def unknown(self, update: Update, _: Context) -> None:
        """Say, in a private talk, that there is no such command."""
        message = update.message
        if message is not None and is_private(message):
            voice = await self._desk.voice(message.from_user)
            await self._send(message, failure_reply("question.unknown_command", voice))

    async def _opened(self, update: Update) -> tuple[Message, str]:
        message = update.effective_message
        if message is None:
            raise ValueError("a command without a message")
        return message, await self._desk.voice(message.from_user, rest(message))

    async def _send(
        self,
        message: Message,
        reply: Reply,
        kind: str = "",
        content: dict[str, object] | None = None,
    ) -> None:
        place, dialogues = place_of(message), self._desk.dialogues
        user_id = message.from_user.id if message.from_user else 0

        def writes(place: Place, message_id: int) -> Iterable[Write]:
            if kind:
                shown = Shown(message_id, kind, content or {}, user_id=user_id)
                yield lambda: dialogues.show(place.chat_id, shown)

        reply_to = None if is_private(message) else message.message_id
        await self._desk.outbox.send(place, reply, reply_to=reply_to, writes=writes, final=True)

    @staticmethod
    def _text(key: str, voice: str, **details: object) -> str:
        return messages.text(f"telegram.{key}", voice, **details)

    def _save(self, place: Place, talk: Talk) -> None:
        with self._desk.store.db.atomic():
            self._desk.dialogues.save(place, talk)

    def _clear(self, place: Place) -> bool:
        with self._desk.store.db.atomic():
            return self._desk.dialogues.clear(place)

    def _choose(self, user_id: int, lang: str) -> None:
        with self._desk.store.db.atomic():
            self._desk.dialogues.choose_language(user_id, lang)

    def _forget(self, user_id: int) -> None:
        with self._desk.store.db.atomic():
            self._desk.dialogues.forget(user_id)
            self._desk.inbox.forget(user_id)


def rest(message: Message) -> str:
    """Return what stands after the command."""
    parts = (message.text or "").split(maxsplit=1)
    return parts[1].strip() if len(parts) > 1 and parts[0].startswith("/") else ""
