"""The unit of a table's cells: said over the table, in a heading, or over the tables before it."""

from __future__ import annotations

import pytest

from retrieval.layout import lay_out
from retrieval.records import Article, Block, BlockKind, Cell, ExtractedText, Table

Rows = list[list[str]]


def article_of(*parts: str | tuple[str, Rows]) -> Article:
    """Lay out headings (texts) and tables (the unit said over them, their rows)."""
    text = ""
    blocks: list[Block] = []
    for part in parts:
        start = len(text)
        if isinstance(part, str):
            text += part + "\n"
            blocks.append(Block(BlockKind.HEADING, start, len(text) - 1, 1))
            continue
        unit, rows = part
        made: list[tuple[Cell, ...]] = []
        for row in rows:
            cells: list[Cell] = []
            for shown in row:
                cells.append(Cell(shown, len(text), len(text) + len(shown)))
                text += shown + "\t"
            made.append(tuple(cells))
            text += "\n"
        table = Table(tuple(made), unit=unit)
        blocks.append(Block(BlockKind.TABLE, start, len(text) - 1, 0, table))
    (article,) = lay_out(ExtractedText("r.html", text, "html", blocks=tuple(blocks), title="年报"))
    return article


def figures(*parts: str | tuple[str, Rows]) -> list[list[str]]:
    article = article_of(*parts)
    return [[f.text for f in s.figures] for p in article.paragraphs for s in p.sentences]


@pytest.mark.parametrize(
    ("unit", "header", "row", "found"),
    [
        ("亿元、%", ["地区", "总量", "增长"], ["甲县", "156.3", "4.2"], ["156.3亿元", "4.2%"]),
        ("亿元、%", ["地区", "总量", "比重（%）"], ["甲县", "156.3", "4.2"], ["156.3亿元", "4.2%"]),
        ("亿元，%", ["地区", "总量", "增速"], ["甲县", "156.3", "4.2%"], ["156.3亿元", "4.2%"]),
        # A row can be the share as well as a column.
        ("亿元、%", ["指标", "2024年"], ["占全省比重", "4.2"], ["4.2%"]),
        # Nothing says which of the columns holds percentages.
        ("亿元、%", ["地区", "本月", "累计"], ["甲县", "156.3", "4.2"], ["156.3", "4.2"]),
        # Two units of things: only the share is sure.
        ("亿元、万人、%", ["地区", "合计", "增速"], ["甲县", "6.3", "4.2"], ["6.3", "4.2%"]),
        # One unit over the whole: a rate is not counted in it, and says nothing itself.
        ("亿元", ["地区", "总量", "同比增长"], ["甲县", "156.3", "4.2"], ["156.3亿元", "4.2"]),
        ("%", ["地区", "一季度", "上半年"], ["甲县", "5.6", "4.2"], ["5.6%", "4.2%"]),
        ("", ["地区", "总量（亿元）", "增长%"], ["甲县", "156.3", "4.2"], ["156.3亿元", "4.2%"]),
    ],
)
def test_of_several_units_the_headings_choose(
    unit: str, header: list[str], row: list[str], found: list[str]
) -> None:
    assert figures((unit, [header, row])) == [found]


ACCOUNTS = [["项目", "本期金额", "增减（%）"], ["营业收入", "1,175,301,034.32", "-4.49"]]
CLIENTS = [["客户", "销售额", "台数"], ["第一名", "86,512,221.40", "1,204"]]


def test_yuan_over_the_tables_of_a_chapter_holds_for_its_other_accounts() -> None:
    found = figures("第四节 经营情况", ("元", ACCOUNTS), ("元", ACCOUNTS), ("", CLIENTS))
    assert found[-1] == ["86,512,221.40元", "1,204"]


@pytest.mark.parametrize(
    "before",
    [
        ("第四节 经营情况", ("元", ACCOUNTS)),  # said once: perhaps of that table alone
        ("第四节 经营情况", ("元", ACCOUNTS), ("万元", ACCOUNTS)),
        ("第四节 经营情况", ("万元", ACCOUNTS), ("万元", ACCOUNTS)),
        ("第四节 经营情况", ("元", ACCOUNTS), ("元", ACCOUNTS), "第五节 重要事项"),
    ],
)
def test_a_unit_is_carried_neither_from_one_table_nor_into_another_chapter(
    before: tuple[str | tuple[str, Rows], ...],
) -> None:
    assert figures(*before, ("", CLIENTS))[-1] == ["86,512,221.40", "1,204"]


def test_only_sums_of_money_take_a_carried_unit() -> None:
    others = [["项目", "数值", "股数"], ["代码", "1,234.56", "408,351,000"]]
    found = figures("第四节 经营情况", ("元", ACCOUNTS), ("元", ACCOUNTS), ("", others))
    assert found[-1] == ["1,234.56", "408,351,000"]


def test_a_row_with_its_own_unit_does_not_take_that_of_the_table() -> None:
    rows = [
        ["项目", "2025年", "变动"],
        ["营业额", "5,280", "+8.3%"],
        ["每股基本盈利（港仙）", "21.2", "-6.0%"],
    ]
    assert figures(("百万港元", rows))[-2:] == [
        ["5,280百万港元", "+8.3%"],
        ["21.2港仙", "-6.0%"],
    ]


@pytest.mark.parametrize("head", ["余额（人民币亿元）", "余额（亿元人民币）", "余额（亿元）"])
def test_a_column_of_a_named_currency(head: str) -> None:
    rows = [["机构", head], ["甲行", "18.27"], ["乙行", "9.86"]]
    assert figures(("", rows))[-2:] == [["18.27亿元"], ["9.86亿元"]]
