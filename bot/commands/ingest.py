"""``duoshao ingest``: read files and folders into the collection, once or whenever they change."""

from __future__ import annotations

from pathlib import Path

import click

from bot import streams
from bot.commands.declaration import Command, UsageProblem
from bot.session import Session


@click.command("ingest", cls=Command)
@click.argument("path", nargs=-1, required=True)
@click.option("--watch", is_flag=True)
@click.pass_context
def command(ctx: click.Context, path: tuple[str, ...], watch: bool) -> int:
    """Store what the paths hold; status 2 when one of the files could not be read."""
    session = ctx.ensure_object(Session)
    paths = [Path(one) for one in path]
    for one in path:
        if not one or "\0" in one:
            raise UsageProblem("usage.empty_path", ctx)
    if watch and (len(paths) != 1 or not paths[0].is_dir()):
        raise UsageProblem("usage.watch_folder", ctx, path=streams.readable(" ".join(path)))
    from bot.ingest_progress import IngestProgress

    with session.engine(seed=False) as engine:
        progress = IngestProgress(session)
        if watch:
            return progress.follow(engine, paths[0])
        return progress.run(engine, paths)
