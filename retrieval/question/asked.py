"""What a question asks, as one record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from retrieval.periods import Period
from retrieval.records import Figure, FigureKind

_NO_PERIOD = Period()


class AnswerKind(StrEnum):
    """Whether one figure, several in order, or a sentence is asked for."""

    FIGURE = "figure"
    LIST = "list"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood.

    ``text`` is what was typed; ``matched`` is what is looked for: folded, without courtesies, and
    completed from the talk. ``terms`` are its content words in order, without those that only ask.
    ``kinds`` are the kinds of figure that can answer, none where any can.
    """

    text: str
    matched: str
    kind: AnswerKind
    kinds: frozenset[FigureKind] = frozenset()
    unit: str = ""
    dimension: str = ""
    pattern: str = ""  # the section of the lexicon whose phrase asks: count, percent, date …
    phrase: str = ""  # that phrase: 多少, 哪一年
    grain: str = ""  # of the date that is asked for: day, month, year
    terms: tuple[str, ...] = ()
    focus_before: tuple[str, ...] = ()  # content words next to the phrase, the nearest first
    focus_after: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()  # given in the question
    period: Period = _NO_PERIOD
    cues: frozenset[str] = frozenset()
    measure_words: frozenset[str] = frozenset()  # units that count what is asked for without one
    items: tuple[str, ...] = ()  # what a list asks about, in order
    subject: str = ""
    places: frozenset[str] = frozenset()
    assumed: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()  # words of the talk, for a question that continues it
    aggregation: bool = False
