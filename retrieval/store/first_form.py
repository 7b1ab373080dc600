"""Blobs of paragraphs in the form in which they were first stored, which files still hold.

The blob is ``zlib(meta \\x1d body)``: ``body`` holds the words of each sentence with ``\\x1f``
between words and ``\\x1e`` between sentences; ``meta`` is JSON with everything else. Text that
holds one of these control characters, or whose words do not join to it, is in the JSON instead.
"""

from __future__ import annotations

import json
import zlib

from retrieval.records import Paragraph, ParagraphKind, Sentence
from retrieval.store.packed_figures import unpack_figure

_META, _SENTENCE, _WORD = "\x1d", "\x1e", "\x1f"


def unpack_first_form(blob: bytes) -> Paragraph:
    """Return the paragraph in ``blob``."""
    text = zlib.decompress(blob).decode("utf-8", "surrogatepass")
    head, _, body = text.partition(_META)
    kind, headings, caption, places, *raw = json.loads(head)
    if raw:
        texts = [(text, tuple(words)) for text, words in raw[0]]
    else:
        texts = [
            (part.replace(_WORD, ""), tuple(part.split(_WORD))) for part in body.split(_SENTENCE)
        ]
    sentences = tuple(
        Sentence(text, start, end, tuple([unpack_figure(f, text) for f in figures]), words, page)
        for (text, words), (start, end, page, figures) in zip(texts, places, strict=False)
    )
    return Paragraph(sentences, tuple(headings), ParagraphKind(kind), caption)
