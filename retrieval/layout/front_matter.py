"""YAML front matter at the head of a plain text: title and date of the page, no body text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from retrieval.layout.kinds import full_date

_FENCE = re.compile(r"\ufeff?---[ \t]*\r?\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"^(?P<key>[A-Za-z_][\w -]*)[ \t]*:[ \t]*(?P<value>.*)$", re.MULTILINE)
_LONGEST = 8000  # characters
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_DATE = re.compile(r"(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]{3})[a-z]*\s+(?P<year>\d{4})")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a head says, and where the body begins (offset in characters)."""

    body: int = 0
    title: str = ""
    published: date | None = None


def read_front_matter(text: str) -> FrontMatter:
    """Return the front matter of ``text``; its ``body`` is 0 where there is none."""
    head = text[:_LONGEST]
    opened = _FENCE.match(head)
    if opened is None:
        return FrontMatter()
    closed = _END.search(head, opened.end())
    if closed is None:
        return FrontMatter()
    inside = head[opened.end() : closed.start()]
    values: dict[str, str] = {}
    for found in _KEY.finditer(inside):
        values.setdefault(found["key"].strip().casefold(), found["value"].strip().strip("'\""))
    if not values:
        return FrontMatter()
    return FrontMatter(closed.end(), values.get("title", ""), _date(values.get("date", "")))


def _date(value: str) -> date | None:
    if day := full_date(value):
        return day
    found = _ENGLISH_DATE.search(value)
    if found is None or found["month"].casefold() not in _MONTHS:
        return None
    try:
        month = _MONTHS.index(found["month"].casefold()) + 1
        return date(int(found["year"]), month, int(found["day"]))
    except ValueError:
        return None
