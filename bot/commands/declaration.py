"""What every command is made of: the common options, and errors and help in either language."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from bot import messages
from bot.commands import MODULES
from bot.session import Session


class UsageProblem(click.UsageError):
    """Wrong usage, told by a sentence of the files under ``config/messages/``."""

    def __init__(self, key: str, ctx: click.Context | None = None, /, **details: object) -> None:
        super().__init__(key, ctx)
        self.key = key
        self.details = details


def _remember_database(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is None:
        return
    if not value.strip():
        raise UsageProblem("usage.empty_database", ctx)
    ctx.ensure_object(Session).database = Path(value).expanduser()


def _remember_debug(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Session).debug = True


def _show_help(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        click.echo(ctx.get_help())
        ctx.exit(0)


def common_options() -> list[click.Parameter]:
    """Return the options that may stand before and after a command's name."""
    return [
        click.Option(
            ["--database"], metavar="PATH", expose_value=False, callback=_remember_database
        ),
        click.Option(["--lang"], type=click.Choice(messages.LANGUAGES), expose_value=False),
        click.Option(["--debug"], is_flag=True, expose_value=False, callback=_remember_debug),
    ]


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language that ``--lang`` names, or else the environment.

    Looked up before the arguments are parsed, so that errors in them are told in it.
    """
    chosen = messages.language_of(environment)
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        option, _, value = argument.partition("=")
        if option == "--lang":
            value = value or "".join(arguments[place + 1 : place + 2])
            chosen = value if value in messages.LANGUAGES else chosen
    return chosen


def help_option() -> click.Option:
    """Return ``--help``."""
    return click.Option(
        ["-h", "--help"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_help,
    )


class Command(click.Command):
    """A command with the common options and with help from ``config/messages/``."""

    def __init__(self, name: str | None, **attributes: Any) -> None:
        attributes["params"] = [*attributes.get("params", ()), *common_options(), help_option()]
        super().__init__(name, add_help_option=False, **attributes)

    def get_help(self, ctx: click.Context) -> str:
        """Return the page for ``--help`` in the language of the run."""
        from bot.commands.help_page import command_page

        return command_page(self, ctx.command_path, ctx.ensure_object(Session).lang)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, refusing what is left over in the language of the run."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise UsageProblem("usage.too_many", ctx, argument=rest[0])
        return rest


class Program(click.Group):
    """``duoshao`` itself: finds a command's module when the command is called."""

    def __init__(self, name: str) -> None:
        version = click.Option(
            ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_show_version
        )
        super().__init__(
            name, params=[*common_options(), version, help_option()], add_help_option=False
        )
        self.no_args_is_help = False  # an error here, with a status of 2

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; without a command, show how to name one."""
        if not args and not ctx.resilient_parsing:
            click.echo(self.get_help(ctx), err=True)
            ctx.exit(2)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of the help page."""
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command ``cmd_name``, imported now."""
        if cmd_name not in MODULES:
            return None
        command: click.Command = importlib.import_module(MODULES[cmd_name]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; raises ``UsageProblem`` for a name that is none."""
        name = args[0]
        if name not in MODULES:
            if name.startswith("-"):
                raise click.NoSuchOption(name, ctx=ctx)
            raise UsageProblem("usage.no_command", ctx, command=name)
        return name, self.get_command(ctx, name), args[1:]

    def get_help(self, ctx: click.Context) -> str:
        """Return the page for ``--help`` in the language of the run."""
        from bot.commands.help_page import program_page

        return program_page(self, ctx.ensure_object(Session).lang)


def _show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version

        click.echo(f"duoshao {version('duoshao')}")
        ctx.exit(0)


def usage_text(error: click.UsageError, lang: str) -> str:
    """Return the sentence for an error in the command line."""
    if isinstance(error, UsageProblem):
        return messages.text(error.key, lang, **error.details)
    if isinstance(error, click.NoSuchOption):
        return messages.text("usage.no_option", lang, option=error.option_name)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return messages.text("usage.missing", lang, argument=_label(error.param))
    if isinstance(error, click.BadParameter) and error.param is not None:
        key = "usage.choice" if isinstance(error.param.type, click.Choice) else "usage.bad_value"
        choices = getattr(error.param.type, "choices", ())
        return messages.text(
            key,
            lang,
            argument=_label(error.param),
            choices=" | ".join(map(str, choices)),
            message=error.message,
        )
    if isinstance(error, click.BadOptionUsage):
        return messages.text("usage.bad_option", lang, option=error.option_name)
    return messages.text("usage.other", lang, message=error.format_message())


def _label(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Option):
        return parameter.opts[-1]
    return parameter.human_readable_name
