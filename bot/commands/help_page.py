"""The pages of ``--help``, laid out by width on the screen, where a Han character takes two."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator

import click

from bot import messages
from bot.wrapping import width_of, wrap

_WIDEST = 100


def program_page(program: click.Group, lang: str) -> str:
    """Return the page of the program itself."""
    names = program.list_commands(click.Context(program))
    commands = [(name, messages.text(f"help.{name}.about", lang)) for name in names]
    return _page(
        f"{program.name} [OPTIONS] COMMAND …",
        messages.text("help.program.about", lang),
        [
            (messages.text("help.commands", lang), commands),
            (messages.text("help.options", lang), list(_options(program, "program", lang))),
        ],
        lang,
    )


def command_page(command: click.Command, path: str, lang: str) -> str:
    """Return the page of one command; ``path`` is how it is called, ``duoshao ask``."""
    name = command.name or ""
    arguments = [p for p in command.params if isinstance(p, click.Argument)]
    described = [
        (argument.human_readable_name, messages.text(f"help.{name}.{argument.name}", lang))
        for argument in arguments
    ]
    usage = " ".join([path, *map(argument_usage, arguments), "[OPTIONS]"])
    return _page(
        usage,
        messages.text(f"help.{name}.about", lang),
        [
            (messages.text("help.arguments", lang), described),
            (messages.text("help.options", lang), list(_options(command, name, lang))),
        ],
        lang,
    )


def option_key(name: str, option: click.Option) -> str:
    """Return the key of an option's sentence: the command's own, or that common to all."""
    own = f"help.{name}.{option.opts[-1]}"
    return own if messages.has(own) else f"help.common.{option.opts[-1]}"


def option_usage(option: click.Option) -> str:
    """Return how an option is written: ``--database PATH``."""
    written = ", ".join(option.opts)
    if option.is_flag:
        return written
    if isinstance(option.type, click.Choice):
        return f"{written} {'|'.join(map(str, option.type.choices))}"
    return f"{written} {option.metavar or 'VALUE'}"


def _options(command: click.Command, name: str, lang: str) -> Iterator[tuple[str, str]]:
    for option in command.params:
        if isinstance(option, click.Option):
            yield option_usage(option), messages.text(option_key(name, option), lang)


def argument_usage(argument: click.Argument) -> str:
    """Return how an argument is written: ``QUESTION…``, in brackets where it may be left out."""
    name = argument.human_readable_name
    many = f"{name}…" if argument.nargs != 1 else name
    return many if argument.required else f"[{many}]"


def _page(
    usage: str, about: str, sections: Iterable[tuple[str, list[tuple[str, str]]]], lang: str
) -> str:
    width = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
    lines = [f"{messages.text('help.usage', lang)}{usage}", "", *wrap(about, width)]
    for title, rows in sections:
        if not rows:
            continue
        column = max(width_of(left) for left, _ in rows) + 4
        lines += ["", title]
        for left, right in rows:
            first, *rest = wrap(right, max(width - column, 20)) or [""]
            lines.append("  " + left + " " * (column - 2 - width_of(left)) + first)
            lines += [" " * column + line for line in rest]
    return "\n".join(lines)
