"""The runs a folded text falls into: numbers, Latin runs, white space, marks, and runs of Han."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

# What jieba takes for Han; other ideographs it leaves as single characters, and so do we.
_HAN = r"\u4e00-\u9fd5"

# Rarer ideographs, 〇 and encircled numbers: words by themselves, though ``\\w`` takes them.
_SINGLE = (
    r"〇\u2460-\u24ff\u2776-\u2793\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)

_DIGIT_RUN = re.compile("([〇零一二三四五六七八九]+)")


@cache
def token_pattern() -> re.Pattern[str]:
    """Return the pattern whose matches, one after the other, are the whole of a folded text.

    Quantifiers are possessive, so that matching is linear in the length of the text. Its group
    ``han`` is a run of Han characters (and 〇) that is still to be cut into words.
    """
    # A multiplier belongs to its number, but 千 in 3千克 and 5千瓦 belongs to the unit.
    multiplier = r"(?:[万亿]++|千(?![克米瓦卡焦帕伏赫安升兆比字位])万?亿?|百(?![分帕米])万?亿?)"
    letter = rf"(?:(?![{_HAN}{_SINGLE}])[^\W_])"
    return re.compile(
        rf"""
        (?P<qualifier>(?<=[\d百千万亿])[余多几来])  # 110余家: not jieba's 余家
      | (?P<han>[{_HAN}〇]++)
      | (?P<number>
            (?: \d{{1,3}}(?:,\d{{3}})++(?!\d)(?:\.\d++)?     # 1,234.5
              | \d++(?:\.\d++)*+                             # 5.3, 2021.3.5
            ) (?![a-z]) (?:[%‰]|{multiplier})?+              # 15.3%, 5.3万
        )
      | (?P<latin>                                           # pm2.5, 5g, 5.3km, aa+, c#
            {letter}++
            (?:\.\d++{letter}*+)*+
            (?:(?:\+{{1,2}}|\#)(?![a-z\d]))?+
        )
      | (?P<space>\s++)
      | (?P<mark>.)
        """,
        re.VERBOSE | re.DOTALL,
    )


def han_pieces(run: str) -> Iterator[tuple[str, bool]]:
    """Split off numerals written with 〇 (二〇二五): pieces of ``run``, and whether to cut them."""
    pending = ""
    for index, piece in enumerate(_DIGIT_RUN.split(run)):
        if index % 2 and "〇" in piece:
            if pending:
                yield pending, True
            yield piece, False
            pending = ""
        else:
            pending += piece
    if pending:
        yield pending, True
