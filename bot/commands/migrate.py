"""``duoshao migrate``: carry a collection over to another database, or to Milvus and back."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import streams
from bot.commands.declaration import Command, UsageProblem
from bot.session import Session

if TYPE_CHECKING:
    from config.settings import Settings
    from retrieval.collection import Collection


@click.command("migrate", cls=Command)
@click.argument("target")
@click.option("--milvus", is_flag=True)
@click.pass_context
def command(ctx: click.Context, target: str, milvus: bool) -> int:
    """Carry every document over; those that are there already are left."""
    session = ctx.ensure_object(Session)
    name = streams.readable(target).strip()
    if not name:
        raise UsageProblem("usage.empty_path", ctx)
    if not session.has_collection:
        session.note("documents.none")
        return 2
    settings = session.settings
    to_milvus = milvus or "://" in name
    if (settings.milvus if to_milvus else str(settings.database)) == name:
        raise UsageProblem("usage.same_place", ctx, path=name)

    from retrieval.migration import migrate

    def show(done: int, total: int) -> None:
        session.note("migrate.progress", done=done, total=total)

    with ExitStack() as stack:
        source = stack.enter_context(
            closing(_collection(settings, settings.milvus, settings.database))
        )
        into = stack.enter_context(
            closing(_collection(settings, name if to_milvus else "", Path(name)))
        )
        carried = migrate(source, into, show)
    print(session.text("migrate.done", count=carried, target=name))
    return 0


def _collection(settings: Settings, milvus: str, database: Path) -> Collection:
    if milvus:
        from retrieval.milvus import MilvusCollection

        return MilvusCollection.open(settings.model_copy(update={"milvus": milvus}))
    from retrieval.store import SqliteCollection

    return SqliteCollection.open(database, settings=settings)
