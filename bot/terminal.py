"""An answer in a terminal: the figure first, then the sentence, then where it stands."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.text import Text

from bot import messages
from bot.evidence import TableNote
from bot.wrapping import line_starts, width_of
from retrieval.records import Answer, AnswerFigure, Candidate, Outcome

NEAREST = 3
_PLAIN_WIDTH = 10_000
_CERTAIN, _FAIRLY_CERTAIN = 0.9, 0.75
_FIGURE = "bold green"
_MARKED = "bold green underline"
_FAINT = "dim"


class _Console(Console):
    """A console that leaves a broken pipe to its caller."""

    def on_broken_pipe(self) -> None:
        """Raise again what is being handled."""
        raise


class Lines:
    """A paragraph broken by the width of the screen, its further lines set in by ``indent``."""

    def __init__(self, text: Text | str, style: str = "", *, start: str = "", indent: int = 0):
        self._text = Text(text, style) if isinstance(text, str) else text
        self._start = start
        self._indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        starts: list[int] = []
        if not options.no_wrap:
            width = options.max_width - self._indent
            first = options.max_width - width_of(self._start)
            starts = line_starts(self._text.plain, width, first)
        for number, line in enumerate(self._text.divide(starts)):
            line.rstrip()
            yield Text.assemble(" " * self._indent if number else self._start, line)


def make_console(stream: TextIO) -> Console:
    """Return a console on ``stream``; where that is no terminal, plain and with no line broken."""
    plain = not stream.isatty() or os.environ.get("TERM") == "dumb"
    return _Console(
        file=stream,
        highlight=False,
        markup=False,
        emoji=False,
        force_terminal=False if plain else None,
        color_system=None if plain else "auto",
        width=None if stream.isatty() else _PLAIN_WIDTH,
        soft_wrap=not stream.isatty(),
    )


def answer_lines(
    answer: Answer, lang: str, note: TableNote | None = None
) -> Iterator[RenderableType]:
    """Yield what is printed of ``answer``, one paragraph after another."""
    if answer.assumed:
        assumed = messages.text("separator.list", lang).join(answer.assumed)
        yield Lines(messages.text("answer.assumed", lang, subject=assumed), _FAINT)
    if not answer.answered or answer.sentence is None:
        yield Lines(not_answered(answer, lang), "bold")
        if answer.candidates and answer.outcome is not Outcome.EMPTY_QUESTION:
            yield Lines(messages.text("answer.perhaps", lang))
            for place, candidate in enumerate(answer.candidates[:NEAREST], start=1):
                yield from _nearest(place, candidate, lang)
        return
    yield from _figures(answer.figures)
    yield Lines(marked_sentence(answer.sentence, answer.figures))
    if note is not None:
        yield from _table_note(note, lang)
    yield source_line(answer.title, answer.document, answer.page, lang)
    if answer.also_in:
        names = messages.text("separator.list", lang).join(answer.also_in)
        yield Lines(messages.text("answer.also_in", lang, documents=names), _FAINT)
    yield Text(confidence(answer.confidence, lang), _FAINT)


def about_lines(found: Sequence[Candidate], lang: str) -> Iterator[RenderableType]:
    """Yield sentences with their figures marked, under the article that they stand in."""
    source = None
    for candidate in found:
        here = (candidate.title, candidate.document, candidate.page)
        if here != source:
            yield source_line(*here, lang)
            source = here
        yield Lines(marked_sentence(candidate.sentence, candidate.figures), start="  · ", indent=4)


def unknown_subject(subject: str, lang: str) -> str:
    """Return the sentence that says that no document speaks of ``subject``."""
    return messages.text(f"outcome.{Outcome.UNKNOWN_SUBJECT.value}", lang, subject=subject)


def not_answered(answer: Answer, lang: str) -> str:
    """Return the sentence that says why there is no answer."""
    outcome = Outcome.NOT_FOUND if answer.outcome is Outcome.ANSWERED else answer.outcome
    key = f"outcome.{outcome.value}"
    if outcome is Outcome.UNKNOWN_SUBJECT and not answer.subject:
        key = f"outcome.{Outcome.NOT_FOUND.value}"
    return messages.text(key, lang, subject=answer.subject)


def confidence(share: float, lang: str) -> str:
    """Return how sure the answer is, in words and as a percentage."""
    if share >= _CERTAIN:
        key = "answer.certain"
    elif share >= _FAIRLY_CERTAIN:
        key = "answer.fairly_certain"
    else:
        key = "answer.not_certain"
    return messages.text(key, lang, percent=f"{min(share, 0.99):.0%}")


def marked_sentence(sentence: str, figures: Sequence[AnswerFigure]) -> Text:
    """Return ``sentence`` with its figures marked."""
    text = Text(sentence)
    for figure in figures:
        text.stylize(_MARKED, figure.start, figure.end)
    return text


def _figures(figures: Sequence[AnswerFigure]) -> Iterator[RenderableType]:
    if len(figures) == 1:
        yield Text(figures[0].text, style=_FIGURE)
        return
    column = max((Text(figure.subject).cell_len for figure in figures), default=0)
    for figure in figures:
        blanks = " " * (column - Text(figure.subject).cell_len + 2) if column else "· "
        yield Text.assemble(figure.subject + blanks, (figure.text, _FIGURE))


def _table_note(note: TableNote, lang: str) -> Iterator[RenderableType]:
    if note.label:
        yield Lines(messages.text("answer.label", lang, label=note.label), _FAINT)
    if note.caption:
        yield Lines(messages.text("answer.caption", lang, caption=note.caption), _FAINT)


def source_line(
    title: str | None, document: str | None, page: int | None, lang: str, indent: int = 0
) -> Lines:
    """Return where a sentence stands: article, document, page."""
    key = "answer.source_page" if page is not None else "answer.source"
    if not title:
        key += "_untitled"
    words = messages.text(key, lang, title=title or "", document=document or "", page=page or 0)
    return Lines(words, _FAINT, start=" " * indent, indent=indent)


def _nearest(place: int, candidate: Candidate, lang: str) -> Iterator[RenderableType]:
    sentence = marked_sentence(candidate.sentence, candidate.figures)
    yield Lines(sentence, start=f"  {place}. ", indent=5)
    yield source_line(candidate.title, candidate.document, candidate.page, lang, indent=5)
