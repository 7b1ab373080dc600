"""What the parsing process and its parent say to each other: JSON, so that data cannot be code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import retrieval.errors
from retrieval.errors import DocumentError
from retrieval.formats.limits import Limits
from retrieval.formats.source import Source
from retrieval.records import Block, BlockKind, Cell, ExtractedText, PageSpan, Table

_ERRORS = {
    name: kind
    for name in retrieval.errors.__all__
    if issubclass(kind := getattr(retrieval.errors, name), DocumentError)
}


def encode_request(source: Source) -> bytes:
    """Write down which file to read, under which limits."""
    return json.dumps([str(source.path), source.name, asdict(source.limits)]).encode("ascii")


def decode_request(data: bytes) -> Source:
    """Read what ``encode_request`` wrote."""
    path, name, limits = json.loads(data)
    return Source(Path(path), name, Limits(**limits))


def encode_texts(texts: Sequence[ExtractedText]) -> bytes:
    """Write down what became of a file: its texts."""
    return json.dumps({"texts": [_plain(text) for text in texts]}, separators=(",", ":")).encode()


def encode_error(error: DocumentError) -> bytes:
    """Write down what became of a file: why it cannot be read."""
    details = {
        key: value if isinstance(value, (str, int, float, bool)) else str(value)
        for key, value in error.details.items()
    }
    return json.dumps({"error": [type(error).__name__, str(error), details]}).encode()


def decode_result(data: bytes) -> tuple[ExtractedText, ...]:
    """Return the texts; raises the ``DocumentError`` that the other side met."""
    result = json.loads(data)
    if "error" in result:
        kind, message, details = result["error"]
        raise _ERRORS.get(kind, DocumentError)(message, **details)
    return tuple(_text(plain) for plain in result["texts"])


def _plain(text: ExtractedText) -> list[Any]:
    return [
        text.name,
        text.text,
        text.format,
        text.encoding,
        [_plain_block(block) for block in text.blocks],
        [[page.number, page.start, page.end] for page in text.pages],
        text.title,
        text.published.isoformat() if text.published else "",
    ]


def _plain_block(block: Block) -> list[Any]:
    plain: list[Any] = [block.kind.value, block.start, block.end, block.level]
    if (table := block.table) is not None:
        # The cells' texts are in the text already.
        rows = [[place for cell in row for place in (cell.start, cell.end)] for row in table.rows]
        plain.append([rows, table.header_rows, table.header_columns, table.caption, table.unit])
    return plain


def _text(plain: Sequence[Any]) -> ExtractedText:
    name, text, format, encoding, blocks, pages, title, published = plain
    return ExtractedText(
        name,
        text,
        format,
        encoding,
        tuple(_block(block, text) for block in blocks),
        tuple(PageSpan(*page) for page in pages),
        title,
        date.fromisoformat(published) if published else None,
    )


def _block(plain: Sequence[Any], text: str) -> Block:
    kind, start, end, level, *rest = plain
    if not rest:
        return Block(BlockKind(kind), start, end, level)
    places, header_rows, header_columns, caption, unit = rest[0]
    rows = tuple(
        tuple(
            Cell(text[begin:stop], begin, stop)
            for begin, stop in zip(row[::2], row[1::2], strict=True)
        )
        for row in places
    )
    table = Table(rows, header_rows, header_columns, caption, unit)
    return Block(BlockKind(kind), start, end, level, table)
