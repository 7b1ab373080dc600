"""JSONL: one object a line with title and text; each becomes an article."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from retrieval.errors import DocumentError
from retrieval.formats.characters import one_line
from retrieval.formats.dates import find_date
from retrieval.formats.encoding import decode
from retrieval.formats.lexicon import formats_lexicon
from retrieval.formats.source import Source
from retrieval.formats.text_column import add_text
from retrieval.records import ExtractedText


def read_jsonl(source: Source) -> ExtractedText:
    """Return the texts of all lines; raises ``DocumentError`` that names the first bad line."""
    lexicon = formats_lexicon()
    # Cleaned only inside the strings: U+2028 may stand in one and would part the line.
    written, encoding = decode(source.read_bytes(), source.name)
    source.check_length(len(written))
    builder = source.builder()
    dates: set[date | None] = set()
    for number, item in _objects(written, source.name):
        text = _string(item, lexicon.texts)
        if text is None:
            raise _bad_line(source.name, number, "no_text_field")
        title = one_line(_string(item, lexicon.titles) or "")
        add_text(builder, text, title, framed=False)
        dates.add(find_date(_string(item, lexicon.dates) or ""))
    published = dates.pop() if len(dates) == 1 else None
    return builder.build("jsonl", encoding=encoding, published=published)


def _objects(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except (ValueError, RecursionError):
            raise _bad_line(name, number, "broken_json") from None
        if not isinstance(item, dict):
            raise _bad_line(name, number, "no_text_field")
        yield number, item


def _string(item: dict[str, Any], names: frozenset[str]) -> str | None:
    return next(
        (value for key, value in item.items()
         if key.casefold() in names and isinstance(value, str)), None,
    )  # fmt: skip


def _bad_line(name: str, number: int, reason: str) -> DocumentError:
    return DocumentError(
        f"{name}: line {number}: {reason}", document=name, reason=reason, line=number
    )
