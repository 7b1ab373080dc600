"""The labels of automatic numbering in Word, which stand in no paragraph's text: 一、 (一) 1."""

from __future__ import annotations

import re
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%(\d)")
_DIGITS = "〇一二三四五六七八九"


class Numbering:
    """Counts the numbered paragraphs of one document, in order."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        self._styles: dict[str, Any] = {}
        for style in document.styles.element.iterfind(f"{_W}style"):
            found = style.find(f"{_W}pPr/{_W}numPr")
            if found is not None:
                self._styles[style.get(f"{_W}styleId")] = found
        root = _numbering_root(document)
        if root is None:
            return
        for abstract in root.iterfind(f"{_W}abstractNum"):
            levels: dict[int, tuple[str, str, int]] = {}
            for level in abstract.iterfind(f"{_W}lvl"):
                levels[_int(level, f"{_W}ilvl")] = (
                    _value(level, "numFmt"),
                    _value(level, "lvlText"),
                    int(_value(level, "start") or 1),
                )
            self._levels[abstract.get(f"{_W}abstractNumId")] = levels
        for number in root.iterfind(f"{_W}num"):
            self._abstract[number.get(f"{_W}numId")] = _value(number, "abstractNumId")

    def label(self, paragraph: Any, style: str) -> str:
        """Return the label that Word shows before the paragraph; bullets give none."""
        properties = paragraph.find(f"{_W}pPr/{_W}numPr")
        if properties is None:
            properties = self._styles.get(style)
        if properties is None:
            return ""
        abstract = self._abstract.get(_value(properties, "numId"), "")
        levels = self._levels.get(abstract)
        depth = int(_value(properties, "ilvl") or 0)
        if not levels or depth not in levels or not 0 <= depth <= 8:
            return ""
        counts = self._counts.setdefault(abstract, [0] * 9)
        start = levels[depth][2]
        counts[depth] = counts[depth] + 1 if counts[depth] else start
        counts[depth + 1 :] = [0] * (8 - depth)
        form, pattern, _ = levels[depth]
        if form in ("bullet", "none"):
            return ""

        def put(found: re.Match[str]) -> str:
            level = int(found[1]) - 1
            given = levels.get(level, ("decimal", "", 1))
            return number_text(counts[level] or given[2], given[0])

        return _PLACE.sub(put, pattern)


def number_text(value: int, form: str) -> str:
    """Write a count in one of Word's number formats."""
    if form.startswith(("chinese", "japanese", "taiwanese", "ideograph")):
        return _chinese(value)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter if form == "lowerLetter" else letter.upper()
    if form == "decimalEnclosedCircle" and 1 <= value <= 20:
        return chr(0x245F + value)
    return str(value)


def _chinese(value: int) -> str:
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    head = "" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def _numbering_root(document: Any) -> Any:
    try:
        return document.part.numbering_part.element
    except (KeyError, NotImplementedError, AttributeError):
        return None


def _value(element: Any, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return (found.get(f"{_W}val") or "") if found is not None else ""


def _int(element: Any, name: str) -> int:
    try:
        return int(element.get(name) or 0)
    except ValueError:
        return 0
