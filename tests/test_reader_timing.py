"""What time a figure is said of, against the time that a question asks about."""

import pytest

from retrieval.figures import find_figures
from retrieval.periods import TextYears, find_asked_period, find_period, text_years
from retrieval.reader.clauses import clause_bounds
from retrieval.reader.timing import Times, period_within

YEARS = TextYears(2026, 2025)


def agreement(question: str, *near: str, far: str = "") -> tuple[float, float, float]:
    times = Times(
        tuple(find_period(text, YEARS) for text in near),
        (find_period(far, YEARS),) if far else (),
    )
    return times.match(find_asked_period(question))


@pytest.mark.parametrize(
    ("question", "near", "sign"),
    [
        ("2025年新增多少", "2025年新增", 1),
        ("2025年新增多少", "2024年新增", -1),
        ("2025年新增多少", "去年新增", 1),  # told in 2026
        ("2024年新增多少", "上年为", 1),  # of a text that reports on 2025
        ("25年新增多少", "2025年新增", 1),
    ],
)
def test_years_agree(question: str, near: str, sign: int) -> None:
    year = agreement(question, near)[0]
    assert (year > 0) - (year < 0) == sign


def test_a_time_that_is_asked_about_and_not_told_speaks_a_little_against() -> None:
    assert -0.3 < agreement("2025年新增多少", "新增")[0] < 0.0
    assert agreement("新增多少", "新增")[0] == 0.0


def test_relative_years_agree_where_nothing_tells_the_year_of_the_text() -> None:
    years = text_years("某地见闻", None)
    asked = find_period("去年新增多少", years)
    assert Times((find_period("去年新增", years),), ()).match(asked)[0] > 0
    assert Times((find_period("今年新增", years),), ()).match(asked)[0] < 0
    assert -0.3 < Times((find_period("2024年新增", years),), ()).match(asked)[0] < 0


def test_the_nearest_year_counts() -> None:
    assert agreement("2025年新增多少", "", "2024年", far="2025年")[0] < 0


def test_a_month_leaves_no_half_year_standing_in_its_sentence() -> None:
    assert agreement("上半年增长多少", "6月份增长", far="上半年")[2] < 0
    assert agreement("6月增长多少", "上半年增长")[1] < 0


def test_a_moment_is_no_month() -> None:
    assert agreement("上半年增长多少", "截至6月末", far="上半年")[2] > 0


def within(text: str, figure: str) -> frozenset[int]:
    figures = find_figures(text)
    index = next(i for i, one in enumerate(figures) if one.text == figure)
    begin, _ = clause_bounds(text, figures[index].start, figures[index].end)
    return period_within(text, figures, index, begin, YEARS).years


@pytest.mark.parametrize(
    ("text", "figure", "years"),
    [
        ("2023年,累计复绿2416亩,栽树538株", "538株", {2023}),
        ("累计复绿2416亩,其中2023年完成538亩,栽树30株", "2416亩", set()),
        ("累计复绿2416亩,其中2023年完成538亩,栽树30株", "30株", {2023}),
        ("2023年复绿2416亩,计划2027年通车;新增公交5条", "5条", {2023}),
        ("增长6.8%(2015和2016年分别为3.3%、0.5%),拉动增长2.6个百分点", "2.6个百分点", set()),
        ("财务费用为685万元,2022年为312万元,利息为5万元", "5万元", set()),
        ("2023年占比由2022年的11.3%调整为11.0%,贡献率8.1%", "8.1%", {2023}),
    ],
)
def test_how_far_a_year_holds(text: str, figure: str, years: set[int]) -> None:
    assert within(text, figure) == years


@pytest.mark.parametrize(
    ("near", "part", "year"),
    [("一季度完成", 1.0, 0.0), ("2019年完成", 0.0, 1.0), ("2025年完成", 0.0, -1.0), ("完成", 0, 0)],
)
def test_a_time_that_is_not_asked_about_is_seen(near: str, part: float, year: float) -> None:
    times = Times((find_period(near, YEARS),), ())
    assert times.unasked(find_asked_period("完成投资多少"), YEARS) == (part, year)


@pytest.mark.parametrize(
    ("titles", "published", "told", "reported"),
    [
        ("2019年年度报告", 2020, 2020, 2019),
        ("2024年国民经济和社会发展统计公报", None, 2025, 2024),
        ("2026年政府工作报告", None, 2026, 2026),
        ("某地见闻", 2023, 2023, 2023),
        ("到2030年的规划", 2024, 2024, 2024),
        ("某地见闻", None, 0, 0),
    ],
)
def test_a_report_is_of_the_year_that_its_title_names(
    titles: str, published: int | None, told: int | None, reported: int | None
) -> None:
    assert text_years(titles, published) == TextYears(told, reported)
