"""Dates of publication: what a page, a head or a file property says."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime

_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*(?:年|[-/.])\s*(?P<month>\d{1,2})\s*(?:月|[-/.])\s*"
    r"(?P<day>\d{1,2})(?!\d)"
)
_COMPACT = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)")


def find_date(text: str) -> date | None:
    """Return the first whole date in ``text``: 2019-08-13, 2019年8月13日, 2019/08/13, RFC 2822."""
    for found in _DATE.finditer(text):
        if day := _make(found):
            return day
    try:
        return parsedate_to_datetime(text.strip()).date()
    except (TypeError, ValueError, IndexError, OverflowError):
        pass
    return next((day for found in _COMPACT.finditer(text) if (day := _make(found))), None)


def date_in_name(name: str) -> date | None:
    """Return the one whole date that a file's name holds; None where it holds none or several."""
    days = [
        day
        for pattern in (_DATE, _COMPACT)
        for found in pattern.finditer(name)
        if (day := _make(found))
    ]
    return days[0] if len(days) == 1 else None


def _make(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
