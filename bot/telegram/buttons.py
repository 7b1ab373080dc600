"""Presses of buttons: candidates, context, votes, pages, examples, language, removal."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from telegram import CallbackQuery, Message, Update

from bot import messages
from bot.dialogue import Shown
from bot.inbox import Vote
from bot.replies import Reply, answer_reply, context_reply, failure_reply
from bot.replies.answers import as_candidate
from bot.replies.lists import about_reply, confirm_removal_reply, documents_reply
from bot.telegram.addressing import place_of
from bot.telegram.commands import ABOUT, ABOUT_LIMIT, EXAMPLES, Commands
from bot.telegram.desk import Context, Desk
from bot.telegram.keeping import Keeping
from bot.telegram.questions import ANSWER, Questions, stored_conversation
from retrieval.records import Answer

_DATA = re.compile(r"(?P<kind>[a-zA-Z]):(?P<first>-?\w{1,12})(?::(?P<second>\d{1,6}))?")
_AROUND = 40  # paragraphs before and after, from which the pages are made


class Press:
    """One press: on which message, by whom, of what."""

    def __init__(self, query: CallbackQuery, message: Message, voice: str, match: re.Match[str]):
        self.query = query
        self.message = message
        self.place = place_of(message)
        self.voice = voice
        self.kind = match["kind"]
        self.word = match["first"]
        self.number = int(self.word) if re.fullmatch(r"-?\d+", self.word) else 0
        self.page = int(match["second"]) if match["second"] else None


class Buttons:
    """The handler for all buttons; a press that comes too late is told so."""

    def __init__(
        self, desk: Desk, questions: Questions, commands: Commands, keeping: Keeping
    ) -> None:
        self._desk = desk
        self._questions = questions
        self._commands = commands
        self._keeping = keeping
        self._actions: dict[str, Callable[[Press], Awaitable[str]]] = {
            "s": self._candidate,
            "c": self._context,
            "v": self._vote,
            "d": self._documents,
            "a": self._about,
            "e": self._example,
            "l": self._language,
            "r": self._removal_list,
            "x": self._ask_removal,
            "X": self._remove,
            "i": self._inbox,
        }

    async def on_press(self, update: Update, _: Context) -> None:
        """Do what the pressed button says, and release it."""
        query = update.callback_query
        if query is None:
            return
        toast = ""
        try:
            match = _DATA.fullmatch(query.data or "")
            message = query.message if isinstance(query.message, Message) else None
            voice = await self._desk.voice(query.from_user)
            if match and match["kind"] in self._actions:
                if message is None:
                    toast = _text("callback.gone", voice)
                else:
                    press = Press(query, message, voice, match)
                    toast = await self._actions[press.kind](press)
        finally:
            await self._desk.outbox.toast(query.id, toast)

    async def _shown(self, press: Press, kind: str) -> Shown | None:
        desk = self._desk
        shown = await desk.store.run(
            desk.dialogues.shown, press.place.chat_id, press.message.message_id
        )
        return shown if shown is not None and shown.kind == kind else None

    async def _answer(self, press: Press) -> tuple[Answer, str] | None:
        """Answer once more the question under whose answer the button stands."""
        shown = await self._shown(press, ANSWER)
        if shown is None:
            return None
        question = str(shown.content["q"])
        answer = await self._desk.think(self._desk.engine.ask, question, stored_conversation(shown))
        return answer, await self._desk.voice(press.query.from_user, question)

    async def _candidate(self, press: Press) -> str:
        found = await self._answer(press)
        if found is None:
            return _text("callback.gone", press.voice)
        answer, voice = found
        await self._edit(press, answer_reply(answer, voice, press.number))
        return ""

    async def _context(self, press: Press) -> str:
        found = await self._answer(press)
        if found is None:
            return _text("callback.gone", press.voice)
        answer, voice = found
        candidate = as_candidate(answer, press.number)
        paragraphs = (
            await self._desk.think(
                self._desk.engine.context, candidate.paragraph_id, _AROUND, _AROUND
            )
            if candidate
            else ()
        )
        if candidate is None or not paragraphs:
            return _text("callback.changed", press.voice)
        reply = context_reply(paragraphs, candidate.sentence_id, voice, press.number, press.page)
        await self._edit(press, reply)
        return ""

    async def _vote(self, press: Press) -> str:
        found = await self._answer(press)
        if found is None:
            return _text("callback.gone", press.voice)
        answer, voice = found
        vote = Vote(
            1 if press.number > 0 else -1,
            answer.question,
            answer.sentence or "",
            answer.document or "",
        )
        user_id = press.query.from_user.id
        changed = await self._desk.store.run(self._keep_vote, press, user_id, vote)
        if changed and press.message.chat.type == "private":
            await self._edit(press, answer_reply(answer, voice, vote=vote.vote))
        return _text("callback.thanks", voice)

    def _keep_vote(self, press: Press, user_id: int, vote: Vote) -> bool:
        with self._desk.store.db.atomic():
            return self._desk.inbox.vote(
                press.place.chat_id, press.message.message_id, user_id, vote
            )

    async def _documents(self, press: Press) -> str:
        documents = await self._desk.think(self._desk.engine.documents)
        await self._edit(press, documents_reply(documents, press.voice, press.number))
        return ""

    async def _about(self, press: Press) -> str:
        shown = await self._shown(press, ABOUT)
        if shown is None:
            return _text("callback.gone", press.voice)
        subject = str(shown.content["subject"])
        candidates = await self._desk.think(self._desk.engine.about, subject, ABOUT_LIMIT)
        voice = await self._desk.voice(press.query.from_user, subject)
        await self._edit(press, about_reply(subject, candidates, voice, press.number))
        return ""

    async def _example(self, press: Press) -> str:
        shown = await self._shown(press, EXAMPLES)
        questions = shown.content.get("questions", []) if shown else []
        if not 0 <= press.number < len(questions):
            return _text("callback.gone", press.voice)
        if await self._questions.admit(press.place, press.query.from_user, ""):
            await self._questions.answer_example(
                press.message, press.query.from_user, str(questions[press.number])
            )
        return ""

    async def _language(self, press: Press) -> str:
        lang = press.word if press.word in messages.LANGUAGES else messages.DEFAULT_LANGUAGE
        await self._commands.choose(press.query.from_user.id, lang)
        await self._edit(press, failure_reply("lang.done", lang))
        return ""

    async def _removal_list(self, press: Press) -> str:
        if not self._desk.is_admin(press.query.from_user):
            return _text("access.admin_only", press.voice)
        documents = await self._desk.think(self._desk.engine.documents)
        reply = documents_reply(documents, press.voice, press.number, removing=True)
        await self._edit(press, reply)
        return ""

    async def _ask_removal(self, press: Press) -> str:
        if not self._desk.is_admin(press.query.from_user):
            return _text("access.admin_only", press.voice)
        documents = await self._desk.think(self._desk.engine.documents)
        if not 0 <= press.number < len(documents):
            return _text("callback.changed", press.voice)
        document = documents[press.number]
        await self._edit(press, confirm_removal_reply(document, press.voice, press.number))
        await self._desk.store.run(self._keep_removal, press, document.name)
        return ""

    def _keep_removal(self, press: Press, name: str) -> None:
        shown = Shown(press.message.message_id, "removal", {"name": name})
        with self._desk.store.db.atomic():
            self._desk.dialogues.show(press.place.chat_id, shown)

    async def _remove(self, press: Press) -> str:
        if not self._desk.is_admin(press.query.from_user):
            return _text("access.admin_only", press.voice)
        shown = await self._shown(press, "removal")
        if shown is None:
            return _text("callback.gone", press.voice)
        # The name that was shown, not the number: the list may have changed in between.
        reply = await self._keeping.removed(str(shown.content["name"]), press.voice)
        await self._edit(press, reply)
        return ""

    async def _inbox(self, press: Press) -> str:
        if not self._desk.is_admin(press.query.from_user):
            return _text("access.admin_only", press.voice)
        page = max(0, press.number)
        await self._edit(press, await self._keeping.inbox_page(press.voice, page))
        return ""

    async def _edit(self, press: Press, reply: Reply) -> None:
        await self._desk.outbox.edit(press.place, press.message.message_id, reply)


def _text(key: str, voice: str) -> str:
    return messages.text(f"telegram.{key}", voice)
