"""Answers to JSON lines, one after another, as ``duoshao batch`` writes them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NoReturn

from bot import messages, streams
from bot.answer_json import answer_object, to_line
from bot.failures import failure_text
from retrieval.engine import Engine
from retrieval.records import Conversation

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_INFINITE = (math.inf, -math.inf)  # what 1e999 is read as; no JSON can say it


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One line of output, without its line end; ``failed`` where it is an error."""

    text: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class _Question:
    identity: object
    text: str
    conversation: str | None


class _BadLineError(ValueError):
    """A line that is no question; ``key`` names the sentence that says why."""

    def __init__(self, key: str, identity: object = None, **details: object) -> None:
        super().__init__(key)
        self.key = key
        self.identity = identity
        self.details = details


def answer_lines(engine: Engine, lines: Iterable[bytes], lang: str) -> Iterator[BatchLine]:
    """Yield one line of JSON for each line of ``lines`` that is not blank, in order.

    Lines with one ``conversation`` are turns of one conversation. A line that is no question, or
    whose question cannot be answered for a failure, gives an object with ``error``.
    """
    conversations: dict[str, Conversation] = {}
    for number, line in enumerate(lines, start=1):
        if number == 1:
            line = line.removeprefix(_BYTE_ORDER_MARK)
        if not line.strip():
            continue
        try:
            question = _parse(line)
        except _BadLineError as error:
            sentence = messages.text(error.key, lang, **error.details)
            yield _failure(error.identity, number, sentence)
            continue
        try:
            yield BatchLine(_answer(engine, question, conversations))
        except Exception as error:  # one question must not end the run for the others
            yield _failure(question.identity, number, failure_text(error, lang))


def _answer(engine: Engine, question: _Question, conversations: dict[str, Conversation]) -> str:
    if question.conversation is None:
        answer = engine.ask(question.text)
    else:
        talk = conversations.get(question.conversation, Conversation())
        answer = engine.ask(question.text, talk)
        conversations[question.conversation] = engine.follow(talk, answer)
    return to_line(answer_object(answer, identity=question.identity))


def _failure(identity: object, number: int, sentence: str) -> BatchLine:
    return BatchLine(to_line({"id": identity, "line": number, "error": sentence}), failed=True)


def _parse(line: bytes) -> _Question:
    """Read one line; raises ``_BadLineError``."""
    try:
        content = json.loads(line.decode("utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise _BadLineError("batch.not_utf8", position=error.start) from None
    except (ValueError, RecursionError):
        raise _BadLineError("batch.not_json") from None
    if not isinstance(content, dict):
        raise _BadLineError("batch.not_object")
    identity = content.get("id")
    if isinstance(identity, str):
        identity = streams.readable(identity)
    elif not isinstance(identity, int | float | None) or identity in _INFINITE:
        raise _BadLineError("batch.bad_id")
    text = content.get("question")
    if not isinstance(text, str):
        raise _BadLineError("batch.no_question", identity)
    conversation = content.get("conversation")
    if not isinstance(conversation, str | int | None):
        raise _BadLineError("batch.bad_conversation", identity)
    return _Question(
        identity, streams.readable(text), None if conversation is None else str(conversation)
    )


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are no JSON
