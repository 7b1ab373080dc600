"""Characters as every format hands them on: cleaned of what no reader sees."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Controls but tab, line feed and form feed; zero-width marks; what is no character at all.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Radicals and compatibility ideographs, which fonts of PDFs put where the plain ideograph is meant.
_STAND_INS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
_POWER = re.compile(r"[-−–+]?\d{1,2}")
_FOOTNOTE_MARK = re.compile(r"[\[(（【〔]?\s*(?:\d{1,3}|[①-⑳㉑-㉟*※†‡])\s*[\])）】〕]?")
_RAISED = str.maketrans("0123456789-−–+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻⁺")
_BLANKS = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
# Signs of the simplified radicals block that have no decomposition of their own.
_RADICALS = str.maketrans(
    "⺠⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻤⻥⻦⻨⻩⻬⻮⻰⻳⺟",
    "民见角贝车长门青韦页风飞食马鬼鱼鸟麦黄齐齿龙龟母",
)


def clean(text: str) -> str:
    """Return ``text`` with line feeds as its only line ends and without unseen characters.

    Form feeds are kept: they part the pages of a text taken out of a PDF.
    """
    if "\r" in text or not text.isascii():
        text = _LINE_ENDS.sub("\n", text)
    text = _UNSEEN.sub("", text)
    return _STAND_INS.sub(lambda found: _plain(found[0]), text)


def one_line(text: str) -> str:
    """Return ``text`` cleaned, each run of blanks and line ends as one blank, the ends stripped."""
    return _BLANKS.sub(" ", clean(text).replace("\n", " ").replace("\f", " ")).strip()


def superscript(text: str, before: str) -> str:
    """Return raised text as it stands in a line, ``before`` being the character in front of it.

    Powers become superscript digits (m², 10⁻⁴), so that no number grows; the mark of a footnote
    behind a word goes, since its digit would join the number that follows: 总值[2]92068亿元.
    """
    raised = text.strip()
    if before.isascii() and before.isalnum() and _POWER.fullmatch(raised):
        return raised.translate(_RAISED)
    return "" if _FOOTNOTE_MARK.fullmatch(raised) else text


@cache
def _plain(character: str) -> str:
    return unicodedata.normalize("NFKC", character).translate(_RADICALS)
