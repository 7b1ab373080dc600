"""``duoshao settings``: every setting, its value, and where the value came from."""

from __future__ import annotations

import click

from bot.commands.declaration import Command
from bot.session import Session


@click.command("settings", cls=Command)
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:
    """List the settings, secrets masked."""
    from bot.setting_values import setting_values

    session = ctx.ensure_object(Session)
    values = setting_values(session.settings, database_given=session.database is not None)
    if as_json:
        from bot.answer_json import to_line

        for value in values:
            print(
                to_line(
                    {
                        "name": value.variable,
                        "value": value.shown,
                        "source": value.source.value,
                        "description": value.description,
                    }
                )
            )
        return 0
    from bot.listing import plain_table

    table = plain_table(
        [session.text(f"settings.{column}") for column in ("name", "value", "source", "about")]
    )
    for value in values:
        table.add_row(
            value.variable,
            value.shown or session.text("settings.empty"),
            session.text(f"settings.from_{value.source.value}"),
            value.description,
        )
    session.output.print(table)
    return 0
