"""Titles of reports above the lines of place and date, and lines short of their column."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.layout import lay_out
from retrieval.layout.kinds import full_date
from retrieval.records import Article, ExtractedText


def lay(text: str) -> tuple[Article, ...]:
    return lay_out(ExtractedText("text.txt", text, "txt"))


@pytest.mark.parametrize(
    ("title", "said", "speaker"),
    [
        (
            "政府工作报告",
            "——2022年1月11日在嵘州市第十七届人民代表大会第一次会议上",
            "嵘州市人民政府代市长　闻人钊",
        ),
        (
            "关于澧东省2023年预算执行情况和2024年预算草案的报告",
            "——2024年1月23日在澧东省第十四届人民代表大会第二次会议上",
            "澧东省财政厅",
        ),
        ("嵘州市政府工作报告", "（2022年1月11日在嵘州市人民代表大会上）", "嵘州市市长　闻人钊"),
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_report_keeps_its_title_above_the_line_of_place_and_date(
    title: str, said: str, speaker: str, between: str
) -> None:
    body = (
        "各位代表：\n现在，我代表嵘州市人民政府和澧东省财政厅，向人民代表大会第一次会议报告工作。\n"
        "一、过去五年工作回顾\n嵘州市第十七届人民代表大会以来，生产总值由2022年1月的500亿元增加到600亿元。\n"
    )
    (article,) = lay(between.join((title, said, speaker)) + "\n\n" + body)
    assert article.title == title
    assert article.byline == speaker
    assert [s.text for s in article.paragraphs[0].sentences] == [said, speaker]
    assert article.published == full_date(said)
    assert article.paragraphs[-1].headings == ("一、过去五年工作回顾",)


def test_offices_over_the_date_are_no_part_of_the_title() -> None:
    (article,) = lay(
        "云岫市2024年国民经济和社会发展统计公报\n"
        "云岫市统计局　国家统计局云岫调查队\n2025年3月28日\n\n"
        "2024年，云岫市统计局和国家统计局云岫调查队的数据表明，全市地区生产总值3286.4亿元，增长5.8%。\n"
    )
    assert article.title == "云岫市2024年国民经济和社会发展统计公报"
    assert article.published == date(2025, 3, 28)
    assert article.paragraphs[0].sentences[0].text == "云岫市统计局　国家统计局云岫调查队"


def test_a_meeting_without_its_date_is_no_title() -> None:
    (article,) = lay(
        "政府工作报告\n——在嵘州市第十七届人民代表大会第一次会议上\n（2022年1月11日）\n"
        "嵘州市市长　闻人钊\n\n"
        "各位代表：\n现在，我代表嵘州市人民政府，向大会报告工作。全市生产总值600亿元。\n"
    )
    assert article.title == "政府工作报告"
    assert article.published == date(2022, 1, 11)


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        (
            "护好一河清水。全县347名河长今年巡河\n\n"
            "2 . 1 万次，发现问题492 个，整改468个，3\n\n"
            "条主要河流水质均达到三类标准。\n\n"
            "浔塬县兴水惠民\n\n"
            "百里管网送来放心水\n\n"
            "□薄晓枫\n\n"
            "路修到家门口，日子有了奔头。今年前10个月，岫庄县投资\n"
            "6.32亿元，新改建农村公路214.5公里，其中县道46.8公里、\n"
            "乡道59.3公里、村道108.4公里，完成年度目标230公里的\n"
            "93.3 %；改造危桥23 座，安装护栏176 公里。\n\n"
            "目前，全县公路总里程2876 公里，其中农村公路2493公里，占\n"
            "86.7 %；二级及以上公路比例为18.5%，农村公路优良路率\n"
            "94 . 1 %，比去年底提高2.6个百分点。\n\n"
            "打通“大动脉”。岫蒲公路起于岫庄县城，止于蒲门镇，全长\n"
            "31.7公里，设计时速80公里，路基宽24.5米，总投资14.6亿元，\n",
            "今年前10个月，岫庄县投资6.32亿元，新改建农村公路214.5公里，其中县道46.8公里、乡道59.3公里、"
            "村道108.4公里，完成年度目标230公里的93.3%；改造危桥23座，安装护栏176公里。",
        ),
        (
            "个百分点；其中“科创贷”投放4 . 3 亿元，惠及企业61 家。\n\n"
            "惠企政策“免申即享”，上半年1.24亿元资金直达859家企业，\n"
            "而去年同期为8700万元、602家。下半年，该县计划新增规模\n"
            "以上工业企业24家，上半年已入库13家；全年引进亿元以上项\n"
            "目的目标是50个，目前签约28个、开工19 个。\n\n"
            "屏麓县当好企业“店小二”\n\n"
            "审批提速 服务升温\n\n"
            "□汤闻溪 苗朗\n\n"
            "推开窗有绿地，下了楼有车位。苇津区龙\n\n"
            "骧苑社区有居民4612 户、1 . 37 万人，是全\n\n"
            "区最大的安置社区。社区党委书记仇晓岚\n\n"
            "带着46 名在职党员编成32 个楼栋小组，一\n\n"
            "年拆除违建73处，新增停车位285个、充\n\n"
            "电桩118 个，停车投诉由每月57 件降到9件。\n\n"
            "这是苇津区“网格+”治理的一个缩影。\n\n"
            "该区把9 个镇街、137 个村（社区）划分为\n\n"
            "1126个网格，配备专职网格员1208名、兼\n\n"
            "职网格员3450名，平均每个网格服务310\n\n"
            "户；专职网格员月补贴由1800 元提高到\n\n",
            "苇津区龙骧苑社区有居民4612户、1.37万人，是全区最大的安置社区。",
        ),
    ],
    ids=["beside a wider column", "with blanks in its numbers"],
)
def test_a_line_short_of_its_column_does_not_end_a_sentence(page: str, sentence: str) -> None:
    assert sentence in [s.text for a in lay(page) for p in a.paragraphs for s in p.sentences]


@pytest.mark.parametrize("width", [16, 24, 28])
def test_lines_broken_after_so_many_characters_keep_their_figures(width: int) -> None:
    paragraphs = [
        "相邻的赤屿港一季度完成货物吞吐量4935万吨、集装箱96.7万标箱，同比分别增长1.2%和4.8%；"
        "接卸原油812万吨，下降5.4%，其中外贸原油占总量的七成。",
        "消费精选的股票仓位由去年年末的91.2%降到86.7%，前十大重仓股占净值的58.3%，其中第一大重仓股"
        "占净值的9.64%，比去年年末提高1.25个百分点。",
        "地区生产总值由2020年的2180亿元提高到2025年的3125.8亿元，年均增长6.3%，总量在全省的位次由"
        "第9位前移至第6位；一般公共预算收入由162.4亿元增加到231.7亿元。",
    ]
    lines = [
        "\n".join(part[i : i + width] for i in range(0, len(part), width)) for part in paragraphs
    ]
    articles = lay("某地经济数据一览\n\n" + "\n".join(lines))
    assert [s.text for a in articles for p in a.paragraphs for s in p.sentences] == paragraphs


@pytest.mark.parametrize(
    "lines",
    [
        "全年工业增加值1097.6亿元，规模以上工业增长7.\n6%，其中轻工业增长5.1%。\n",
        "全年工业增加值1097.6亿元，规模以上工业增长7\n.6%，其中轻工业增长5.1%。\n",
        "全年粮食丰收。全年工业增加值1097.6亿元，规模以上工业\n增长7.6%，其中轻工业增长5.1%。\n",
    ],
)
def test_a_short_text_goes_on_behind_a_line_that_stops_inside_a_sentence(lines: str) -> None:
    (article,) = lay("甲市经济运行平稳\n\n" + lines)
    assert article.title == "甲市经济运行平稳"
    assert article.paragraphs[-1].sentences[-1].text == (
        "全年工业增加值1097.6亿元，规模以上工业增长7.6%，其中轻工业增长5.1%。"
    )


def test_paragraphs_of_the_web_without_a_full_stop_stay_apart() -> None:
    first = "甲市召开会议。会议指出，" + "要坚持稳中求进工作总基调，" * 6 + "推动高质量发展"
    (article,) = lay(f"甲市召开会议\n{first}\n会议强调，全年生产总值增长5%。\n")
    assert [p.sentences[-1].text for p in article.paragraphs][
        -1
    ] == "会议强调，全年生产总值增长5%。"
