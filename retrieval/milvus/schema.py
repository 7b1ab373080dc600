"""The three collections in Milvus: paragraphs with their vectors, documents, and texts."""

from __future__ import annotations

from typing import Any

from retrieval.milvus.client import Milvus

PARAGRAPHS = "duoshao_paragraphs"
DOCUMENTS = "duoshao_documents"
TEXTS = "duoshao_texts"

MAX_VARCHAR = 65_535
MAX_TERMS = 4096
_MAX_NAME = 4096
# Milvus wants a vector in every collection.
NO_VECTOR = {"no_vector": [0.0, 0.0]}


def make_collections(milvus: Milvus) -> None:
    """Make what is not there yet."""
    from pymilvus import DataType

    integer, text = DataType.INT64, DataType.VARCHAR
    long = {"max_length": MAX_VARCHAR}
    name = {"max_length": _MAX_NAME}
    terms = {"element_type": integer, "max_capacity": MAX_TERMS}
    plain = ("no_vector", DataType.FLOAT_VECTOR, {"dim": 2})
    _make(
        milvus,
        PARAGRAPHS,
        [
            ("id", integer, {"is_primary": True}),
            ("document", text, name),
            ("version", integer, {}),
            ("article", integer, {}),
            ("article_hash", text, {"max_length": 64}),
            ("place", integer, {}),  # in the document
            ("position", integer, {}),  # in the article
            ("length", integer, {}),
            ("terms", DataType.ARRAY, terms),
            ("frequencies", text, long),
            ("content", text, long),
            ("about", text, long),
            ("vector", DataType.SPARSE_FLOAT_VECTOR, {}),
        ],
        ("vector", {"index_type": "SPARSE_INVERTED_INDEX", "metric_type": "IP"}),
    )
    _make(
        milvus,
        DOCUMENTS,
        [("key", text, {"is_primary": True, **name}), ("data", text, long), plain],
        ("no_vector", {"index_type": "FLAT", "metric_type": "L2"}),
    )
    _make(
        milvus,
        TEXTS,
        [
            ("id", integer, {"is_primary": True}),
            ("version", integer, {}),
            ("part", text, long),
            plain,
        ],
        ("no_vector", {"index_type": "FLAT", "metric_type": "L2"}),
    )


def _make(
    milvus: Milvus,
    name: str,
    fields: list[tuple[str, Any, dict[str, Any]]],
    index: tuple[str, dict[str, str]],
) -> None:
    if milvus.call("has_collection", name):
        return
    schema = milvus.client.create_schema(auto_id=False, enable_dynamic_field=False)
    for field, kind, options in fields:
        schema.add_field(field, kind, **options)
    parameters = milvus.client.prepare_index_params()
    parameters.add_index(index[0], **index[1])
    milvus.call(
        "create_collection",
        name,
        schema=schema,
        index_params=parameters,
        consistency_level="Strong",
    )
