"""Question text, and the talk so far, → ``Question``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from retrieval.figures import find_figures, unit_kind
from retrieval.folding import fold
from retrieval.periods import find_asked_period, is_time, without_times
from retrieval.places import find_places
from retrieval.question.asked import AnswerKind, Question
from retrieval.question.asking import Asking, asks_percent, find_askings
from retrieval.question.followup import complete
from retrieval.question.items import asked_number, listed_items
from retrieval.question.lexicon import (
    aggregations,
    closing_courtesies,
    courtesies,
    find_cues,
    join_phrases,
    list_words,
    money_measures,
    stop_words,
    synonyms,
)
from retrieval.question.measure_words import measure_words
from retrieval.question.recutting import Held, recut
from retrieval.question.subject import find_subject
from retrieval.records import Conversation, FigureKind
from retrieval.segmentation import is_word, segment

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\ufeff\ufffe]+")
_BLANK = re.compile(r"\s+")
_BLANK_BETWEEN_HAN = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_EDGE = "，,。.！!～~、；;：: ?？"
_TIME_WORD = re.compile(r"[\d.]+[年月日号]?|[年月日号]")
_FOCUS = 3
# 改造前, 整合前 ask for the old value; 目前, 前三季度, 前往 do not.
_BEFOREHAND = re.compile(
    r"(?<=[\u4e00-\u9fff])(?<![目当以此提之空面生])前"
    r"(?![往来景者身面头列沿途段任后一二两三四五六七八九十几\d])"
)
# 比全国高多少 asks for a difference; 比去年高多少 for a change.
_MORE_THAN_OTHERS = re.compile(
    r"比(?![^，,]*[年期月季初])[^，,]{1,12}?[高低多少快慢大小长短贵](?:了|出)?(?:多少|几|百分)"
)
_PARTICLES = "了过"
_JOINS = ("有", "是", "为", "达")
_LONGEST_RUN = 4  # characters of a name


def clean(text: str) -> str:
    """Return a question folded, without control characters, courtesies and outer punctuation."""
    folded = _BLANK.sub(" ", _CONTROL.sub(" ", fold(text))).strip()
    folded = _BLANK_BETWEEN_HAN.sub("", folded)
    while True:
        stripped = folded.strip(_EDGE)
        if courtesies().fullmatch(stripped):
            return ""
        match = courtesies().match(stripped)
        if match and len(stripped) - match.end() >= 2:
            stripped = stripped[match.end() :].lstrip(_EDGE)
        closing = closing_courtesies().search(stripped)
        if closing and closing.start() >= 2:
            stripped = stripped[: closing.start()].rstrip(_EDGE)
        if stripped == folded:
            return folded
        folded = stripped


def understand(
    text: str,
    conversation: Conversation | None = None,
    *,
    known: Callable[[str], bool] = lambda name: False,
    put_right: Callable[[str], str] = lambda matched: matched,
    held: Held = lambda words: {},
    max_length: int = 500,
) -> Question:
    """Return what ``text`` asks, completed from ``conversation`` where it leaves something out.

    ``known`` tells whether a name stands in a title of the collection, ``put_right`` exchanges
    words that are mistyped; ``held`` gives a positive number for each of some words that the
    collection holds. Of a text longer than ``max_length`` characters only the beginning is
    read.
    """
    matched = put_right(clean(text[:max_length]))
    completion = complete(matched, conversation, known)
    question = _analyse(text, completion.text, known, held)
    if not completion.assumed:
        return question
    return _with_talk(question, completion.assumed, completion.topic, completion.subject)


def _with_talk(
    question: Question, assumed: tuple[str, ...], topic: tuple[str, ...], subject: str
) -> Question:
    return replace(
        question,
        assumed=assumed,
        topic=tuple(term for term in topic if term not in question.terms),
        subject=question.subject or subject,
    )


def _analyse(text: str, matched: str, known: Callable[[str], bool], held: Held) -> Question:
    askings = find_askings(matched)
    figures_asked = [asking for asking in askings if asking.pattern != "text"]
    if len(figures_asked) > 1:
        # 多大规模，多少万亿元 asks once, and then says in which unit.
        figures_asked = [one for one in figures_asked if one.pattern != "size"] or figures_asked
    with_unit = [asking for asking in figures_asked if asking.unit]
    main = next(iter((*with_unit, *figures_asked, *askings)), None)
    rest = _without(matched, askings if figures_asked else ())
    words = recut(segment(without_times(rest)), held)
    terms = content_terms(join_phrases(join_characters(words)))
    kind = _kind(matched, figures_asked, main)
    subject = find_subject(words, known)
    items: tuple[str, ...] = ()
    if kind is AnswerKind.LIST:
        items = listed_items(matched, figures_asked, subject)
        several = len(figures_asked) > 1 or _asks_each(matched) or asked_number(matched) > 1
        if len(items) < 2 and not several:
            kind = AnswerKind.FIGURE
    cues = set(find_cues(rest))
    if _MORE_THAN_OTHERS.search(matched):
        cues.add("difference")
    if _BEFOREHAND.search(matched):
        cues.add("old")
    if main is not None and asks_percent(matched, main):
        cues.add("percent")
    kinds = _kinds(figures_asked)
    unit = main.unit if main else ""
    dimension = main.dimension if main else ""
    before = matched[: main.start] if main else matched
    if kind is not AnswerKind.TEXT and _in_money(before, main, cues):
        kinds, dimension = frozenset({FigureKind.MONEY, FigureKind.NUMBER}), "money"
    before_words = _focus(matched[: main.start], before=True) if main else ()
    after_words = _focus(matched[main.end :], before=False) if main else ()
    counted = main is not None and main.pattern == "count" and not main.unit
    return Question(
        text=text,
        matched=matched,
        kind=kind,
        kinds=kinds,
        unit=unit,
        dimension=dimension,
        pattern=main.pattern if main else "",
        phrase=main.phrase if main else "",
        grain=main.grain if main else "",
        terms=terms,
        focus_before=before_words,
        focus_after=after_words,
        measure_words=(
            measure_words(after_words, before_words)
            if counted and not cues & {"growth", "decline", "share", "percent"}
            else frozenset()
        ),
        figures=find_figures(rest),
        period=find_asked_period(matched),
        cues=frozenset(cues),
        items=items,
        subject=subject,
        places=find_places(words),
        aggregation=bool(aggregations().search(matched)),
    )


def _in_money(before: str, main: Asking | None, cues: set[str]) -> bool:
    """Tell whether a measure that is given in money is asked for without a unit: 总投资呢."""
    if main is not None and (main.pattern != "count" or main.unit or main.dimension):
        return False
    if cues & {"growth", "decline", "difference", "share", "percent"}:
        return False
    return before.rstrip("的是有为达到了共计呢 ").endswith(money_measures())


def content_terms(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words that say something, in order, each once; dates and marks are left out."""
    kept = {
        _bare(word): None
        for word in words
        if word not in stop_words()
        and any(character.isalnum() for character in word)
        and not _TIME_WORD.fullmatch(word)
        and not is_time(word)
    }
    return tuple(kept)


def join_characters(words: Sequence[str]) -> list[str]:
    """Join Han characters that stand alone side by side: a name that the dictionary lacks."""
    joined: list[str] = []
    run: list[str] = []
    for word in (*words, ""):
        if len(word) == 1 and word.isalpha() and not word.isascii() and not _means_much(word):
            run.append(word)
            continue
        joined += ["".join(run)] if len(run) <= _LONGEST_RUN else run
        run = []
        joined.append(word)
    return [word for word in joined if word]


def _means_much(character: str) -> bool:
    return character in stop_words() or character in synonyms() or unit_kind(character) is not None


def _bare(word: str) -> str:
    """Take the particle off a verb: 建了 gives 建."""
    return word[:-1] if len(word) >= 2 and word[-1] in _PARTICLES else word


def _without(matched: str, askings: Sequence[Asking]) -> str:
    """Return the text with its asking phrases blanked out, of the same length.

    A verb of one character before them goes too, lest it join the noun: 机械化率有.
    """
    for asking in askings:
        start = asking.start
        pair = matched[max(0, start - 2) : start]
        if pair[-1:] in _JOINS and not is_word(pair):
            start -= 1
        matched = matched[:start] + " " * (asking.end - start) + matched[asking.end :]
    return matched


def _kind(matched: str, figures_asked: Sequence[Asking], main: Asking | None) -> AnswerKind:
    if not figures_asked and main is None:
        # 面积和床位数分别是 leaves 多少 out.
        ends = any(word.end() == len(matched) for word in list_words().finditer(matched))
        return AnswerKind.LIST if ends else AnswerKind.FIGURE
    if not figures_asked:
        return AnswerKind.TEXT
    if len(figures_asked) > 1 or list_words().search(matched):
        return AnswerKind.LIST
    return AnswerKind.FIGURE


def _asks_each(matched: str) -> bool:
    return "分别" in matched or "依次" in matched


def _kinds(figures_asked: Sequence[Asking]) -> frozenset[FigureKind]:
    if not figures_asked or any(not asking.kinds for asking in figures_asked):
        return frozenset()
    return frozenset().union(*(asking.kinds for asking in figures_asked))


def _focus(part: str, *, before: bool) -> tuple[str, ...]:
    """Return the content words nearest to the phrase that asks, the nearest first."""
    words = content_terms(segment(part))
    return words[: -_FOCUS - 1 : -1] if before else words[:_FOCUS]
