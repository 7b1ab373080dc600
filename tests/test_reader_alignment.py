"""Parallel lists: each figure belongs to the item in its place."""

import pytest

from retrieval.figures import find_figures
from retrieval.folding import fold
from retrieval.reader.alignment import align


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "文体、教育、医疗问题分别占总量的10.83%、10.69%和8.92%。",
            {"10.83%": "文体", "10.69%": "教育", "8.92%": "医疗问题"},
        ),
        (
            "国家级、部级创新平台分别达到22家、182家。",
            {"22家": "国家级", "182家": "部级创新平台"},
        ),
        (
            "互联网服务业、软件和信息服务业分别增长15.9%和37.5%。",
            {"15.9%": "互联网服务业", "37.5%": "软件和信息服务业"},
        ),
        ("毛利率和净利率分别下滑4.51个百分点和3.26个百分点。", {"3.26个百分点": "净利率"}),
    ],
)
def test_figures_take_the_item_in_their_place(text: str, pairs: dict[str, str]) -> None:
    figures = find_figures(text)
    aligned = align(fold(text), figures)
    found = {figures[index].text: one.item for index, one in aligned.items()}
    assert pairs.items() <= found.items()


def test_what_the_last_item_says_for_all_is_said_of_each() -> None:
    text = "国家级、部级创新平台分别达到22家、182家。"
    aligned = align(text, find_figures(text))
    assert [one.item + one.common for one in aligned.values()] == [
        "国家级创新平台分别达到",
        "部级创新平台分别达到",
    ]


def test_two_industries_in_one_word() -> None:
    text = "一三产业比重分别提高0.9、5.9个百分点"
    figures = find_figures(text)
    aligned = align(text, figures)
    items = {str(figures[index].value): one.item for index, one in aligned.items()}
    assert items["0.9"].startswith("第一产业")
    assert items["5.9"].startswith("第三产业")


def test_figures_without_items_are_left_alone() -> None:
    text = "收集问卷2413份，梳理问题42条，其中1条已解决。"
    assert align(text, find_figures(text)) == {}


@pytest.mark.parametrize(
    ("text", "last_year"),
    [
        ("2016年至2018年间，公司支出分别为34.5亿元、50.9亿元和85.9亿元。", None),
        ("报告期各期末，公司支出分别为34.5亿元、50.9亿元和85.9亿元。", 2018),
    ],
)
def test_a_series_belongs_to_its_years(text: str, last_year: int | None) -> None:
    figures = find_figures(text)
    aligned = align(fold(text), figures, last_year)
    found = {figures[index].text: one.item for index, one in aligned.items()}
    assert found == {"34.5亿元": "2016年", "50.9亿元": "2017年", "85.9亿元": "2018年"}


def test_a_series_without_years_is_left_alone() -> None:
    text = "报告期各期末，公司支出分别为34.5亿元、50.9亿元和85.9亿元。"
    assert align(text, find_figures(text)) == {}


def test_the_figures_of_one_list_are_no_items_of_the_next() -> None:
    text = "三年产量分别为8.00万台、14.00万台和21.00万台，利用率分别为88.34%、96.71%和103.52%。"
    figures = find_figures(text)
    items = {one.item for one in align(fold(text), figures).values()}
    assert not any(item[:1].isdigit() for item in items)
