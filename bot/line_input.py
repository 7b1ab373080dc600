"""Where the lines of a talk come from: an editing prompt, or a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from bot import streams
from bot.session import Session

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document
    from prompt_toolkit.history import History

    from retrieval.engine import Engine

_LONGEST_PREFIX = 12
_MOST_COMPLETIONS = 20


def line_source(engine: Engine, session: Session, *, interactive: bool) -> Iterator[str]:
    """Yield line after line until the end of the input (Ctrl-D)."""
    if not interactive:
        for line in sys.stdin:
            yield streams.readable(line)
        return
    prompt = _prompt(engine)
    while True:
        try:
            yield streams.readable(prompt.prompt(session.text("repl.prompt")))
        except KeyboardInterrupt:  # Ctrl-C drops the line, as in any shell
            continue
        except EOFError:
            return


def completions(engine: Engine, text: str) -> Iterator[tuple[str, int]]:
    """Yield (subject, characters of ``text`` that it replaces), for the longest end that fits.

    Chinese has no blanks between words, so every end of the text may be how a subject begins.
    """
    for length in range(min(len(text), _LONGEST_PREFIX), 0, -1):
        beginning = text[-length:]
        if beginning != beginning.strip():
            continue
        found = [s for s in engine.subjects(beginning, limit=_MOST_COMPLETIONS) if s != beginning]
        if found:
            for subject in found:
                yield subject, length
            return


def _prompt(engine: Engine) -> PromptSession[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.auto_suggest import AutoSuggestFromHistory

    return PromptSession(
        history=_history(),
        completer=_completer(engine),
        complete_while_typing=False,
        complete_in_thread=True,
        auto_suggest=AutoSuggestFromHistory(),
    )


def _completer(engine: Engine) -> Completer:
    from prompt_toolkit.completion import Completer, Completion

    class SubjectCompleter(Completer):
        """Completes what the documents speak of, at the cursor."""

        def get_completions(
            self, document: Document, complete_event: CompleteEvent
        ) -> Iterable[Completion]:
            for subject, length in completions(engine, document.text_before_cursor):
                yield Completion(subject, start_position=-length)

    return SubjectCompleter()


def _history() -> History:
    """Return the history of earlier talks, or one in memory where the folder cannot be written."""
    from platformdirs import user_data_path
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    class ReadableHistory(FileHistory):
        """Keeps lines that hold broken characters, too."""

        def store_string(self, string: str) -> None:
            super().store_string(streams.readable(string))

    try:
        path = user_data_path("duoshao", appauthor=False) / "history"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with path.open("ab"):  # touch() is content with a file that cannot be written
            pass
    except OSError:
        return InMemoryHistory()
    return ReadableHistory(str(path))
