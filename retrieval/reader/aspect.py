"""What of a measure a question asks, and what a figure gives: its level, its growth, its share …

Each judgement is a number from -1 (speaks against) over 0 (says nothing) to 1 (speaks for).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from retrieval.periods import Period, TextYears, comparable_years, find_period, same_relative_year
from retrieval.question import Question
from retrieval.question.lexicon import find_cues, synonyms
from retrieval.question.subject import predicates
from retrieval.reader.alignment import Alignment
from retrieval.reader.matching import Matcher
from retrieval.records import Figure, FigureKind

_CHANGE = (
    "增长|增加|增多|提高|提升|上升|上涨|扩大|新增|净增|多|高出|高|超出|领先|增|升|涨|"
    "下降|减少|降低|下滑|回落|下跌|缩小|收窄|减亏|低|少|降|减|跌"
)
_CHANGES = re.compile(
    rf"(?:{_CHANGE})(?:了|幅度?|幅为|率)?(?:约|近|超过|超|达到|达|为|高达|仅为?)?$"
)
_TO = re.compile(r"(?:到|至)(?:了|约|近)?$")
_FROM = re.compile(r"(?:由|从|自)[^,，。；;]{0,14}$")
_REACHES = re.compile(
    r"[^,，。；;]{0,14}?(?:到|至|为)(?:了|约|近)?"
    r"(?:[去今上本]年的?|(?:1[89]|20)\d\d年?的?|目前的?|本期的?|增长|上涨|上升|下降)?"
)
_DATE = FigureKind.DATE
# 高于全国平均水平4.9个百分点
_COMPARED = re.compile(r"(?:[高低快慢多少大小]于|[高多超]出|超过|领先|落后)[^,，。；;]{0,14}$")
_PER = re.compile(r"每[\d一两二三四五六七八九十百千万]*[\u4e00-\u9fff]")
_CONTRIBUTION = re.compile(r"拉动|贡献")
_RATE = re.compile(r"率|比重|占比|比例|份额|[强浓密]度")
_SHARE = re.compile(r"占|比重|比例|率|份额")
# Verbs that say only that a figure is reached.
_WEAK = frozenset(("有", "达到", "达", "实现", "完成", "做到", "在", "给", "起"))
_RATIOS = frozenset(
    {FigureKind.PERCENT, FigureKind.POINTS, FigureKind.MULTIPLE, FigureKind.FRACTION}
)
# Cues whose presence on one side only tells two figures of one measure apart.
_TELLING = ("average", "increment", "stock", "share", "upper", "lower", "export", "import", "part")


@dataclass(frozen=True, slots=True)
class Years:
    """The year of a text, and those that one of its sentences names."""

    of_text: TextYears
    named: frozenset[int]


def aspect_match(question: Question, figure: Figure, left: str) -> float:
    """Tell whether level, change or share is asked for, and whether the figure gives that."""
    ratio = figure.kind in _RATIOS
    if ratio and _CONTRIBUTION.search(left[-20:]) and not _CONTRIBUTION.search(question.matched):
        return -0.9  # 拉动gdp增长0.2个百分点
    if figure.kind is FigureKind.POINTS and not _asks_points(question):
        return -0.8
    changes = bool(_CHANGES.search(left)) and not _TO.search(left)
    share = bool(_SHARE.search(left))
    cues = question.cues
    wants_change = bool(cues & {"growth", "decline"}) and not question.cues & {"new", "old"}
    wants_difference = "difference" in cues
    if wants_difference:
        return 1.0 if changes or _COMPARED.search(left) else -0.5
    if question.unit or question.dimension or question.pattern == "money":
        if wants_change:
            return 1.0 if changes else -0.2
        return -0.6 if changes and figure.kind is not FigureKind.POINTS else 0.5
    if "share" in cues or question.pattern == "percent":
        if not ratio:
            return -1.0
        return -0.5 if changes and not share else 1.0
    if wants_change or "percent" in cues:
        if ratio:
            return 1.0 if changes or share else 0.2
        return 0.0 if changes else -1.0
    if ratio:
        return -0.7 if changes else 0.0
    return -0.5 if changes else 0.5


def _asks_points(question: Question) -> bool:
    """Tell whether a question may be answered in percentage points."""
    return (
        "difference" in question.cues
        or FigureKind.POINTS in question.kinds
        or _RATE.search(question.matched) is not None
    )


@dataclass(frozen=True, slots=True)
class _Change:
    """A figure's side in 由66户…至12户, and what stands between it and the figure before."""

    is_old: bool
    own: str


def _change(text: str, figures: Sequence[Figure], index: int) -> _Change | None:
    """Return on which side of a change a figure stands; dates beside it do not part the two."""
    figure = figures[index]
    before = next((one for one in reversed(figures[:index]) if one.kind is not _DATE), None)
    after = next((one for one in figures[index + 1 :] if one.kind is not _DATE), None)
    own = text[before.end if before else 0 : figure.start][-24:]
    if after is not None and _FROM.search(own[-16:]):
        gap = text[figure.end : after.start]
        if len(gap) <= 24 and _REACHES.fullmatch(gap):
            return _Change(True, own)
    if before is not None and len(own) <= 24 and _REACHES.fullmatch(own):
        start = text[max(0, before.start - 16) : before.start]
        if _FROM.search(start):
            return _Change(False, own)
    return None


def old_new_match(
    question: Question,
    asked: Period,
    text: str,
    figures: Sequence[Figure],
    index: int,
    years: Years,
) -> float:
    """Tell 由66户…至12户 apart: the new value where none is named, the old one where it is.

    ``asked`` is the time asked about; ``years`` are the years of the text and those that its
    sentence names.
    """
    change = _change(text, figures, index)
    if change is None:
        return 0.0
    wanted = asked.years
    own = find_period(change.own, years.of_text)
    own_years = comparable_years(own.years, wanted)
    if wanted and own_years:
        return 1.0 if wanted & own_years else -1.0
    if same_relative_year(question.matched, change.own):
        return 1.0
    if "old" in question.cues:
        return 1.0 if change.is_old else -1.0
    if "new" in question.cues:
        return -1.0 if change.is_old else 1.0
    if wanted and len(years.named) > 1 and wanted <= {min(years.named), max(years.named)}:
        return 1.0 if (wanted == {min(years.named)}) is change.is_old else -1.0
    now = wanted & years.of_text.known
    if (wanted and not now) or question.period.stretches:
        return -0.3 if change.is_old else 0.3
    return -0.5 if change.is_old else 0.5


def alignment_match(matcher: Matcher, alignment: Alignment | None) -> float:
    """Tell whether the item that a figure of a list belongs to is the one asked for."""
    if alignment is None:
        return 0.0
    own = _held(matcher, alignment.item)
    others = max((_held(matcher, item) for item in alignment.others), default=0.0)
    if own == others:
        own = matcher.bigram_coverage(alignment.item)
        others = max((matcher.bigram_coverage(item) for item in alignment.others), default=0.0)
    return 1.0 if own > others else -1.0 if own < others else 0.0


def _held(matcher: Matcher, item: str) -> float:
    """Return which part of an item, its end first, the question holds."""
    for length in range(len(item), 0, -1):
        if item[-length:] in matcher.matched or item[:length] in matcher.matched:
            return length / len(item)
    return 0.0


def target_match(
    question: Question,
    clause: frozenset[str],
    sentence: frozenset[str],
    headings: frozenset[str],
) -> float:
    """Tell a target, a plan, from what was reached."""
    planned = 1.0 if "target" in clause else 0.7 if "target" in sentence | headings else 0.0
    if "target" in question.cues:
        return planned if planned else -0.7
    if "actual" in question.cues or "done" in question.cues:
        return -planned if planned else 0.3
    return -0.4 * planned


def cue_agreement(question: Question, near: str) -> float:
    """Return how the telling cues of question and figure agree, at worst -1, at best 1."""
    # 进出口 is neither export nor import alone.
    found = find_cues(near.replace("进出口", "外贸"))
    score = 0.0
    for cue in _TELLING:
        asked, there = cue in question.cues, cue in found
        score += 0.6 if asked and there else -0.5 if asked else -0.3 if there else 0.0
    return max(-1.0, min(1.0, score))


def average_match(question: Question, near: str) -> float:
    """Tell 人均 from the whole: 1 both, -1 only the question, -0.5 only the words near a figure."""
    asked = "average" in question.cues or _PER.search(question.matched) is not None
    there = "average" in find_cues(near) or _PER.search(near) is not None
    return float(there) if asked is there else -1.0 if asked else -0.5


def progress_match(question: Question, clause: frozenset[str]) -> float:
    """Tell what is done from what is still under way or left over."""
    if "ongoing" in question.cues:
        return 1.0 if "ongoing" in clause else -0.5
    if "done" in question.cues:
        return -1.0 if "ongoing" in clause else 0.5 if "done" in clause else 0.0
    return -0.3 if "ongoing" in clause else 0.0


def predicate_match(asked: Sequence[Sequence[str]], left: str, right: str) -> float:
    """Tell whether what is done with the figure is what is asked: 收到 125 条，解决 103 条.

    ``asked`` holds, for each verb of the question, the verb and what may stand for it.
    """
    if not asked:
        return 0.0
    near = f"{left}|{right}"
    if any(form in near for forms in asked for form in forms):
        return 1.0
    return -1.0 if _names_a_verb(left) else 0.0


@cache
def _verbs() -> tuple[frozenset[str], int]:
    verbs = frozenset(verb for verb in predicates() if len(verb) >= 2)
    return verbs, max(map(len, verbs))


def _names_a_verb(text: str) -> bool:
    verbs, longest = _verbs()
    return any(
        text[start : start + length] in verbs
        for length in range(2, longest + 1)
        for start in range(len(text) - length + 1)
    )


def asked_predicates(question: Question) -> tuple[tuple[str, ...], ...]:
    """Return the verbs of a question, each with what may stand for it."""
    return tuple(
        (term, *synonyms().get(term, ()))
        for term in question.terms
        if term in predicates() and term not in _WEAK
    )
