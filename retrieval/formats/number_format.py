"""Numbers of a spreadsheet as the sheet shows them: 0.153 in the format 0.0% is 15.3%."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_SECTION_CODE = re.compile(r"\[[^\]]*\]")
_PLACES_AT_MOST = 15  # a spreadsheet keeps no more digits
_PLACEHOLDER = re.compile(r"[#0?][#0?,.]*[#0?]|[#0?]")


def show(value: object, form: str | None) -> str:
    """Return a cell's value as text, in its number format (ECMA-376 part 1, 18.8.31)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return _number(value, form or "General")
    if isinstance(value, datetime):
        return _date(value, form or "")
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def _date(value: datetime, form: str) -> str:
    plain = _QUOTED.sub("", form).lower()
    if "d" not in plain and "h" not in plain and ("y" in plain or "e" in plain):
        return f"{value.year}年{value.month}月" if "m" in plain else f"{value.year}年"
    text = f"{value.year}年{value.month}月{value.day}日"
    if value.hour or value.minute:
        text += value.strftime(" %H:%M")
    return text


def _number(value: int | float, form: str) -> str:
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        return str(value)
    section = form.split(";")[0]
    shape = _SECTION_CODE.sub("", _QUOTED.sub("", section))
    if form in ("General", "@", "") or not _PLACEHOLDER.search(shape) or "/" in shape:
        return _general(exact)
    if "E" in shape.upper():
        return _general(exact)
    if shape.count("%"):
        exact *= 100 ** shape.count("%")
    found = _PLACEHOLDER.search(shape)
    pattern = found[0] if found else ""
    whole, _, fraction = pattern.partition(".")
    exact = exact.scaleb(-3 * _scale(shape))
    most = min(len(fraction.replace(",", "")), _PLACES_AT_MOST)
    least = min(fraction.count("0"), most)
    rounded = (
        exact.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP) if abs(exact) < 10**20 else exact
    )
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    if "." in text:
        head, tail = text.split(".")
        while len(tail) > least and tail.endswith("0"):
            tail = tail[:-1]
        text = f"{head}.{tail}" if tail else head
    return text + ("%" if "%" in shape else "") + _suffix(section)


def _scale(shape: str) -> int:
    """Commas behind the last digit divide by a thousand each."""
    found = re.search(r"[#0?](,+)(?![#0?,.])", shape)
    return len(found[1]) if found else 0


def _suffix(section: str) -> str:
    """A unit written into the format behind the number: 0.0"万元"."""
    found = re.search(r'[#0?]%?\s*((?:"[^"]*"|\\.)+)\s*_?.?$', section)
    return "".join(a or b for a, b in _QUOTED.findall(found[1])).strip() if found else ""


def _general(exact: Decimal) -> str:
    # Binary fractions show their noise beyond 15 digits, which no spreadsheet shows.
    if exact == exact.to_integral_value():
        return f"{exact.to_integral_value():f}" if abs(exact) < 10**20 else str(exact)
    rounded = exact.normalize() if len(exact.as_tuple().digits) <= 15 else _fifteen(exact)
    return f"{rounded:f}" if abs(rounded) >= Decimal("1e-9") else str(rounded)


def _fifteen(exact: Decimal) -> Decimal:
    places = 15 - (exact.adjusted() + 1)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP).normalize()
