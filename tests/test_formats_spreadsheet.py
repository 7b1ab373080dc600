"""XLSX, XLS and CSV: tables of figures as the sheet shows them, and exports of one text a cell."""

from __future__ import annotations

import struct
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlwt
from formats_support import read, read_bytes, rows, tables, texts

from retrieval.errors import DocumentError
from retrieval.formats.number_format import show
from retrieval.records import BlockKind


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (0.153, "0.0%", "15.3%"),
        (0.153, "0%", "15%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234567.891, "General", "1234567.891"),
        (0.1 + 0.2, "General", "0.3"),
        (28014.94, "General", "28014.94"),
        (11115.0, "General", "11115"),
        (11115, "0.00", "11115.00"),
        (-4.49, "0.0", "-4.5"),
        (2.5, "0", "3"),
        (1.005, "0.00", "1.01"),
        (386.5, '0.0"亿元"', "386.5亿元"),
        (12345678, "#,##0,", "12,346"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "-1,234.50"),
        (0.00012, "General", "0.00012"),
        (1e21, "General", "1E+21"),
        (12, "@", "12"),
        (0.5, "##,..#,..##0.0##0.0#0.0##0.0##0.0%", "50.0000000000%"),  # from fuzzing
        (0.5, "# ?/?", "0.5"),
        (5, "[Red]0.0", "5.0"),
        (True, "General", "是"),
        (datetime(2023, 8, 7), "yyyy-mm-dd", "2023年8月7日"),
        (datetime(2023, 8, 1), 'yyyy"年"m"月"', "2023年8月"),
        (datetime(2023, 1, 1), "yyyy", "2023年"),
        ("文字", "General", "文字"),
        (None, "General", ""),
    ],
)
def test_value_in_its_number_format(value: object, form: str, shown: str) -> None:
    assert show(value, form) == shown


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "人口"
    for row in (
        ["春江县人口情况", None, None, None],
        ["单位：万人", None, None, None],
        ["镇名", "2021年", None, "增长率"],
        [None, "户籍", "常住", None],
        ["甲镇", 3.2, 3.304, 0.028],
        ["乙镇", 12.9, 12.91, 0.003],
        ["注：常住人口为抽样推算数。", None, None, None],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("B3:C3")
    sheet.merge_cells("D3:D4")
    for row in (5, 6):
        sheet.cell(row, 3).number_format = "0.00"
        sheet.cell(row, 4).number_format = "0.0%"
    second = book.create_sheet("粮食")
    second.append(["年份", "产量（万吨）"])
    second.append([2022, 60.2])
    second.append([2023, 61.3])
    second.append(["数据来源：县统计局"])
    hidden = book.create_sheet("草稿")
    hidden.append(["作废", 999])
    hidden.sheet_state = "hidden"
    book.properties.title = "春江县统计资料"
    book.save(path)
    return path


def test_workbook(tmp_path: Path) -> None:
    text = read(workbook(tmp_path / "a.xlsx"))
    people, grain = tables(text)
    assert text.title == "春江县统计资料"
    assert texts(text, BlockKind.TITLE) == ["人口", "粮食"]
    assert rows(people) == [
        ["镇名", "2021年", "2021年", "增长率"],
        ["镇名", "户籍", "常住", "增长率"],
        ["甲镇", "3.2", "3.30", "2.8%"],
        ["乙镇", "12.9", "12.91", "0.3%"],
    ]
    assert (people.header_rows, people.header_columns, people.unit) == (2, 1, "万人")
    assert "春江县人口情况" in people.caption
    assert people.rows[0][1] == people.rows[0][2]
    assert rows(grain) == [["年份", "产量（万吨）"], ["2022", "60.2"], ["2023", "61.3"]]
    assert (grain.header_rows, grain.header_columns) == (1, 1)
    # A note below a table is a text of its own.
    assert texts(text, BlockKind.PARAGRAPH) == ["注：常住人口为抽样推算数。", "数据来源：县统计局"]
    assert "999" not in text.text


def test_workbook_under_another_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx").rename(tmp_path / "a.dat")
    assert read(path).format == "xlsx"


def test_several_tables_on_a_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["表一 农业"], ["品种", "产量"], ["小麦", 30.1], ["玉米", 28.4], [],
        ["表二 工业"], ["产品", "产量"], ["水泥", 230.1], ["化肥", 12.4],
    ):  # fmt: skip
        sheet.append(row)
    book.save(tmp_path / "b.xlsx")
    first, second = tables(read(tmp_path / "b.xlsx"))
    assert (first.caption, second.caption) == ("表一 农业", "表二 工业")
    assert rows(second)[1] == ["水泥", "230.1"]


def test_formula_shows_its_cached_value_or_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["项目", "数值"])
    sheet.append(["收入", 12])
    sheet.append(["合计", "=SUM(B2:B2)"])
    book.save(tmp_path / "f.xlsx")
    text = read(tmp_path / "f.xlsx")
    assert "SUM" not in text.text


def test_old_binary_workbook(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("人口")
    percent = xlwt.easyxf(num_format_str="0.0%")
    for column, head in enumerate(("镇名", "人口（万人）", "增长")):
        sheet.write(0, column, head)
    for number, (name, people, growth) in enumerate(
        (("甲镇", 3.2, 0.028), ("乙镇", 12.9, 0.003)), 1
    ):
        sheet.write(number, 0, name)
        sheet.write(number, 1, people)
        sheet.write(number, 2, growth, percent)
    book.save(str(tmp_path / "old.xls"))
    (table,) = tables(read(tmp_path / "old.xls"))
    assert rows(table) == [
        ["镇名", "人口（万人）", "增长"],
        ["甲镇", "3.2", "2.8%"],
        ["乙镇", "12.9", "0.3%"],
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_of_figures(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [["镇名", "2021年", "2022年"], ["甲镇", "3.21", "3.30"], ["乙镇", "12.87", "12.91"]]
    data = "\r\n".join(delimiter.join(row) for row in lines).encode(encoding)
    (table,) = tables(read_bytes(tmp_path, "a.csv", data))
    assert rows(table) == lines
    assert (table.header_rows, table.header_columns) == (1, 1)


def test_names_and_values_have_no_header(tmp_path: Path) -> None:
    data = "公司名称,某某股份有限公司\n注册资本,12000万元\n法定代表人,王某某\n员工人数,1520人\n"
    (table,) = tables(read_bytes(tmp_path, "kv.csv", data))
    assert (table.header_rows, table.header_columns) == (0, 1)
    data = "项目,金额\n营业收入,12000\n营业成本,8000\n"
    (table,) = tables(read_bytes(tmp_path, "two.csv", data))
    assert (table.header_rows, table.header_columns) == (1, 1)


def test_csv_with_quoted_cells_and_title_lines(tmp_path: Path) -> None:
    data = (
        '春江县工业产品产量,,\n单位：万吨,,\n产品,"2022年","2023年"\n'
        '"水泥, 散装","1,230.1","1,301.5"\n'
        "化肥,12.4,13.0\n数据来源：县统计局,,\n"
    )
    text = read_bytes(tmp_path, "b.csv", data)
    (table,) = tables(text)
    assert rows(table)[1] == ["水泥, 散装", "1,230.1", "1,301.5"]
    assert table.unit == "万吨"
    assert "春江县工业产品产量" in table.caption
    assert texts(text, BlockKind.TITLE) == ["春江县工业产品产量"]
    # The note is no row, but it can be asked for: it stands below the table.
    assert texts(text, BlockKind.PARAGRAPH) == ["数据来源：县统计局"]


def export(body: str) -> str:
    return "\ufeffprovince,year,title,source_url,publish_date,full_text\n" + body


ARTICLE = (
    "下载\n打印\n全屏\n收藏\n【字号：\n加大\n还原\n减小\n】\n2026年春江省政府工作报告\n"
    "——2026年1月27日在春江省第十四届人民代表大会第五次会议上\n"
    "来源：春江日报\n时间：2026-02-01\n省长 某某\n各位代表：\n"
    + "2025年，全省地区生产总值增长5%，一般公共预算收入增长13.3%，城镇新增就业22.89万人。\n" * 6
    + "相关报道："
)


def test_export_of_one_text_a_cell_becomes_an_article(tmp_path: Path) -> None:
    data = export(f'春江省,2026,2026年春江省政府工作报告,https://x/1,2026-02-01,"{ARTICLE}"\n')
    text = read_bytes(tmp_path, "report.csv", data)
    lines = texts(text)
    assert texts(text, BlockKind.TITLE) == ["2026年春江省政府工作报告"]
    assert lines[1] == "——2026年1月27日在春江省第十四届人民代表大会第五次会议上"
    assert lines[-1].startswith("2025年，全省地区生产总值增长5%")
    assert text.published == date(2026, 2, 1)
    for frame in ("下载", "字号", "还原", "相关报道", "https"):
        assert frame not in text.text


def test_export_of_several_texts(tmp_path: Path) -> None:
    body = "".join(
        f'{number},第{number}篇,"本市新建公园{number}处。{"绿地面积继续扩大，环境改善。" * 20}"\n'
        for number in range(1, 4)
    )
    text = read_bytes(tmp_path, "news.csv", "id,标题,正文\n" + body)
    assert texts(text, BlockKind.TITLE) == ["第1篇", "第2篇", "第3篇"]
    assert tables(text) == []


def test_csv_with_an_unclosed_quote_is_read_or_refused(tmp_path: Path) -> None:
    try:
        text = read_bytes(tmp_path, "c.csv", '镇名,人口\n甲镇,"3.2\n乙镇,12.9\n')
    except DocumentError as error:
        assert error.details["document"] == "c.csv"
    else:
        assert "12.9" in text.text


def test_too_many_cells_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        read_bytes(tmp_path, "big.csv", "1,2,3,4,5\n" * 300, max_cells=1000)
    assert caught.value.details["reason"] == "too_many_cells"
    path = workbook(tmp_path / "a.xlsx")
    with pytest.raises(DocumentError) as caught:
        read(path, max_cells=10)
    assert caught.value.details["reason"] == "too_many_cells"


def test_cell_far_away_costs_no_memory(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    far = tmp_path / "far.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(far, "w") as target:
        for item in source.infolist():
            data = source.read(item)
            if item.filename == "xl/worksheets/sheet2.xml":
                cell = b'<row r="1048576"><c r="XFD1048576"><v>7</v></c></row></sheetData>'
                data = data.replace(b"</sheetData>", cell)
            target.writestr(item, data)
    try:
        text = read(far, parser_seconds=20)
    except DocumentError as error:
        assert error.details["reason"] in ("too_many_cells", "broken")
    else:
        assert "61.3" in text.text


def test_entity_expansion_is_bounded(tmp_path: Path) -> None:
    bomb = (
        '<!DOCTYPE w [<!ENTITY a "增长">'
        + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(12))
        + "]>"
    ).encode()
    path = workbook(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(tmp_path / "x.xlsx", "w") as target:
        for item in source.infolist():
            data = source.read(item)
            if item.filename == "xl/sharedStrings.xml":
                start = data.index(b"<sst")
                data = data[:start] + bomb + data[start:].replace(b"</t>", b"&m;</t>", 1)
            target.writestr(item, data)
    try:
        text = read(tmp_path / "x.xlsx", parser_seconds=10)
    except DocumentError as error:
        assert error.details["document"] == "x.xlsx"
    else:
        assert len(text.text) < 10_000


def test_damaged_workbook(tmp_path: Path) -> None:
    data = workbook(tmp_path / "a.xlsx").read_bytes()
    for cut in (len(data) // 3, len(data) - 30):
        with pytest.raises(DocumentError):
            read_bytes(tmp_path, "cut.xlsx", data[:cut])
    header = struct.pack("<Q", 0xE11AB1A1E011CFD0)
    with pytest.raises(DocumentError):
        read_bytes(tmp_path, "cut.xls", header + b"W\0o\0r\0k\0b\0o\0o\0k\0" + b"\0" * 2000)
