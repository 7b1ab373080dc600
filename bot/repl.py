"""The talk in the terminal: questions, follow-ups, and a few commands that begin with a slash."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from rich.console import RenderableType
from rich.text import Text

from bot.evidence import table_note
from bot.explanation import explanation
from bot.failures import failure_text, show_traceback
from bot.line_input import line_source
from bot.listing import document_table
from bot.session import Session
from bot.terminal import Lines, answer_lines, marked_sentence, source_line
from retrieval.engine import Engine
from retrieval.records import Answer, Conversation

_EXAMPLES = 3
_AROUND = 1  # paragraphs shown on each side


class Talk:
    """One talk: remembers what it is about, and the last answer for the slash commands."""

    def __init__(self, engine: Engine, session: Session) -> None:
        self._engine = engine
        self._session = session
        self._conversation = Conversation()
        self._last: Answer | None = None
        self._commands: dict[str, Callable[[], Iterator[RenderableType]]] = {
            "/help": self._help,
            "/documents": self._documents,
            "/context": self._context,
            "/explain": self._explain,
            "/new": self._new,
        }

    def reply(self, line: str) -> Iterator[RenderableType]:
        """Yield what is shown for one line of input that is not blank."""
        if line.startswith("/"):
            return self._commands.get(line.split()[0].lower(), self._unknown)()
        if line.isdecimal() and self._last is not None and self._last.candidates:
            return self._candidate(int(line), self._last)
        return self._ask(line)

    def _ask(self, question: str) -> Iterator[RenderableType]:
        answer = self._engine.ask(question, self._conversation, explain=True)
        self._conversation = self._engine.follow(self._conversation, answer)
        self._last = answer
        yield from answer_lines(answer, self._session.lang, table_note(self._engine, answer))

    def _candidate(self, place: int, answer: Answer) -> Iterator[RenderableType]:
        if not 1 <= place <= len(answer.candidates):
            yield Text(self._session.text("repl.no_candidate", count=len(answer.candidates)))
            return
        candidate = answer.candidates[place - 1]
        yield Lines(marked_sentence(candidate.sentence, candidate.figures))
        yield source_line(candidate.title, candidate.document, candidate.page, self._session.lang)
        yield from self._around(candidate.paragraph_id)

    def _context(self) -> Iterator[RenderableType]:
        if self._last is None or not self._last.paragraph_id:
            yield Text(self._session.text("repl.no_answer"))
            return
        yield from self._around(self._last.paragraph_id)

    def _around(self, paragraph_id: int) -> Iterator[RenderableType]:
        for paragraph in self._engine.context(paragraph_id, before=_AROUND, after=_AROUND):
            style = "" if paragraph.id == paragraph_id else "dim"
            body = "".join(sentence.text for sentence in paragraph.sentences)
            yield Lines(body, style, start="    ", indent=2)

    def _explain(self) -> Iterator[RenderableType]:
        if self._last is None:
            yield Text(self._session.text("repl.no_answer"))
            return
        yield from explanation(self._last, self._session.lang)

    def _documents(self) -> Iterator[RenderableType]:
        yield document_table(self._engine.documents(), self._session.lang)

    def _new(self) -> Iterator[RenderableType]:
        self._conversation = Conversation()
        self._last = None
        yield Text(self._session.text("repl.new"))

    def _help(self) -> Iterator[RenderableType]:
        yield Text(self._session.text("repl.help"))

    def _unknown(self) -> Iterator[RenderableType]:
        yield Text(self._session.text("repl.unknown"))


def talk(session: Session) -> int:
    """Answer line after line until the input ends or a person leaves; returns 0."""
    with session.engine(seed=True) as engine:
        conversation = Talk(engine, session)
        interactive = sys.stdin.isatty() and sys.stdout.isatty()
        if interactive:
            _welcome(engine, session)
        for line in line_source(engine, session, interactive=interactive):
            asked = line.strip()
            if not asked:
                continue
            if asked.lower() in ("/quit", "/exit"):
                break
            _show(conversation, asked, session)
        if interactive:
            print(session.text("repl.goodbye"))
    return 0


def _show(conversation: Talk, line: str, session: Session) -> None:
    """Print the reply to one line; a failure ends the reply, not the talk."""
    try:
        for part in conversation.reply(line):
            session.output.print(part)
    except BrokenPipeError:
        raise
    except KeyboardInterrupt:
        session.output.print()
    except Exception as error:
        if session.debug:
            show_traceback(error)
        print(failure_text(error, session.lang), file=sys.stderr)
    session.output.print()
    session.output.file.flush()


def _welcome(engine: Engine, session: Session) -> None:
    documents = engine.documents()
    session.output.print(Text(session.text("repl.welcome", count=len(documents)), style="bold"))
    subjects = engine.subjects(limit=_EXAMPLES)
    if subjects:
        listed = session.text("separator.list").join(subjects)
        session.output.print(Text(session.text("repl.subjects", subjects=listed)))
    session.output.print(Text(session.text("repl.hint"), style="dim"))
    session.output.print()
