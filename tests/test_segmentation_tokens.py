"""Numbers, Latin runs, white space and marks are words by our own rules; nothing is lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.folding import fold
from retrieval.segmentation import segment


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("实现5.3万个岗位", "实现|5.3万|个|岗位"),
        ("同比增长15.3%。", "同比|增长|15.3%|。"),
        ("营收1,234.5亿元", "营收|1,234.5亿|元"),
        ("产量为3千克、5千瓦", "产量|为|3|千克|、|5|千瓦"),
        ("发电10万千瓦时", "发电|10万|千瓦时"),
        ("提高9.5个百分点", "提高|9.5|个|百分点"),
        ("巡查3000余次", "巡查|3000|余|次"),
        ("商户110余家", "商户|110|余|家"),
        ("解决1391条诉求", "解决|1391|条|诉求"),
        ("2021年春节", "2021|年|春节"),
        ("2021年度", "2021|年度"),
        ("二〇二五年", "二〇二五|年"),
        ("PM2.5浓度、评级AA+、用C++写", "PM2.5|浓度|、|评级|AA+|、|用|C++|写"),
        ("建成5G基站", "建成|5G|基站"),
        ("全长5.3km，2019-2020年", "全长|5.3km|，|2019|-|2020|年"),
        ("占比０．５‰ ", "占|比|０．５‰| "),
        ("臺灣人口２３００萬", "臺灣|人口|２３００萬"),
        ("①第2名\n\n３：１", "①|第|2|名|\n\n|３|：|１"),
        ("①5万元、35²人、PM₂.₅", "①|5万|元|、|35|²|人|、|PM₂.₅"),
        ("", ""),
    ],
)
def test_words(text, words):
    assert "|".join(segment(text)) == words


TEXTS = st.one_of(
    st.text(),
    st.text(
        st.sampled_from("0123456789０５.．,，%％万亿千百余多条个年月〇一二三abKＢ+# \n中国增长")
    ),
)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_the_words_joined_are_the_text(text):
    words = segment(text)
    assert "".join(words) == text
    assert all(words)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_a_text_is_cut_like_its_folded_form(text):
    assert [fold(word) for word in segment(text)] == list(segment(fold(text)))


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.sampled_from("中国增长至约 ，。"), max_size=5),
    st.from_regex(r"[0-9]{1,7}(\.[0-9]{1,3})?(%|万|亿|万亿)?", fullmatch=True),
    st.text(st.sampled_from("元人个，。的 "), max_size=5),
)
def test_no_number_is_cut(before, number, after):
    text = before + number + after
    start, end = len(before), len(before) + len(number)
    cuts = set()
    position = 0
    for word in segment(text):
        position += len(word)
        cuts.add(position)
    assert not cuts & set(range(start + 1, end))
    assert end in cuts


def test_a_long_text_of_one_kind_is_cut_in_linear_time():
    for piece in ("一", "1", "1,", "1.", "a.1", "〇", "中", " ", "+", "1,000,", "的国"):
        text = piece * 30_000
        assert "".join(segment(text)) == text


def test_every_ideograph_outside_of_jiebas_range_is_a_word():
    text = "\u3400\u9fff\U00020000"
    assert segment(text) == tuple(text)
    assert re.fullmatch(r"\w+", text)
