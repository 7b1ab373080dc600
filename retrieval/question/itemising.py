"""A question for several figures → one question for each of its items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.periods import find_asked_period
from retrieval.question.asked import AnswerKind, Question
from retrieval.question.asking import Asking, find_askings
from retrieval.question.items import asking_parts, find_listing
from retrieval.question.lexicon import find_cues
from retrieval.question.subject import is_named
from retrieval.question.understanding import content_terms
from retrieval.segmentation import segment

_FOCUS = 3
_MOST = 20  # items; each is looked for by itself


def ask_each(question: Question) -> tuple[Question, ...]:
    """Return the question asked of each of its items alone, in order; none where it names none.

    What stands before and behind the list is asked of all: 小学和初中的学位 asks for 小学的学位.
    Time, place, subject and, where each has a phrase that asks, unit are those of the item.
    """
    if not 2 <= len(question.items) <= _MOST:
        return ()
    askings = [one for one in find_askings(question.matched) if one.pattern != "text"]
    if len(askings) == len(question.items) > 1:
        parts = asking_parts(question.matched, askings)
        texts = [_of_part(question.matched, parts, place) for place in range(len(parts))]
        return tuple(
            _with_asking(_ask(question, text, texts, item), asking)
            for text, item, asking in zip(texts, question.items, askings, strict=True)
        )
    listing = find_listing(question.matched, askings, question.subject)
    if listing.items != question.items:
        return ()
    shared = _shared_end(question.items)
    texts = [f"{listing.head}{item}{shared}{listing.tail}" for item in question.items[:-1]]
    texts.append(f"{listing.head}{question.items[-1]}{listing.tail}")
    return tuple(
        _ask(question, text, texts, item) for text, item in zip(texts, question.items, strict=True)
    )


def _shared_end(items: Sequence[str]) -> str:
    """Return what the last item says for all: 居民收入 in 城镇、农村居民收入."""
    most = max(map(len, items[:-1]))
    words = list(segment(items[-1]))
    length = 0
    while words and length < most:
        length += len(words.pop(0))
    return "".join(words)


def _of_part(matched: str, parts: Sequence[tuple[int, int]], place: int) -> str:
    """Return the part at ``place``; with what the first begins with, which holds for all."""
    own = matched[slice(*parts[place])]
    if place == 0:
        return own
    words = segment(matched[slice(*parts[0])])
    return f"{''.join(words[: len(words) // 2])}{own}"


def _ask(question: Question, text: str, texts: Sequence[str], item: str) -> Question:
    others = "\n".join(other for other in texts if other != text)
    cues = find_cues(text) | (question.cues - find_cues(others))
    subject = question.subject
    if subject and subject not in text:
        subject = item if is_named(item) else ""
    terms = tuple(
        term
        for term in question.terms
        if term in text or (term not in others and term not in question.matched)
    )
    before = text.partition(question.phrase)[0] if question.phrase else text
    return replace(
        question,
        matched=text,
        kind=AnswerKind.FIGURE,
        terms=terms or question.terms,
        focus_before=content_terms(segment(before))[: -_FOCUS - 1 : -1],
        period=find_asked_period(text),
        places=frozenset(place for place in question.places if place in text),
        cues=frozenset(cues & question.cues),
        subject=subject,
        items=(),
    )


def _with_asking(question: Question, asking: Asking) -> Question:
    """Return ``question`` with the unit and kinds that the phrase of its item asks for."""
    return replace(
        question,
        kinds=asking.kinds,
        unit=asking.unit,
        dimension=asking.dimension,
        pattern=asking.pattern,
        phrase=asking.phrase,
        grain=asking.grain,
    )
