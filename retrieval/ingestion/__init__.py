"""Ingestion: files and folders → documents in a collection, kept in step with them."""

from retrieval.ingestion.ingest import ingest
from retrieval.ingestion.ledger import Progress
from retrieval.ingestion.reading import read_document
from retrieval.ingestion.report import (
    Failure,
    IngestInterrupted,
    IngestReport,
    ProgressEvent,
)
from retrieval.ingestion.sources import Source, find_sources, seeds_folder
from retrieval.ingestion.watching import watch

__all__ = [
    "Failure",
    "IngestInterrupted",
    "IngestReport",
    "Progress",
    "ProgressEvent",
    "Source",
    "find_sources",
    "ingest",
    "read_document",
    "seeds_folder",
    "watch",
]
