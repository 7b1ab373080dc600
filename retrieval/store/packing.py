"""A paragraph with its sentences, words and figures ↔ one compressed blob.

The blob is ``zlib(meta \\x1d body)``: ``body`` holds the words of each sentence with ``\\x1f``
between words and ``\\x1e`` between sentences, so that text and words are stored once and come
back by splitting; ``meta`` is JSON with everything else. Text that holds one of these control
characters, or whose words do not join to it, is kept in the JSON instead.
"""

from __future__ import annotations

import json
import zlib
from decimal import Decimal
from typing import Any, NamedTuple

from retrieval.records import Figure, FigureKind, Paragraph, ParagraphKind, Sentence

_META, _SENTENCE, _WORD = "\x1d", "\x1e", "\x1f"
_FIGURE_KINDS: dict[str, FigureKind] = {kind.value: kind for kind in FigureKind}
_PARAGRAPH_KINDS: dict[str, ParagraphKind] = {kind.value: kind for kind in ParagraphKind}
_DEFAULTS: tuple[Any, ...] = ("", "", None, "", -1)


def pack_paragraph(paragraph: Paragraph) -> bytes:
    """Return the blob of ``paragraph``."""
    meta: list[Any] = [
        paragraph.kind.value,
        list(paragraph.headings),
        paragraph.caption,
        [
            [s.start, s.end, s.page, [_pack_figure(f, s.text) for f in s.figures]]
            for s in paragraph.sentences
        ],
    ]
    if all(_splits(sentence) for sentence in paragraph.sentences):
        body = _SENTENCE.join(_WORD.join(sentence.words) for sentence in paragraph.sentences)
    else:
        body = ""
        meta.append([[s.text, list(s.words)] for s in paragraph.sentences])
    text = json.dumps(meta, ensure_ascii=False, separators=(",", ":")) + _META + body
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


class Unpacked(NamedTuple):
    """What a blob holds; ``sentences`` are the fields of a ``Sentence`` in their order."""

    kind: ParagraphKind
    headings: tuple[str, ...]
    caption: str
    sentences: list[tuple[str, int, int, tuple[Figure, ...], tuple[str, ...], int | None]]


def unpack(blob: bytes) -> Unpacked:
    """Return what is in ``blob``, for whichever records are made of it."""
    text = zlib.decompress(blob).decode("utf-8", "surrogatepass")
    head, _, body = text.partition(_META)
    kind, headings, caption, places, *raw = json.loads(head)
    if raw:
        texts = [(text, tuple(words)) for text, words in raw[0]]
    else:
        texts = [
            (part.replace(_WORD, ""), tuple(part.split(_WORD))) for part in body.split(_SENTENCE)
        ]
    return Unpacked(
        _PARAGRAPH_KINDS[kind],
        tuple(headings),
        caption,
        [
            (
                text,
                start,
                end,
                tuple([_unpack_figure(figure, text) for figure in figures]) if figures else (),
                words,
                page,
            )
            for (text, words), (start, end, page, figures) in zip(texts, places, strict=False)
        ],
    )


def unpack_paragraph(blob: bytes) -> Paragraph:
    """Return the paragraph that ``pack_paragraph`` made ``blob`` from."""
    kind, headings, caption, sentences = unpack(blob)
    return Paragraph(tuple(Sentence(*fields) for fields in sentences), headings, kind, caption)


def _splits(sentence: Sentence) -> bool:
    text = sentence.text
    return (
        bool(text)
        and "".join(sentence.words) == text
        and "" not in sentence.words
        and not any(separator in text for separator in (_META, _SENTENCE, _WORD))
    )


def _pack_figure(figure: Figure, sentence: str) -> list[Any]:
    verbatim = sentence[figure.start : figure.end] == figure.text
    rest: list[Any] = [
        figure.unit,
        figure.qualifier,
        None if figure.high is None else str(figure.high),
        figure.label,
        figure.unit_start,
    ]
    while rest and rest[-1] == _DEFAULTS[len(rest) - 1]:
        rest.pop()
    return [
        0 if verbatim else figure.text,
        figure.start,
        figure.end,
        figure.kind.value,
        str(figure.value),
        *rest,
    ]


def _unpack_figure(packed: list[Any], sentence: str) -> Figure:
    text, start, end, kind, value, *rest = packed
    if len(rest) > 2 and rest[2] is not None:
        rest[2] = Decimal(rest[2])
    return Figure(
        text if isinstance(text, str) else sentence[start:end],
        start,
        end,
        _FIGURE_KINDS[kind],
        Decimal(value),
        *rest,  # the others have their defaults
    )
