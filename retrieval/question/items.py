"""What a question for several figures lists: 铁路、公路、水路 …分别 …多少."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.question.asking import Asking
from retrieval.question.lexicon import list_words, stop_words
from retrieval.segmentation import segment

_LISTED = re.compile(r"[、，,]|(?:以及|和|与|及|跟|同)")
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_TIME = re.compile(
    r"^(?:(?:19|20)\d\d年?|[\d一二三四五六七八九十]+[-—~～至到]?\d*(?:个)?(?:月份?|季度)|上半年|下半年|全年|今年|去年|前|头)+的?"
)
_JOINED = re.compile(
    r"[^、，,；;。？?]+(?:、[^、，,；;。？?]+)+(?:(?:以及|和|与|及)[^、，,；;。？?]+)?"
)


def listed_items(matched: str, askings: Sequence[Asking], subject: str = "") -> tuple[str, ...]:
    """Return the items of the list in a folded question, in order; none where there is no list."""
    items = _listed(matched, askings)
    if not items:
        return ()
    first = _TIME.sub("", items[0])
    first = first.removeprefix(subject).lstrip("的") if first != subject else first
    last = items[-1]
    year = _YEAR.match(last)
    last = year[0] if year and _YEAR.fullmatch(items[0]) else last.partition("的")[0] or last
    if len(items) == 1:
        return (first,)
    return (items[0] if _YEAR.fullmatch(items[0]) else first, *items[1:-1], last)


def _listed(matched: str, askings: Sequence[Asking]) -> tuple[str, ...]:
    if len(askings) > 1:
        return _between(matched, askings)
    word = list_words().search(matched)
    head = matched[: word.start()] if word else matched
    joined = None
    for joined in _JOINED.finditer(head):  # noqa: B007 - the last one is meant
        pass
    if joined is not None:
        return _split(joined[0])
    match = re.search(r"([^，,、；;。]+?)(?:以及|和|与|及)([^，,、；;。]+)$", head)
    if match:
        return _clip(match[1]), match[2].strip()
    return ()


def _split(joined: str) -> tuple[str, ...]:
    items = [item.strip() for item in _LISTED.split(joined) if item.strip()]
    if not items:
        return ()
    items[0] = _clip(items[0])
    return tuple(items)


def _clip(first: str) -> str:
    """Take the subject off the first item: 本县的文体生活 gives 文体生活."""
    return first.rpartition("的")[2].strip() or first.strip()


def _between(matched: str, askings: Sequence[Asking]) -> tuple[str, ...]:
    """Several phrases ask: each one's item is what stands between it and the one before."""
    items: list[str] = []
    start = 0
    for position, asking in enumerate(askings):
        before = matched[start : asking.start].strip("，,、；;和及与 ")
        following_start = asking.end
        following_end = askings[position + 1].start if position + 1 < len(askings) else len(matched)
        after = re.split(r"[，,、；;。？?]|和|以及", matched[following_start:following_end])[0]
        noun = after.strip()
        words = [word for word in segment(before) if word not in stop_words() and word.isalnum()]
        items.append(noun or "".join(words[-2:]))
        start = asking.end + len(after)
    return tuple(items)
