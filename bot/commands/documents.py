"""``duoshao documents``: what the collection holds."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import click

from bot.commands.declaration import Command
from bot.session import Session

if TYPE_CHECKING:
    from retrieval.records import DocumentSummary


@click.command("documents", cls=Command)
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:
    """List the documents with their counts."""
    session = ctx.ensure_object(Session)
    documents: tuple[DocumentSummary, ...] = ()
    if session.has_collection:
        with session.engine(seed=False) as engine:
            documents = engine.documents()
    if as_json:
        from bot.answer_json import to_line

        for document in documents:
            record = dataclasses.asdict(document)
            published = document.published
            record["published"] = published.isoformat() if published else None
            print(to_line(record))
        return 0
    if not documents:
        session.note("documents.none")
        return 0
    from bot.listing import document_table

    session.output.print(document_table(documents, session.lang))
    return 0
