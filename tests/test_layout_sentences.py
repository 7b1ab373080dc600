"""Where sentences end, and how blanks inside numbers are closed."""

from __future__ import annotations

import pytest

from retrieval.layout import close_numbers
from retrieval.layout.sentences import LONGEST_SENTENCE, split_sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["甲县产粮5.3万吨。", "乙县呢？", "丙县最多！"],
        ["他说：“形势很好。大家有信心。”"],
        ["“明年投资30亿元。”局长介绍。", "工程已经开工。"],
        [
            "“明年投资30亿元。”",
            "这是局长去年在全市经济工作会议上作出的郑重承诺，当时在场的企业家有三百人。",
        ],
        ["一是增收5%；二是节支3%；三是减税2%。"],
        ["总量见表1（单位为万元。）其余从略。"],
        ["真的……好的。", "没有！！！", "是吗？！"],
        ["Mr. Smith came to the U.S. market in 2019.", "He sold 5.3 million cars, i.e. most."],
        ["1. 总体情况平稳。", "2. 收入增长5%。"],
        ["网址是a.com?id=5。", "请看。"],
        ["该栏目入选TOP10。", "三是创新。"],
    ],
)
def test_sentences_end_where_they_end(sentences: list[str]) -> None:
    between = " " if sentences[0].isascii() or sentences[0].startswith("1.") else ""
    assert split(between.join(sentences)) == sentences


def test_a_long_quotation_is_cut_inside() -> None:
    inner = "我们今年投资了三十亿元建设学校和医院，让老百姓得到实惠。"
    text = "他说：“" + inner * 4 + "”"
    assert split(text) == ["他说：“" + inner, inner, inner, inner + "”"]


def test_a_very_long_sentence_is_cut_at_semicolons() -> None:
    clause = "各地区各部门要认真贯彻落实会议精神，切实抓好各项工作任务的组织实施；"
    pieces = split(clause * 20 + "完。")
    assert all(len(piece) <= 340 for piece in pieces)
    assert all(piece.endswith("；") for piece in pieces[:-1])
    assert "".join(pieces) == clause * 20 + "完。"


def test_text_without_any_mark_is_cut_at_a_bounded_length() -> None:
    pieces = split("汉" * 2500)
    assert "".join(pieces) == "汉" * 2500
    assert max(map(len, pieces)) <= LONGEST_SENTENCE


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("采购午休垫 5 . 3 万个", "采购午休垫5.3万个"),
        ("， 1 0 6 名“CGO”", "，106名“CGO”"),
        ("同比下降15 .3%。", "同比下降15.3%。"),
        ("处理率达91 . 4％；", "处理率达91.4%；"),
        ("总投资192 . 9 亿元。", "总投资192.9亿元。"),
        (
            "占10 . 83%、 10 . 69%、 8 . 92%、4 . 73% 和 3 . 86%。",
            "占10.83%、10.69%、8.92%、4.73%和3.86%。",
        ),
        ("全市9.5、 7 . 9 个百分点", "全市9.5、7.9个百分点"),
        ("7 月 17 日启动", "7月17日启动"),
        ("覆盖率达100% ，惠及", "覆盖率达100%，惠及"),
        ("资源。 6 英寸硅片、 8英寸", "资源。6英寸硅片、8英寸"),
        ("最高 1 2 . 5 万 元", "最高12.5万元"),
        ("增长10. 83%", "增长10.83%"),
        ("总额1 , 234 , 567元", "总额1,234,567元"),
        ("宽2 — 3 米", "宽2—3米"),
        ("１２ 万元", "１２万元"),
        # What stays as it is:
        ("2018 2019 2020", "2018 2019 2020"),
        ("1 2 3 4 5", "1 2 3 4 5"),
        ("收入  500  支出  300", "收入  500  支出  300"),
        ("1. 2022年完成投资", "1. 2022年完成投资"),
        ("in 2019. 5 people", "in 2019. 5 people"),
        ("推进CBD 发展", "推进CBD 发展"),
        ("5 -3", "5 -3"),
        ("1-7月 西安市经济", "1-7月 西安市经济"),
        ("Windows 10 version", "Windows 10 version"),
    ],
)
def test_blanks_inside_numbers_are_closed(text: str, closed: str) -> None:
    found, back = close_numbers(text)
    assert found == closed
    assert [text[back.origin(i)] for i in range(len(found))] == [
        {"%": "％" if "％" in text else "%"}.get(c, c) for c in found
    ]
