"""Which documents there are in Milvus, and the statistics over them, as of one commit."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from retrieval.milvus.client import Milvus
from retrieval.milvus.schema import DOCUMENTS, NO_VECTOR, PARAGRAPHS
from retrieval.milvus.vectors import term_number

_STATE = "state"
_HIDDEN = "hidden "
_DOCUMENT = "document "
_PAGE = 1000
_MOST = 16_384


@dataclass(slots=True)
class Catalogue:
    """The documents by name, with their data; frequencies are counted when first asked for."""

    epoch: str
    reference: float  # the length that the vectors were made for
    documents: dict[str, dict[str, Any]]
    hidden: list[int] = field(default_factory=list)  # versions being written, replaced, deleted
    frequencies: dict[str, int] = field(default_factory=dict)

    @property
    def paragraphs(self) -> int:
        """How many paragraphs the documents have."""
        return sum(data["paragraphs"] for data in self.documents.values())

    @property
    def average_length(self) -> float:
        """How many terms a paragraph has on average."""
        total = sum(data["length"] for data in self.documents.values())
        return total / self.paragraphs if total else 1.0

    def left_over(self) -> list[int]:
        """The hidden versions that no document has: unfinished, or on their way out."""
        whole = {data["version"] for data in self.documents.values()}
        return [version for version in self.hidden if version not in whole]

    def shows(self, document: str, version: int) -> bool:
        """Whether a paragraph of ``version`` of ``document`` is one of those stored whole."""
        data = self.documents.get(document)
        return data is not None and data["version"] == version


def read_catalogue(milvus: Milvus, known: Catalogue | None) -> Catalogue:
    """The catalogue of the last commit; ``known`` itself where nothing was committed since."""
    rows = milvus.call(
        "query",
        DOCUMENTS,
        filter=f'key == "{_STATE}" or key like "{_HIDDEN}%"',
        output_fields=["key", "data"],
        limit=_MOST,
    )
    state: dict[str, Any] = {"epoch": "", "reference": 0.0}
    hidden = []
    for row in rows:
        if row["key"] == _STATE:
            state = json.loads(row["data"])
        else:
            hidden.append(int(row["data"]))
    if known is not None and known.epoch == state["epoch"]:
        known.hidden = hidden
        return known
    documents = {}
    iterator = milvus.call(
        "query_iterator", DOCUMENTS, batch_size=_PAGE, filter="", output_fields=["key", "data"]
    )
    while rows := iterator.next():
        for row in rows:
            if row["key"].startswith(_DOCUMENT) and row["data"]:
                data = json.loads(row["data"])
                documents[data["name"]] = data
    iterator.close()
    return Catalogue(state["epoch"], state["reference"], documents, hidden)


def commit(milvus: Milvus, reference: float, *documents: dict[str, Any]) -> None:
    """Write rows of documents, and tell all who ask, in one call: all of it or nothing."""
    data = json.dumps({"epoch": secrets.token_hex(8), "reference": reference})
    milvus.call("upsert", DOCUMENTS, [*documents, {"key": _STATE, "data": data, **NO_VECTOR}])


def document_key(name: str) -> str:
    """The key of the row of the document ``name``."""
    return f"{_DOCUMENT}{name}"


def hide(milvus: Milvus, version: int) -> None:
    """Keep the paragraphs of ``version`` out of the counts, also should we crash."""
    row = {"key": f"{_HIDDEN}{version}", "data": str(version), **NO_VECTOR}
    milvus.call("upsert", DOCUMENTS, [row])


def unhide(milvus: Milvus, *versions: int) -> None:
    """Count the paragraphs of ``versions``, or forget that there were any."""
    if versions:
        milvus.call("delete", DOCUMENTS, ids=[f"{_HIDDEN}{version}" for version in versions])


def count_paragraphs(milvus: Milvus, catalogue: Catalogue, terms: list[str]) -> dict[str, int]:
    """In how many paragraphs each of ``terms`` stands."""
    hidden = catalogue.left_over()
    shown = f" and version not in {hidden}" if hidden else ""
    for term in terms:
        if term not in catalogue.frequencies:
            (row,) = milvus.call(
                "query",
                PARAGRAPHS,
                filter=f"array_contains(terms, {term_number(term)}){shown}",
                output_fields=["count(*)"],
            )
            catalogue.frequencies[term] = row["count(*)"]
    return {term: catalogue.frequencies[term] for term in terms}
