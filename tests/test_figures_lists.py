"""Lists of figures that share a unit, units of traffic, rates by so many people, signs of cells."""

from __future__ import annotations

from decimal import Decimal

import pytest

from retrieval.figures import find_cell_figures, find_figures
from retrieval.records import FigureKind


def test_a_unit_shared_behind_ge_reaches_the_earlier_members() -> None:
    sentence = "分别提高1.6个、0.9个、4.7个和2.3个百分点。"
    figures = find_figures(sentence)
    assert [figure.text for figure in figures] == [
        "1.6个百分点",
        "0.9个百分点",
        "4.7个百分点",
        "2.3个百分点",
    ]
    assert {figure.kind for figure in figures} == {FigureKind.POINTS}
    for figure in figures:
        # The unit is carried, the place is that of what is said.
        assert figure.text.startswith(sentence[figure.start : figure.end])


@pytest.mark.parametrize(
    ("sentence", "texts"),
    [
        ("名次分别上升2个、1个位次", ["2个位次", "1个位次"]),
        ("分别有120个、30个和25个", ["120个", "30个", "25个"]),
        ("新增企业3个，增幅提高0.5个百分点", ["3个", "0.5个百分点"]),
        ("今年二、三季度分别增长5%", ["二季度", "三季度", "5%"]),
        ("二、三季度经济运行", ["三季度"]),
    ],
)
def test_lists_share_no_more_than_their_unit(sentence: str, texts: list[str]) -> None:
    assert [figure.text for figure in find_figures(sentence)] == texts


@pytest.mark.parametrize(
    ("sentence", "text", "value", "unit"),
    [
        ("旅客周转量63.5亿人公里", "63.5亿人公里", 6_350_000_000, "人公里"),
        ("货物周转量125亿吨公里", "125亿吨公里", 12_500_000_000, "吨公里"),
        ("外卖订单120万单", "120万单", 1_200_000, "单"),
        ("每股派息4.2港仙", "4.2港仙", Decimal("4.2"), "港仙"),
        ("发送列车1200车次", "1200车次", 1200, "车次"),
        ("开行300班次", "300班次", 300, "班次"),
        ("增加12航次", "12航次", 12, "航次"),
        ("流量3200立方米/秒", "3200立方米/秒", 3200, "立方米/秒"),
        ("日均客流5000人次/日", "5000人次/日", 5000, "人次/日"),
    ],
)
def test_units_of_traffic_and_trade(
    sentence: str, text: str, value: Decimal | int, unit: str
) -> None:
    (figure,) = find_figures(sentence)
    assert (figure.text, figure.value, figure.unit) == (text, value, unit)


@pytest.mark.parametrize("sentence", ["产粮3单独核算", "售价500单价", "今年3单日成交"])
def test_a_word_that_begins_with_an_order_is_no_unit(sentence: str) -> None:
    (figure,) = find_figures(sentence)
    assert figure.unit == ""


@pytest.mark.parametrize(
    ("sentence", "text", "value"),
    [
        ("孕产妇死亡率8.9/10万", "8.9/10万", Decimal("0.000089")),
        ("发病率为3.2/万", "3.2/万", Decimal("0.00032")),
    ],
)
def test_a_rate_by_so_many_people_is_one_ratio(sentence: str, text: str, value: Decimal) -> None:
    (figure,) = find_figures(sentence)
    assert (figure.text, figure.kind, figure.value) == (text, FigureKind.RATIO, value)


@pytest.mark.parametrize(
    ("cell", "unit", "text", "value"),
    [
        ("+8.3%", "", "+8.3%", Decimal("8.3")),
        ("-6.0%", "", "-6.0%", Decimal("-6.0")),
        ("＋8.3％", "", "＋8.3％", Decimal("8.3")),
        ("+12.5", "%", "+12.5%", Decimal("12.5")),
    ],
)
def test_a_cell_keeps_its_sign(cell: str, unit: str, text: str, value: Decimal) -> None:
    (figure,) = find_cell_figures(cell, 3, label="", unit=unit)
    assert (figure.text, figure.value, figure.start) == (text, value, 3)


@pytest.mark.parametrize(
    "sentence",
    [
        "送往市第六人民医院，考入第二中学",
        "核心一级资本充足，发行二级资本债",
        "三级医院和二级医院",
        "九年一贯制学校",
        "2型糖尿病患者",
        "详见表1和附图2",
        "β2微球蛋白",
        "省市两级财政，两级法院",
        "前四大客户，前5大供应商",
    ],
)
def test_names_and_classes_are_no_figures(sentence: str) -> None:
    assert find_figures(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "texts"),
    [
        ("四大产业链", ["四大"]),
        ("第六届", ["第六届"]),
        ("第二大股东", ["第二大"]),
        ("代表126人", ["126人"]),
        ("分为两级", ["两级"]),
    ],
)
def test_what_counts_beside_such_names_stays(sentence: str, texts: list[str]) -> None:
    assert [figure.text for figure in find_figures(sentence)] == texts
