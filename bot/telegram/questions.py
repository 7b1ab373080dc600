"""Questions as plain text: answered in order, each with what the talk was about before it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from telegram import Message, Update, User

from bot import dialogue
from bot.dialogue import Place, Shown, Talk
from bot.replies import Reply, answer_reply, failure_reply
from bot.telegram.access import Pace
from bot.telegram.addressing import addressed_text, is_private, place_of, replies_to
from bot.telegram.desk import Desk
from bot.telegram.outbox import Write, Writes
from bot.telegram.splitting import split_questions
from retrieval.records import Answer, Conversation

ANSWER = "answer"
_ASK = re.compile(r"/ask(?:@(?P<name>\w+))?\s+(?P<question>.+)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Turn:
    """One question answered: what was known before and after it, and how it is shown."""

    question: str
    before: Conversation
    after: Conversation
    answer: Answer
    reply: Reply


class Questions:
    """Handlers for messages that ask something."""

    def __init__(self, desk: Desk, pace: Pace) -> None:
        self._desk = desk
        self._pace = pace

    async def on_message(self, update: Update, _: object) -> None:
        """Answer a message that is meant for the bot; be silent otherwise."""
        message = update.message
        if message is None:
            return
        text = addressed_text(message, self._desk.bot.bot)
        if text is None:
            return
        await self._desk.outbox.unblock(message.chat_id)
        await self.take(message, text)

    async def take(self, message: Message, text: str) -> None:
        """Answer what ``message`` asks with ``text``."""
        desk, place, user = self._desk, place_of(message), message.from_user
        if not await self.admit(place, user, text):
            return
        if not text.strip():
            voice = await desk.voice(user)
            await self._prompt(message, place, voice)
            return
        talk = await desk.store.run(desk.dialogues.load, place)
        base = await self._replied_to(message) or talk.conversation
        await self._answer_all(message, place, split_questions(text), base)

    async def _prompt(self, message: Message, place: Place, voice: str) -> None:
        reply = failure_reply("outcome.empty_question", voice)
        await self._desk.outbox.send(place, reply, reply_to=message.message_id, final=True)

    async def admit(self, place: Place, user: User | None, text: str) -> bool:
        """Tell whether the person may ask now; tell them if not, once."""
        if user is None or self._desk.is_admin(user):
            return True
        admission = self._pace.admit(user.id)
        if admission.tell:
            voice = await self._desk.voice(user, text)
            reply = failure_reply("access.too_fast", voice, seconds=admission.wait)
            await self._desk.outbox.send(place, reply, final=True)
        return admission.taken

    async def _answer_all(
        self, message: Message, place: Place, questions: list[str], base: Conversation
    ) -> None:
        desk = self._desk
        most = desk.settings.questions_per_message
        taken, conversation = questions[:most], base
        over = len(questions) > most
        # In a private talk a lone answer needs no pointer to its question.
        reply_to = message.message_id if len(taken) > 1 or not is_private(message) else None
        for part, question in enumerate(taken):
            final = part + 1 == len(taken) and not over
            turn = await self._answer(place, message.from_user, question, conversation)
            if turn is None:
                voice = await desk.voice(message.from_user, question)
                limit = desk.settings.max_question_length
                reply = failure_reply("question.too_long", voice, limit=limit)
                await desk.outbox.send(place, reply, reply_to=message.message_id, final=final)
                continue
            conversation = turn.after
            desk.ready()
            await desk.outbox.send(
                place,
                turn.reply,
                reply_to=reply_to,
                writes=self._writes(message, part, turn),
                final=final,
            )
        if over:
            voice = await desk.voice(message.from_user, questions[0])
            reply = failure_reply("question.too_many", voice, limit=most)
            await desk.outbox.send(place, reply, final=True)

    async def _answer(
        self, place: Place, user: User | None, question: str, before: Conversation
    ) -> _Turn | None:
        """Answer one question; None where it is too long to be one."""
        desk = self._desk
        if len(question) > desk.settings.max_question_length:
            return None
        async with desk.typing(place):
            answer = await desk.ask(question, before)
            after = await desk.think(desk.engine.follow, before, answer)
        voice = await desk.voice(user, question)
        return _Turn(question, before, after, answer, answer_reply(answer, voice))

    def _writes(self, message: Message, part: int, turn: _Turn) -> Writes:
        """Return what is stored with the fact that an answer was sent or edited."""
        desk = self._desk
        user_id = message.from_user.id if message.from_user else 0
        content = {"q": turn.question, "before": json.loads(dialogue.to_json(turn.before))}

        def writes(place: Place, message_id: int) -> Iterable[Write]:
            shown = Shown(message_id, ANSWER, content, message.message_id, part, user_id)
            yield lambda: desk.dialogues.show(place.chat_id, shown)
            yield lambda: desk.dialogues.save(place, Talk(turn.after))
            if not turn.answer.answered and turn.question.strip():
                yield lambda: desk.inbox.add_unanswered(
                    place.chat_id, user_id, turn.question, turn.answer.outcome.value
                )

        return writes

    async def on_edit(self, update: Update, _: object) -> None:
        """Edit the answers of a question that was edited."""
        message, desk = update.edited_message, self._desk
        if message is None:
            return
        text = asked_by_command(message, desk.bot.username)
        if text is None:
            text = addressed_text(message, desk.bot.bot)
        if not text or text.startswith("/"):
            return
        place = place_of(message)
        rows = await desk.store.run(desk.dialogues.shown_for, message.chat_id, message.message_id)
        shown = [row for row in rows if row.kind == ANSWER]
        questions = split_questions(text)[: desk.settings.questions_per_message]
        if not shown:
            await self.take(message, text)
            return
        if [row.content.get("q") for row in shown] == questions:
            return  # Telegram also calls it an edit when a link's preview appears
        if await self.admit(place, message.from_user, text):
            await self._edit_all(message, place, questions, shown)

    async def _edit_all(
        self, message: Message, place: Place, questions: list[str], shown: list[Shown]
    ) -> None:
        desk = self._desk
        conversation = stored_conversation(shown[0])
        for part, question in enumerate(questions):
            turn = await self._answer(place, message.from_user, question, conversation)
            if turn is None:
                continue
            conversation = turn.after
            writes = self._writes(message, part, turn)
            old = shown[part] if part < len(shown) else None
            if old and await desk.outbox.edit(place, old.message_id, turn.reply):
                await desk.store.run(_write_all, desk, writes(place, old.message_id))
            else:
                await desk.outbox.send(
                    place, turn.reply, reply_to=message.message_id, writes=writes
                )
        for surplus in shown[len(questions) :]:
            await desk.outbox.delete(place, surplus.message_id)

    async def _replied_to(self, message: Message) -> Conversation | None:
        """Return the talk up to the answer that ``message`` replies to, if it replies to one."""
        desk, original = self._desk, message.reply_to_message
        if original is None or not replies_to(message, desk.bot.bot):
            return None
        shown = await desk.store.run(desk.dialogues.shown, message.chat_id, original.message_id)
        if shown is None or shown.kind != ANSWER:
            return None
        before = stored_conversation(shown)
        answer = await desk.think(desk.engine.ask, str(shown.content["q"]), before)
        return await desk.think(desk.engine.follow, before, answer)

    async def answer_example(self, message: Message, user: User | None, question: str) -> None:
        """Answer a question that was tapped, not typed: the answer says which it was."""
        desk, place = self._desk, place_of(message)
        turn = await self._answer(place, user, question, Conversation())
        if turn is None:
            return
        from bot.html_text import escape

        reply = Reply(f"<i>{escape(question)}</i>\n\n{turn.reply.text}", turn.reply.buttons)
        writes = self._writes(message, 0, turn)
        await desk.outbox.send(place, reply, writes=writes)


def asked_by_command(message: Message, username: str) -> str | None:
    """Return the question of an ``/ask`` command; None where ``message`` is something else."""
    match = _ASK.match(message.text or "")
    if match is None or (match["name"] or username).lower() != username.lower():
        return None
    return match["question"].strip()


def stored_conversation(shown: Shown) -> Conversation:
    """Return what the talk was about before the question that ``shown`` answers."""
    return dialogue.from_json(json.dumps(shown.content.get("before", [])))


def _write_all(desk: Desk, writes: Iterable[Write]) -> None:
    with desk.store.db.atomic():
        for write in writes:
            write()
