"""Quantities: a numeral with its inner qualifier, its multiplier and its unit, and fractions."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from retrieval.figures.drafts import ONE, Draft
from retrieval.figures.lexicon import folded_keys, numerals_lexicon, qualifiers_lexicon
from retrieval.figures.numerals import (
    MAX_LENGTH,
    digits,
    numeral_pattern,
    parse_folded,
    scales,
    times,
)
from retrieval.figures.units import Unit, unit_at
from retrieval.records import FigureKind

_OF_PARTS = re.compile(r"[ ]?分之")
_PER_HUNDRED = ("百分之", "千分之", "万分之")
_APPROXIMATE = re.compile(
    r"(?P<head>(?:.*[十百千万亿])?)(?P<low>[一两二三四五六七八])(?P<high>[二两三四五六七八九])"
    r"(?P<tail>[十百千万亿]*)"
)
_MANY_HALF = re.compile(r"(?P<what>多|半)(?=月|小时|世纪|星期|钟头|学期|工作日|年头|季度)")
_NOT_MANY = frozenset("次种个项位家名样元功媒边层年国数")
_NOT_HALF = frozenset("导径岛球场决途成年")
_AFTER_UNIT = frozenset(
    {FigureKind.DURATION, FigureKind.MEASURE, FigureKind.MONEY, FigureKind.MULTIPLE}
)
_SPAN_OF_TIME = frozenset("日月")
_FORMAL = frozenset("壹贰叁肆伍陆柒捌玖")
_MANY_RANKS = 20  # 二级 is a rank, 7级 the strength of a wind, 千亿级 a size
_CALENDAR_UNITS = frozenset({"赛季", "学年", "财年", "年间"})


@cache
def _inside() -> frozenset[str]:
    return frozenset(folded_keys(qualifiers_lexicon(), "inside"))


@cache
def _indefinite() -> frozenset[str]:
    return frozenset(folded_keys(qualifiers_lexicon(), "indefinite"))


@cache
def _halves() -> frozenset[str]:
    return frozenset(folded_keys(numerals_lexicon(), "halves"))


def read_quantity(
    text: str, folded: str, start: int, found: re.Match[str] | None = None
) -> tuple[Draft | None, int]:
    """Read the quantity at ``start``; return it, or None, and where reading goes on.

    ``found`` is the match of the numeral pattern at ``start``, where the caller has it.
    """
    if folded[start : start + 3] in _PER_HUNDRED:
        return _per_hundred(folded, start)
    if found is None:
        found = numeral_pattern().match(folded, start)
    if found is None or found.end() == start:
        return None, start + 1
    end = found.end()
    draft = _numeral(found)
    if draft is None:
        return None, end
    if folded[end : end + 1] in ("分", " "):
        parts = _OF_PARTS.match(folded, end)
        if parts is not None:
            return _fraction(folded, draft, parts.end())
    _attach_unit(text, folded, draft)
    return draft, draft.end


def _numeral(found: re.Match[str]) -> Draft | None:
    start, end = found.span()
    if end - start > MAX_LENGTH:
        return None
    if found["chinese"] is not None:
        return _chinese(found.group(), start, end)
    arabic, inside, scale_text, more = found.group("arabic", "inside", "scale", "more")
    value = parse_folded(arabic)
    if value is None:
        return None
    scale = ONE
    if scale_text:
        scale = parse_folded(scale_text) or ONE
        value = times(value, scale)
        if more:
            whole = found.group()
            value = parse_folded(whole.replace(inside, "") if inside else whole)
            if value is None:
                return None
    return Draft(
        start,
        end,
        FigureKind.NUMBER,
        value,
        qualifier=inside or "",
        scale=scale,
        numeral_end=end,
    )


def _chinese(numeral: str, start: int, end: int) -> Draft | None:
    qualifier = ""
    value = high = None
    if len(numeral) > 1:
        if numeral[0] in _indefinite():
            qualifier = numeral[0]
            numeral = "一" + numeral[1:]
        inside = next((c for c in numeral if c in _inside()), "")
        if inside:
            qualifier = inside
            numeral = numeral.replace(inside, "", 1)
        approximate = _APPROXIMATE.fullmatch(numeral)
        if approximate is not None:
            value, high = _adjacent(*approximate.groups())
        if value is None and not _well_formed(numeral):
            return None
    elif numeral in _FORMAL:
        return None
    if value is None:
        value = parse_folded(numeral)
    if value is None:
        return None
    return Draft(
        start,
        end,
        FigureKind.NUMBER,
        value,
        qualifier=qualifier,
        high=high,
        chinese=True,
        numeral_end=end,
    )


def _adjacent(
    head: str, low: str, high: str, tail: str
) -> tuple[Decimal, Decimal] | tuple[None, None]:
    """Read 三四十 as 30 to 40, 十七八 as 17 to 18; other digits side by side are no range."""
    a, b = digits()[low], digits()[high]
    if b - a != 1 and (a, b) != (3, 5):
        return None, None
    bottom, top = parse_folded(head + low + tail), parse_folded(head + high + tail)
    return (None, None) if bottom is None or top is None else (bottom, top)


def _well_formed(numeral: str) -> bool:
    """Digits side by side count with a zero among them (二〇二五); 九一八 is a name."""
    if any(character in scales() for character in numeral) or "点" in numeral:
        return True
    return len(numeral) > 2 and any(digits().get(character) == 0 for character in numeral)


def _per_hundred(folded: str, start: int) -> tuple[Draft | None, int]:
    """百分之五, 千分之三; 万分之一 is a fraction."""
    position = start + 3
    found = numeral_pattern().match(folded, position)
    part = _numeral(found) if found is not None and found.end() > position else None
    if found is None or part is None:
        return None, max(position, found.end() if found else position)
    part.start = start
    if folded[start] == "万":
        part.kind, part.value = FigureKind.FRACTION, part.value / 10_000
        part.high = None if part.high is None else part.high / 10_000
    else:
        part.kind, part.unit, part.unit_start = FigureKind.PERCENT, folded[start:position], start
    return part, part.end


def _fraction(folded: str, whole: Draft, position: int) -> tuple[Draft | None, int]:
    """三分之二; the value is the quotient, rounded to the 28 digits of the decimal context."""
    found = numeral_pattern().match(folded, position)
    part = _numeral(found) if found is not None and found.end() > position else None
    if found is None or part is None or not whole.value or part.value > whole.value:
        return None, max(position, found.end() if found else position)
    part.start, part.kind = whole.start, FigureKind.FRACTION
    part.value = part.value / whole.value
    part.high = None if part.high is None else part.high / whole.value
    return part, part.end


def _attach_unit(text: str, folded: str, draft: Draft) -> None:
    """Find the unit behind the numeral, a qualifier (余 多) or one blank between them or not."""
    end = draft.end
    following = folded[end : end + 1]
    inner = following if following and following in _inside() else ""
    unit = _unit_behind(text, folded, end + len(inner))
    if unit is None and inner:
        unit, inner = _unit_behind(text, folded, end), ""
    if unit is None or not _fits(folded, draft, unit):
        if following in ("余", "多") and folded[end + 1 : end + 2] not in _NOT_MANY:
            draft.qualifier, draft.end = following, end + 1
        return
    if inner:
        draft.qualifier = inner
    draft.unit_start, draft.end = unit.start, unit.end
    draft.kind, draft.unit = unit.kind, text[unit.start : unit.end]
    name = folded[unit.start : unit.end]
    if name == "级" and draft.chinese and draft.value < _MANY_RANKS:
        draft.kind = FigureKind.ORDINAL
    if draft.kind is FigureKind.DATE or name in _CALENDAR_UNITS:
        _calendar(draft, name)
    _behind_unit(text, folded, draft)


def _unit_behind(text: str, folded: str, position: int) -> Unit | None:
    if folded[position : position + 1] == " ":
        position += 1
    return unit_at(text, folded, position)


def _fits(folded: str, draft: Draft, unit: Unit) -> bool:
    """Whether the unit may stand behind this numeral; nouns and 大 are often part of a name."""
    single = draft.chinese and draft.numeral_end - draft.start == 1
    if unit.noun:
        if single and folded[draft.start] != "两" and unit.end - unit.start == 1:
            return False
        return draft.value < 10_000 and not (not draft.chinese and 1900 <= draft.value <= 2100)
    if unit.end - unit.start > 1:
        return True
    name = folded[unit.start]
    if name == "大":
        return draft.value != 1 and (draft.value <= 10 or not 10 < draft.value < 30)
    if name == "s":
        return draft.value < 1000
    if name == "番":
        return folded[draft.start - 1 : draft.start] == "翻"
    return True


def _calendar(draft: Draft, name: str) -> None:
    """Dates proper are read elsewhere: what is left of 日 and 月 is a span of time."""
    if name in _SPAN_OF_TIME:
        draft.kind = FigureKind.DURATION
    elif name in _CALENDAR_UNITS and 1000 <= draft.value < 3000 and draft.scale == 1:
        draft.kind = FigureKind.DATE


def _behind_unit(text: str, folded: str, draft: Draft) -> None:
    """Take in what follows the unit: 两个多月, 两个半小时, 一年半, 三年多."""
    following = folded[draft.end : draft.end + 1]
    if following not in ("多", "半", "余"):
        return
    if folded[draft.unit_start : draft.end] == "个":
        _many_half(text, folded, draft)
        return
    after = folded[draft.end + 1 : draft.end + 2]
    if following == "半":
        if draft.kind in _AFTER_UNIT and after not in _NOT_HALF:
            draft.value += Decimal("0.5")
            draft.end += 1
    elif draft.kind in _AFTER_UNIT and after not in _NOT_MANY:
        draft.qualifier = draft.qualifier or following
        draft.end += 1


def _many_half(text: str, folded: str, draft: Draft) -> None:
    found = _MANY_HALF.match(folded, draft.end)
    rest = unit_at(text, folded, found.end()) if found else None
    if found is None or rest is None:
        return
    if found["what"] == "多":
        draft.qualifier = "多"
    else:
        draft.value += Decimal("0.5")
    draft.unit += text[rest.start : rest.end]
    draft.kind, draft.end = FigureKind.DURATION, rest.end


def read_half(text: str, folded: str, start: int) -> tuple[Draft | None, int]:
    """Read 半年, 半个月, 半数; a 半 behind 上 下 大 过 and the like is none."""
    before = folded[start - 1] if start else ""
    if before and before in "上下前后大多一两年月个点时对折参各夜":
        return None, start + 1
    if folded[start + 1 : start + 2] == "数":
        return Draft(start, start + 2, FigureKind.FRACTION, Decimal("0.5")), start + 2
    unit = unit_at(text, folded, start + 1)
    if unit is None or folded[unit.start : unit.end] not in _halves():
        return None, start + 1
    draft = Draft(
        start,
        unit.end,
        unit.kind,
        Decimal("0.5"),
        text[unit.start : unit.end],
        unit.start,
        chinese=True,
        numeral_end=start + 1,
    )
    _behind_unit(text, folded, draft)
    return draft, draft.end
