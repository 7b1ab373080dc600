"""Inline mode: ``@bot question`` in any chat offers the answers."""

from __future__ import annotations

import contextlib
import logging

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot import messages
from bot.replies import candidate_count, inline_reply
from bot.replies.answers import as_candidate
from bot.replies.reply import around, label
from bot.telegram.access import Doorkeeper, Pace
from bot.telegram.desk import Context, Desk
from retrieval.records import Answer, Candidate

_log = logging.getLogger(__name__)

_CACHE_SECONDS = 5
_EXAMPLES = 3


class Inline:
    """The handler for inline queries."""

    def __init__(self, desk: Desk, door: Doorkeeper, pace: Pace) -> None:
        self._desk = desk
        self._door = door
        self._pace = pace

    async def on_query(self, update: Update, _: Context) -> None:
        """Offer the answer, or the nearest sentences; examples while nothing is written yet."""
        query = update.inline_query
        if query is None:
            return
        text = query.query.strip()
        results: list[InlineQueryResultArticle] = []
        admitted = self._door.serves(query.from_user, None) and (
            self._desk.is_admin(query.from_user) or self._pace.admit(query.from_user.id).taken
        )
        if admitted and len(text) <= self._desk.settings.max_question_length:
            voice = await self._desk.voice(query.from_user, text)
            results = await self._results(text, voice)
        with contextlib.suppress(BadRequest):  # the person typed on, and the query is too old
            await self._desk.bot.answer_inline_query(
                query.id, results, cache_time=_CACHE_SECONDS, is_personal=True
            )

    async def _results(self, text: str, voice: str) -> list[InlineQueryResultArticle]:
        if text:
            answer = await self._desk.ask(text)
            self._desk.ready()
            first = 0 if answer.answered else 1
            numbers = range(first, candidate_count(answer) + 1)
            return [self._article(answer, voice, number) for number in numbers]
        results = []
        examples = await self._desk.think(self._desk.engine.examples, _EXAMPLES)
        for position, question in enumerate(examples):
            answer = await self._desk.ask(question)
            if answer.answered:
                article = self._article(answer, voice, 0, identifier=f"e{position}", head=question)
                results.append(article)
        return results

    def _article(
        self, answer: Answer, voice: str, number: int, *, identifier: str = "", head: str = ""
    ) -> InlineQueryResultArticle:
        candidate = as_candidate(answer, number)
        if candidate is None:
            raise ValueError("no such candidate")
        figures = "、".join(figure.text for figure in candidate.figures)
        title = head or figures or candidate.title or candidate.document
        if number > 0:
            title = f"{title} · {messages.text('telegram.inline.perhaps', voice)}"
        return InlineQueryResultArticle(
            id=identifier or str(number),
            title=label(title, 100),
            description=label(_snippet(candidate), 120),
            input_message_content=InputTextMessageContent(
                inline_reply(answer, voice, number).text,
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            ),
        )


def _snippet(candidate: Candidate) -> str:
    start, end = (
        (candidate.figures[0].start, candidate.figures[0].end) if candidate.figures else (0, 0)
    )
    return around(candidate.sentence, start, end, 100)[0]
