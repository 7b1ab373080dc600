"""``duoshao about``: the figures that the documents hold on a subject."""

from __future__ import annotations

import click

from bot import streams
from bot.commands.declaration import Command, UsageProblem
from bot.session import Session


@click.command("about", cls=Command)
@click.argument("subject")
@click.option("--limit", type=click.IntRange(min=1), default=20)
@click.pass_context
def command(ctx: click.Context, subject: str, limit: int) -> int:
    """List sentences with figures on the subject; status 1 where there are none."""
    session = ctx.ensure_object(Session)
    asked = streams.readable(subject).strip()
    if not asked:
        raise UsageProblem("usage.empty_subject", ctx)
    with session.engine(seed=True) as engine:
        found = engine.about(asked, limit)
        from bot.terminal import about_lines, unknown_subject

        for line in about_lines(found, session.lang):
            session.output.print(line)
        if not found:
            print(unknown_subject(asked, session.lang))
    return 0 if found else 1
