"""Page furniture in running text: page numbers, running heads, 下转第2版 marks.

What is taken out is no body text; the sentence it interrupted goes on as if it did not stand
there. A line counts as a running head only where it stands again and again at the breaks of
pages, so that a phrase that a text repeats stays.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from retrieval.layout.characters import has_clause_marks, is_final
from retrieval.layout.lexicon import layout_lexicon
from retrieval.layout.lines import Line
from retrieval.layout.offsets import TracedText
from retrieval.records import PageSpan

_NUMBERED = re.compile(
    r"第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{2,4}"
    r"|[-—–－·•]+\s*\d{1,4}\s*[-—–－·•]+|[Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?"
)
_BARE = re.compile(r"\d{1,4}")
_LONGEST_HEAD = 40  # characters
_SHORT_HEAD = 0.6  # of the line above it is wide, where no sign stands beside
_TIMES = 3  # a running head stands at least so often
_MOST = 0.6  # of the running heads stand at one place of their pages
_AT_THE_TOP = 8  # lines
_APART = 12  # lines between two of them, where no sign of a page's end stands beside
_NUMERALS = "0-9０-９一二三四五六七八九十"


def without_furniture(lines: Sequence[Line], pages: Sequence[PageSpan] = ()) -> list[Line]:
    """Return ``lines`` without page numbers and running heads."""
    numbers = _page_numbers(lines)
    dropped = numbers | _running_heads(lines, numbers, _page_starts(lines, pages))
    if not dropped:
        return list(lines)
    kept: list[Line] = []
    broken = False
    for index, line in enumerate(lines):
        if index in dropped:
            broken = True
            continue
        if broken:
            # Across a page's end a gap says nothing; a sentence that was broken there goes on.
            gap = 0 if kept and not is_final(kept[-1].text) else max(1, line.gap)
            line = replace(line, gap=gap)
            broken = False
        kept.append(line)
    return kept


def _page_starts(lines: Sequence[Line], pages: Sequence[PageSpan]) -> set[int]:
    """Return the indexes of the lines with which pages begin."""
    starts = [line.start for line in lines]
    found = {bisect_left(starts, page.start) for page in pages}
    found.update(index for index, line in enumerate(lines) if line.new_page)
    return found


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    found: set[int] = set()
    bare: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        if len(line.text) > 24:
            continue
        if _NUMBERED.fullmatch(line.text):
            found.add(index)
        elif _BARE.fullmatch(line.text):
            bare.append((index, int(line.text)))
    # A number alone is a page's number only in a row of such that counts up page by page.
    row: list[int] = []
    previous: tuple[int, int] | None = None
    for index, number in bare:
        follows = (
            previous is not None and number == previous[1] + 1 and index - previous[0] > _APART
        )
        if previous is not None and number == previous[1] and index - previous[0] <= 2:
            continue
        if not follows:
            if len(row) >= _TIMES:
                found.update(row)
            row = []
        row.append(index)
        previous = (index, number)
    if len(row) >= _TIMES:
        found.update(row)
    return found


def _running_heads(lines: Sequence[Line], numbers: set[int], starts: set[int]) -> set[int]:
    marks = layout_lexicon().byline_marks
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if line.text[0] in marks:
            continue
        if len(line.text) <= _LONGEST_HEAD and index not in numbers and not is_final(line.text):
            places["".join(line.text.split())].append(index)
    found: set[int] = set()
    for indexes in places.values():
        if len(indexes) < _TIMES:
            continue
        at_break = [index for index in indexes if _at_break(index, numbers, starts)]
        if len(at_break) >= _TIMES and 2 * len(at_break) >= len(indexes):
            found.update(_in_one_place(at_break, numbers, starts))
            if indexes[0] < _AT_THE_TOP:
                found.discard(indexes[0])  # the first time it may be the title
        elif _interrupts(lines, indexes):
            found.update(indexes)
    return found


def _in_one_place(indexes: Sequence[int], numbers: set[int], starts: set[int]) -> list[int]:
    """Return those that stand where most do: the same words elsewhere are title or text."""
    places = [
        (index in starts, index + 1 in starts, index + 1 in numbers, index - 1 in numbers)
        for index in indexes
    ]
    place, times = Counter(places).most_common(1)[0]
    if times < _MOST * len(indexes):
        return list(indexes)
    return [index for index, other in zip(indexes, places, strict=True) if other == place]


def _at_break(index: int, numbers: set[int], starts: set[int]) -> bool:
    return any(near in numbers for near in (index - 1, index + 1)) or any(
        near in starts for near in (index, index + 1, index - 1)
    )


def _interrupts(lines: Sequence[Line], indexes: Sequence[int]) -> bool:
    """Whether a line stands far apart each time, and mostly inside a sentence."""
    if min(b - a for a, b in pairwise(indexes)) < _APART:
        return False
    return 2 * sum(_is_inside(lines, index) for index in indexes) >= len(indexes)


def _is_inside(lines: Sequence[Line], index: int) -> bool:
    """Whether a short line stands between two lines of running text, inside a sentence."""
    if not 0 < index < len(lines) - 1:
        return False
    above, line, below = lines[index - 1 : index + 2]
    return (
        line.width < _SHORT_HEAD * above.width
        and not has_clause_marks(line.text)
        and not is_final(above.text)
        and has_clause_marks(above.text)
        and has_clause_marks(below.text)
    )


@cache
def _jump_word() -> re.Pattern[str]:
    lexicon = layout_lexicon()
    return re.compile(f"{lexicon.jump_words}|{lexicon.short_jump_words}")


@cache
def _jump() -> re.Pattern[str]:
    lexicon = layout_lexicon()
    target = (
        rf"\s*[至自于]?\s*第?\s*[A-Za-z]?\s*[{_NUMERALS}]{{1,4}}\s*(?:{lexicon.page_words})"
        r"(?:\s*[《〈“][^》〉”]{0,30}[》〉”])?\s*"
    )
    arrows = r"[▲▼△▽◀▶►◄↓→↑←◢◣■\s]*"
    return re.compile(
        rf"[（(【\[]{arrows}(?:{lexicon.jump_words}|{lexicon.short_jump_words}){target}{arrows}[）)】\]]"
        rf"|^{arrows}(?:{lexicon.jump_words}){target}(?=\s|$|[，。、：]?)"
        rf"|(?:(?<=[\s。！？”…])|^){arrows}(?:{lexicon.jump_words}){target}{arrows}$"
    )


def without_jumps(text: TracedText) -> TracedText:
    """Return ``text`` without marks such as （下转第2版） and 上接第1版."""
    if _jump_word().search(text.text) is None:
        return text
    pattern = _jump()
    gaps = [found.span() for found in pattern.finditer(text.text) if found.end() > found.start()]
    return text.without(gaps).strip() if gaps else text
