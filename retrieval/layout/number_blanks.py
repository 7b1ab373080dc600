"""Closing the blanks that a PDF leaves inside numbers: 5 . 3 万 → 5.3万, 1 0 6 名 → 106名.

Two numbers that stand side by side, as in the row of a table, stay two; English words keep
their blanks. Blanks are only taken out, never put in; a full-width point or per cent sign after
a half-width digit becomes half-width, one character for one.
"""

from __future__ import annotations

import re

from retrieval.layout.offsets import TracedText, trace

_BLANK = " \u00a0\u2000-\u200a\u202f\u205f\u3000"
_HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# A run of blanks with what decides about it on both sides, all of bounded length.
_RUN = re.compile(rf"(?<=[^\s])[{_BLANK}]{{1,3}}(?=[^\s])")
_SCATTERED = re.compile(
    rf"(?<![0-9A-Za-z.,%％])(?<![0-9.,%％][{_BLANK}])"
    rf"[0-9](?:[{_BLANK}][0-9]|[{_BLANK}]?[.．][{_BLANK}]?[0-9]){{1,12}}"
    rf"(?![0-9])(?=[{_BLANK}]?[{_HAN}%％‰])"
)
_WIDE_SIGN = re.compile(r"(?<=[0-9])(?:％|．(?=[0-9]))")
_DIGIT = re.compile(r"\d")
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_CLOSING = set("，。、；：！？％%‰”’）》〉】」』〕…℃")
_OPENING = set("“‘（《〈【「『〔")
_BETWEEN = set("，。、；：！？”’（“‘《》）【】〔〕—")
_DASHES = set("～~—–")
_MULTIPLIERS = set("百千万亿兆萬億")
_POINTS = set(".．")


def close_numbers(text: str) -> tuple[str, TracedText]:
    """Return ``text`` with its numbers closed, and the same text with the way back into ``text``.

    ``map.origin(i)`` is the offset in ``text`` of the character at ``i`` of the closed text.
    """
    closed = close_traced(trace(text, 0, len(text)))
    return closed.text, closed


def close_traced(traced: TracedText) -> TracedText:
    """Return ``traced`` with the blanks inside its numbers closed."""
    text = traced.text
    if _DIGIT.search(text) is None:
        return traced
    gaps = _gaps(text)
    if gaps:
        traced = traced.without(gaps)
    return _narrow_signs(traced)


def _narrow_signs(traced: TracedText) -> TracedText:
    if "％" not in traced.text and "．" not in traced.text:
        return traced
    narrowed = _WIDE_SIGN.sub(lambda found: "%" if found[0] == "％" else ".", traced.text)
    return TracedText(narrowed, traced.places, traced.origins)


def _gaps(text: str) -> list[tuple[int, int]]:
    scattered = [(found.start(), found.end()) for found in _SCATTERED.finditer(text)]
    gaps: list[tuple[int, int]] = []
    inside = 0
    for found in _RUN.finditer(text):
        start, end = found.span()
        while inside < len(scattered) and scattered[inside][1] <= start:
            inside += 1
        in_scattered = inside < len(scattered) and scattered[inside][0] < start
        if in_scattered or _closes(text, start, end):
            gaps.append((start, end))
    return gaps


def _closes(text: str, start: int, end: int) -> bool:
    left, right = text[start - 1], text[end]
    single = end - start == 1
    if left.isdigit():
        return (
            right in _CLOSING
            or (right in _POINTS and _digit_behind(text, end))
            or (single and _is_han(right))
            or (right in _DASHES and _digit_behind(text, end))
            or (right == "," and _thousands_behind(text, end))
        )
    if right.isdigit():
        return (
            (left in _POINTS and _point_belongs(text, start - 1, end))
            or left in _BETWEEN
            or (single and _is_han(left))
            or (left in _DASHES and _digit_before(text, start - 1))
            or (left == "," and _comma_belongs(text, start - 1, end))
        )
    if left in "%％‰":
        return right in _CLOSING or right in _BETWEEN or (single and _is_han(right))
    return left in _MULTIPLIERS and single and _is_han(right) and _digit_before(text, start - 1)


def _is_han(character: str) -> bool:
    return _HAN_CHARACTER.match(character) is not None


def _digit_behind(text: str, position: int) -> bool:
    """Whether a digit stands behind the sign at ``position``, a blank between them or none."""
    return text[position + 1 : position + 3].lstrip()[:1].isdigit()


def _digit_before(text: str, position: int) -> bool:
    return text[max(0, position - 2) : position].rstrip()[-1:].isdigit()


def _point_belongs(text: str, point: int, right: int) -> bool:
    """Whether the point is a decimal one; behind an item's number (1. 2022年…) it is not."""
    before = text[max(0, point - 8) : point]
    if before[-1:].isspace():
        return before.rstrip()[-1:].isdigit()
    digits = before[len(before.rstrip("0123456789")) :]
    if not digits:
        return False
    context = before[: len(before) - len(digits)].rstrip()[-1:]
    decimals = re.match(r"[0-9]+", text[right : right + 6])
    return bool(
        context
        and (_is_han(context) or context in "、，（")
        and decimals is not None
        and len(decimals.group()) <= 3
    )


def _thousands_behind(text: str, comma: int) -> bool:
    return re.match(rf",[{_BLANK}]?[0-9]{{3}}(?![0-9])", text[comma : comma + 6]) is not None


def _comma_belongs(text: str, comma: int, right: int) -> bool:
    if not re.match(r"[0-9]{3}(?![0-9])", text[right : right + 4]):
        return False
    before = text[max(0, comma - 6) : comma]
    return before[-1:].isspace() and before.rstrip()[-1:].isdigit()
