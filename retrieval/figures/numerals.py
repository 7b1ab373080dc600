"""Numerals: Arabic, full-width, Chinese and mixed, as patterns over folded text and as values.

The value of a Chinese numeral follows the usual rules: 十 百 千 multiply the digit before them,
万 亿 兆 multiply all that stands before them and is smaller; a last digit without a multiplier
counts for the next place (三百五 is 350) unless 零 stands before it (三百零五).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache

from retrieval.figures.lexicon import fold_for_figures, folded_keys, integers, qualifiers_lexicon

# No numeral of a text that counts something is longer; beyond it, digits are a code.
MAX_LENGTH = 40
_MOST_DIGITS = 24  # within the 28 of the decimal context, so that every value is exact
_ONE = Decimal(1)
_SEQUENCE = re.compile(r"\d+(?:\.\d+)?|.")


@cache
def digits() -> dict[str, int]:
    """Return the Chinese digits and their values."""
    return integers("digits")


@cache
def scales() -> dict[str, int]:
    """Return the multipliers, 十 to 兆, and their values."""
    return integers("scales")


@cache
def scale_characters() -> str:
    """Return the multipliers that may stand behind an Arabic numeral: 百 千 万 亿 兆."""
    return "".join(scale for scale, value in scales().items() if value >= 100)


def times(value: Decimal, scale: Decimal) -> Decimal:
    """Return the product, an integer without decimal places: 5.3 times 10000 is 53000."""
    product = value * scale
    whole = product.to_integral_value()
    return whole if whole == product else product


def _class(characters: str) -> str:
    return "[" + re.escape(characters) + "]"


@cache
def scale_pattern() -> str:
    """Return the pattern of one or more multipliers, none of which begins a unit (千瓦, 百分点)."""
    big = _class("".join(s for s, value in scales().items() if value >= 10_000 and s != "兆"))
    return (
        rf"(?:{big}|[百佰](?!分[之点]|帕)|兆(?![瓦字比赫帕伏焦]|欧(?!元))"
        r"|[千仟](?![瓦克米卡焦帕伏赫字安牛乏升比]|欧(?!元)))"
    )


@cache
def numeral_pattern() -> re.Pattern[str]:
    """Return the pattern of a numeral in folded text; all its repetitions are possessive.

    Groups: ``arabic`` and ``chinese``, one of which is set; ``inside`` is a qualifier within or
    behind the digits (余 多 几 来); ``scale`` the multipliers behind it; ``more`` what goes on
    behind a multiplier of an Arabic numeral (1亿2千万, 3万5000).
    """
    digit = "".join(digits()).replace("两", "")
    tens = "".join(s for s, value in scales().items() if value < 100)
    inside = _class("".join(folded_keys(qualifiers_lexicon(), "inside")))
    indefinite = _class("".join(folded_keys(qualifiers_lexicon(), "indefinite")))
    scale = scale_pattern()
    every = "".join(scales())
    arabic = r"\d{1,3}(?:,\d{3}(?!\d))++(?:\.\d++)?|\d++(?:\.\d++)?"
    character = rf"(?:[{digit}{tens}]|两(?=[{every}])|万(?!分之)|{scale.replace('万', '')})"
    return re.compile(
        rf"""
        (?P<arabic>{arabic})
        (?:(?P<inside>{inside})(?={scale}))?
        (?P<scale>{scale}++)?
        (?P<more>
                (?<=[千百万亿兆])(?:(?:{arabic}){scale}++)++(?:\d{{1,8}}(?![\d.]))?
              | (?<=[万亿兆])\d{{3,8}}(?![\d.年])
            )?
      |
        (?P<chinese>
            (?:{indefinite}(?=[{every}])|两)?{character}*+
            (?:点[{digit}]++(?![十刻分]))?
            (?:{inside}{scale}++)?
        )
        """,
        re.VERBOSE,
    )


def parse_number(text: str) -> Decimal | None:
    """Return the exact value of a numeral, Arabic, full-width, Chinese or mixed, or None.

    Signs (-, +, 负) and multipliers count; a unit, a percent sign or an indefinite 几 makes None.
    """
    folded = fold_for_figures(text).strip()
    sign = _ONE
    if folded[:1] in {"-", "负", "+"}:
        sign = _ONE if folded[0] == "+" else -_ONE
        folded = folded[1:].lstrip()
    value = parse_folded(folded)
    return None if value is None else (value if sign == _ONE else -value)


@lru_cache(maxsize=16_384)
def parse_folded(numeral: str) -> Decimal | None:
    """Return the value of a folded numeral without sign, or None where it is none."""
    if not numeral or len(numeral) > MAX_LENGTH:
        return None
    if numeral.isascii():
        return _parse_arabic(numeral)
    whole, point, decimals = numeral.partition("点")
    if point:
        return _parse_point(whole, decimals)
    if all(character in digits() for character in numeral):
        return Decimal("".join(str(digits()[character]) for character in numeral))
    return _parse_mixed(numeral)


def _parse_arabic(numeral: str) -> Decimal | None:
    plain = numeral.replace(",", "")
    if len(plain) > _MOST_DIGITS:
        return None
    whole, _, decimals = plain.partition(".")
    if not whole.isdecimal() or (decimals and not decimals.isdecimal()) or plain.endswith("."):
        return None
    return Decimal(plain)


def _parse_point(whole: str, decimals: str) -> Decimal | None:
    """三点五, 三点五万: decimal digits one by one, then perhaps multipliers."""
    stem = decimals.rstrip("".join(scales()))
    scale = parse_folded("一" + decimals[len(stem) :]) if len(stem) < len(decimals) else _ONE
    head = parse_folded(whole)
    if head is None or scale is None or not stem or any(c not in digits() for c in stem):
        return None
    return times(Decimal(f"{head}.{''.join(str(digits()[c]) for c in stem)}"), scale)


def _parse_mixed(numeral: str) -> Decimal | None:
    """Read digits, Arabic pieces and multipliers from left to right."""
    total = section = Decimal(0)
    pending: Decimal | None = None
    last = 1  # the multiplier of the digit read last, for 三百五
    largest = 0  # the largest of 万 亿 兆 so far
    zero = counted = False  # counted: something stands before the next of 万 亿 兆
    run = ""  # digits side by side, read as one number: 二〇二五
    for piece in _SEQUENCE.findall(numeral.replace(",", "")):
        if piece in digits():
            run += str(digits()[piece])
            if len(run) > 1 and run[0] != "0":
                return None  # 三五百 is no exact number
            zero = zero or run == "0"
            pending, counted = Decimal(run), True
            continue
        if piece[0].isascii():
            if pending is not None or not piece[0].isdecimal():
                return None
            pending, run, zero, counted = Decimal(piece), piece, True, True
            continue
        value = scales().get(piece)
        if value is None:
            return None
        if value < 10_000:
            counted = True
            if value in (20, 30) and pending is None:
                section += value
                last = 1 if value < 100 else last
            else:
                section += (_ONE if pending is None else pending) * value
                last = value // 10
        else:
            section += pending or 0
            if value > largest:
                total = (total + section if counted or largest else _ONE) * value
                largest = value
            else:
                total += (section if counted else _ONE) * value
            counted = False
            section, last = Decimal(0), value // 10
        pending, run, zero = None, "", False
    if pending is not None:
        section += pending if zero or last < 10 else pending * last
    return times(total + section, _ONE)
