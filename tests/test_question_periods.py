"""Years, months and stretches of a year, in digits, in Chinese, and by distance."""

import pytest

from config.lexicon_file import load_lexicon
from retrieval.folding import fold
from retrieval.periods import (
    NO_YEARS,
    TextYears,
    find_asked_period,
    find_period,
    section_years,
    without_times,
)


@pytest.mark.parametrize(
    ("text", "base", "years"),
    [
        ("2019年营业收入", None, {2019}),
        ("2016至2018年", None, {2016, 2017, 2018}),
        ("2016-18年", None, {2016, 2017, 2018}),
        ("二〇二一年", None, {2021}),
        ("去年完成投资", 2017, {2016}),
        ("今年安排投资", 2017, {2017}),
        ("去年完成投资", None, set()),
        ("共2019.5万元", None, set()),
        ("编号20190101", None, set()),
    ],
)
def test_years(text: str, base: int | None, years: set[int]) -> None:
    assert find_period(text, TextYears(base, base)).years == years


@pytest.mark.parametrize(
    ("one", "other"),
    [("上半年", "1-6月"), ("前三季度", "1—9月"), ("一季度", "首季"), ("头七个月", "1至7月")],
)
def test_two_names_of_one_stretch_are_the_same(one: str, other: str) -> None:
    assert find_period(one).stretches == find_period(other).stretches != frozenset()


def test_three_quarters_are_not_the_third() -> None:
    assert find_period("前三季度").stretches.isdisjoint(find_period("三季度").stretches)


def test_a_month_is_told_from_a_range() -> None:
    assert find_period("6月").months == {6}
    assert find_period("1-6月").months == frozenset()


def test_a_heading_that_looks_back_is_of_the_year_before() -> None:
    assert section_years("一、工作回顾", 2026) == {2025}
    assert section_years("一、2024年工作回顾", 2026) == frozenset()
    assert section_years("一、工作回顾", None) == frozenset()


@pytest.mark.parametrize(
    ("text", "years", "bases"),
    [
        ("2021年1-7月同比增长7.4%,比2019年1-7月增长20.5%", {2021}, {"2019"}),
        ("2016年较2015年近乎翻倍", {2016}, {"2015"}),
        ("今年比去年多", {2020}, set()),
        ("环比增长3%", set(), {"month"}),
        ("两年平均增长9.8%", set(), {"years"}),
    ],
)
def test_what_a_change_is_counted_from_is_no_time_of_its_own(
    text: str, years: set[int], bases: set[str]
) -> None:
    period = find_period(text, TextYears(2020, 2020))
    assert period.years == years
    assert period.bases == bases


@pytest.mark.parametrize(
    ("question", "years"),
    [("17年GDP多少", {2017}), ("近10年增长多少", set()), ("20年来建了多少", set())],
)
def test_a_year_in_two_digits_is_told_from_a_length_of_time(question: str, years: set[int]) -> None:
    assert find_asked_period(question).years == years


def test_months_in_chinese_numerals() -> None:
    assert find_period("七月份平均气温").months == {7}
    assert find_period("十二月").months == {12}


def test_a_month_as_a_whole_is_told_from_a_moment() -> None:
    assert find_period("6月份", NO_YEARS).whole_month
    assert not find_period("6月末", NO_YEARS).whole_month


def test_times_are_blanked_out_of_a_question() -> None:
    text = "2019年头三个月某公司现金流"
    assert without_times(text).strip() == "某公司现金流"
    assert len(without_times(text)) == len(text)
    assert "十四五" in without_times("十四五期间建了多少")


def test_every_name_of_a_stretch_is_found() -> None:
    for entry in load_lexicon("cues.txt").section("periods"):
        for word in entry.values:
            assert find_period(fold(word)).stretches == {entry.key}, word
