"""Text → words: Han runs by jieba's words, numbers, Latin runs and the rest by our own rules."""

from __future__ import annotations

from functools import cache

from config.settings import load_settings
from retrieval.folding import fold
from retrieval.segmentation.dictionary import open_dictionary
from retrieval.segmentation.han import HanSegmenter
from retrieval.segmentation.tokens import han_pieces, token_pattern

__all__ = ["segment"]


@cache
def _han_segmenter() -> HanSegmenter:
    return HanSegmenter(open_dictionary(load_settings().cache_folder))


def segment(text: str) -> tuple[str, ...]:
    """Return the words of ``text``, in order; joined together they are ``text`` again.

    The cuts are those of the folded text, so that 臺灣 and 台湾, or ５.３万 and 5.3万, are cut
    alike. White space and punctuation are words of their own.
    """
    folded = fold(text)
    cut = _han_segmenter().cut
    words: list[str] = []
    for match in token_pattern().finditer(folded):
        run = match[0]
        if match.lastgroup != "han":
            words.append(run)
        elif "〇" in run:
            for piece, is_han in han_pieces(run):
                words += cut(piece) if is_han else (piece,)
        else:
            words += cut(run)
    if folded == text:
        return tuple(words)
    start = 0
    verbatim = []
    for word in words:
        end = start + len(word)
        verbatim.append(text[start:end])
        start = end
    return tuple(verbatim)
