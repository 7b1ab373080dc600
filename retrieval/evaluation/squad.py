"""Sets in SQuAD layout, open domain: every paragraph a document, all of them asked together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from config.settings import Settings
from retrieval.engine import Engine
from retrieval.evaluation.gold import GoldParagraph, GoldQuestion, read_squad
from retrieval.ingestion import read_document
from retrieval.records import Document, ExtractedText
from retrieval.store import SqliteCollection

_BATCH = 300


def paragraph_documents(paragraphs: Sequence[GoldParagraph]) -> Iterator[Document]:
    """Read every paragraph of a set in SQuAD layout as a document of its own."""
    for paragraph in paragraphs:
        extracted = ExtractedText(paragraph.id, paragraph.text, "text", title=paragraph.title)
        yield read_document(extracted, paragraph.id, len(paragraph.text.encode()))


@contextmanager
def squad_engine(
    paths: Sequence[Path], settings: Settings
) -> Iterator[tuple[Engine, list[GoldQuestion]]]:
    """Open an engine over all paragraphs of the sets, with their questions.

    Raises ``DocumentError`` where a file is not in SQuAD layout.
    """
    questions: list[GoldQuestion] = []
    documents: list[Document] = []
    for path in paths:
        paragraphs, asked = read_squad(path)
        documents.extend(paragraph_documents(paragraphs))
        questions.extend(asked)
    with TemporaryDirectory(prefix="duoshao-") as folder:
        collection = SqliteCollection.open(Path(folder) / "squad.db", settings=settings)
        try:
            for start in range(0, len(documents), _BATCH):
                collection.add_many(documents[start : start + _BATCH])
            yield Engine(collection, settings), questions
        finally:
            collection.close()
