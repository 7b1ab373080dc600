"""Sentences broken into short lines without punctuation, as accounts and infographics set them.

A line that ends without a figure goes on in the next; a line that ends with a figure ends the
sentence, unless the next line visibly goes on with it (同比增长…). A line that begins as only a
new sentence does (目前, 此外, 11月17日) is not joined to one that could end there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from retrieval.layout.characters import (
    CONTINUING_ENDS,
    CONTINUING_STARTS,
    HAN,
    ends_with_ornament,
    is_final,
)
from retrieval.layout.lexicon import alternatives, layout_lexicon
from retrieval.layout.number_blanks import close_traced
from retrieval.layout.offsets import TracedText, concatenate
from retrieval.layout.outline import outline_mark

_LONGEST_PIECE = 240  # characters of a sentence made of short lines
# A number with what it counts, at the end of a line; dates and spans of months end nothing.
_FIGURE_END = re.compile(rf"[0-9](?:[%％‰]|(?![年月日号时点季])[{HAN}/]{{1,8}})?[)）]?$")
_FIRST_FIGURE = re.compile(r"(?<![0-9.,])[0-9][0-9.,]*(?![0-9.,]|\s*[年月日号时点季届第—\-–~～至])")
_DAY = re.compile(r"(?:(?:19|20)[0-9]{2}年)?[0-9]{1,2}月[0-9]{1,2}日")
_LONG = 20  # characters of what stands before a day that begins a new sentence


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(alternatives(layout_lexicon().openings))


@cache
def _hanging() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(layout_lexicon().hanging_ends)})$")


@cache
def _continuation() -> re.Pattern[str]:
    return re.compile(alternatives(layout_lexicon().continuations))


def join_stanza(lines: Sequence[TracedText]) -> list[TracedText]:
    """Join the short lines of one stanza into sentences, in order, nothing lost."""
    pieces: list[TracedText] = []
    current: list[TracedText] = []
    length = 0
    for line in lines:
        if current and (
            length + len(line.text) > _LONGEST_PIECE
            or _ends_before(current[-1].text, line.text, length)
        ):
            pieces.append(_join(current))
            current, length = [], 0
        current.append(line)
        length += len(line.text)
    if current:
        pieces.append(_join(current))
    return pieces


def ends_with_figure(text: str) -> bool:
    """Whether a line ends with a number and its unit, a date not counted."""
    return _FIGURE_END.search(text[-12:]) is not None


def goes_on(text: str) -> bool:
    """Whether a line begins as the rest of a sentence does."""
    return text[0] in CONTINUING_STARTS or _continuation().match(text) is not None


def _ends_before(line: str, following: str, length: int) -> bool:
    """Whether a sentence of ``length`` characters ends with ``line``."""
    if is_final(line) or ends_with_ornament(line):
        return True
    if line[-1] in CONTINUING_ENDS or following[0] in CONTINUING_STARTS:
        return False
    if outline_mark(following) or _begins_anew(line, following, length):
        return True
    return ends_with_figure(line) and not goes_on(following)


def _begins_anew(line: str, following: str, length: int) -> bool:
    if _hanging().search(line):
        return False
    return bool(_opening().match(following) or (length >= _LONG and _DAY.match(following)))


def _join(lines: Sequence[TracedText]) -> TracedText:
    parts: list[TracedText] = []
    for line in lines:
        if parts and _parts_with_blank(parts[-1].text, line.text):
            parts.append(TracedText(" ", (0,), (parts[-1].end,)))
        parts.append(line)
    return close_traced(concatenate(parts))


def _parts_with_blank(left: str, right: str) -> bool:
    if left[-1].isascii() and right[0].isascii() and left[-1].isalnum() and right[0].isalnum():
        return True
    return ends_with_figure(left) and right[0] not in CONTINUING_STARTS


def labels_of(pieces: Sequence[TracedText]) -> list[str]:
    """Return for each piece what stands before its first number that is no date."""
    return [_FIRST_FIGURE.split(piece.text, maxsplit=1)[0].strip() for piece in pieces]


def subject_groups(pieces: Sequence[TracedText]) -> list[tuple[int, int, str]]:
    """Return ``(start, end, subject)`` of the runs of pieces under one subject.

    Where the labels of a stanza repeat (中央企业…, 地方国有企业… under income, then under
    profit), the piece before each repetition is the head whose label the others stand
    under. Without repetition there is one run without a subject.
    """
    labels = labels_of(pieces)
    first: dict[str, int] = {}
    period = 0
    for index, label in enumerate(labels):
        if label and label in first:
            period = index - first[label]
            break
        first.setdefault(label, index)
    if period < 2:
        return [(0, len(pieces), "")]
    offset = (first[labels[_repeated(labels)]] - 1) % period
    starts = list(range(offset, len(pieces), period))
    if starts[0] > 0:
        starts.insert(0, 0)
    bounds = [*starts, len(pieces)]
    return [
        (start, end, labels[start] if end - start > 1 else "")
        for start, end in pairwise(bounds)
        if end > start
    ]


def _repeated(labels: Sequence[str]) -> int:
    """Return the index of the first label that stands a second time."""
    seen: set[str] = set()
    for index, label in enumerate(labels):
        if label and label in seen:
            return index
        seen.add(label)
    return 0
