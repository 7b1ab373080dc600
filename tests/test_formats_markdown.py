"""Markdown and JSONL: front matter, headings, tables, HTML inside; one text a line."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from formats_support import read_bytes, rows, tables, texts

from retrieval.errors import DocumentError
from retrieval.records import BlockKind, ExtractedText

NOTE = """---
title: '一季度经济“开门红”：总量''破''三千亿'
categories:
 - 财经
date: Mon, 26 Apr 2021 12:01:40 GMT
---

# 一季度经济形势

一季度，全市实现地区生产总值**3120.5**亿元，同比增长*18.3%*，
两年平均增长[5.1%](https://example.com/a_(b))。

## 工业

* 规上工业增加值增长 24.5%
* 工业用电量`52.3`亿千瓦时
1. 新能源汽车 5\\.2 万辆

单位：亿元

| 行业 | 增加值 | 增长（%） |
|:-----|------:|:--:|
| 汽车 | 210.5 | 31.2 |
| 钢铁 \\| 有色 | 98.1 | -2.4 |

![图1](a.png)

> 数据来源：市统计局
"""


def test_markdown(tmp_path: Path) -> None:
    text = read_bytes(tmp_path, "a.md", NOTE)
    assert text.title == "一季度经济“开门红”：总量'破'三千亿"
    assert text.published == date(2021, 4, 26)
    assert texts(text, BlockKind.TITLE) == [text.title, "一季度经济形势"]
    assert texts(text, BlockKind.HEADING) == ["工业"]
    assert "一季度，全市实现地区生产总值3120.5亿元，同比增长18.3%，\n两年平均增长5.1%。" in texts(
        text
    )
    assert texts(text, BlockKind.LIST_ITEM) == [
        "规上工业增加值增长 24.5%",
        "工业用电量52.3亿千瓦时",
        "1.新能源汽车 5.2 万辆",
    ]
    (table,) = tables(text)
    assert rows(table) == [
        ["行业", "增加值", "增长（%）"],
        ["汽车", "210.5", "31.2"],
        ["钢铁 | 有色", "98.1", "-2.4"],
    ]
    assert (table.unit, table.header_rows, table.header_columns) == ("亿元", 1, 1)
    assert texts(text)[-1] == "数据来源：市统计局"
    assert "categories" not in text.text
    assert "图1" not in text.text


def test_html_inside_markdown(tmp_path: Path) -> None:
    body = (
        "---\ntitle: 粮食再获丰收\ndate: 2021-08-27\n---\n<div>\n"
        "<p>　　全年<font>粮食</font>产量<b>61</b>.3万吨。</p>\n"
        "<p>　　亩产<span>452</span>公斤。</p><br>\n<img src=x><style>p{width:99px}</style>"
        "<table><tr><td>品种</td><td>产量</td></tr><tr><td>小麦</td><td>31.2</td></tr></table></div>"
    )
    text = read_bytes(tmp_path, "b.md", body)
    assert texts(text)[:3] == ["粮食再获丰收", "全年粮食产量61.3万吨。", "亩产452公斤。"]
    assert rows(tables(text)[0]) == [["品种", "产量"], ["小麦", "31.2"]]
    assert text.published == date(2021, 8, 27)
    assert "99" not in text.text


def test_dashes_that_are_no_front_matter(tmp_path: Path) -> None:
    text = read_bytes(tmp_path, "c.md", "---\n\n正文增长5%。\n\n---\n\n结尾。")
    assert texts(text) == ["正文增长5%。", "结尾。"]
    assert text.title == ""


def test_underlined_headings_and_code(tmp_path: Path) -> None:
    body = "总标题\n====\n\n第一节\n----\n\n正文。\n\n```\n代码 12\n```\n\n2023\\*年"
    text = read_bytes(tmp_path, "d.md", body)
    assert texts(text, BlockKind.TITLE) == ["总标题"]
    assert texts(text, BlockKind.HEADING) == ["第一节"]
    assert texts(text)[-1] == "2023*年"


def test_stars_between_figures_are_no_emphasis(tmp_path: Path) -> None:
    text = read_bytes(tmp_path, "e.md", "面积为3*4*5立方米，编号A_1_B，约占1/3。")
    assert texts(text) == ["面积为3*4*5立方米，编号A_1_B，约占1/3。"]


def test_jsonl(tmp_path: Path) -> None:
    lines = [
        {
            "title": "甲县新建公园",
            "text": "甲县今年新建公园12处。\n绿地率达到38.5%。",
            "date": "2023-05-06",
        },
        {"标题": "乙县修路", "正文": "乙县修路130公里。", "日期": "2023年5月6日"},
    ]
    data = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n\n"
    text = read_bytes(tmp_path, "a.jsonl", data)
    assert texts(text, BlockKind.TITLE) == ["甲县新建公园", "乙县修路"]
    assert texts(text, BlockKind.PARAGRAPH) == [
        "甲县今年新建公园12处。",
        "绿地率达到38.5%。",
        "乙县修路130公里。",
    ]
    assert text.published == date(2023, 5, 6)


def test_line_separator_inside_a_string_of_jsonl(tmp_path: Path) -> None:
    text = read_bytes(tmp_path, "s.jsonl", '\ufeff{"text": "甲县\u2028乙县"}\r\n{"text": "丙县"}')
    assert texts(text) == ["甲县", "乙县", "丙县"]


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        ('{"text": "好"}\n{"text": \n', "broken_json", 2),
        ('{"text": "好"}\n\n[1]\n', "no_text_field", 3),
        ('{"title": "只有标题"}\n', "no_text_field", 1),
        ("[" * 100_000, "broken_json", 1),
    ],
)
def test_bad_line_of_jsonl_is_named(tmp_path: Path, data: str, reason: str, line: int) -> None:
    with pytest.raises(DocumentError) as caught:
        read_bytes(tmp_path, "b.jsonl", data)
    assert (caught.value.details["reason"], caught.value.details["line"]) == (reason, line)


CENSUS = """# 春江县人口公报

春江县统计局

全县以2020年11月1日零时为标准时点开展了人口普查，普查员逐户登记，随后随机抽取普查小区进行质量抽查，漏登率很低。

## 一、地区分布

**表1　各乡镇人口**

| 地区 | 常住人口（人） | 60岁及以上人口占比（%） |
|---|---:|---:|
| 甲镇 | 61287 | 16.32 |
| 乙镇 | 54830 | 17.05 |

## 附注

1. 本公报为初步汇总数据。
2. 分村资料将于2021年10月公布。
"""


def _is_read_as_markdown(text: ExtractedText) -> None:
    (table,) = tables(text)
    assert rows(table)[0] == ["地区", "常住人口（人）", "60岁及以上人口占比（%）"]
    assert table.caption == "表1　各乡镇人口"
    assert texts(text, BlockKind.HEADING) == ["一、地区分布", "附注"]
    assert texts(text, BlockKind.LIST_ITEM)[0] == "1.本公报为初步汇总数据。"
    assert not re.search(r"[#|*]", text.text)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_markdown_is_known_without_its_name(tmp_path: Path, encoding: str) -> None:
    text = read_bytes(tmp_path, "census.txt", CENSUS.encode(encoding))
    assert text.format == "md"
    assert texts(text, BlockKind.TITLE) == ["春江县人口公报"]
    _is_read_as_markdown(text)


def test_markdown_in_the_fields_of_other_files(tmp_path: Path) -> None:
    line = json.dumps({"title": "春江县人口公报", "text": CENSUS}, ensure_ascii=False)
    quoted = CENSUS.replace('"', '""')
    sheet = f'title,text\n春江县人口公报,"{quoted}"\n'
    for name, data in (("a.jsonl", line), ("a.csv", sheet)):
        text = read_bytes(tmp_path, name, data)
        assert texts(text, BlockKind.TITLE) == ["春江县人口公报"]
        _is_read_as_markdown(text)


@pytest.mark.parametrize(
    "plain",
    [
        "# 配置说明\n# 第二行\n# 第三行\n人口5万人。\n",  # comments, all of one level
        "#两会# 代表热议\n#经济# 增长5%\n",
        "地区 | 人口\n甲镇 | 5万人\n",
        "-----\n人口5万人。\n-----\n## 尾\n",
    ],
)
def test_plain_text_stays_plain(tmp_path: Path, plain: str) -> None:
    text = read_bytes(tmp_path, "a.txt", plain)
    assert (text.format, text.text, text.blocks) == ("txt", plain, ())
