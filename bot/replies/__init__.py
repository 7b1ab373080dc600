"""Answers as Telegram shows them: HTML text and buttons, from pure functions."""

from bot.replies.answers import answer_reply, candidate_count, failure_reply, inline_reply
from bot.replies.context import context_reply
from bot.replies.reply import Button, Reply

__all__ = [
    "Button",
    "Reply",
    "answer_reply",
    "candidate_count",
    "context_reply",
    "failure_reply",
    "inline_reply",
]
