"""The reference of all commands as Markdown: ``python -m bot.commands.reference``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from bot import messages
from bot.commands.declaration import Program
from bot.commands.help_page import argument_usage, option_key, option_usage

_LANGUAGES = ("en", "zh")


def reference(program: Program) -> str:
    """Return docs/commands.md: every command, argument and option, in both languages."""
    return "\n".join(_lines(program)) + "\n"


def _lines(program: Program) -> Iterator[str]:
    yield "# Commands 命令"
    yield ""
    yield "Made from the code by `python -m bot.commands.reference`; a test keeps it so."
    yield ""
    yield "Exit status: 0 answered or done, 1 not answered (`ask`), 2 wrong usage, bad input or a"
    yield "failure. Answers go to standard output, progress and notes to standard error."
    yield ""
    yield f"## {program.name}"
    yield ""
    yield from _both("help.program.about")
    yield from _table((option_usage(o), option_key("program", o)) for o in _options(program))
    context = click.Context(program)
    for name in program.list_commands(context):
        command = program.get_command(context, name)
        if command is None:
            raise LookupError(name)
        yield from _command(program, command)


def _command(program: Program, command: click.Command) -> Iterator[str]:
    name = command.name or ""
    arguments = [p for p in command.params if isinstance(p, click.Argument)]
    yield f"## {program.name} {name}"
    yield ""
    yield f"    {' '.join([str(program.name), name, *map(argument_usage, arguments), '[OPTIONS]'])}"
    yield ""
    yield from _both(f"help.{name}.about")
    common = {option.opts[-1] for option in _options(program)}
    rows = [(argument_usage(a), f"help.{name}.{a.name}") for a in arguments]
    rows += [
        (option_usage(option), option_key(name, option))
        for option in _options(command)
        if option.opts[-1] not in common
    ]
    yield from _table(rows)


def _options(command: click.Command) -> list[click.Option]:
    return [p for p in command.params if isinstance(p, click.Option)]


def _both(key: str) -> Iterator[str]:
    for lang in _LANGUAGES:
        yield messages.text(key, lang)
        yield ""


def _table(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    lines = [
        "| "
        + " | ".join(
            [f"`{_cell(left)}`", *(_cell(messages.text(key, lang)) for lang in _LANGUAGES)]
        )
        + " |"
        for left, key in rows
    ]
    if lines:
        yield "| | English | 中文 |"
        yield "|---|---|---|"
        yield from lines
        yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    from bot.cli import program as _program

    print(reference(_program), end="")
