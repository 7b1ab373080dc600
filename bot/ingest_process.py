"""The process that reads one document sent into a chat: told what on standard input, as JSON.

It writes one JSON line, what became of the document, to standard output. It has no token, its
memory goes when it ends, and whoever wants it stopped may kill it: a document is stored whole or
not at all.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def main() -> int:
    """Read the document; returns 0 also when it could not be read, with the reason in the line."""
    task = json.load(sys.stdin)
    try:
        result = _ingest(Path(task["path"]), task["name"], Path(task["database"]))
    except Exception as error:
        from bot import messages
        from config.errors import DuoshaoError

        if not isinstance(error, DuoshaoError):
            raise
        result = {"failed": {lang: messages.error_text(error, lang) for lang in messages.LANGUAGES}}
    print(json.dumps(result, ensure_ascii=False), flush=True)
    return 0


def _ingest(path: Path, name: str, database: Path) -> dict[str, Any]:
    from bot import messages
    from config.settings import load_settings
    from retrieval.engine import Engine
    from retrieval.ingestion import Source, ingest

    settings = load_settings(database=database)
    engine = Engine.open(database, seed=False, settings=settings)
    try:
        report = ingest([Source(path, name)], engine.collection, settings)
    finally:
        engine.close()
    documents = [
        {
            "name": document.name,
            "articles": document.articles,
            "figures": document.figures,
            "replaced": document.name in report.replaced,
        }
        for document in report.documents
    ]
    result: dict[str, Any] = {"documents": documents, "unchanged": bool(report.unchanged)}
    if report.failed and not documents:
        error = report.failed[0].error
        result["failed"] = {lang: messages.error_text(error, lang) for lang in messages.LANGUAGES}
    return result


if __name__ == "__main__":
    from bot import streams

    streams.prepare()
    sys.exit(main())
