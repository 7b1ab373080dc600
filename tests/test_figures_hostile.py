"""Long lines of one kind are read in one pass: a line of a million digits is no trouble."""

from __future__ import annotations

import pytest

from retrieval.figures import find_cell_figures, find_figures, parse_number

LENGTH = 40_000


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "一",
        "万",
        "1,111,",
        "1.",
        "1-",
        "1:",
        "1/",
        "1年",
        "1、",
        "一、",
        "第",
        "分之",
        "百分之",
        "一分之",
        "a1",
        "a@",
        "1.1",
        "一二三四",
        "1月1日至",
        "半",
        "几",
        "“一个",
        "（1）",
        "元/",
        "1元/每",
        " 1 ",
        "１，１１１",
        "3小时",
    ],
)
def test_a_long_line_is_read(piece: str) -> None:
    text = piece * (LENGTH // len(piece))
    for figure in find_figures(text):
        assert text[figure.start : figure.end] == figure.text[: figure.end - figure.start]


def test_a_numeral_too_long_to_count_is_none() -> None:
    assert find_figures("编号" + "1" * 1_000_000) == ()
    assert parse_number("1" * 1_000_000) is None
    assert parse_number("一" * 1_000_000) is None


def test_a_long_cell_is_read() -> None:
    assert find_cell_figures("1" * 100_000, 0, label="", unit="元") == ()
    find_cell_figures("1,111" * 8_000, 0, label="", unit="元")
