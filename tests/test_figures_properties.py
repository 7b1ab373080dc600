"""What holds for every text: figures stand where they say, in order, apart from each other."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from retrieval.figures import find_figures, parse_number
from retrieval.records import FigureKind

PIECES = st.sampled_from(
    [
        *"0123456789０５９一二三十百千万亿两零〇几数半余多来第前近约超上负",
        *"年月日号时点分秒:：-—至到~～、，。,.．/%％‰个人名家条元角块米吨度℃°′级倍成番",
        *"（）()“”《》 　\n和与及·$¥abkmgGM²①",
        "2023年",
        "亿元",
        "个百分点",
        "平方公里",
        "百分之",
        "分之",
        "零下",
        "公元前",
        "民国",
        "上午",
        "1,234.5",
        "万人次",
        "小时",
        "分钟",
        "个月",
        "臨萬億兩個餘",
        "的发展工作在了",
        "http://a.b/",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=60))


@given(TEXTS)
def test_every_figure_stands_where_it_says(text: str) -> None:
    end = 0
    for figure in find_figures(text):
        assert end <= figure.start < figure.end <= len(text)
        end = figure.end
        verbatim = text[figure.start : figure.end]
        assert figure.text.startswith(verbatim)
        if figure.text != verbatim:
            assert figure.unit_start >= figure.end
            assert figure.text.endswith(figure.unit)


@given(TEXTS)
def test_the_unit_stands_where_it_says(text: str) -> None:
    for figure in find_figures(text):
        if figure.unit_start >= 0 and figure.kind not in (FigureKind.DATE, FigureKind.TIME):
            assert 0 <= figure.unit_start < len(text)
            assert text[figure.unit_start] == figure.unit[0]


@given(TEXTS)
def test_values_are_finite_and_ranges_go_up(text: str) -> None:
    for figure in find_figures(text):
        assert figure.value.is_finite()
        assert figure.high is None or figure.high.is_finite()


@given(TEXTS)
def test_the_same_text_gives_the_same_figures(text: str) -> None:
    assert find_figures(text) == find_figures(text)


@given(
    st.decimals(0, 10**9, places=2),
    st.sampled_from(["", "万", "亿"]),
    st.sampled_from(["元", "人", "公里", "个百分点", "吨", "家", "%"]),
    st.sampled_from(["总数为", "达到", "收到", "（", ""]),
    st.sampled_from(["。", "，同比", "）", ""]),
)
def test_number_multiplier_and_unit_make_one_figure(
    number: Decimal, scale: str, unit: str, before: str, after: str
) -> None:
    text = f"{number:,}{scale}{unit}"
    figures = find_figures(before + text + after)
    assert [figure.text for figure in figures] == [text]
    assert figures[0].unit == unit
    assert figures[0].value == parse_number(f"{number}{scale}")
