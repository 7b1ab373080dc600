"""``duoshao batch``: questions as JSON lines in, answers as JSON lines out."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import BinaryIO

import click

from bot.commands.declaration import Command, UsageProblem
from bot.session import Session


@click.command("batch", cls=Command)
@click.argument("file")
@click.pass_context
def command(ctx: click.Context, file: str) -> int:
    """Answer each line in order; a bad line gives a line with ``error``."""
    from bot.batch import answer_lines

    session = ctx.ensure_object(Session)
    with ExitStack() as stack:
        lines = _open(ctx, file, stack)
        engine = stack.enter_context(session.engine(seed=True))
        bad = 0
        for line in answer_lines(engine, lines, session.lang):
            sys.stdout.write(line.text + "\n")
            sys.stdout.flush()
            bad += line.failed
    if bad:
        session.note("batch.bad_lines", count=bad)
    return 0


def _open(ctx: click.Context, file: str, stack: ExitStack) -> BinaryIO:
    if file == "-":
        return sys.stdin.buffer
    try:
        return stack.enter_context(open(file, "rb"))  # noqa: PTH123 - a NUL in a Path raises later
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageProblem("usage.unreadable", ctx, path=file, reason=reason) from None
