"""Tables in plain text whose cells blanks part: two columns, rows without figures, no header."""

from __future__ import annotations

from retrieval.layout import lay_out
from retrieval.records import Article, ExtractedText, Paragraph, ParagraphKind


def table_of(text: str) -> tuple[Article, Paragraph]:
    (article,) = lay_out(ExtractedText("text.txt", text, "txt"))
    (table,) = (p for p in article.paragraphs if p.kind is ParagraphKind.TABLE)
    return article, table


def rows(table: Paragraph) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(s.text, [(f.text, f.label) for f in s.figures]) for s in table.sentences]


BODY = "本次发行由甲证券承销，网上申购日为2025年10月22日，有效申购户数达1127万户。\n"


def test_a_table_of_two_columns_keeps_its_first_row_and_rows_without_figures() -> None:
    article, table = table_of(
        "甲公司招股说明书\n\n第一节 本次发行概况\n\n发行概况表\n项目  内容\n"
        "每股面值  人民币1.00元\n发行股数  3,200.00万股\n发行价格  18.60元/股\n"
        f"承销方式  余额包销\n\n{BODY}"
    )
    assert rows(table) == [
        ("每股面值 人民币1.00元", [("1.00元", "每股面值 · 内容")]),
        ("发行股数 3,200.00万股", [("3,200.00万股", "发行股数 · 内容")]),
        ("发行价格 18.60元/股", [("18.60元/股", "发行价格 · 内容")]),
        ("承销方式 余额包销", []),
    ]
    assert "发行概况表" in table.caption
    assert article.paragraphs[-1].sentences[0].text == BODY.strip()


def test_a_table_without_a_header_makes_none_of_its_first_row() -> None:
    _, table = table_of(
        f"甲公司发行概况\n\n{BODY}\n发行价格  18.60元/股\n发行市盈率  32.89倍\n每股净资产  5.17元\n"
    )
    assert rows(table) == [
        ("发行价格 18.60元/股", [("18.60元/股", "发行价格")]),
        ("发行市盈率 32.89倍", [("32.89倍", "发行市盈率")]),
        ("每股净资产 5.17元", [("5.17元", "每股净资产")]),
    ]


def test_names_of_classes_stay_headings_over_bare_numbers() -> None:
    _, table = table_of(
        f"甲市人口结构\n\n{BODY}\n地区  60岁以上  65岁以上\n甲区  12.5  9.3\n乙区  13.1  9.9\n"
    )
    assert [label for _, found in rows(table) for _, label in found] == [
        "甲区 · 60岁以上",
        "甲区 · 65岁以上",
        "乙区 · 60岁以上",
        "乙区 · 65岁以上",
    ]


def test_lines_of_names_apart_are_no_table() -> None:
    (article,) = lay_out(
        ExtractedText(
            "t.txt", f"甲市统计公报\n甲市统计局  甲市调查队\n{BODY}责任编辑  张三\n", "txt"
        )
    )
    assert all(p.kind is ParagraphKind.PROSE for p in article.paragraphs)
