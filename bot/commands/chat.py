"""``duoshao chat``: a talk, question by question."""

from __future__ import annotations

import click

from bot.commands.declaration import Command
from bot.session import Session


@click.command("chat", cls=Command)
@click.pass_context
def command(ctx: click.Context) -> int:
    """Talk until the end of the input."""
    from bot.repl import talk

    return talk(ctx.ensure_object(Session))
