"""Table cells: a number alone takes the unit of its header, other cells are read like sentences."""

from __future__ import annotations

from decimal import Decimal

import pytest

from retrieval.figures import find_cell_figures
from retrieval.records import FigureKind


@pytest.mark.parametrize(
    ("cell", "unit", "text", "kind", "value", "name"),
    [
        ("45,406.97", "万元", "45,406.97万元", FigureKind.MONEY, Decimal("454069700"), "元"),
        ("15254.37", "亿元", "15254.37亿元", FigureKind.MONEY, Decimal("1525437000000"), "元"),
        ("-3.86", "%", "-3.86%", FigureKind.PERCENT, Decimal("-3.86"), "%"),
        ("(1,234)", "元", "(1,234)元", FigureKind.MONEY, -1234, "元"),
        ("6,942", "台", "6,942台", FigureKind.COUNT, 6942, "台"),
        ("７．５", "万吨", "７．５万吨", FigureKind.MEASURE, 75_000, "吨"),
        ("102.5", "", "102.5", FigureKind.NUMBER, Decimal("102.5"), ""),
        (
            "1.04",
            "吨标准煤/万元",
            "1.04吨标准煤/万元",
            FigureKind.MEASURE,
            Decimal("1.04"),
            "吨标准煤/万元",
        ),
    ],
)
def test_a_number_takes_the_unit_of_the_header(
    cell: str, unit: str, text: str, kind: FigureKind, value: Decimal, name: str
) -> None:
    row = f"2019年 {cell} 其他"
    (figure,) = find_cell_figures(cell, 6, label="营业收入 2019年", unit=unit)
    assert (figure.text, figure.kind, figure.value, figure.unit) == (text, kind, value, name)
    assert row[figure.start : figure.end] == cell
    assert figure.unit_start == -1
    assert figure.label == "营业收入 2019年"


@pytest.mark.parametrize(
    ("cell", "unit", "texts", "values"),
    [
        ("100-200", "万元", ["100-200万元"], [1_000_000]),
        ("12.5 13.5", "%", ["12.5%", "13.5%"], [Decimal("12.5"), Decimal("13.5")]),
        ("1.2亿", "万元", ["1.2亿元"], [120_000_000]),
        ("5", "人民币万元", ["5万元"], [50_000]),
        ("5", "单位：吨", ["5吨"], [5]),
    ],
)
def test_every_number_of_a_cell_of_numbers_takes_it(
    cell: str, unit: str, texts: list[str], values: list[Decimal]
) -> None:
    figures = find_cell_figures(cell, 0, label="", unit=unit)
    assert [figure.text for figure in figures] == texts
    assert [figure.value for figure in figures] == values


def test_a_year_in_a_column_of_years_is_a_date() -> None:
    (figure,) = find_cell_figures("2019", 0, label="年份", unit="")
    assert (figure.kind, figure.value, figure.unit) == (FigureKind.DATE, 2019, "年")


def test_blanks_around_the_number_are_no_part_of_it() -> None:
    (figure,) = find_cell_figures(" 12.5 ", 10, label="", unit="%")
    assert (figure.start, figure.end, figure.text) == (11, 15, "12.5%")


def test_a_unit_in_the_cell_goes_before_the_header() -> None:
    (figure,) = find_cell_figures("增长5.2%", 4, label="增速", unit="亿元")
    assert (figure.text, figure.kind, figure.start, figure.end) == (
        "5.2%",
        FigureKind.PERCENT,
        6,
        10,
    )
    assert figure.unit_start == 9
    assert figure.label == "增速"


@pytest.mark.parametrize("cell", ["", "-", "—", "不适用", "/", "…", "（", "()"])
def test_a_cell_without_a_number_has_no_figure(cell: str) -> None:
    assert find_cell_figures(cell, 0, label="", unit="元") == ()
