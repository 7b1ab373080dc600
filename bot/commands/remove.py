"""``duoshao remove``: take one document out of the collection."""

from __future__ import annotations

import click

from bot import streams
from bot.commands.declaration import Command
from bot.session import Session


@click.command("remove", cls=Command)
@click.argument("document")
@click.pass_context
def command(ctx: click.Context, document: str) -> int:
    """Remove the document of this name."""
    from retrieval.errors import UnknownDocumentError

    session = ctx.ensure_object(Session)
    name = streams.readable(document)
    if not session.has_collection:
        raise UnknownDocumentError(f"no document {name}", document=name)
    with session.engine(seed=False) as engine:
        removed = engine.remove(name)
    print(session.text("remove.done", document=removed.name, sentences=removed.sentences))
    return 0
