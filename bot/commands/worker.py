"""``duoshao worker``: the Telegram bot, or the talk in the terminal where there is no token."""

from __future__ import annotations

import sys

import click

from bot.commands.declaration import Command
from bot.session import Session


@click.command("worker", cls=Command)
@click.option("--web", is_flag=True)
@click.pass_context
def command(ctx: click.Context, web: bool) -> int:
    """Run the Telegram bot until it is told to stop."""
    session = ctx.ensure_object(Session)
    if session.settings.telegram_bot_token is None:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            session.note("worker.no_token_hosted")
            return 2
        session.note("worker.no_token")
        from bot.repl import talk

        return talk(session)
    from bot.worker import main

    return main(session.settings, lang=session.lang, web=web)
