"""``duoshao settings``: every setting, its value, and where the value came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot import messages
from bot.commands.declaration import Command
from bot.session import Session

if TYPE_CHECKING:
    from bot.setting_values import SettingValue


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
                        "description": _about(value, session.lang),
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
            _about(value, session.lang),
        )
    session.output.print(table)
    return 0


def _about(value: SettingValue, lang: str) -> str:
    key = f"setting.{value.field}"
    return messages.text(key, lang) if messages.has(key) else value.description
