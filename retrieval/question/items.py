"""What a question for several figures lists: 铁路、公路、水路的货运量分别是多少."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from retrieval.periods import is_time
from retrieval.question.asking import Asking
from retrieval.question.lexicon import joined_items, list_words, stop_words
from retrieval.segmentation import segment

_MARK = re.compile("、")
_CLAUSE = re.compile(r"[，,；;。？?：:]")
_CONJUNCTIONS = frozenset(("以及", "和", "与", "及", "跟"))
_YEAR = re.compile(r"(?:19|20)\d\d(?:年(?:\d{1,2}月)?)?[初末底]?")
_LAST_YEAR = re.compile(rf"{_YEAR.pattern}的?$")
_YEARS = re.compile(r"((?:19|20)\d\d)年?(?:[-—–~～]|至|到)+((?:19|20)\d\d)年?")
_TIME = re.compile(
    r"(?:19|20)\d\d年?(?:[-—–~～至到]+(?:19|20)\d\d年?)?(?:[初末底]|上半年|下半年)?"
    r"|[\d一二三四五六七八九十]+(?:[-—–~～至到]+\d+)?(?:个)?(?:月份?|季度)"
    r"|[前头][\d一二两三四五六七八九十]+个?(?:季度|月)"
    r"|上半年|下半年|全年|今年|去年|前年|年末|年底|现在|目前"
)
_ORDINALS = "一二三四五六"
# 一产二产三产, 一级二级: numbers of one kind in a row.
_NUMBERED = re.compile(rf"第?[{_ORDINALS}]([产级类等期档])业?(?:第?[{_ORDINALS}]\1业?)+")
# 四个产业, 三市, 两家, 近三年: how many are meant.
_NUMBER = re.compile(
    r"(?<![第\d一二三四五六七八九十前头])([两二三四五六七八九十]|\d(?!\d))"
    r"(?:大(?!学|型|会)|[个家类种项样块只]|次产业|年(?!级|期|[来平均])|[市县区镇](?!长|级|委|政))"
)
_AFTER = re.compile(r"[，,、；;。？?]|和|以及")
_NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", start=1)}


@dataclass(frozen=True, slots=True)
class Listing:
    """The items of a list with what stands before and behind them, and is said of all."""

    head: str
    items: tuple[str, ...]
    tail: str


_NO_LISTING = Listing("", (), "")


def listed_items(matched: str, askings: Sequence[Asking], subject: str = "") -> tuple[str, ...]:
    """Return the items of the list in a folded question, in order; none where there is no list."""
    if len(askings) > 1:
        return _between(matched, askings)
    return find_listing(matched, askings, subject).items


def find_listing(matched: str, askings: Sequence[Asking], subject: str = "") -> Listing:
    """Return the one list that a folded question asks about, without items where it has none."""
    end = askings[0].start if askings else len(matched)
    words = [word for word in list_words().finditer(matched) if word.start() < end]
    end = words[-1].start() if words else end
    pieces = _pieces(matched, end)
    if len(pieces) < 2:
        return _without_marks(matched, end)
    first, last = pieces[0], pieces[-1]
    middle = [matched[start:stop] for start, stop in pieces[1:-1]]
    last_end = last[0] + _length_of_last(matched[slice(*last)], matched[slice(*first)], middle)
    others = [*middle, matched[last[0] : last_end]]
    first_start = first[0] + _start_of_first(matched[slice(*first)], others, subject)
    items = (matched[first_start : first[1]], *others)
    items = tuple(map(_bare, items))
    return Listing(matched[:first_start], items, matched[last_end:])


def _bare(item: str) -> str:
    """Take blanks off an item, 的 behind it and a conjunction before it."""
    item = item.strip()
    item = item.removesuffix("的") or item
    first = next(iter(segment(item)), "")
    return item[len(first) :] if first in _CONJUNCTIONS and first != item else item


def asked_number(matched: str) -> int:
    """Return how many figures a folded question says that it asks for, 0 where it does not."""
    numbers = [match[1] for match in _NUMBER.finditer(matched)]
    if not numbers:
        return 0
    numeral = numbers[-1]
    number = int(numeral) if numeral.isdigit() else _NUMERALS.get(numeral, 2)
    return number if number > 1 else 0


def _pieces(matched: str, end: int) -> list[tuple[int, int]]:
    """Return where the members of the last list before ``end`` stand, the first with its head.

    It stands in the last clause that has one: 小学和初中的学位，甲县各有多少.
    """
    clauses = [0, *(match.end() for match in _CLAUSE.finditer(matched, 0, end)), end + 1]
    for begin, after in reversed(list(pairwise(clauses))):
        pieces = _pieces_of_clause(matched, begin, after - 1)
        if len(pieces) > 1:
            return pieces
    return []


def _pieces_of_clause(matched: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Return the members of the list in one clause.

    The marks 、 separate, and the first conjunction behind the last of them; before the first
    mark a conjunction stands within a member (供水及污水处理), or says with whom.
    """
    cuts = [match.span() for match in _MARK.finditer(matched, begin, end)]
    conjunction = _conjunction(matched, cuts[-1][1] if cuts else begin, end)
    if conjunction is not None:
        cuts.append(conjunction)
    bounds = [begin, *[place for cut in cuts for place in cut], end]
    pieces = list(zip(bounds[::2], bounds[1::2], strict=True))
    return pieces if all(matched[start:stop].strip() for start, stop in pieces) else []


def _conjunction(matched: str, begin: int, end: int) -> tuple[int, int] | None:
    """Return where the first word between two places stands that joins members of a list."""
    start = begin
    for word in segment(matched[begin:end]):
        if word in _CONJUNCTIONS and begin < start < end - len(word):
            return start, start + len(word)
        start += len(word)
    found = re.compile("以及|[和与跟]").search(matched, begin + 1, end - 1)
    return found.span() if found else None


def _length_of_last(last: str, first: str, middle: Sequence[str]) -> int:
    """Return how much of the last member is its own; what follows is said of all.

    小学、初中学位 lists 小学 and 初中; 国家级和省级示范区 ends the item where the one before does.
    """
    year = _YEAR.match(last)
    if year and (_LAST_YEAR.search(first) or _YEAR.fullmatch(first)):
        return year.end()
    end = len(last)
    for pattern in (_NUMBER, _TIME):
        found = pattern.search(last, 1)
        if found:
            end = min(end, found.start())
    of = last.find("的", 1, end)
    if of > 0:
        end = of
    before = middle[-1] if middle else first
    before = before.rstrip("的")
    words = segment(last[:end])
    ends = set(accumulate(map(len, words)))
    for length in (2, 1):
        ending = before[-length:]
        place = last.find(ending, 2 - length, end)
        if len(ending) == length and ending.isalpha() and place + length in ends and place >= 0:
            return place + length
    if middle:
        count, length = max(len(segment(one)) for one in middle), max(map(len, middle))
        # As many words as the others have, and no fewer characters.
        return max(len("".join(words[:count])), next((e for e in sorted(ends) if e >= length), end))
    return end


def _start_of_first(first: str, others: Sequence[str], subject: str) -> int:
    """Return where the first member itself begins, behind what is said of all."""
    if all(_YEAR.match(other) for other in others):
        years = list(_YEAR.finditer(first))
        if years:
            return years[-1].start()
    start = 0
    times = [match.end() for match in _TIME.finditer(first) if match.end() < len(first)]
    if times and not all(is_time(other) for other in others):
        start = times[-1]
    of = first.rstrip("的").rfind("的") + 1
    start = max(start, of)
    if subject and first.startswith(subject, start) and len(first) > start + len(subject):
        rest = start + len(subject)
        # 双礁区、鹤埠区: where all end alike the first is as long as the others.
        alike = len({item[-1:] for item in (first, *others)}) == 1
        if len(first) - rest >= (min(map(len, others)) if alike else 2):
            start = rest
    if first[start : start + 1] == "的" and len(first) > start + 1:
        start += 1
    words = list(segment(first[start:]))
    most = max(len(segment(other)) for other in others)
    # As many words as the others have, and no fewer characters than the shortest of them.
    shortest = min(map(len, others))
    while len(words) > most and len(first) - start - len(words[0]) >= shortest:
        start += len(words.pop(0))
    return start


def _without_marks(matched: str, end: int) -> Listing:
    """Return a list that nothing separates: 一产二产三产, 男女, 2021到2023年各年."""
    run = _NUMBERED.search(matched, 0, end)
    if run:
        items = tuple(re.findall(rf"第?[{_ORDINALS}]{run[1]}业?", run[0]))
        return Listing(matched[: run.start()], items, matched[run.end() :])
    for joined, items in joined_items().items():
        place = matched.rfind(joined, 0, end)
        if place >= 0:
            return Listing(matched[:place], items, matched[place + len(joined) :])
    years = _YEARS.search(matched, 0, end)
    if years and int(years[1]) < int(years[2]) <= int(years[1]) + 10:
        named = tuple(f"{year}年" for year in range(int(years[1]), int(years[2]) + 1))
        return Listing(matched[: years.start()], named, matched[years.end() :])
    return _NO_LISTING


def _between(matched: str, askings: Sequence[Asking]) -> tuple[str, ...]:
    """Several phrases ask: each one's item is the noun behind it, or the words before it."""
    items: list[str] = []
    for part, asking in zip(asking_parts(matched, askings), askings, strict=True):
        before = matched[part[0] : asking.start].strip("，,、；;和及与 ")
        noun = matched[asking.end : part[1]].strip("，,、；;和及与 ")
        words = [word for word in segment(before) if word not in stop_words() and word.isalnum()]
        items.append(noun or "".join(words[-2:]) or before or asking.phrase)
    return tuple(items)


def asking_parts(matched: str, askings: Sequence[Asking]) -> tuple[tuple[int, int], ...]:
    """Return the part of a folded question that belongs to each of several phrases that ask.

    What stands right behind a phrase belongs to it (几个镇几个乡), unless it would leave the next
    one bare (多少钱买了多少个).
    """
    bounds = [0]
    for asking, following in pairwise(askings):
        behind = matched[asking.end : following.start]
        found = _AFTER.search(behind)
        noun = len(behind) if found is None else found.start()
        bare = noun == len(behind) and not _word_behind(matched, following, askings)
        bounds.append(asking.end if bare else asking.end + noun)
    bounds.append(len(matched))
    return tuple(pairwise(bounds))


def _word_behind(matched: str, asking: Asking, askings: Sequence[Asking]) -> str:
    end = min((one.start for one in askings if one.start > asking.start), default=len(matched))
    return _AFTER.split(matched[asking.end : end])[0].strip()
