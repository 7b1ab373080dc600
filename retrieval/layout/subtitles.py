"""The lines under a report's title that say when, where and by whom it was given.

——2026年1月26日在某省第十四届人民代表大会第四次会议上, then 某省省长 王某 or 某省财政厅: they share
more words with the text than the title does, and would be taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from retrieval.layout.characters import HAN
from retrieval.layout.items import Item, ItemKind
from retrieval.layout.kinds import is_office_and_name, said_where
from retrieval.layout.lexicon import layout_lexicon

_TITLES = (ItemKind.SHORT, ItemKind.TITLE)
_REST = re.compile(r"[^。，；：]{2,30}(?:上|[）)])")  # of such a line, where it was broken
_END = ("上", "）", ")")
_MOST_SPEAKERS = 2  # lines


@cache
def _offices() -> re.Pattern[str]:
    office = rf"[{HAN}]{{1,20}}(?:{layout_lexicon().office_endings})"
    return re.compile(rf"{office}(?:[\s、]+{office}){{0,3}}")


def tell_subtitles(items: Sequence[Item]) -> list[Item]:
    """Return ``items`` with the lines that say when, where and by whom told from titles."""
    told = list(items)
    index = 1
    while index < len(told):
        item = told[index]
        under = _is_short(item) and told[index - 1].kind in _TITLES
        if under and _is_issued(told, index):
            told[index] = replace(item, kind=ItemKind.SUBTITLE)
        if not (under and said_where(item.text.text)):
            index += 1
            continue
        told[index] = replace(item, kind=ItemKind.SUBTITLE)
        index += 1
        if not item.text.text.endswith(_END):
            index = _mark(told, index, item.gap, 1, lambda text: _REST.fullmatch(text) is not None)
        index = _mark(told, index, item.gap, _MOST_SPEAKERS, _is_speaker)
    return told


def _is_issued(told: Sequence[Item], index: int) -> bool:
    """Whether a line names the offices that published a text, over the date: 某市统计局."""
    dated = index + 1 < len(told) and told[index + 1].kind is ItemKind.SOURCE
    return dated and _offices().fullmatch(told[index].text.text) is not None


def is_speaker(item: Item) -> bool:
    """Whether a line under a title names who speaks."""
    return _is_speaker(item.text.text)


def _mark(told: list[Item], index: int, gap: int, most: int, fits: Callable[[str], bool]) -> int:
    for item in told[index : index + most]:
        if not _is_short(item) or item.gap > gap or not fits(item.text.text):
            break
        told[index] = replace(item, kind=ItemKind.SUBTITLE)
        index += 1
    return index


def _is_short(item: Item) -> bool:
    return item.kind is ItemKind.SHORT and item.level == 0 and not item.printed_title


def _is_speaker(text: str) -> bool:
    return is_office_and_name(text) or _offices().fullmatch(text) is not None
