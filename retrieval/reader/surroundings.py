"""The text around one figure of a sentence: its clause, the words on both sides, its places."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.folding import fold
from retrieval.question import Question
from retrieval.reader.alignment import Alignment
from retrieval.reader.clauses import clause_bounds, names_no_measure
from retrieval.reader.sentence_features import SentenceView, subject_credit
from retrieval.records import Figure, FigureKind

_JOINED = re.compile(r"(?:、|以及|和|与|及)$")
# 超1万亿元的省份, 亿元以上项目: the figure says which ones are meant.
_ATTRIBUTIVE = re.compile(r"(?:及?以[上下内外])?的|及?以[上下]\w")
# 超过18.3%的全国平均水平 gives that very level.
_LEVEL = re.compile(r"的?(?:全国|全省|全市|全县|行业|同业)?(?:平均|水平|目标|标准)")
_PART_OF = re.compile(r"其中|[当其]中[^，,。；;]{0,4}$")
_LIMIT = re.compile(r"(?:超|超过|突破|大于|高于|低于|小于|不足|不到|满|达到?|逾)$")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The folded text around one figure, cut at its neighbours and its clause."""

    left: str
    right: str
    clause: str
    before: str  # the clause before
    measure: str  # what names the measure where ``left`` names none: 上年为, 其中6月份为
    left_start: int
    begin: int
    end: int


def find_surroundings(
    text: str, figures: tuple[Figure, ...], index: int, alignment: Alignment | None
) -> Surroundings:
    """Return what stands around the figure at ``index`` of a folded sentence."""
    figure = figures[index]
    begin, end = clause_bounds(text, figure.start, figure.end)
    left_from, right_to = begin, end
    for other in figures[:index]:
        if other.kind is not FigureKind.DATE and other.end > left_from:
            left_from = min(other.end, figure.start)
    for other in figures[index + 1 :]:
        if other.kind is not FigureKind.DATE:
            right_to = min(right_to, max(other.start, figure.end))
            break
    before_from, _ = clause_bounds(text, max(begin - 1, 0), max(begin - 1, 0))
    left = text[left_from : figure.start]
    if left_from > begin and _JOINED.search(left):
        # 1442条甲和814条乙: what stands between is the noun of the one before; both share its verb.
        left = text[begin : figures[index - 1].start] if index else left
    if alignment is not None:
        left = f"{alignment.item}{alignment.common}"
    if figure.label:
        left = f"{fold(figure.label)} {left}"
    measure = ""
    inherits = names_no_measure(left) or _PART_OF.search(left) is not None
    if index and not figure.label and alignment is None and inherits:
        measure = _measure_before(text, figures, index)
    return Surroundings(
        left=left,
        right=text[figure.end : right_to],
        clause=fold(figure.label) + text[begin:end] if figure.label else text[begin:end],
        before=text[before_from:begin],
        measure=measure,
        left_start=left_from,
        begin=begin,
        end=end,
    )


def _measure_before(text: str, figures: tuple[Figure, ...], index: int) -> str:
    """Return the words before the nearest figure of the sentence that name a measure."""
    for earlier in range(index - 1, -1, -1):
        start = figures[earlier - 1].end if earlier else 0
        begin, _ = clause_bounds(text, figures[earlier].start, figures[earlier].end)
        words = text[max(start, begin) : figures[earlier].start]
        if not names_no_measure(words):
            return words
    return ""


def own_places(
    view: SentenceView, place: Surroundings, figure: Figure, alignment: Alignment | None
) -> frozenset[str]:
    """Return the places right before a figure, else those of its clause."""
    if not view.place_spans:
        return frozenset()
    if alignment is not None:
        named = frozenset(name for name, _ in view.place_spans if name in alignment.item)
        if named:
            return named
    before = frozenset(
        name for name, start in view.place_spans if place.left_start <= start < figure.start
    )
    return before or frozenset(
        name for name, start in view.place_spans if place.begin <= start < place.end
    )


def subject_near(subject: str, place: Surroundings, view: SentenceView) -> float:
    """Return how near the subject asked about is named, 0.9 before the figure, -1 nowhere."""
    if not subject:
        return 0.0
    scene = view.scene
    before = scene.sentences[: view.index]
    for near, texts in (
        (0.9, (place.left,)),
        (0.8, (place.clause, view.text)),
        (0.7, before),
        (0.6, (scene.title,)),
        (0.3, (scene.opening,)),
    ):
        credit = max((subject_credit(subject, text) for text in texts), default=0.0)
        if credit > 0.5:
            return near * credit
    return -1.0


def attributive(place: Surroundings) -> float:
    """Return -1 for a limit that tells which ones are meant, -0.5 for another such figure."""
    if not _ATTRIBUTIVE.match(place.right) or _LEVEL.match(place.right):
        return 0.0
    return -1.0 if _LIMIT.search(place.left) or place.right.lstrip("及").startswith("以") else -0.5


def focus_distance(question: Question, place: Surroundings) -> float:
    """Return how far off the word next to the asking phrase stands, 99 where nowhere."""
    best = 99
    for words in (question.focus_after, question.focus_before):
        for word in words[:1]:
            found = place.left.rfind(word)
            if found >= 0:
                best = min(best, len(place.left) - found - len(word))
            found = place.right.find(word)
            if found >= 0:
                best = min(best, found)
    return float(best)


def in_brackets(text: str, figure: Figure) -> bool:
    """Tell whether a figure stands in brackets."""
    opening = max(text.rfind("(", 0, figure.start), text.rfind("（", 0, figure.start))
    closing = max(text.rfind(")", 0, figure.start), text.rfind("）", 0, figure.start))
    return opening > closing
