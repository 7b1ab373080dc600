"""Questions that leave out what the talk is about: completed with its subject and its topic."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from config.lexicon_file import load_lexicon
from retrieval.folding import fold
from retrieval.question.asking import find_askings
from retrieval.question.lexicon import stop_words
from retrieval.question.subject import find_subject, predicates
from retrieval.records import Conversation, Turn
from retrieval.segmentation import segment

_ELLIPTIC = re.compile(r"呢[？?。!！]*$")
_CLAUSE = re.compile(r"[，,。；;：:]")
_ITEM = re.compile(r"、|以及|和|与|及")
_YEAR = re.compile(r"((?:1[89]|20)\d\d年)(?:的)?呢[？?。!！]*")
_ANY_YEAR = re.compile(r"(?:1[89]|20)\d\d年")
_RATE = re.compile(r"[率比幅速]的?$")
_LONGEST_LIKE = 4  # characters of a word exchanged for its like
_SHORT = 2  # content words
_NAMED = 1  # nouns that a question needs to stand without the talk's topic
_TOPIC = 4  # words taken from it


@dataclass(frozen=True, slots=True)
class Completion:
    """A question made whole: ``assumed`` names what was taken from the talk."""

    text: str
    assumed: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    subject: str = ""


@cache
def _continuations() -> tuple[str, ...]:
    words = map(fold, load_lexicon("question.txt").keys("continuations"))
    return tuple(sorted(words, key=len, reverse=True))


def complete(
    matched: str, conversation: Conversation | None, known: Callable[[str], bool]
) -> Completion:
    """Return a folded question with the subject, and where needed the topic, of the talk.

    A question that names a subject of its own stays as it is; one that names nothing else
    (那某县呢？) takes over what was asked before.
    """
    turn = conversation.turns[-1] if conversation and conversation.turns else None
    if turn is None or not matched:
        return Completion(matched)
    asked = _without_continuation(matched)
    words = segment(asked)
    subject = find_subject(words, lambda name: known(name) or (bool(name) and name in turn.subject))
    content = [word for word in words if word not in stop_words() and word.isalnum()]
    exchanged = _exchanged(asked, content, turn)
    if exchanged:
        return Completion(exchanged, assumed=(turn.subject, *turn.topic)[:3], subject=turn.subject)
    if subject:
        if _ELLIPTIC.search(asked) or not find_askings(asked):
            return _same_question(asked, subject, content, turn)
        return Completion(matched)
    if not turn.subject:
        if len(content) <= _SHORT and turn.topic:
            return Completion(asked, assumed=turn.topic[:2], topic=turn.topic)
        return Completion(matched)
    rest = [word for word in content if word not in turn.subject]
    named = [word for word in rest if word not in predicates() and not _is_measure(asked, word)]
    topic = ""
    if len(named) < _NAMED or (_ELLIPTIC.search(asked) and len(named) <= _NAMED):
        # 买了多少个 and 总投资呢 leave out of what: the talk's nouns say it.
        others = _other_items(turn, rest)
        nouns = [
            word
            for word in turn.topic
            if word not in predicates() and word not in rest and word not in others
        ]
        topic = "".join(nouns[:_TOPIC])
    if not named:
        asked = _with_phrase(asked, turn)
    assumed = (turn.subject, topic) if topic else (turn.subject,)
    return Completion(
        f"{turn.subject}{topic}{asked}", assumed=assumed, topic=turn.topic, subject=turn.subject
    )


def _exchanged(asked: str, content: list[str], turn: Turn) -> str:
    """Return the last question with one part exchanged, "" where there is none to exchange.

    A year takes the place of the year (2024年呢), a word that of its like (北段 南段, 一级 三级).
    """
    if not _ELLIPTIC.search(asked) or not turn.question or find_askings(asked):
        return ""
    before = fold(turn.question)
    year = _YEAR.fullmatch(asked)
    if year:
        old = _ANY_YEAR.search(before)
        return before.replace(old[0], year[1]) if old else f"{year[1]}{before}"
    word = "".join(content)
    if not 2 <= len(word) <= _LONGEST_LIKE:
        return ""
    for other in segment(before):
        alike = len(other) == len(word) and other[-1] == word[-1] and other != word
        if alike and other not in stop_words() and word not in before:
            return before.replace(other, word)
    return ""


def _with_phrase(asked: str, turn: Turn) -> str:
    """Ask as the last question did where the thing is left out: 办结的呢, 办结的多少件诉求."""
    rest, before = _ELLIPTIC.sub("", asked), fold(turn.question)
    counted = next((one for one in find_askings(before) if one.pattern == "count"), None)
    if counted is None or rest == asked or find_askings(asked) or _RATE.search(rest):
        return asked
    noun = next(iter(segment(before[counted.end :])), "")
    return f"{rest}{before[counted.start : counted.end]}{noun}"


def _other_items(turn: Turn, rest: list[str]) -> frozenset[str]:
    """Return the words of the topic that a listed item of the answer holds, where ``rest`` is
    another item of that list: 基本医疗、社会帮扶 stand in place of one another.
    """
    asked = "".join(rest)
    for clause in _CLAUSE.split(fold(turn.sentence)):
        items = _ITEM.split(clause)
        if len(items) > 1 and asked and any(asked in item for item in items):
            others = [item for item in items if asked not in item]
            return frozenset(word for word in turn.topic if any(word in one for one in others))
    return frozenset()


def _is_measure(asked: str, word: str) -> bool:
    """Tell whether a word belongs to the phrase that asks: 多少, 个."""
    return any(
        word in asked[asking.start : asking.end] or asking.phrase in word
        for asking in find_askings(asked)
    )


def _same_question(asked: str, subject: str, content: list[str], turn: Turn) -> Completion:
    """“…呢？” with a new subject asks the last question of that subject."""
    rest = [word for word in content if word not in subject]
    before = fold(turn.question)
    if rest or not turn.subject or turn.subject not in before:
        return Completion(asked)
    return Completion(before.replace(turn.subject, subject), assumed=turn.topic[:3])


def _without_continuation(matched: str) -> str:
    for word in _continuations():
        if matched.startswith(word) and len(matched) - len(word) >= 2:
            return matched.removeprefix(word).lstrip("，, ")
    return matched
