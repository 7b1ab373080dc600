"""Bylines of those who wrote and took pictures, and headings with a sign inside an article."""

from __future__ import annotations

import time

import pytest

from retrieval.layout import lay_out
from retrieval.layout.kinds import LineKind, line_kind
from retrieval.records import Article, ExtractedText


def lay(text: str) -> tuple[Article, ...]:
    return lay_out(ExtractedText("page.txt", text, "txt"))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("本报记者 鲍春溪 文/图", LineKind.BYLINE),
        ("本报记者 葛宁舟 通讯员 戴小满 文/图", LineKind.BYLINE),
        ("本报记者 鲍春溪/文 葛宁舟/图", LineKind.BYLINE),
        ("本报记者 鲍春溪文图", LineKind.BYLINE),
        ("■本报记者 鲍春溪", LineKind.BYLINE),
        ("◆鲍春溪 葛宁舟", LineKind.BYLINE),
        ("□鲍春溪", LineKind.BYLINE),
        ("记者 鲍春溪 摄", LineKind.CREDIT),
        ("责任编辑 邬青禾　版式 麦田", LineKind.CREDIT),
        ("■ 相关行情", LineKind.PLAIN),
        ("■ 简讯", LineKind.PLAIN),
        ("◆市场动态", LineKind.PLAIN),
        ("图文 并茂", LineKind.PLAIN),
        ("文化惠民 有声有色", LineKind.PLAIN),
    ],
)
def test_names_with_what_they_did_are_told_from_headings(line: str, kind: LineKind) -> None:
    assert line_kind(line) is kind


def test_a_line_of_names_and_words_for_who_wrote_is_told_at_once() -> None:
    line = (
        "□图文版式通讯员记者通讯员编辑通讯员文本报记者文张三图文版式李四王五x□记者记者记者摄影 //（"
    )
    started = time.process_time()
    line_kind(line)
    assert time.process_time() - started < 0.5


ORANGES = (
    "白沱脐橙开园 果农盼来好价钱\n本报记者 鲍春溪 文/图\n"
    "11月15日，白沱县脐橙正式开园。全县种植面积14.2万亩，预计产量23.5万吨，比上年增长6.8%。\n"
    "开园首日，一级果地头收购价每公斤5.6元，去年同期为4.8元。\n"
)


@pytest.mark.parametrize("heading", ["■ 相关行情", "◆简讯", "● 行情"])
def test_a_heading_with_a_sign_is_no_title(heading: str) -> None:
    articles = lay(
        "浦岚大道下周一封闭施工\n本报讯（记者 湛秋白）浦岚大道北段实行全封闭施工，工期110天。\n\n"
        f"{ORANGES}{heading}\n县农业农村局监测显示，上周生猪出栏均价每公斤14.3元，环比下跌2.1%。\n"
    )
    assert [a.title for a in articles] == [
        "浦岚大道下周一封闭施工",
        "白沱脐橙开园 果农盼来好价钱",
    ]
    assert articles[1].byline == "本报记者 鲍春溪 文/图"
    assert articles[1].paragraphs[-1].headings == (heading,)
    assert articles[1].paragraphs[0].headings == ()


def test_lines_with_signs_below_each_other_are_a_list() -> None:
    (article,) = lay(f"{ORANGES}●果园改造\n●冷链建设\n●价格保险\n●果农培训\n全县投资4800万元。\n")
    assert all(not paragraph.headings for paragraph in article.paragraphs[:2])
    text = "".join(s.text for p in article.paragraphs for s in p.sentences)
    assert all(word in text for word in ("果园改造", "冷链建设", "价格保险", "果农培训"))
