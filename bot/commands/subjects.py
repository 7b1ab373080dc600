"""``duoshao subjects``: what the documents speak of."""

from __future__ import annotations

import click

from bot import streams
from bot.commands.declaration import Command
from bot.session import Session


@click.command("subjects", cls=Command)
@click.argument("prefix", default="")
@click.option("--limit", type=click.IntRange(min=1), default=50)
@click.pass_context
def command(ctx: click.Context, prefix: str, limit: int) -> int:
    """List subjects, one a line, that begin with ``prefix``."""
    session = ctx.ensure_object(Session)
    if not session.has_collection:
        session.note("documents.none")
        return 0
    with session.engine(seed=False) as engine:
        for subject in engine.subjects(streams.readable(prefix), limit=limit):
            print(subject)
    return 0
