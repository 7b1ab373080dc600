"""Clean text without structure: paragraphs, titles, outlines, several articles in one file."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.layout import lay_out
from retrieval.records import Article, ExtractedText, PageSpan


def lay(text: str, name: str = "text.txt", **more: object) -> tuple[Article, ...]:
    return lay_out(ExtractedText(name, text, "txt", **more))  # type: ignore[arg-type]


def shown(article: Article) -> list[tuple[tuple[str, ...], list[str]]]:
    return [(p.headings, [s.text for s in p.sentences]) for p in article.paragraphs]


def test_an_order_with_outline_number_and_date() -> None:
    (article,) = lay(
        "关于做好2021年度财政工作的通知\n甲财发〔2021〕3号\n各科室、各单位：\n"
        "为做好工作，现将有关事项通知如下。\n一、总体要求\n坚持稳中求进，全年安排资金3000万元。\n"
        "（一）目标任务\n1.收入增长5%以上。\n2.支出增长3%以上。\n（二）工作步骤\n"
        "第一步动员部署，第二步组织实施。\n二、保障措施\n加强领导，落实责任。\n甲县财政局\n2021年3月5日\n"
    )
    assert article.title == "关于做好2021年度财政工作的通知"
    assert article.published == date(2021, 3, 5)
    assert shown(article)[1:5] == [
        (("一、总体要求",), ["坚持稳中求进，全年安排资金3000万元。"]),
        (("一、总体要求", "（一）目标任务"), ["1.收入增长5%以上。", "2.支出增长3%以上。"]),
        (("一、总体要求", "（二）工作步骤"), ["第一步动员部署，第二步组织实施。"]),
        (("二、保障措施",), ["加强领导，落实责任。"]),
    ]


def test_news_with_source_line_and_dateline() -> None:
    (article,) = lay(
        "甲市新建学校20所\n2021-04-26 10:20 来源：甲市日报\n"
        "本报讯（记者 张三）记者从市教育局获悉，今年甲市新建学校20所。\n新增学位2.5万个。\n"
    )
    assert article.title == "甲市新建学校20所"
    assert article.byline == "2021-04-26 10:20 来源：甲市日报"
    assert article.dateline == "本报讯（记者 张三）"
    assert article.published == date(2021, 4, 26)
    assert shown(article)[0][1] == ["记者从市教育局获悉，今年甲市新建学校20所。"]


def test_several_articles_with_their_titles_before() -> None:
    articles = lay(
        "甲县建成粮仓五十座\n\n甲县今年建成粮仓50座，仓容达20万吨。甲县粮食局负责人说，明年再建10座。\n"
        "粮仓投入使用后，甲县储粮能力提高30%。\n\n乙县开通公交三条\n\n"
        "乙县昨日开通公交线路3条，配车60辆。乙县居民出行更加方便。\n公交票价1元，老人免费。\n\n"
        "丙县植树百万株\n\n丙县春季植树100万株，新增绿地500亩。丙县林业局组织2000人参加。\n"
    )
    assert [a.title for a in articles] == [
        "甲县建成粮仓五十座",
        "乙县开通公交三条",
        "丙县植树百万株",
    ]


def test_several_articles_each_with_its_date() -> None:
    articles = lay(
        "甲地产量增长\n某某网 2021-08-27\n\n甲地产量为5万吨，增长3%。\n\n"
        "乙地投资下降\n某某网 2021-09-01\n\n原标题：乙地投资下降\n乙地投资为6亿元，下降2%。\n"
    )
    assert [(a.title, a.published) for a in articles] == [
        ("甲地产量增长", date(2021, 8, 27)),
        ("乙地投资下降", date(2021, 9, 1)),
    ]
    assert articles[1].byline == "某某网 2021-09-01 原标题：乙地投资下降"


def test_headings_within_one_article_begin_no_new_one() -> None:
    (article,) = lay(
        "甲市经济运行情况\n\n上半年甲市实现生产总值500亿元，增长5%。\n\n工业生产平稳\n\n"
        "甲市规上工业增加值增长6%。\n\n消费稳步回升\n\n甲市零售总额达到100亿元。\n"
    )
    assert article.title == "甲市经济运行情况"
    assert [p.headings for p in article.paragraphs] == [(), ("工业生产平稳",), ("消费稳步回升",)]


def test_an_outline_that_begins_anew_begins_an_article() -> None:
    articles = lay(
        "上半年经济运行情况\n今年以来，全市经济平稳。\n一、农业\n产粮5万吨。\n二、工业\n增加值479亿元。\n"
        "一季度经济运行良好\n年初以来，全市开局良好。\n一、农业\n产粮1万吨。\n二、工业\n增加值100亿元。\n"
    )
    assert [a.title for a in articles] == ["上半年经济运行情况", "一季度经济运行良好"]
    assert [p.headings for p in articles[1].paragraphs] == [(), ("一、农业",), ("二、工业",)]


def test_the_date_at_the_head_of_a_page_is_that_of_all_its_articles() -> None:
    articles = lay(
        "2023年8月7日 星期一 第3版\n\n甲县建成粮仓五十座\n□王小明\n\n甲县今年建成粮仓50座。\n\n"
        "乙县开通公交三条\n□李华\n\n乙县昨日开通公交线路3条。\n"
    )
    assert [(a.title, a.published) for a in articles] == [
        ("甲县建成粮仓五十座", date(2023, 8, 7)),
        ("乙县开通公交三条", date(2023, 8, 7)),
    ]


def test_a_title_that_asks() -> None:
    (article,) = lay(
        "粮价为何连涨三月？\n（原标题：粮价为何连涨三月？）\n甲市粮价上涨5%，乙市上涨3%。\n",
        "news.txt",
    )
    assert article.title == "粮价为何连涨三月？"
    assert shown(article) == [((), ["甲市粮价上涨5%，乙市上涨3%。"])]


def test_a_dateline_alone_on_its_line() -> None:
    (article,) = lay("粮价上涨\n\n新华社北京10月9日电（记者李四）\n粮价上涨5%。\n")
    assert (article.title, article.dateline) == ("粮价上涨", "新华社北京10月9日电（记者李四）")
    assert shown(article) == [((), ["粮价上涨5%。"])]


def test_one_line_whose_paragraphs_begin_with_two_ideographic_spaces() -> None:
    text = (
        "　　各位代表：　　现在，我代表政府，向大会报告工作。　　一、2016年工作回顾　　"
        "过去一年，生产总值达到74.4亿元。城镇新增就业1314人。　　"
        "——就业增长超出预期。年末失业率4.02%。"
    )
    (article,) = lay(text, "report_2017.txt")
    assert article.title == "report_2017"
    heading = ("一、2016年工作回顾",)
    assert shown(article) == [
        ((), ["各位代表："]),
        ((), ["现在，我代表政府，向大会报告工作。"]),
        (heading, ["过去一年，生产总值达到74.4亿元。", "城镇新增就业1314人。"]),
        (heading, ["——就业增长超出预期。", "年末失业率4.02%。"]),
    ]
    (sentence,) = [s for p in article.paragraphs for s in p.sentences if "1314" in s.text]
    assert text[sentence.start : sentence.end] == "城镇新增就业1314人。"


def test_one_sentence_a_line_becomes_paragraphs() -> None:
    lines = ["甲公司营业收入达到5.2亿元。", "同比增长12%。", "其中出口1.1亿元。", "员工共有320人。"]
    (article,) = lay("\n".join(lines), "甲公司.txt")
    assert shown(article) == [((), lines)]
    assert article.title == "甲公司"


def test_speech_with_place_and_speaker_below_the_title() -> None:
    (article,) = lay(
        "2017年政府工作报告\n（2017年1月5日在甲市第十六届人民代表大会第一次会议上）\n"
        "甲市市长 王五\n各位代表：\n现在，我代表市人民政府报告工作。\n"
        "一、2016年工作回顾\n生产总值达到500亿元。\n"
    )
    assert article.title == "2017年政府工作报告"
    assert article.byline == "甲市市长 王五"
    # Who spoke and where can be asked for: it is said in sentences too.
    assert [s.text for s in article.paragraphs[0].sentences] == [
        "（2017年1月5日在甲市第十六届人民代表大会第一次会议上）",
        "甲市市长 王五",
    ]
    assert article.published == date(2017, 1, 5)
    assert article.paragraphs[-1].headings == ("一、2016年工作回顾",)


def test_front_matter_gives_title_and_date() -> None:
    (article,) = lay(
        "---\ntitle: '甲市一季度增长5%'\ncategories:\n - 金融\n"
        "date: Mon, 26 Apr 2021 12:01:40 GMT\n---\n"
        "甲市一季度生产总值达到500亿元，增长5%。\n"
    )
    assert (article.title, article.published) == ("甲市一季度增长5%", date(2021, 4, 26))
    assert shown(article) == [((), ["甲市一季度生产总值达到500亿元，增长5%。"])]


def test_lines_broken_after_so_many_characters() -> None:
    paragraphs = [
        "过去一年，国内生产总值达到74.4万亿元，增长6.7%，名列世界前茅，对全球经济增长的贡献率超过30%。居民"
        "消费价格上涨2%，工业企业利润由上年下降2.3%转为增长8.5%，经济发展的质量和效益明显提高。",
        "全年城镇新增就业1314万人。高校毕业生就业创业人数再创新高，年末城镇登记失业率4.02%，为多年来最低，"
        "13亿多人口的发展中大国，就业比较充分，十分不易。",
    ]
    lines = [p[start : start + 30] for p in paragraphs for start in range(0, len(p), 30)]
    (article,) = lay("2017年政府工作报告\n\n一、2016年工作回顾\n" + "\n".join(lines))
    assert article.title == "2017年政府工作报告"
    assert "".join(s for _, found in shown(article) for s in found) == "".join(paragraphs)
    assert all(s.endswith("。") for _, found in shown(article) for s in found)
    assert {headings for headings, _ in shown(article)} == {("一、2016年工作回顾",)}


def test_lists_keep_their_items_apart() -> None:
    (places,) = lay("甲市各区县人口\n甲区 50万人\n乙区 60万人\n丙县 70.5万人\n丁县 80万人\n")
    assert places.title == "甲市各区县人口"
    assert shown(places)[0][1] == ["甲区50万人", "乙区60万人", "丙县70.5万人", "丁县80万人"]
    items = ["1.甲公路，总投资50亿元", "2.乙水库，总投资6.5亿元", "3.丙电厂，装机100万千瓦"]
    (projects,) = lay("重点项目清单\n" + "\n".join(items))
    assert shown(projects)[0][1] == items


def test_lines_between_separators_are_articles() -> None:
    articles = lay("第一篇的标题\n甲县产粮5万吨。\n=====\n第二篇的标题\n乙县产煤6万吨。\n")
    assert [a.title for a in articles] == ["第一篇的标题", "第二篇的标题"]


def test_english_lines_are_joined_with_a_blank() -> None:
    (article,) = lay(
        "Annual report of the company\n\nThe company sold 1,200 cars in 2019. It has\n"
        "about 300 people in 5 plants, e.g. in the U.S. and in\n"
        "Germany. Sales grew 5 . 3 percent.\n"
    )
    assert article.title == "Annual report of the company"
    assert shown(article)[0][1] == [
        "The company sold 1,200 cars in 2019.",
        "It has about 300 people in 5 plants, e.g. in the U.S. and in Germany.",
        "Sales grew 5.3 percent.",
    ]


PAGES = [
    "本公司第{n}项业务收入为{n}23.5万元，比上年增长{n}.5%，主要原因是",
    "市场{n}区需求增加，产品价格上升，销售数量提高。公司将继续加大投入，",
    "提升第{n}类产品质量，增强市场竞争能力，为股东创造更大价值，",
    "降低成本{n}成。预计下一年度{n}月将保持稳定增长的态势，公司管理层",
]


def test_heads_and_numbers_of_pages_do_not_break_sentences() -> None:
    text = "\n".join(
        "\n".join([f"甲公司{2019}年年度报告", *PAGES, "{n} / 156"]).replace("{n}", str(n))
        for n in range(1, 6)
    )
    sentences = [s.text for a in lay(text, "甲公司.txt") for p in a.paragraphs for s in p.sentences]
    assert not any("年度报告" in s or "156" in s for s in sentences)
    broken = (
        "预计下一年度2月将保持稳定增长的态势，公司管理层本公司第3项业务收入为323.5万元，"
        "比上年增长3.5%，主要原因是市场3区需求增加，产品价格上升，销售数量提高。"
    )
    assert broken in sentences


def test_jump_marks_are_taken_out_of_the_text() -> None:
    (article,) = lay(
        "甲市改革纪实\n\n甲市推出改革举措30项，惠及企业500家。（下转第4版）\n\n"
        "上接第1版 改革仍在路上，明年再推20项。\n"
    )
    assert [s for _, sentences in shown(article) for s in sentences] == [
        "甲市推出改革举措30项，惠及企业500家。",
        "改革仍在路上，明年再推20项。",
    ]


def test_the_page_of_a_sentence() -> None:
    text = "甲县产粮5万吨。\n乙县产煤6万吨。\n"
    pages = (PageSpan(7, 0, 9), PageSpan(8, 9, len(text)))
    (article,) = lay(text, pages=pages)
    assert [s.page for p in article.paragraphs for s in p.sentences] == [7, 8]


def test_infographic_lines_become_sentences_under_their_subject() -> None:
    (article,) = lay(
        "1-7月企业利润增长\n某某网 2021-08-27\n\n财政局8月26日发布\n国有企业营业\n总收入414.7亿元\n"
        "同比增长26.6%\n中央企业232.9亿元\n同比增长24.9%\n地方企业181.8亿元\n同比增长28.9%\n"
        "国有企业利润\n总额27.3亿元\n同比增长92.1%\n中央企业18.2亿元\n同比增长88.8%\n"
        "地方企业9.1亿元\n同比增长100%\n图表：陈某\n"
    )
    assert shown(article) == [
        (
            ("财政局8月26日发布国有企业营业总收入",),
            [
                "财政局8月26日发布国有企业营业总收入414.7亿元 同比增长26.6%",
                "中央企业232.9亿元 同比增长24.9%",
                "地方企业181.8亿元 同比增长28.9%",
            ],
        ),
        (
            ("国有企业利润总额",),
            [
                "国有企业利润总额27.3亿元 同比增长92.1%",
                "中央企业18.2亿元 同比增长88.8%",
                "地方企业9.1亿元 同比增长100%",
            ],
        ),
    ]
    assert article.byline == "某某网 2021-08-27 图表：陈某"


def test_short_lines_that_begin_anew_end_the_sentence_above() -> None:
    (article,) = lay(
        "新码头就要开港\n某某网 2021-08-27\n\n来看看码头现场的样子↓↓↓\n目前\n码头一期工程\n"
        "已进入验收准备阶段\n新船开通四条国际航线\n目前码头开通了\n前往三国航线9条\n目的地12个\n"
        "是全国东南亚航线最多的码头之一\n11月17日开港，新船号\n将首次靠泊甲市码头\n"
    )
    assert [s.text for p in article.paragraphs for s in p.sentences] == [
        "来看看码头现场的样子↓↓↓",
        "目前码头一期工程已进入验收准备阶段新船开通四条国际航线",
        "目前码头开通了前往三国航线9条",
        "目的地12个 是全国东南亚航线最多的码头之一",
        "11月17日开港，新船号将首次靠泊甲市码头",
    ]


def test_a_date_behind_a_line_left_hanging_goes_on() -> None:
    (article,) = lay(
        "企业利润增长\n某某网 2021-08-27\n\n甲市财政局和乙市财政局日前联合发布\n8月26日的调查情况\n"
        "甲市企业营业总收入\n达到414.7亿元\n"
    )
    assert [s.text for p in article.paragraphs for s in p.sentences] == [
        "甲市财政局和乙市财政局日前联合发布8月26日的调查情况甲市企业营业总收入达到414.7亿元"
    ]


@pytest.mark.parametrize("line", ["\ufffd\ufffd\ufffd", "🎉🎉", "↓↓↓", "✈️ ✈️"])
def test_ornaments_are_no_sentences(line: str) -> None:
    (article,) = lay(f"甲县产粮5万吨。\n{line}\n乙县产煤6万吨。{line}\n")
    assert [s.text for p in article.paragraphs for s in p.sentences] == [
        "甲县产粮5万吨。",
        "乙县产煤6万吨。",
    ]


def test_rows_of_a_table_in_plain_text() -> None:
    (article,) = lay(
        "2020年主要指标\n单位：亿元\n指标 2020年 2019年 增速（%）\n地区生产总值 1228.5 1200.1 2.4\n"
        "第一产业增加值 47.5 45.0 4.4\n居民收入增长较快，达到16525元，增长6%。\n"
    )
    table = article.paragraphs[-2]
    assert [s.text for s in table.sentences] == [
        "地区生产总值 1228.5 1200.1 2.4",
        "第一产业增加值 47.5 45.0 4.4",
    ]
    figure = table.sentences[1].figures[0]
    assert (figure.text, figure.label) == ("47.5亿元", "第一产业增加值 · 2020年")
    assert article.paragraphs[-1].sentences[0].text == "居民收入增长较快，达到16525元，增长6%。"


def test_a_document_of_a_title_alone_and_an_empty_one() -> None:
    (article,) = lay("甲县2020年人口50万人")
    assert article.title == "甲县2020年人口50万人"
    assert shown(article) == [((), ["甲县2020年人口50万人"])]
    assert lay(" \n\n　\n") == ()


def test_short_items_of_a_list_are_no_headings() -> None:
    (article,) = lay(
        "人口公报\n全市常住人口286.4万人，比上年增加1.3万人。\n附注\n"
        "1. 本公报为初步汇总数据。\n2. 分村资料将于2021年10月公布，样本量扩至1500户。\n"
        "3. 本公报由统计局解释。\n其他资料可向统计局查询，电话为12345，工作日开放。\n"
    )
    assert [s.text for p in article.paragraphs for s in p.sentences][1:] == [
        "1. 本公报为初步汇总数据。",
        "2. 分村资料将于2021年10月公布，样本量扩至1500户。",
        "3. 本公报由统计局解释。",
        "其他资料可向统计局查询，电话为12345，工作日开放。",
    ]
    assert {p.headings for p in article.paragraphs[1:]} == {("附注",)}


def test_a_heading_with_a_text_below_it_stays_one() -> None:
    (article,) = lay(
        "工作报告\n各位代表，现在报告工作，请予审议。\n（一）坚持创新。\n研发投入增长8%，占比2.5%。\n"
        "（二）扩大开放。\n进出口总额增长3.1%，达到86亿元。\n"
    )
    assert [p.headings for p in article.paragraphs][1:] == [
        ("（一）坚持创新。",),
        ("（二）扩大开放。",),
    ]
