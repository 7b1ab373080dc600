"""Numerals of every spelling have their exact value, and integers come back from Chinese."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.figures import parse_number

DIGITS = "零一二三四五六七八九"
FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
TRADITIONAL = str.maketrans("万亿", "萬億")
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def below_ten_thousand(number: int) -> str:
    """Spell 1 to 9999 in Chinese, as one writes it: 零 for one or more empty places."""
    spelled, gap = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            spelled += ("零" if gap else "") + DIGITS[digit] + name
            gap = False
        elif spelled:
            gap = True
    return spelled


def chinese(number: int) -> str:
    """Spell 0 to 9999 亿 in Chinese."""
    if not number:
        return "零"
    spelled = ""
    for scale, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, scale)
        if part:
            if spelled and part < 1000:
                spelled += "零"
            spelled += below_ten_thousand(part) + name
    return spelled[1:] if spelled.startswith("一十") else spelled


@given(st.integers(0, 10**12 - 1))
def test_a_chinese_numeral_has_the_value_it_was_made_from(number: int) -> None:
    assert parse_number(chinese(number)) == number


@given(st.integers(10, 10**12 - 1))
def test_traditional_and_formal_numerals_have_the_same_value(number: int) -> None:
    assert parse_number(chinese(number).translate(TRADITIONAL)) == number
    assert parse_number(chinese(number).translate(FORMAL)) == number


@given(st.decimals(0, 10**15, places=2))
def test_arabic_numerals_keep_every_digit(number: Decimal) -> None:
    assert parse_number(str(number)) == number
    assert parse_number(f"{number:,}") == number
    assert parse_number(f"{number:,}".translate(WIDE)) == number
    assert parse_number(f"-{number}") == -number


@given(st.decimals(0, 10**9, places=3), st.sampled_from(["万", "亿", "百万", "千万", "万亿"]))
def test_a_multiplier_moves_the_point_and_nothing_else(number: Decimal, scale: str) -> None:
    powers = {"万": 4, "亿": 8, "百万": 6, "千万": 7, "万亿": 12}
    assert parse_number(f"{number}{scale}") == number * 10 ** powers[scale]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("三百五", 350),
        ("三百零五", 305),
        ("三百五十", 350),
        ("一万二", 12000),
        ("两千三", 2300),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("廿三", 23),
        ("卅", 30),
        ("一亿二千万", 120_000_000),
        ("1亿2千万", 120_000_000),
        ("3万5000", 35_000),
        ("1万3千5百", 13_500),
        ("3千", 3000),
        ("百万", 1_000_000),
        ("万亿", 10**12),
        ("三万亿", 3 * 10**12),
        ("一万零五十", 10_050),
        ("二〇二五", 2025),
        ("二○一○", 2010),
        ("二零零五", 2005),
        ("三点一四", Decimal("3.14")),
        ("三点五万", 35_000),
        ("１２３", 123),
        ("１，２３４．５", Decimal("1234.5")),
        ("5.3万", 53_000),
        ("負五", -5),
        ("+7", 7),
        ("兩千三百五十萬", 23_500_000),
        ("00", 0),
    ],
)
def test_spellings(numeral: str, value: int | Decimal) -> None:
    assert parse_number(numeral) == value


@pytest.mark.parametrize(
    "text",
    ["", " ", "abc", "十几", "几十", "数百", "5个", "15%", "1.", ".5", "1,23a", "个", "点五"],
)
def test_what_is_no_exact_numeral_has_no_value(text: str) -> None:
    assert parse_number(text) is None


@given(st.text("0123456789.,-+一二三十百千万亿零〇两点几余半 ", max_size=60))
def test_any_string_of_such_characters_is_read_without_an_error(text: str) -> None:
    value = parse_number(text)
    assert value is None or value.is_finite()


def test_a_value_that_is_whole_has_no_decimal_places() -> None:
    assert str(parse_number("5.3万")) == "53000"
    assert str(parse_number("12.50亿")) == "1250000000"
