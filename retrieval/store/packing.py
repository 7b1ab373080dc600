"""A paragraph with its sentences, words and figures ↔ one compressed blob.

The blob is a byte that tells the form and ``zlib(lines)``. The lines are JSON: first the kind,
headings, caption and the texts of the sentences, then one line for each sentence with its other
fields, so that a sentence is decoded only when something asks for more than its text. Words are
kept as their lengths, one character each, where they join to the text, as they should.
"""

from __future__ import annotations

import json
import zlib
from typing import NamedTuple

from retrieval.records import (
    Paragraph,
    ParagraphKind,
    Sentence,
    SentenceDetails,
    StoredSentence,
)
from retrieval.store.first_form import unpack_first_form
from retrieval.store.packed_figures import pack_figure, unpack_figure

_FORM = b"\x02"
_PARAGRAPH_KINDS: dict[str, ParagraphKind] = {kind.value: kind for kind in ParagraphKind}
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_decode = json.JSONDecoder().raw_decode
_LENGTH_ZERO = ord("0")
_LONGEST = 10_000  # of a word whose length is kept as a character


class PackedSentences:
    """The sentences of one paragraph: their texts, and the rest of each when it is asked for."""

    __slots__ = ("_lines", "texts")

    def __init__(self, texts: list[str], lines: list[str]) -> None:
        self.texts = texts
        self._lines = lines

    def details(self, number: int) -> SentenceDetails:
        """Decode the details of the sentence ``number``, from 0."""
        text = self.texts[number]
        start, end, page, words, *figures = _decode(self._lines[number])[0]
        return SentenceDetails(
            _cut(text, words) if isinstance(words, str) else tuple(words),
            tuple([unpack_figure(figure, text) for figure in figures]),
            start,
            end,
            page,
        )


class Unpacked(NamedTuple):
    """What a blob holds."""

    kind: ParagraphKind
    headings: tuple[str, ...]
    caption: str
    sentences: PackedSentences


def pack_paragraph(paragraph: Paragraph) -> bytes:
    """Return the blob of ``paragraph``."""
    return _FORM + zlib.compress(_lines(paragraph).encode("utf-8", "surrogatepass"), 1)


def unpack(blob: bytes) -> Unpacked:
    """Return what is in ``blob``, the details of its sentences still as they were packed."""
    if blob.startswith(_FORM):
        text = zlib.decompress(memoryview(blob)[1:]).decode("utf-8", "surrogatepass")
    else:
        text = _lines(unpack_first_form(blob))
    head, *lines = text.split("\n")
    kind, headings, caption, texts = json.loads(head)
    return Unpacked(_PARAGRAPH_KINDS[kind], tuple(headings), caption, PackedSentences(texts, lines))


def unpack_paragraph(blob: bytes) -> Paragraph:
    """Return the paragraph that ``pack_paragraph`` made ``blob`` from."""
    kind, headings, caption, packed = unpack(blob)
    sentences = []
    for number, text in enumerate(packed.texts):
        words, figures, start, end, page = packed.details(number)
        sentences.append(Sentence(text, start, end, figures, words, page))
    return Paragraph(tuple(sentences), headings, kind, caption)


def stored_sentences(packed: PackedSentences, first: int) -> tuple[StoredSentence, ...]:
    """Return the sentences of a paragraph with ids from ``first``, their details not decoded."""
    deferred = StoredSentence.deferred
    return tuple(
        [deferred(first + number, text, packed, number) for number, text in enumerate(packed.texts)]
    )


def _lines(paragraph: Paragraph) -> str:
    texts = [sentence.text for sentence in paragraph.sentences]
    lines = [_encode([paragraph.kind.value, paragraph.headings, paragraph.caption, texts])]
    for s in paragraph.sentences:
        figures = [pack_figure(figure, s.text) for figure in s.figures]
        lines.append(_encode([s.start, s.end, s.page, _pack_words(s), *figures]))
    return "\n".join(lines)  # JSON holds no line break


def _pack_words(sentence: Sentence) -> str | tuple[str, ...]:
    lengths = [len(word) for word in sentence.words]
    if "".join(sentence.words) in ("", sentence.text) and max(lengths, default=0) <= _LONGEST:
        return "".join([chr(_LENGTH_ZERO + length) for length in lengths])
    return sentence.words


def _cut(text: str, lengths: str) -> tuple[str, ...]:
    end = 0
    return tuple([text[end : (end := end + ord(length) - _LENGTH_ZERO)] for length in lengths])
