"""Finding the figures of a sentence, from left to right, each looked at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from retrieval.figures.dates import DateFound, date_at
from retrieval.figures.lexicon import (
    Prefixes,
    Suffixes,
    fold_for_figures,
    folded_keys,
    numerals_lexicon,
    qualifiers_lexicon,
)
from retrieval.figures.names import (
    address_spans,
    code_end,
    ends_a_word,
    idiom_at,
    is_article,
    is_item_number,
)
from retrieval.figures.numerals import (
    MAX_LENGTH,
    digits,
    numeral_pattern,
    parse_folded,
    scales,
    times,
)
from retrieval.figures.units import unit_at
from retrieval.records import Figure, FigureKind

_LATIN = re.compile(r"[a-z0-9]++(?:[-_./+][a-z0-9]++)*+")
_OF_PARTS = re.compile(r"[ ]?分之")
_RATIO = re.compile(r"(?:[:∶]|比)(?=\d|[一二三四五六七八九十])")
_SLASH = re.compile(r"/(\d{1,4})(?![\d/.])")
_APPROXIMATE = re.compile(
    r"(?P<head>(?:.*[十百千万亿])?)(?P<low>[一两二三四五六七八])(?P<high>[二两三四五六七八九])"
    r"(?P<tail>[十百千万亿]*)"
)
_LIST_MARK = re.compile(r"[、,，]|和|与|及|以及|或")
_MANY_HALF = re.compile(r"(?P<what>多|半)(?=月|小时|世纪|星期|钟头|学期|工作日|年头|季度)")
_NO_MANY = frozenset("次种个项位家名样元功媒边层种年国数")
_NO_HALF = frozenset("导径岛球场决途成年")
_PARTS_OF_HUNDREDS = ("百分之", "千分之", "万分之")
_CURRENCY = {"¥": "¥", "$": "$", "€": "€", "£": "£"}
_STRONG = frozenset({FigureKind.PERCENT, FigureKind.POINTS, FigureKind.MONEY})
_SIGN_BEFORE = frozenset(" \t\n　,，。;；:：(（[、=")
_QUALIFIED_AFTER_UNIT = frozenset(
    {FigureKind.DURATION, FigureKind.MEASURE, FigureKind.MONEY, FigureKind.MULTIPLE}
)


@dataclass(slots=True)
class Draft:
    """A figure while it is being read."""

    start: int
    end: int
    kind: FigureKind
    value: Decimal
    unit: str = ""
    unit_start: int = -1
    qualifier: str = ""
    high: Decimal | None = None
    scale: Decimal = Decimal(1)
    joined: str = ""  # the multiplier and unit taken over from the figure behind: 9.5(个百分点)
    chinese: bool = False


@cache
def _start() -> re.Pattern[str]:
    return re.compile("[" + "0-9" + "".join(digits()) + "".join(scales()) + "几数半" + "]")


@cache
def _ranges() -> re.Pattern[str]:
    marks = "".join(map(re.escape, numerals_lexicon().keys("range marks")))
    return re.compile(rf"[{marks}]{{1,2}}(?=[0-9{''.join(digits())}{''.join(scales())}])")


@cache
def _before() -> Suffixes:
    return Suffixes(folded_keys(qualifiers_lexicon(), "before"))


@cache
def _after() -> Prefixes:
    return Prefixes(folded_keys(qualifiers_lexicon(), "after"))


@cache
def _of_round() -> Suffixes:
    return Suffixes(folded_keys(qualifiers_lexicon(), "of round numbers"))


@cache
def _halves() -> Prefixes:
    return Prefixes(folded_keys(numerals_lexicon(), "halves"))


@cache
def _indefinite() -> frozenset[str]:
    return frozenset(folded_keys(qualifiers_lexicon(), "indefinite"))


@cache
def _inside() -> frozenset[str]:
    return frozenset(folded_keys(qualifiers_lexicon(), "inside"))


def find_figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a sentence in order, none overlapping another.

    ``start`` and ``end`` are offsets into ``text``. A qualifier between number and unit (余), and
    one that makes a number of a bare multiplier (近百亿元), belongs to the span; others (约,
    以上) stand beside it and are only named.
    """
    folded = fold_for_figures(text)
    search = _start().search
    first = search(folded)
    if first is None:
        return ()
    drafts: list[Draft] = []
    addresses = address_spans(folded)
    found: re.Match[str] | None = first
    position = floor = 0
    while found is not None:
        start = found.start()
        while addresses and addresses[0][1] <= start:
            addresses.pop(0)
        if addresses and addresses[0][0] <= start:
            position = addresses[0][1]
        else:
            draft, position = _read(text, folded, start, floor)
            if draft is not None:
                drafts.append(draft)
                floor = draft.end
        found = search(folded, position)
    _share_units(folded, drafts)
    return tuple(_figure(text, folded, draft) for draft in drafts if _stands(folded, draft))


def _figure(text: str, folded: str, draft: Draft) -> Figure:
    return Figure(
        text=text[draft.start : draft.end] + draft.joined,
        start=draft.start,
        end=draft.end,
        kind=draft.kind,
        value=draft.value,
        unit=draft.unit,
        qualifier=draft.qualifier or _beside(folded, draft),
        high=draft.high,
        unit_start=draft.unit_start,
    )


def _beside(folded: str, draft: Draft) -> str:
    return _before().match(folded, draft.start) or _after().match(folded, draft.end)


def _read(text: str, folded: str, start: int, floor: int) -> tuple[Draft | None, int]:
    """Read the numeral at ``start``; return its figure, if it is one, and where to go on."""
    character = folded[start]
    if "0" <= character <= "9":
        return _read_arabic(text, folded, start, floor)
    if character == "半":
        return _read_half(text, folded, start)
    return _read_chinese(text, folded, start, floor)


def _read_arabic(text: str, folded: str, start: int, floor: int) -> tuple[Draft | None, int]:
    before = folded[start - 1] if start else ""
    if before == "·" or (before == "." and start > 1 and folded[start - 2].isalnum()):
        return None, _skip_digits(folded, start)
    date = date_at(folded, start)
    glued = before.isascii() and (before.isalpha() or before in ("_", "#"))
    if not glued and before in ("-", "/", "+") and start > 1:
        glued = folded[start - 2].isascii() and folded[start - 2].isalpha()
    if date is not None and not glued:
        if date.kind is FigureKind.TIME and date.unit_start < 0:
            ratio = _ratio_at(folded, start)
            if ratio is not None and _is_ratio(folded, start):
                return ratio, ratio.end
        return _dated(folded, date), date.end
    end = code_end(folded, start)
    if end:
        return None, end
    draft, end = _quantity(text, folded, start)
    if draft is None:
        return None, end
    if glued and draft.kind not in _STRONG:
        found = _LATIN.match(folded, start)
        return None, found.end() if found else end
    if draft.kind is FigureKind.NUMBER:
        following = folded[end : end + 1]
        if following.isascii() and following.isalpha():
            found = _LATIN.match(folded, start)
            return None, found.end() if found else end
        if following == "·":
            return None, end
        other = _ratio_at(folded, start) or _slash_at(folded, start)
        if other is not None:
            return other, other.end
    _sign(text, folded, draft, floor)
    _first_part(folded, draft, floor)
    ranged = _range(text, folded, draft)
    return ranged, ranged.end


def _skip_digits(folded: str, start: int) -> int:
    end = start
    while end < len(folded) and folded[end].isascii() and folded[end].isdecimal():
        end += 1
    return end


def _dated(folded: str, date: DateFound) -> Draft:
    return Draft(
        date.start, date.end, date.kind, date.value, date.unit, date.unit_start, high=date.high
    )


def _is_ratio(folded: str, start: int) -> bool:
    """Whether the context speaks of a ratio or a score where a time of day could stand."""
    return bool(
        re.search(
            r"比(?:例|分|为|率|是|值)?[是为约近以]?$|[以为]$", folded[max(0, start - 4) : start]
        )
    )


def _ratio_at(folded: str, start: int) -> Draft | None:
    pattern = numeral_pattern()
    first = pattern.match(folded, start)
    if first is None or not first.group():
        return None
    mark = _RATIO.match(folded, first.end())
    if mark is None:
        return None
    second = pattern.match(folded, mark.end())
    if second is None:
        return None
    a, b = parse_folded(first.group()), parse_folded(second.group())
    if a is None or b is None:
        return None
    return Draft(start, second.end(), FigureKind.RATIO, a / b if b else a)


def _slash_at(folded: str, start: int) -> Draft | None:
    first = re.compile(r"\d{1,4}").match(folded, start)
    mark = _SLASH.match(folded, first.end()) if first else None
    if first is None or mark is None:
        return None
    a, b = Decimal(first.group()), Decimal(mark[1])
    if not 0 < a < b:
        return None
    return Draft(start, mark.end(), FigureKind.FRACTION, a / b)


def _quantity(text: str, folded: str, start: int) -> tuple[Draft | None, int]:
    """Read a numeral with its inner qualifier, multiplier and unit."""
    if folded.startswith(_PARTS_OF_HUNDREDS, start):
        return _per_hundred(folded, start)
    found = numeral_pattern().match(folded, start)
    if found is None or found.end() == start:
        return None, start + 1
    end = found.end()
    if end - start > MAX_LENGTH:
        return None, end
    chinese = found["chinese"] is not None
    draft = _numeral(folded, found, chinese)
    if draft is None:
        return None, end
    parts = _OF_PARTS.match(folded, end)
    if parts is not None:
        return _fraction(folded, draft, parts.end())
    _attach_unit(text, folded, draft)
    return draft, draft.end


def _numeral(folded: str, found: re.Match[str], chinese: bool) -> Draft | None:
    start, end = found.span()
    numeral = found.group()
    qualifier, high = "", None
    if chinese:
        if numeral[0] in _indefinite() and len(numeral) > 1:
            qualifier = numeral[0]
            numeral = "一" + numeral[1:]
        inside = next((c for c in numeral if c in _inside()), "")
        if inside:
            qualifier = inside
            numeral = numeral.replace(inside, "", 1)
        approximate = _APPROXIMATE.fullmatch(numeral) if len(numeral) > 1 else None
        value = None
        if approximate is not None:
            low, top = approximate["low"], approximate["high"]
            a, b = digits()[low], digits()[top]
            if b - a == 1 or (a, b) == (3, 5):
                value = parse_folded(approximate["head"] + low + approximate["tail"])
                high = parse_folded(approximate["head"] + top + approximate["tail"])
        if value is None:
            value = parse_folded(numeral)
        scale = Decimal(1)
    else:
        value = parse_folded(found["arabic"])
        if found["inside"]:
            qualifier = found["inside"]
        scale = Decimal(1)
        if found["scale"]:
            scale = parse_folded("一" + found["scale"]) or scale
        if value is not None:
            value = times(value, scale)
            if found["more"]:
                whole = parse_folded(numeral.replace(found["inside"] or "\0", ""))
                value = value if whole is None else whole
    if value is None:
        return None
    return Draft(
        start,
        end,
        FigureKind.NUMBER,
        value,
        qualifier=qualifier,
        high=high,
        scale=scale,
        chinese=chinese,
    )


def _per_hundred(folded: str, start: int) -> tuple[Draft | None, int]:
    """百分之五, 千分之三; 万分之一 is a fraction."""
    position = start + 3
    found = numeral_pattern().match(folded, position)
    if found is None or found.end() == position or found.end() - position > MAX_LENGTH:
        return None, position
    part = _numeral(folded, found, found["chinese"] is not None)
    if part is None:
        return None, found.end()
    part.start = start
    if folded[start] == "万":
        part.kind, part.value = FigureKind.FRACTION, part.value / 10_000
        part.high = None if part.high is None else part.high / 10_000
    else:
        part.kind, part.unit, part.unit_start = FigureKind.PERCENT, folded[start:position], start
    return part, part.end


def _fraction(folded: str, draft: Draft, position: int) -> tuple[Draft | None, int]:
    found = numeral_pattern().match(folded, position)
    if found is None or not found.group():
        return None, position
    part = _numeral(folded, found, found["chinese"] is not None)
    if part is None or not draft.value:
        return None, found.end()
    part.start = draft.start
    part.kind = FigureKind.FRACTION
    part.value = part.value / draft.value
    part.high = None if part.high is None else part.high / draft.value
    return part, part.end


def _attach_unit(text: str, folded: str, draft: Draft) -> None:
    position = draft.end
    many = folded[position : position + 1]
    inner = many if many and many in _inside() else ""
    if inner:
        position += 1
    if folded[position : position + 1] == " ":
        position += 1
    unit = unit_at(text, folded, position)
    if unit is None and inner:
        position = draft.end
        inner = ""
        unit = unit_at(text, folded, position)
    if unit is None:
        if folded[draft.end : draft.end + 1] in ("余", "多") and draft.chinese:
            draft.qualifier, draft.end = folded[draft.end], draft.end + 1
        return
    if unit.noun and draft.chinese and draft.end - draft.start == 1 and folded[draft.start] != "两":
        return
    if inner:
        draft.qualifier = inner
    draft.unit_start = position
    draft.end = unit.end
    draft.kind = unit.kind
    draft.unit = text[position : unit.end]
    _behind_unit(text, folded, draft)


def _behind_unit(text: str, folded: str, draft: Draft) -> None:
    """Take in what follows the unit: 两个多月, 两个半小时, 一年半, 三年多."""
    following = folded[draft.end : draft.end + 1]
    if following not in ("多", "半", "余"):
        return
    if draft.unit in ("个", "個") and following in "多半":
        found = _MANY_HALF.match(folded, draft.end)
        rest = unit_at(text, folded, found.end()) if found else None
        if found and rest:
            if found["what"] == "多":
                draft.qualifier = "多"
            else:
                draft.value += Decimal("0.5")
            draft.unit = draft.unit + text[found.end() : rest.end]
            draft.kind, draft.end = FigureKind.DURATION, rest.end
        return
    after = folded[draft.end + 1 : draft.end + 2]
    if following == "半":
        if draft.kind is FigureKind.DURATION and after not in _NO_HALF:
            draft.value += Decimal("0.5")
            draft.end += 1
    elif draft.kind in _QUALIFIED_AFTER_UNIT and after not in _NO_MANY:
        draft.qualifier = draft.qualifier or following
        draft.end += 1


def _sign(text: str, folded: str, draft: Draft, floor: int) -> None:
    """Take a minus, 负, 零下 or a sign of currency before the number into the figure."""
    start = draft.start
    before = folded[start - 1] if start > floor else ""
    if before in _CURRENCY and before:
        if draft.kind is FigureKind.NUMBER:
            draft.unit, draft.unit_start = text[start - 1], start - 1
            draft.kind = FigureKind.MONEY
        draft.start -= 1
    elif before == "-":
        earlier = folded[start - 2] if start > 1 else " "
        if (
            earlier in _SIGN_BEFORE
            or (draft.kind in _STRONG and not earlier.isalnum())
            or (draft.kind in _STRONG and not earlier.isascii())
        ):
            draft.value, draft.start = -draft.value, start - 1
    elif before == "负" and folded[start - 2 : start - 1] not in ("胜", "欠", "肩", "担"):
        draft.value, draft.start = -draft.value, start - 1
    elif before == "下" and folded[start - 2 : start] == "零下" and start - 2 >= floor:
        draft.value, draft.start = -draft.value, start - 2


def _first_part(folded: str, draft: Draft, floor: int) -> None:
    """Make an ordinal of a figure behind 第, or of a bare number behind 前."""
    start = draft.start
    if start <= floor:
        return
    if folded[start - 1] == "第":
        draft.kind, draft.start = FigureKind.ORDINAL, start - 1
    elif folded[start - 1] == "前" and draft.kind is FigureKind.NUMBER and draft.value <= 100:
        draft.kind, draft.start = FigureKind.ORDINAL, start - 1


def _range(text: str, folded: str, draft: Draft) -> Draft:
    """Join a figure with the upper end of its range: 2至23公尺, 39%至41%."""
    mark = _ranges().match(folded, draft.end)
    if mark is None or draft.high is not None or draft.kind is FigureKind.ORDINAL:
        return draft
    second, _ = _quantity(text, folded, mark.end())
    if second is None or second.kind is FigureKind.NUMBER != draft.kind:
        return draft
    if date_at(folded, mark.end()) is not None:
        return draft
    if draft.kind is FigureKind.NUMBER:
        return _open_range(draft, second)
    if second.kind is not draft.kind or second.unit != draft.unit or second.value <= draft.value:
        return draft
    if mark.group() in ("至", "到") and folded[draft.start - 1 : draft.start] in ("由", "从"):
        return draft
    draft.high, draft.end = second.high or second.value, second.end
    draft.unit_start = second.unit_start
    return draft


def _open_range(draft: Draft, second: Draft) -> Draft:
    """The unit stands behind the upper end only, and with it perhaps the multiplier."""
    low = draft.value
    if draft.scale == 1 and second.scale > 1 and low * second.scale <= second.value:
        low = times(low, second.scale)
    if low >= second.value:
        return draft
    draft.value, draft.high = low, second.high or second.value
    draft.kind, draft.unit, draft.unit_start = second.kind, second.unit, second.unit_start
    draft.qualifier = second.qualifier
    draft.end, draft.scale, draft.chinese = second.end, second.scale, second.chinese
    return draft


def _read_half(text: str, folded: str, start: int) -> tuple[Draft | None, int]:
    """半年, 半个月; 一半 and 半数 are fractions."""
    before = folded[start - 1] if start else ""
    unit = _halves().match(folded, start + 1)
    if not unit or before in "上下前后大多过一年月" and before:
        return None, start + 1
    if idiom_at(folded, start):
        return None, start + 1
    end = start + 1 + len(unit)
    half = Decimal("0.5")
    if unit == "数":
        return Draft(start, end, FigureKind.FRACTION, half), end
    found = unit_at(text, folded, start + 1)
    kind = found.kind if found else FigureKind.DURATION
    return Draft(start, end, kind, half, text[start + 1 : end], start + 1, chinese=True), end


def _read_chinese(text: str, folded: str, start: int, floor: int) -> tuple[Draft | None, int]:
    if start and folded[start - 1] == "第" and idiom_at(folded, start - 1):
        return None, start + len(idiom_at(folded, start - 1)) - 1
    idiom = idiom_at(folded, start)
    ordinal = start > floor and folded[start - 1] == "第"
    if folded.startswith("一半", start) and not ordinal:
        return Draft(start, start + 2, FigureKind.FRACTION, Decimal("0.5"), chinese=True), start + 2
    date = date_at(folded, start)
    if date is not None and not ordinal and not idiom and not ends_a_word(folded, start):
        return _dated(folded, date), date.end
    draft, end = _quantity(text, folded, start)
    if draft is None:
        return None, end
    if ordinal:
        _first_part(folded, draft, floor)
        return draft, draft.end
    if idiom and len(idiom) >= draft.end - draft.start:
        return None, start + len(idiom)
    numeral_end = _numeral_end(folded, start)
    single = numeral_end - start == 1
    if single and folded[start] in "零〇○":
        return None, start + 1
    if single and (ends_a_word(folded, start) or is_article(folded, start)):
        return None, max(start + 1, draft.end if is_article(folded, start) else start + 1)
    if draft.kind is FigureKind.NUMBER:
        ratio = _ratio_at(folded, start)
        if ratio is not None and draft.end - draft.start <= 3:
            return ratio, ratio.end
    if not _round(folded, draft, numeral_end):
        return None, max(
            draft.end if draft.kind is not FigureKind.NUMBER else numeral_end, start + 1
        )
    _sign(text, folded, draft, floor)
    if draft.kind is FigureKind.NUMBER:
        _first_part(folded, draft, floor)
    ranged = _range(text, folded, draft)
    return ranged, ranged.end


def _numeral_end(folded: str, start: int) -> int:
    found = numeral_pattern().match(folded, start)
    return found.end() if found else start + 1


def _round(folded: str, draft: Draft, numeral_end: int) -> bool:
    """Whether a numeral that begins with a multiplier counts: 近百亿元 does, 千万 does not.

    Its qualifier is taken into the figure.
    """
    first = folded[draft.start]
    if first not in scales() or scales()[first] < 100:
        return True
    if draft.kind is FigureKind.PERCENT or draft.kind is FigureKind.FRACTION:
        return True
    qualifier = _of_round().match(folded, draft.start)
    if qualifier:
        draft.start -= len(qualifier)
        draft.qualifier = qualifier
        return True
    if draft.qualifier:
        return True
    if draft.kind is FigureKind.NUMBER:
        return False
    return numeral_end - draft.start > 1 or draft.unit in ("名", "位")


def _share_units(folded: str, drafts: list[Draft]) -> None:
    """Give the numbers of a list the unit behind the last: 9.5、7.9个百分点."""
    for index in range(len(drafts) - 2, -1, -1):
        draft, following = drafts[index], drafts[index + 1]
        if (
            draft.kind is not FigureKind.NUMBER
            or following.kind
            in (
                FigureKind.NUMBER,
                FigureKind.TIME,
                FigureKind.ORDINAL,
            )
            or following.unit_start < following.start
            or not following.unit
        ):
            continue
        if len(following.unit) > 1 and following.kind is FigureKind.DATE:
            continue
        mark = _LIST_MARK.fullmatch(folded[draft.end : following.start])
        if mark is None:
            continue
        draft.kind = following.kind
        draft.unit, draft.unit_start = following.unit, following.unit_start
        if draft.scale == 1:
            draft.value = times(draft.value, following.scale)
            draft.scale = following.scale
        draft.joined = following.joined or _joined(folded, following)


def _joined(folded: str, draft: Draft) -> str:
    scale_start = draft.unit_start
    while scale_start > draft.start and folded[scale_start - 1] in scales():
        scale_start -= 1
    return folded[scale_start : draft.unit_start] + draft.unit if not draft.chinese else draft.unit


def _stands(folded: str, draft: Draft) -> bool:
    """Whether a bare number counts anything; with a unit it does."""
    if draft.kind is not FigureKind.NUMBER:
        return True
    if draft.chinese:
        return draft.value >= 20 and (
            bool(draft.qualifier) or any(c in scales() for c in folded[draft.start : draft.end])
        )
    if is_item_number(folded, draft.start, draft.end):
        return False
    digits_only = folded[draft.start : draft.end]
    return not (digits_only.isdecimal() and len(digits_only) >= 11)


def shifted(figure: Figure, by: int) -> Figure:
    """Return the figure of a stretch of text as a figure of the whole."""
    return replace(
        figure,
        start=figure.start + by,
        end=figure.end + by,
        unit_start=figure.unit_start + by if figure.unit_start >= 0 else -1,
    )
