"""``duoshao train``: learn the reader's models from questions with known answers."""

from __future__ import annotations

import sys
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import click

from bot.commands.declaration import Command, UsageProblem
from bot.session import Session


@click.command("train", cls=Command)
@click.argument("gold", nargs=-1, required=True)
@click.option("--documents", metavar="PATH", multiple=True)
@click.option("--squad", metavar="FILE", multiple=True)
@click.option("--note", metavar="TEXT", default="")
@click.option("--output", metavar="FOLDER")
@click.pass_context
def command(
    ctx: click.Context,
    gold: tuple[str, ...],
    documents: tuple[str, ...],
    squad: tuple[str, ...],
    note: str,
    output: str | None,
) -> int:
    """Fit the models and write them, one node of a tree a line."""
    if find_spec("lightgbm") is None:
        raise UsageProblem("usage.no_lightgbm", ctx)
    from retrieval.training.training import Sources, collect_examples, fit_all, write

    session = ctx.ensure_object(Session)
    sources = Sources(
        gold=tuple(map(Path, gold)),
        documents=tuple(map(Path, documents)),
        squad=tuple(map(Path, squad)),
    )
    examples = collect_examples(sources, session.settings, _tell)
    trained = fit_all(examples, _tell)
    folder = Path(output) if output else Path(str(files("config").joinpath("reader")))
    write(trained, folder, _provenance(sources, note))
    print(session.text("train.done", examples=trained.examples, folder=folder))
    return 0


def _tell(progress: str) -> None:
    print(progress, file=sys.stderr, flush=True)


def _provenance(sources: object, note: str) -> dict[str, str]:
    from importlib.metadata import version

    named = {
        kind: ", ".join(sorted(path.name for path in getattr(sources, kind)))
        for kind in ("gold", "documents", "squad")
    }
    return {**named, "fitted by": f"lightgbm {version('lightgbm')}", "note": note}
