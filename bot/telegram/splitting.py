"""Several questions in one message, told apart."""

from __future__ import annotations

import re
from functools import cache

from config.lexicon_file import load_lexicon
from retrieval.folding import fold

_PIECE = re.compile(r"[^？?\n]+[？?]*|[？?]+")
_CONTENT = re.compile(r"\w")
_NUMBERING = re.compile(
    r"^\s*(?:[(（]?[0-9０-９一二三四五六七八九十]{1,2}[)）.、．]|[-•·*])\s*(?=\D)"
)
_TAGS = ("呢", "吗", "么", "嘛")


@cache
def _asking() -> tuple[str, ...]:
    lexicon = load_lexicon("question.txt")
    return tuple(
        key for name in lexicon.sections if name.startswith("asks") for key in lexicon.keys(name)
    )


def _asks(piece: str) -> bool:
    """Tell whether ``piece`` is a question by itself."""
    bare = fold(piece).rstrip(" 。.!！~～")
    return bare.endswith(("?", *_TAGS)) or any(phrase in bare for phrase in _asking())


def split_questions(text: str) -> list[str]:
    """Return the questions of a message, in order; the whole text where there is but one.

    Question marks and line ends separate questions. What asks nothing, such as a greeting, stays
    with the question that follows it, at the end with the one before.
    """
    groups: list[str] = []
    opening = ""
    for piece in _PIECE.findall(text):
        if not _CONTENT.search(piece):
            continue
        if _asks(piece):
            groups.append(_NUMBERING.sub("", opening + piece).strip())
            opening = ""
        else:
            opening += piece.strip() + "\n"
    if len(groups) < 2:
        whole = text.strip()
        return [whole] if whole else []
    if opening:
        groups[-1] += "\n" + opening.strip()
    return groups
