"""What a line is by its own looks: byline, source line, separator, title's repetition, note."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum, auto
from functools import cache

from retrieval.layout.characters import HAN
from retrieval.layout.lexicon import layout_lexicon

_LONGEST_BYLINE = 60
_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*(?:年\s*(?P<m1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})\s*日?"
    r"|(?P<sep>[-/.])\s*(?P<m2>\d{1,2})\s*(?P=sep)\s*(?P<d2>\d{1,2}))(?!\d)"
)
_TIME = re.compile(r"\d{1,2}:\d\d(?::\d\d)?|T\d\d:\d\d\S*|[()（）|｜丨/\s]")
_SEPARATOR = re.compile(r"[-=*_~—─━═·•※☆★◇◆\s]{3,}")
_NUMBER_OF_PAPER = re.compile(
    rf"[{HAN}]{{1,14}}[〔\[【（(]\s*(?:19|20)\d\d\s*[〕\]】）)]\s*第?\s*\d{{1,5}}\s*号"
)
_OFFICE_AND_NAME = re.compile(rf"[{HAN}]{{2,20}}\s+[{HAN}]{{1,2}}\s?[{HAN}]{{1,2}}")
_NAME = rf"[{HAN}]{{2,4}}"
_AT_MEETING = re.compile(r"[（(—-]+在.{4,60}(?:会议?|大会)上[）)]?")


class LineKind(Enum):
    """What a line standing alone can be."""

    PLAIN = auto()
    BYLINE = auto()  # □张三 李四
    CREDIT = auto()  # who took the picture, edited: 图表：张三, （记者 李四 摄）
    SOURCE = auto()  # where and when it was published
    SEPARATOR = auto()
    TITLE_NOTE = auto()  # 原标题：…
    NOTE = auto()  # 注：…


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    lexicon = layout_lexicon()
    reporters = lexicon.reporters
    words = f"{reporters}|{lexicon.credits}"
    role = rf"(?:{lexicon.credits})(?:[/／\\、](?:{lexicon.credits}))*"
    person = rf"{_NAME}(?:\s*[/／\\]?\s*{role})?"
    people = rf"{person}(?:[\s、，,/·]+{person}){{0,7}}"
    marks = re.escape("".join(sorted(lexicon.byline_marks)))
    return {
        "marked": re.compile(
            rf"[{marks}]\s*(?=[{HAN}A-Za-z])(?:(?:{words})[\s：:]*+)*+"
            rf"(?:[{HAN}A-Za-z·]{{1,8}}+[\s、，,/]*+){{0,8}}+"
        ),
        "reporter": re.compile(
            rf"(?:[{HAN}]{{0,6}}(?:{reporters})[\s：:|｜丨/]*{people}\s*){{1,4}}"
            rf"(?:[丨|｜]\s*[{HAN}]{{2,8}})?"
        ),
        "credit": re.compile(rf"(?:(?:{words})\s*[：:|｜丨/／]\s*[^。！？]{{1,40}})+"),
        "staff": re.compile(rf"(?:(?:{lexicon.staff})\s*[：:]?\s+{_NAME}(?:\s+|$)){{1,6}}"),
        "column": re.compile(
            rf"[{re.escape(''.join(sorted(lexicon.heading_marks)))}]\s*"
            rf"(?:[{HAN}]{{0,6}}(?:{lexicon.column_words})|(?!.*(?:{words}))[{HAN}]{{4,20}})"
        ),
        "bracketed": re.compile(
            rf"[（(【\[][^（）()。]{{0,30}}(?:{words})[^（）()。]{{0,30}}[）)】\]]"
        ),
        "picture": re.compile(rf"[▲△■]?[^。，]{{0,30}}{_NAME}\s*/?\s*[、{HAN}\s]{{0,12}}摄"),
        "source": re.compile(rf"[（(]?(?:{lexicon.source_words})\s*[：:|｜]"),
        "dated": re.compile(rf"[（(]?(?:{lexicon.date_words})\s*[：:|｜]"),
        "title_note": re.compile(
            rf"[（(【]?(?:{lexicon.title_labels})\s*[：:]\s*(?P<title>[《]?\S.*?)[》]?[）)】]?"
        ),
        "note": re.compile(rf"[（(*※]?(?:{lexicon.notes})\s*\d{{0,2}}\s*[：:]"),
    }


def line_kind(text: str) -> LineKind:
    """Return what the line ``text``, without outer blanks, is by its own looks."""
    if len(text) <= 80 and _SEPARATOR.fullmatch(text):
        return LineKind.SEPARATOR
    patterns = _patterns()
    head = text[:24]
    if len(text) <= 120 and patterns["title_note"].fullmatch(text) and text[-1] != "。":
        return LineKind.TITLE_NOTE
    if len(text) > _LONGEST_BYLINE:
        return LineKind.NOTE if patterns["note"].match(head) else LineKind.PLAIN
    for name, kind in (
        ("column", LineKind.PLAIN),
        ("marked", LineKind.BYLINE),
        ("reporter", LineKind.BYLINE),
        ("bracketed", LineKind.CREDIT),
        ("credit", LineKind.CREDIT),
        ("staff", LineKind.CREDIT),
    ):
        if patterns[name].fullmatch(text):
            # Who took a picture stands beside it, not at the head of an article.
            return LineKind.CREDIT if name == "reporter" and text.endswith("摄") else kind
    if patterns["note"].match(head):
        return LineKind.NOTE
    if _NUMBER_OF_PAPER.fullmatch(text):
        return LineKind.SOURCE
    dated = patterns["dated"].match(head) is not None and full_date(text) is not None
    if dated or patterns["source"].match(head) or _is_dated(text):
        return LineKind.SOURCE
    if text.endswith("摄") and patterns["picture"].fullmatch(text):
        return LineKind.CREDIT
    return LineKind.PLAIN


def is_marked_byline(text: str) -> bool:
    """Whether ``text`` is a byline with its sign: □张三."""
    return text[:1] in layout_lexicon().byline_marks


def said_where(text: str) -> bool:
    """Whether a line is a subtitle that says when and where something was said."""
    if text[0] not in "（(—-" or len(text) <= 12:
        return False
    return full_date(text) is not None or _AT_MEETING.fullmatch(text) is not None


def is_subtitle(text: str) -> bool:
    """Whether a line below a title says when, where and by whom: ——2026年1月26日在…会议上."""
    bracketed = text[0] in "（(" and text[-1] in "）)"
    return (
        text.startswith(("——", "—", "--"))
        or (bracketed and full_date(text) is not None)
        or is_office_and_name(text)
    )


def is_office_and_name(text: str) -> bool:
    """Whether a line names an office and who holds it: 某市市长　王某."""
    return len(text) <= 24 and _OFFICE_AND_NAME.fullmatch(text) is not None


def has_heading_mark(text: str) -> bool:
    """Whether a line begins with a sign that stands before headings inside an article."""
    return text[:1] in layout_lexicon().heading_marks


def title_note_text(text: str) -> str:
    """Return the title that a line like 原标题：… repeats."""
    found = _patterns()["title_note"].fullmatch(text)
    return found["title"].strip("《 ") if found else text


def full_date(text: str) -> date | None:
    """Return the first complete date in ``text``: 2021-04-26, 2021年4月26日, 2021/4/26."""
    for found in _DATE.finditer(text):
        month, day = found["m1"] or found["m2"], found["d1"] or found["d2"]
        try:
            return date(int(found["year"]), int(month), int(day))
        except ValueError:
            continue
    return None


def _is_dated(text: str) -> bool:
    """Whether the line is little more than a complete date: 某某网 2021-08-27 10:20."""
    found = _DATE.search(text)
    if found is None or full_date(found[0]) is None:
        return False
    rest = _TIME.sub("", text[: found.start()] + text[found.end() :])
    at_meeting = rest.startswith("在") and rest.endswith("上")
    return len(rest) <= 16 and not at_meeting and not re.search(r"[，。！？；]|——", rest)
