"""docs/commands.md names every command, argument and option, as the code has them."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli import program
from bot.commands import MODULES
from bot.commands.reference import reference

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"


def test_the_page_is_the_one_made_from_the_code() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(program), (
        "run: python -m bot.commands.reference > docs/commands.md"
    )


def test_nothing_is_left_out() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in MODULES:
        command = program.get_command(click.Context(program), name)
        assert command is not None
        assert command.name == name
        section = page.split(f"## duoshao {name}\n")[1].split("\n## ")[0]
        everywhere = page.split("## duoshao ask")[0]
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert all(f"{opt}" in section + everywhere for opt in parameter.opts), parameter
            else:
                assert parameter.human_readable_name in section, parameter
