"""Text whose blocks the format knows: titles, headings, tables, broken paragraphs."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.layout import lay_out
from retrieval.records import (
    Article,
    Block,
    BlockKind,
    Cell,
    ExtractedText,
    ParagraphKind,
    Table,
)

TITLE, HEADING, PARAGRAPH = BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH
ITEM = BlockKind.LIST_ITEM


class Page:
    """Puts a text together from blocks, as the formats do."""

    def __init__(self) -> None:
        self.text = ""
        self.blocks: list[Block] = []

    def add(self, kind: BlockKind, text: str, level: int = 0) -> Page:
        self.blocks.append(Block(kind, len(self.text), len(self.text) + len(text), level))
        self.text += text + "\n"
        return self

    def table(self, rows: list[list[str]], **about: object) -> Page:
        start = len(self.text)
        made: list[tuple[Cell, ...]] = []
        for row in rows:
            cells: list[Cell] = []
            for text in row:
                cells.append(Cell(text, len(self.text), len(self.text) + len(text)))
                self.text += text + "\t"
            made.append(tuple(cells))
            self.text += "\n"
        table = Table(tuple(made), **about)  # type: ignore[arg-type]
        self.blocks.append(Block(BlockKind.TABLE, start, len(self.text) - 1, 0, table))
        return self

    def lay(self, format: str = "html", **more: object) -> tuple[Article, ...]:
        made = ExtractedText("page." + format, self.text, format, blocks=tuple(self.blocks), **more)  # type: ignore[arg-type]
        return lay_out(made)


def sentences(article: Article) -> list[str]:
    return [s.text for p in article.paragraphs for s in p.sentences]


def test_titles_begin_articles_and_headings_nest() -> None:
    first, second = (
        Page()
        .add(TITLE, "上半年经济运行情况")
        .add(PARAGRAPH, "生产总值1228亿元。")
        .add(HEADING, "一、农业", 2)
        .add(PARAGRAPH, "产粮5万吨。")
        .add(HEADING, "（一）畜牧", 3)
        .add(PARAGRAPH, "存栏3万头。")
        .add(HEADING, "二、工业", 2)
        .add(PARAGRAPH, "增加值479亿元。")
        .add(TITLE, "一季度经济运行情况")
        .add(PARAGRAPH, "生产总值626.9亿元。")
        .lay("docx", published=date(2017, 4, 1))
    )
    assert (first.title, second.title) == ("上半年经济运行情况", "一季度经济运行情况")
    assert [p.headings for p in first.paragraphs] == [
        (),
        ("一、农业",),
        ("一、农业", "（一）畜牧"),
        ("二、工业",),
    ]
    assert second.published == date(2017, 4, 1)


def test_headings_of_one_level_are_told_apart_by_their_marks() -> None:
    (article,) = (
        Page()
        .add(TITLE, "年度报告")
        .add(HEADING, "重要提示", 2)
        .add(PARAGRAPH, "本公司保证内容真实。")
        .add(HEADING, "第一节 释义", 2)
        .add(HEADING, "一、释义", 2)
        .add(PARAGRAPH, "本报告中词语具有如下含义。")
        .lay("pdf")
    )
    assert [p.headings for p in article.paragraphs] == [
        ("重要提示",),
        ("第一节 释义", "一、释义"),
    ]


def test_a_heading_under_which_nothing_stands_is_kept() -> None:
    (article,) = Page().add(TITLE, "题").add(PARAGRAPH, "文。").add(HEADING, "尾", 1).lay()
    assert sentences(article) == ["文。", "尾"]


def test_a_printed_paragraph_is_joined_over_lines_blocks_and_numbers() -> None:
    (article,) = (
        Page()
        .add(TITLE, "报告")
        .add(
            PARAGRAPH,
            "报告期内，公司实现营业收入117,530.10\n万元，较去年同期减少4 . 49%，实现\n净利润"
            "12,946.50万元，较去年同期减",
        )
        .add(PARAGRAPH, "少28.95%。")
        .lay("pdf")
    )
    assert sentences(article) == [
        "报告期内，公司实现营业收入117,530.10万元，较去年同期减少4.49%，实现净利润12,946.50万元，"
        "较去年同期减少28.95%。"
    ]


def test_broken_lines_of_an_account_are_joined_and_lists_of_values_are_not() -> None:
    page = Page().add(TITLE, "母港开港")
    for line in ("目前", "母港码头工程", "已进入最后的施工阶段", "规划岸线1600米"):
        page.add(PARAGRAPH, line)
    page.add(PARAGRAPH, "一期工程岸线总长770米，年通过能力75万人次。")
    page.add(PARAGRAPH, "1.甲方公司").add(PARAGRAPH, "公司全资子公司。")
    for line in (
        "注册资本：人民币200.00元",
        "总资产：人民币151.33元",
        "净资产：人民币98.81元",
        "净利润：人民币-7.03元",
    ):
        page.add(PARAGRAPH, line)
    page.add(PARAGRAPH, "2.乙方公司").add(PARAGRAPH, "公司控股子公司。")
    (article,) = page.lay()
    assert sentences(article) == [
        "目前母港码头工程已进入最后的施工阶段规划岸线1600米",
        "一期工程岸线总长770米，年通过能力75万人次。",
        "公司全资子公司。",
        "注册资本：人民币200.00元",
        "总资产：人民币151.33元",
        "净资产：人民币98.81元",
        "净利润：人民币-7.03元",
        "公司控股子公司。",
    ]
    assert article.paragraphs[3].headings == ("1.甲方公司",)


@pytest.mark.parametrize("order", ["above", "below"])
def test_printed_titles_belong_to_the_text_they_share_words_with(order: str) -> None:
    articles = [
        ("甲县建成粮仓", "甲县今年建成粮仓50座，仓容达20万吨，甲县粮食局明年再建粮仓10座。"),
        ("乙市公交提速", "乙市昨日开通公交线路3条，配车60辆，乙市居民出行更加方便，公交提速明显。"),
        ("丙镇植树百万", "丙镇春季植树100万株，新增绿地500亩，丙镇林业站组织2000人参加植树。"),
    ]
    page = Page()
    for title, body in articles:
        if order == "above":
            page.add(TITLE, title).add(PARAGRAPH, body)
        else:
            page.add(PARAGRAPH, body).add(TITLE, title)
    found = page.lay("pdf")
    assert [(a.title, sentences(a)) for a in found] == [(t, [b]) for t, b in articles]


def test_list_items_are_sentences() -> None:
    (article,) = (
        Page()
        .add(TITLE, "名单")
        .add(PARAGRAPH, "有如下单位：")
        .add(ITEM, "甲公司 320人")
        .add(ITEM, "乙公司")
        .lay()
    )
    assert sentences(article) == ["有如下单位：", "甲公司320人", "乙公司"]


def test_the_full_title_is_taken_from_its_repetition() -> None:
    (article,) = (
        Page()
        .add(TITLE, "定了！母港即将开通！地铁直达...")
        .add(PARAGRAPH, "本文原标题：《定了！母港即将开通！地铁直达码头》")
        .add(PARAGRAPH, "母港将于11月17日开港。")
        .lay()
    )
    assert article.title == "定了！母港即将开通！地铁直达码头"


ROWS = [
    ["项目", "2019年", "2018年", "增减（%）"],
    ["营业收入", "1,175.32", "1,230.80", "-4.49"],
    ["净利润", "129.68", "", "-28.95"],
]


def test_rows_of_a_table_are_sentences_with_figures_under_their_headings() -> None:
    (article,) = (
        Page()
        .add(TITLE, "年度报告")
        .add(HEADING, "主要数据", 1)
        .table(ROWS, caption="主要会计数据", unit="元")
        .lay("xlsx")
    )
    (paragraph,) = article.paragraphs
    assert paragraph.kind is ParagraphKind.TABLE
    assert paragraph.headings == ("主要数据",)
    assert paragraph.caption == "主要会计数据 单位：元 项目 2019年 2018年 增减（%）"
    income, profit = paragraph.sentences
    assert income.text == "营业收入 1,175.32 1,230.80 -4.49"
    assert [(f.text, f.label) for f in income.figures] == [
        ("1,175.32元", "营业收入 · 2019年"),
        ("1,230.80元", "营业收入 · 2018年"),
        ("-4.49%", "营业收入 · 增减（%）"),
    ]
    assert profit.text == "净利润 129.68 -28.95"  # the empty cell is skipped, no figure made up
    assert [f.label for f in profit.figures] == ["净利润 · 2019年", "净利润 · 增减（%）"]
    for sentence in paragraph.sentences:
        for figure in sentence.figures:
            assert figure.text.startswith(sentence.text[figure.start : figure.end])


def test_units_in_row_headings_and_in_a_column_of_their_own() -> None:
    cities, products = (
        Page()
        .add(TITLE, "甲")
        .table([["指标", "2017年"], ["第三产业增加值(亿元)", "15254.37"]])
        .add(TITLE, "乙")
        .table([["产品", "单位", "销售量"], ["冷柜", "台", "504"]], header_columns=2)
        .lay("xlsx")
    )
    assert cities.paragraphs[0].sentences[0].figures[0].text == "15254.37亿元"
    figure = products.paragraphs[0].sentences[0].figures[0]
    assert (figure.text, figure.label) == ("504台", "冷柜 · 销售量")


def test_long_tables_repeat_their_caption() -> None:
    rows = [["城市", "总量（亿元）"], *([f"城{n}", str(n)] for n in range(1, 31))]
    (article,) = Page().add(TITLE, "表").table(rows).lay("csv")
    assert [len(p.sentences) for p in article.paragraphs] == [12, 12, 6]
    assert {p.caption for p in article.paragraphs} == {"城市 总量（亿元）"}


def test_a_cell_that_holds_a_text_is_running_text() -> None:
    text = "甲市新建学校20所，新增学位2.5万个。" * 14
    (article,) = Page().add(TITLE, "汇编").table([["地区", "内容"], ["甲市", text]]).lay("xlsx")
    row, prose = article.paragraphs
    assert [s.text for s in row.sentences] == ["甲市"]
    assert prose.kind is ParagraphKind.PROSE
    assert prose.headings == ("甲市",)
    assert len(prose.sentences) == 14


def test_merged_cells_are_shown_once() -> None:
    page = Page().add(TITLE, "表").table([["产品", "项目", "金额（元）"], ["冷柜", "冷柜", "5.5"]])
    block = page.blocks[-1]
    assert block.table is not None
    header, row = block.table.rows
    merged = Table((header, (row[0], row[0], row[2])), 1, 2)
    page.blocks[-1] = Block(BlockKind.TABLE, block.start, block.end, 0, merged)
    (article,) = page.lay("docx")
    assert article.paragraphs[0].sentences[0].text == "冷柜 5.5"
    assert article.paragraphs[0].sentences[0].figures[0].label == "冷柜 · 金额（元）"
