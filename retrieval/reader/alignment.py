"""Parallel lists: A、B、C分别占x、y、z gives x to A, y to B, z to C."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.periods import named_years
from retrieval.records import Figure, FigureKind
from retrieval.segmentation import segment

_GAP = re.compile(r"\s*(?:[、,，;；/]|以及|和|与|及|或)?\s*(?:约|近|超|超过|达)?\s*")
_SEPARATOR = re.compile(r"、|以及|和|与|及")
_MARK = re.compile("、")
_RESPECTIVELY = re.compile(r"分别|各自|依次|各")
_CLAUSE_START = re.compile(r"[，,。；;：:！!？?（(]")
_INDUSTRIES = re.compile(r"([一二三])([一二三])([一二三])?(产业)")
_NUMBER_FIRST = re.compile(r"[\d.,]+(?![\d.,年级号期届])")
_EACH_YEAR = re.compile(r"报告期|各期|各年|[近三两二]年")
_REACH = 160  # characters before the first figure in which the items are looked for


@dataclass(frozen=True, slots=True)
class Alignment:
    """One figure of a parallel list: its item, what is said of all, its place and the size."""

    item: str
    common: str  # what stands between the items and the figures: 分别占总量的
    others: tuple[str, ...]
    position: int
    group: tuple[int, ...]  # indices of the figures of this list in the sentence


def parallel_groups(text: str, figures: Sequence[Figure]) -> list[tuple[int, ...]]:
    """Return runs of two or more figures that only commas or conjunctions stand between."""
    groups: list[tuple[int, ...]] = []
    run: list[int] = []
    for index, figure in enumerate(figures):
        if run:
            before = figures[run[-1]]
            gap = text[before.end : figure.start]
            if (
                len(gap) <= 6
                and _GAP.fullmatch(gap)
                and before.kind is figure.kind
                and figure.kind is not FigureKind.DATE
            ):
                run.append(index)
                continue
            if len(run) > 1:
                groups.append(tuple(run))
        run = [index]
    if len(run) > 1:
        groups.append(tuple(run))
    return groups


def align(
    text: str, figures: Sequence[Figure], last_year: int | None = None
) -> dict[int, Alignment]:
    """Return the item of each figure of a parallel list, by the figure's index.

    ``text`` is a folded sentence. A list whose items are not as many as its figures is left out.
    ``last_year`` is the last of the years that 报告期各期 and the like mean.
    """
    aligned: dict[int, Alignment] = {}
    for group in parallel_groups(text, figures):
        start = figures[group[0]].start
        found = _items_before(text, start, len(group)) or _years_before(
            text, start, len(group), last_year
        )
        if found is None:
            continue
        items, common = found
        for position, index in enumerate(group):
            others = tuple(item for i, item in enumerate(items) if i != position)
            said = common if position == len(items) - 1 else f"{_shared_tail(items)}{common}"
            aligned[index] = Alignment(items[position], said, others, position, group)
    return aligned


@lru_cache(maxsize=1024)
def _shared_tail(items: tuple[str, ...]) -> str:
    """Return what the last item says for all: 创新平台 in 国家级、部级创新平台."""
    last = segment(items[-1])
    others = max(len(segment(item)) for item in items[:-1])
    return "".join(last[others:])


def _items_before(text: str, start: int, count: int) -> tuple[tuple[str, ...], str] | None:
    head = text[max(0, start - _REACH) : start]
    word = None
    for word in _RESPECTIVELY.finditer(head):  # noqa: B007 - the last one is meant
        pass
    cut = word.start() if word else len(head)
    listing, common = head[:cut], head[cut:]
    industries = None
    for industries in _INDUSTRIES.finditer(listing):  # noqa: B007 - the last one is meant
        pass
    if industries is not None:
        numerals = [numeral for numeral in industries.groups()[:3] if numeral]
        if len(numerals) == count:
            rest = listing[industries.end() :]
            return tuple(f"第{numeral}{industries[4]}{rest}" for numeral in numerals), common
    if word is None:
        return None
    chosen = _choose_separators(listing, count)
    if not chosen:
        return None
    begin = 0
    clause = None
    for clause in _CLAUSE_START.finditer(listing, 0, chosen[0].start()):  # noqa: B007
        pass
    if clause is not None:
        begin = clause.end()
    items: list[str] = []
    position = begin
    for separator in chosen:
        items.append(listing[position : separator.start()].strip())
        position = separator.end()
    items.append(listing[position:].strip())
    if not all(items) or any(_NUMBER_FIRST.match(item) for item in items):
        return None  # the figures of another list
    return tuple(items), common


def _years_before(
    text: str, start: int, count: int, last_year: int | None
) -> tuple[tuple[str, ...], str] | None:
    """Return the years that a series belongs to: 2016年至2018年间…分别为, 报告期各期…分别为."""
    head = text[max(0, start - _REACH) : start]
    years = sorted(named_years(head))
    if len(years) != count:
        if not last_year or not _EACH_YEAR.search(head):
            return None
        years = list(range(last_year - count + 1, last_year + 1))
    word = None
    for word in _RESPECTIVELY.finditer(head):  # noqa: B007 - the last one is meant
        pass
    begin = max((match.end() for match in _CLAUSE_START.finditer(head)), default=0)
    common = head[min(begin, word.start()) if word else begin :]
    return tuple(f"{year}年" for year in years), common


def _choose_separators(listing: str, count: int) -> list[re.Match[str]]:
    """Return the separators between the last ``count`` items.

    和 joins the last two items or stands within one (软件和信息服务业): where the marks 、 alone
    make as many items as there are figures, only they separate.
    """
    clause = max((match.end() for match in _CLAUSE_START.finditer(listing)), default=0)
    if len(listing) - clause < 4:
        clause = 0
    marks = [match for match in _MARK.finditer(listing) if match.start() >= clause]
    if len(marks) == count - 1:
        return marks
    every = list(_SEPARATOR.finditer(listing))
    if len(marks) == count - 2 and marks:
        after = [match for match in every if match.start() > marks[-1].start()]
        if after:
            return [*marks, after[-1]]
    return every[-(count - 1) :] if len(every) >= count - 1 else []
