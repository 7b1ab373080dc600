"""Text → words: Han runs by jieba's words, numbers, Latin runs and the rest by our own rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from config.lexicon_file import load_lexicon
from config.settings import load_settings
from retrieval.folding import fold
from retrieval.segmentation.dictionary import open_dictionary
from retrieval.segmentation.han import HanSegmenter
from retrieval.segmentation.tokens import han_pieces, token_pattern

__all__ = ["is_word", "prepare_for_bulk", "segment"]


@cache
def _han_segmenter() -> HanSegmenter:
    return HanSegmenter(open_dictionary(load_settings().cache_folder), _faster_path)


# The path search of the optional extra ``fast``, once ``prepare_for_bulk`` has loaded it.
_faster_path: Callable[[str], list[str]] | None = None


def prepare_for_bulk() -> bool:
    """Let this process segment faster where rjieba is installed; the words stay the same.

    Loading it takes 0.1 s and 30 MB, which pays for a library of documents but not for a question.
    rjieba's hidden Markov model breaks ties otherwise than jieba's, in about one run of 500,000,
    so only its search for the most probable path is used. Returns whether it is.
    """
    global _faster_path
    try:
        import rjieba
    except ImportError:
        return False

    def search(run: str) -> list[str]:
        words: list[str] = rjieba.cut(run, False)
        return words

    _faster_path = search
    _han_segmenter.cache_clear()
    return True


def is_word(folded: str) -> bool:
    """Tell whether a folded word stands in jieba's dictionary."""
    return _han_segmenter().knows(folded)


@cache
def _measures() -> frozenset[str]:
    return frozenset(load_lexicon("words.txt").keys("measures"))


def segment(text: str) -> tuple[str, ...]:
    """Return the words of ``text``, in order; joined together they are ``text`` again.

    The cuts are those of the folded text, so that 臺灣 and 台湾, or ５.３万 and 5.3万, are cut
    alike. White space and punctuation are words of their own.
    """
    folded = fold(text)
    cut = _han_segmenter().cut
    words: list[str] = []
    previous: str | None = None
    for match in token_pattern().finditer(folded):
        run = match[0]
        kind = match.lastgroup
        if kind != "han":
            words.append(run)
        elif "〇" in run:
            for piece, is_han in han_pieces(run):
                words += cut(piece) if is_han else (piece,)
        elif previous == "number" or previous == "qualifier":
            words += _cut_after_number(run)
        else:
            words += cut(run)
        previous = kind
    if folded == text:
        return tuple(words)
    start = 0
    verbatim = []
    for word in words:
        end = start + len(word)
        verbatim.append(text[start:end])
        start = end
    return tuple(verbatim)


def _cut_after_number(run: str) -> list[str]:
    """Cut a run that begins with a measure word, which jieba may draw into a word of its making.

    216条诉求 gives 条 and 诉求, 2021年春节 gives 年 and 春节 in place of 年春 and 节.
    """
    segmenter = _han_segmenter()
    words = segmenter.cut(run)
    first = words[0]
    if len(first) > 1 and first[0] in _measures() and not segmenter.knows(first):
        return [first[0], *segmenter.cut(run[1:])]
    return words
