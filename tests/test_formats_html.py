"""HTML: the main text of saved pages without their frame, numbers whole, tables, title and date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from formats_support import read_bytes, rows, tables, texts

from retrieval.errors import DocumentError
from retrieval.records import BlockKind

GOVERNMENT = """<!DOCTYPE html><html><head><meta charset="utf-8">
<title>2023年春江县国民经济和社会发展统计公报_统计公报_春江县人民政府</title>
<meta name="ArticleTitle" content="2023年春江县国民经济和社会发展统计公报">
<meta name="PubDate" content="2024-03-28 09:30">
<script>var a = "不要 100 条脚本";</script><style>p{color:red}</style></head><body>
<div class="header"><div class="logo">春江县人民政府</div>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li><li>
<a>互动交流</a></li></ul></div>
<div class="crumbs">当前位置：<a>首页</a> > <a>统计公报</a></div>
<div class="main"><h1>2023年春江县国民经济和社会发展统计公报</h1>
<div class="info">发布时间：2024-03-28 09:30　来源：春江县统计局　浏览次数：1234</div>
<div class="TRS_Editor">
<p style="text-indent:2em"><span>初步核算，全年地区生产总值</span><span lang="EN-US">3</span
><span>86.5</span><span>亿元，比上年增长</span>6.2<span>%。</span></p>
<p>　　年末全县常住人口<b>5</b><b>3.</b><b>7</b>万人，
城镇化率51.2%。</p>
<p><strong>一、农业</strong></p>
<p>全年粮食总产量61.3万吨，增长1.1%。</p>
<p align="center">表1　2023年主要工业产品产量</p>
<table border="1"><tr><td>产品名称</td><td>单位</td><td>产量</td><td>比上年增长（%）</td></tr>
<tr><td>化肥</td><td>万吨</td><td>12.4</td><td>3.5</td></tr>
<tr><td>水泥</td><td>万吨</td><td>230.1</td><td>-4.2</td></tr></table>
<p>注：本公报各项数据均为初步统计数。</p>
</div>
<div class="related"><h3>相关阅读</h3><ul><li><a>2022年春江县国民经济和社会发展统计公报</a></li><li>
<a>2021年统计公报：总值301亿元</a></li></ul></div>
</div>
<div class="footer">主办：春江县人民政府 备案号：鲁ICP备12345678号 电话：0534-7654321</div>
</body></html>"""

NEWS = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>新桥通车 日均车流四万辆-某某网</title></head><body>
<div id="top"><a href="#">新闻</a><a href="#">体育</a><a href="#">财经</a></div>
<div class="wrap"><div class="left"><h1>新桥通车 日均车流四万辆</h1>
<p class="meta"><span>2021年08月27日 07:15</span> 来源：某某日报</p>
<div id="artibody"><p>　　本报讯 昨日，跨江新桥正式通车，全长2680米，总投资<a
href="x">18.6亿元</a>。</p>
<div class="ad">广告：买房就送10000元</div>
<p>　　据交通部门统计，通车首日车流量达4.2万辆次。</p>
<p>　　市民李先生说：“过江时间从40分钟缩短到8分钟。”</p>
<script>show_ad(300)</script></div></div>
<div class="sidebar"><h2>热门排行</h2><ol><li><a>房价上涨12%</a></li><li>
<a>油价下调300元</a></li></ol></div></div>
<div class="comments"><h2>网友评论</h2>
<div class="comment"><p>过桥费要收50元，太贵了吧，
大家说是不是这样，反正我觉得是。</p></div>
<div class="comment"><p>我昨天走了一趟，堵了30分钟，体验很差，希望改进。</p></div></div>
<div class="copyright">Copyright 2021 某某网 版权所有</div></body></html>"""

BREAKS = """<html><body><font size=5><b>关于做好防汛工作的通知</b></font><br><br>
　　各镇人民政府：<br>　　今年以来，我县降雨量达 612.5毫米，较常年偏多三成。<br>
　　请各单位于7月15日前完成排查，<br>确保24小时值班。<br><br>春江县人民政府办公室<br>2020年6月30日</body></html>"""

LAYOUT_TABLES = """<html><body><table width="100%">
<tr><td><table><tr><td><a href=1>首页</a></td>
<td><a href=2>概况</a></td></tr></table></td></tr>
<tr><td><table><tr><td width=150><a>栏目一</a><br><a>栏目二</a></td><td>
<p align=center>春江县2019年教育概况</p>
<p>全县共有各级各类学校126所，在校学生7.8万人，专任教师5120人，学生比上年增加1200人。</p>
<p>学前三年毛入园率达到91.4％，义务教育巩固率为99.2%，高中阶段毛入学率95.6%。</p></td></tr></table></td></tr>
<tr><td align=center>版权所有 春江县教育局</td></tr></table></body></html>"""


def test_government_page_comes_without_its_frame(tmp_path: Path) -> None:
    text = read_bytes(tmp_path, "gongbao.html", GOVERNMENT)
    assert text.title == "2023年春江县国民经济和社会发展统计公报"
    assert text.published == date(2024, 3, 28)
    assert texts(text, BlockKind.TITLE) == ["2023年春江县国民经济和社会发展统计公报"]
    for frame in ("首页", "政务公开", "当前位置", "脚本", "相关阅读", "301亿元", "备案号", "red"):
        assert frame not in text.text
    assert text.text.count("统计公报") == 1


def test_numbers_split_by_tags_are_rejoined(tmp_path: Path) -> None:
    text = read_bytes(tmp_path, "gongbao.html", GOVERNMENT)
    assert "初步核算，全年地区生产总值386.5亿元，比上年增长6.2%。" in texts(text)
    assert "年末全县常住人口53.7万人，城镇化率51.2%。" in texts(text)


def test_short_bold_paragraph_is_a_heading(tmp_path: Path) -> None:
    text = read_bytes(tmp_path, "gongbao.html", GOVERNMENT)
    assert texts(text, BlockKind.HEADING) == ["一、农业"]


def test_table_of_a_page(tmp_path: Path) -> None:
    (table,) = tables(read_bytes(tmp_path, "gongbao.html", GOVERNMENT))
    assert rows(table) == [
        ["产品名称", "单位", "产量", "比上年增长（%）"],
        ["化肥", "万吨", "12.4", "3.5"],
        ["水泥", "万吨", "230.1", "-4.2"],
    ]
    assert (table.header_rows, table.header_columns) == (1, 2)
    assert "2023年主要工业产品产量" in table.caption


def test_news_page_in_gb2312_without_advertisement_and_comments(tmp_path: Path) -> None:
    text = read_bytes(tmp_path, "news.htm", NEWS.encode("gb18030"))
    assert text.title == "新桥通车 日均车流四万辆"
    assert text.published == date(2021, 8, 27)
    assert texts(text, BlockKind.PARAGRAPH)[-3:] == [
        "本报讯 昨日，跨江新桥正式通车，全长2680米，总投资18.6亿元。",
        "据交通部门统计，通车首日车流量达4.2万辆次。",
        "市民李先生说：“过江时间从40分钟缩短到8分钟。”",
    ]
    for frame in ("体育", "10000元", "12%", "50元", "30分钟", "版权"):
        assert frame not in text.text


def test_line_breaks_part_paragraphs_where_they_are_indented(tmp_path: Path) -> None:
    text = read_bytes(tmp_path, "notice.html", BREAKS)
    lines = texts(text)
    assert "今年以来，我县降雨量达 612.5毫米，较常年偏多三成。" in lines
    assert "请各单位于7月15日前完成排查，\n确保24小时值班。" in lines
    assert text.published == date(2020, 6, 30)


def test_page_laid_out_with_tables(tmp_path: Path) -> None:
    text = read_bytes(tmp_path, "old.html", LAYOUT_TABLES)
    assert tables(text) == []
    assert texts(text)[-3:] == [
        "春江县2019年教育概况",
        "全县共有各级各类学校126所，在校学生7.8万人，专任教师5120人，学生比上年增加1200人。",
        "学前三年毛入园率达到91.4％，义务教育巩固率为99.2%，高中阶段毛入学率95.6%。",
    ]
    for frame in ("首页", "栏目一", "版权所有"):
        assert frame not in text.text


def test_page_that_is_one_table(tmp_path: Path) -> None:
    body = "".join(
        f"<tr><td>{name}</td><td>{a}</td><td>{b}</td></tr>"
        for name, a, b in (
            ("甲镇", "3.21", "1520"),
            ("乙镇", "2.87", "1310"),
            ("丙乡", "1.05", "640"),
        )
    )
    text = read_bytes(
        tmp_path,
        "table.html",
        "<html><head><title>各乡镇人口</title></head><body><h2>各乡镇人口</h2>"
        "<p align=right>单位：万人、公顷</p><table><thead><tr><th rowspan=2>乡镇</th>"
        "<th colspan=2>2022年</th></tr><tr><th>人口</th><th>耕地</th></tr></thead>"
        f"{body}</table></body></html>",
    )
    (table,) = tables(text)
    assert rows(table)[:3] == [
        ["乡镇", "2022年", "2022年"],
        ["乡镇", "人口", "耕地"],
        ["甲镇", "3.21", "1520"],
    ]
    assert (table.header_rows, table.header_columns) == (2, 1)
    # A merged cell is laid down once: its repetitions are the same place.
    assert table.rows[0][1] == table.rows[0][2]
    # Two units stand over the table: which is a cell's, its headings must say.
    assert table.unit == "万人、公顷"
    assert text.title == "各乡镇人口"


def test_entities_comments_and_hidden_text(tmp_path: Path) -> None:
    text = read_bytes(
        tmp_path,
        "e.html",
        "<html><body><p>产值&#x4EBF;元&nbsp;3&lt;5&amp;nbsp;，"
        "共计<!-- 注 99 -->12&#46;5亿元，同比增长两成多。</p>"
        "<p style='display:none'>隐藏的77亿元不该出现。</p></body></html>",
    )
    assert "12.5亿元" in text.text
    assert "99" not in text.text
    assert "77" not in text.text


@pytest.mark.parametrize(
    "data", ["<html></html>", "<html><body><script>1</script></body></html>", "<!doctype html>"]
)
def test_page_without_text(tmp_path: Path, data: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_bytes(tmp_path, "x.html", data)
    assert caught.value.details["reason"] in ("no_text", "broken")


def test_deeply_nested_page_is_read_or_refused(tmp_path: Path) -> None:
    page = "<html><body>" + "<div>" * 50_000 + "全县粮食总产量61.3万吨。" + "</div>" * 50_000
    try:
        text = read_bytes(tmp_path, "deep.html", page)
    except DocumentError:
        return
    assert "61.3万吨" in text.text


def test_page_whose_text_is_hidden_until_its_scripts_run(tmp_path: Path) -> None:
    script = "var data = " + "'配置';" * 4000
    text = read_bytes(
        tmp_path,
        "wechat.html",
        "<html><head><title>新桥通车</title>"
        "<meta property='og:title' content='新桥通车：车流四万'></head>"
        f"<body><script>{script}</script>"
        "<div id='js_content' style='visibility: hidden; opacity: 0'>"
        "<section><p><span>昨日，跨江新桥正式通车，全长</span><span>2680</span><span>米。</span></p>"
        "</section></div></body></html>",
    )
    assert "昨日，跨江新桥正式通车，全长2680米。" in texts(text)
    assert text.title == "新桥通车：车流四万"


@pytest.mark.parametrize(
    ("title", "head", "expected"),
    [
        ("2023年统计公报_春江县人民政府", "春江县人民政府", "2023年统计公报"),
        ("春江县人民政府 - 统计公报 - 2023年国民经济统计公报", "", "2023年国民经济统计公报"),
        ("新桥通车 日均车流四万辆-某某网", "新桥通车 日均车流四万辆", "新桥通车 日均车流四万辆"),
        ("新桥通车 日均车流...", "新桥通车 日均车流四万辆", "新桥通车 日均车流四万辆"),
        ("8.2—9.1亿元：今年预算公布|财经", "", "8.2—9.1亿元：今年预算公布"),
    ],
)
def test_title_without_the_name_of_the_site(
    tmp_path: Path, title: str, head: str, expected: str
) -> None:
    page = (
        f"<html><head><title>{title}</title></head>"
        f"<body><h1>{head}</h1><p>正文内容若干。</p></body></html>"
    )
    assert read_bytes(tmp_path, "t.html", page).title == expected


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "big5", "x-unknown", "utf-16"])
def test_declared_encoding_may_be_wrong(tmp_path: Path, encoding: str, declared: str) -> None:
    page = (
        f"<html><head><meta charset={declared}></head>"
        "<body><p>全县粮食总产量61.3万吨，比上年增长1.1%。</p></body></html>"
    )
    text = read_bytes(tmp_path, "d.html", page.encode(encoding))
    assert texts(text) == ["全县粮食总产量61.3万吨，比上年增长1.1%。"]
    assert text.encoding == encoding


def test_date_in_a_sentence_is_not_the_date_of_publication(tmp_path: Path) -> None:
    page = (
        "<html><body><h1>疫情通报</h1>"
        "<p>截至2020年6月30日24:00，全县累计治愈12例，无新增病例。</p></body></html>"
    )
    assert read_bytes(tmp_path, "n.html", page).published is None


def test_controls_written_as_references(tmp_path: Path) -> None:
    page = (
        "<html><body><div><nav>导航</nav>&#1;&#12;全县粮食总产量&#0;61.3万吨，增长1.1%。"
        "<nav>二</nav>&#2;</div></body></html>"
    )
    assert "全县粮食总产量" in read_bytes(tmp_path, "c.html", page).text


def test_marks_of_footnotes_join_no_number(tmp_path: Path) -> None:
    page = (
        "<html><body><p>全省生产总值<sup>[2]</sup>92068.7亿元，人口<sup>3</sup>6102万人，"
        "占地120km<sup>2</sup>，浓度为3×10<sup>-4</sup>。</p><p>表1　产品产量</p><p>单位：万吨</p>"
        "<table><tr><td>产品</td><td>产量<sup>①</sup></td></tr>"
        "<tr><td>原煤<sup>4</sup></td><td>8723.4</td></tr></table></body></html>"
    )
    text = read_bytes(tmp_path, "f.html", page)
    assert "全省生产总值92068.7亿元，人口6102万人，占地120km²，浓度为3×10⁻⁴。" in texts(text)
    (table,) = tables(text)
    assert rows(table) == [["产品", "产量"], ["原煤", "8723.4"]]
    assert (table.caption, table.unit) == ("表1 产品产量", "万吨")
    # Caption and unit stand in the table's block, not as paragraphs of their own.
    assert not [line for line in texts(text) if "单位" in line or "表1" in line]


@pytest.mark.parametrize(
    ("line", "caption", "unit"),
    [
        ("表1　各乡镇产值　单位：亿元、%", "表1 各乡镇产值", "亿元、%"),
        ("各乡镇产值（单位：万元）", "各乡镇产值", "万元"),
        ("单位：元 币种：人民币", "一、工业", "元"),
        ("表2　各乡镇产值", "表2 各乡镇产值", ""),
    ],
)
@pytest.mark.parametrize("tag", ["caption", "p"])
def test_a_caption_names_the_table_and_its_unit(
    tmp_path: Path, tag: str, line: str, caption: str, unit: str
) -> None:
    line_above = f"<p>{line}</p><table>" if tag == "p" else f"<table><caption>{line}</caption>"
    page = (
        f"<html><body><p>全县工业平稳增长，产值上升。</p><h2>一、工业</h2>{line_above}"
        "<tr><th>乡镇</th><th>产值</th></tr><tr><td>甲镇</td><td>87.4</td></tr>"
        "<tr><td>乙镇</td><td>61.2</td></tr></table></body></html>"
    )
    text = read_bytes(tmp_path, "c.html", page)
    (table,) = tables(text)
    assert (table.caption, table.unit) == (caption, unit)
    assert rows(table)[0] == ["乡镇", "产值"]
    # The line is kept, in the table's block and nowhere else.
    assert line.replace("\u3000", " ") in text.text.replace("\u3000", " ")
    assert not [shown for shown in texts(text) if "产值" in shown and "平稳" not in shown]
