"""Tables in PDFs: ruled, open at the sides, without lines, merged cells, over a page break."""

from __future__ import annotations

from pathlib import Path

from formats_support import read, rows, tables, texts
from pdf_making import Pdf

from retrieval.records import BlockKind

INCOME = [
    ["项目", "2019年", "2018年", "本期比上年\n同期增减(%)"],
    ["营业收入", "1,175,301,034.32", "1,230,537,181.80", "-4.49"],
    ["归属于上市公司\n股东的净利润", "129,465,020.68", "182,223,387.13", "-28.95"],
    ["总资产", "2,464,948,703.\n85", "2,051,223,456.86", "20.17"],
]


def test_ruled_table_with_caption_and_unit(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "income.pdf")
    pdf.line(
        70, 80, "报告期内，公司主要财务数据列示如下，请投资者注意阅读并理解其中的各项口径说明。"
    )
    pdf.line(70, 105, "（一）主要会计数据")
    pdf.right(530, 125, "单位：元　币种：人民币")
    y = pdf.grid(70, 135, [120, 120, 120, 100], INCOME, height=30)
    pdf.line(70, y + 30, "以上数据均已经会计师事务所审计，并出具了标准无保留意见的审计报告。")
    text = read(pdf.save())
    (table,) = tables(text)
    assert rows(table) == [
        ["项目", "2019年", "2018年", "本期比上年同期增减(%)"],
        ["营业收入", "1,175,301,034.32", "1,230,537,181.80", "-4.49"],
        ["归属于上市公司股东的净利润", "129,465,020.68", "182,223,387.13", "-28.95"],
        ["总资产", "2,464,948,703.85", "2,051,223,456.86", "20.17"],
    ]
    assert (table.header_rows, table.header_columns) == (1, 1)
    assert table.caption == "（一）主要会计数据"
    assert table.unit == "元"
    assert texts(text)[0].startswith("报告期内")
    assert texts(text)[-1].startswith("以上数据")


def test_merged_cells_are_repeated_at_one_place(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "merged.pdf")
    pdf.grid(
        70,
        80,
        [100, 90, 90, 90, 90],
        [
            ["地区", "2022年", "", "2023年", ""],
            ["", "户数", "人口", "户数", "人口"],
            ["甲镇", "3210", "11520", "3305", "11610"],
            ["乙镇", "2870", "9310", "2911", "9402"],
        ],
        spans=[(0, 1, 2), (0, 3, 4)],
    )
    (table,) = tables(read(pdf.save()))
    assert rows(table)[0] == ["地区", "2022年", "2022年", "2023年", "2023年"]
    assert table.rows[0][1] == table.rows[0][2]
    assert rows(table)[3] == ["乙镇", "2870", "9310", "2911", "9402"]
    assert table.header_rows == 2


def test_table_over_a_page_break(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "long.pdf")
    header = ["年份", "粮食产量（万吨）", "农业产值（亿元）"]
    first = [[f"{year}年", f"{year - 1950}.1", f"{year - 1900}.25"] for year in range(1990, 2005)]
    second = [[f"{year}年", f"{year - 1950}.1", f"{year - 1900}.25"] for year in range(2005, 2012)]
    pdf.line(70, 40, "春江统计年鉴", 9)
    pdf.line(70, 90, "历年农业生产情况")
    pdf.grid(70, 100, [100, 150, 150], [header, *first], height=42)
    pdf.line(290, 815, "- 11 -", 9)
    pdf.next_page()
    pdf.line(70, 40, "春江统计年鉴", 9)
    pdf.grid(70, 60, [100, 150, 150], [header, *second], height=42)
    pdf.line(290, 815, "- 12 -", 9)
    text = read(pdf.save())
    (table,) = tables(text)
    assert rows(table) == [header, *first, *second]
    assert table.caption == "历年农业生产情况"
    pages = {page.number: page for page in text.pages}
    cell = table.rows[16][0]
    assert cell.text == "2005年"
    assert pages[2].start <= cell.start < pages[2].end


def test_aligned_table_without_lines(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "aligned.pdf")
    pdf.line(70, 80, "二、全县各镇人口情况")
    pdf.line(
        70, 100, "全县下辖四个镇，总人口继续增长，城镇化水平稳步提高，具体情况见下表所列各项数据。"
    )
    pdf.right(500, 120, "单位：万人")
    data = [
        ["镇名", "2021年", "2022年", "增长（%）"],
        ["甲镇", "3.21", "3.30", "2.8"],
        ["乙镇", "12.87", "12.91", "0.3"],
        ["丙镇", "1.05", "1.01", "-3.8"],
        ["丁镇", "4.40", "4.52", "2.7"],
    ]
    for number, row in enumerate(data):
        pdf.line(80, 140 + number * 18, row[0])
        for column, text in enumerate(row[1:]):
            pdf.right(240 + column * 110, 140 + number * 18, text)
    pdf.line(
        70, 250, "从上表可以看出，乙镇人口最多，丙镇人口有所减少，其他各镇人口保持平稳增长态势。"
    )
    text = read(pdf.save())
    (table,) = tables(text)
    assert rows(table) == data
    assert (table.header_rows, table.unit) == (1, "万人")
    assert texts(text)[-1].startswith("从上表可以看出")


def test_columns_ruled_but_rows_not(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "open.pdf")
    pdf.grid(70, 80, [120, 100, 100], [["指标", "2022年", "2023年"]])
    data = [
        ["常住人口（万人）", "53.1", "53.7"],
        ["粮食（万吨）", "60.2", "61.3"],
        ["公路（公里）", "1820", "1856"],
    ]
    canvas, top = pdf.canvas, pdf.height
    for x in (70, 190, 290, 390):
        canvas.line(x, top - 100, x, top - 170)
    canvas.line(70, top - 170, 390, top - 170)
    for number, row in enumerate(data):
        for x, text in zip((74, 194, 294), row, strict=True):
            pdf.line(x, 118 + number * 20, text, 9)
    (table,) = tables(read(pdf.save()))
    assert rows(table) == [["指标", "2022年", "2023年"], *data]


def test_three_line_table(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "three.pdf")
    pdf.line(180, 90, "表2　主要指标")
    canvas, top = pdf.canvas, pdf.height
    for y in (100, 122, 190):
        canvas.line(70, top - y, 450, top - y)
    data = [
        ["指标", "数值", "比上年增长（%）"],
        ["总产值（亿元）", "386.5", "6.2"],
        ["第一产业（亿元）", "61.0", "4.1"],
        ["第二产业（亿元）", "150.3", "7.7"],
    ]
    for number, row in enumerate(data):
        for x, text in zip((80, 230, 340), row, strict=True):
            pdf.line(x, 115 + number * 22, text)
    text = read(pdf.save())
    (table,) = tables(text)
    assert rows(table) == data
    assert "主要指标" in table.caption


def test_frame_around_a_text_is_no_table(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "frame.pdf")
    pdf.canvas.rect(60, 600, 400, 200)
    pdf.line(70, 80, "全县粮食总产量61.3万吨，比上年增长1.1%，创历史新高。")
    text = read(pdf.save())
    assert tables(text) == []
    assert texts(text, BlockKind.PARAGRAPH) == [
        "全县粮食总产量61.3万吨，比上年增长1.1%，创历史新高。"
    ]


def test_labels_and_values_without_lines(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "labels.pdf")
    pdf.line(70, 80, "第五节　发行人基本情况", 14)
    data = [
        ["公司名称：", "某某股份有限公司"],
        ["注册资本：", "12,000.00万元"],
        ["成立日期：", "2003年5月6日"],
        ["员工人数：", "1520人"],
    ]
    for number, (label, value) in enumerate(data):
        pdf.line(80, 110 + number * 18, label)
        pdf.line(200, 110 + number * 18, value)
    pdf.line(
        70, 220, "发行人自设立以来，主营业务没有发生变化，一直从事冷冻设备的研发、生产和销售。"
    )
    text = read(pdf.save())
    (table,) = tables(text)
    assert rows(table) == data
    assert (table.header_rows, table.header_columns) == (0, 1)
    assert texts(text, BlockKind.TITLE) == ["第五节 发行人基本情况"]
