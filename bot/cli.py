"""The command line: parses the arguments, calls the command, puts every failure into words."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from bot import streams
from bot.commands.declaration import Program, language_of, usage_text
from bot.failures import failure_text, show_traceback
from bot.session import Session
from config.errors import DuoshaoError

DONE, NOT_ANSWERED, WRONG = 0, 1, 2
_INTERRUPTED, _BROKEN_PIPE = 130, 141

program = Program("duoshao")


def main() -> NoReturn:
    """Run the command line and end the process with its exit status."""
    streams.prepare()
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns 0 for answered or done, 1 for not answered, 2 for wrong usage."""
    session = Session(
        lang=language_of(arguments, os.environ),
        debug=os.environ.get("DUOSHAO_DEBUG", "") not in ("", "0"),
    )
    try:
        status = _call(list(arguments), session)
        sys.stdout.flush()
    except (KeyboardInterrupt, click.Abort):
        return _INTERRUPTED
    except BrokenPipeError:
        streams.abandon_output()
        return _BROKEN_PIPE
    except DuoshaoError as error:  # the files of sentences themselves are wrong
        print(error, file=sys.stderr)
        return WRONG
    return status


def _call(arguments: list[str], session: Session) -> int:
    """Call the command, with every failure told in one sentence."""
    try:
        with program.make_context("duoshao", arguments, obj=session) as ctx:
            return int(program.invoke(ctx) or DONE)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "duoshao"
        print(streams.readable(usage_text(error, session.lang)), file=sys.stderr)
        print(session.text("usage.see_help", command=where), file=sys.stderr)
    except (BrokenPipeError, click.Abort):
        raise
    except Exception as error:
        if session.debug:
            show_traceback(error)
        print(failure_text(error, session.lang), file=sys.stderr)
    return WRONG
