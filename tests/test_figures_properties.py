"""What holds for every text: figures stand where they say, in order, apart from each other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
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


SPELLED = str.maketrans("0123456789", "〇一二三四五六七八九")


def spelled(number: int) -> str:
    """Spell 1 to 31 as months and days are."""
    tens, ones = divmod(number, 10)
    return (
        ("" if tens < 2 else "一二三"[tens - 1])
        + ("十" if tens else "")
        + "〇一二三四五六七八九"[ones].replace("〇", "")
    )


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
@pytest.mark.parametrize(
    "form",
    [
        lambda d: f"{d.year}年{d.month}月{d.day}日",
        lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
        lambda d: f"{d.year}-{d.month:02}-{d.day:02}",
        lambda d: f"{d.year}/{d.month}/{d.day}",
        lambda d: f"{str(d.year).translate(SPELLED)}年{spelled(d.month)}月{spelled(d.day)}日",
    ],
    ids=["arabic", "blanks", "iso", "strokes", "spelled"],
)
def test_a_date_in_any_spelling_has_its_value(form, day: date) -> None:  # type: ignore[no-untyped-def]
    text = form(day)
    (figure,) = find_figures(f"于{text}发布")
    assert figure.text == text
    assert figure.kind is FigureKind.DATE
    assert figure.value == int(day.strftime("%Y%m%d"))


@given(st.lists(st.decimals(1, 99, places=1), min_size=2, max_size=5))
def test_every_number_of_a_list_has_the_unit(numbers: list[Decimal]) -> None:
    sentence = "分别为" + "、".join(str(number) for number in numbers) + "个百分点"
    figures = find_figures(sentence)
    assert [figure.text for figure in figures] == [f"{number}个百分点" for number in numbers]
    assert {figure.kind for figure in figures} == {FigureKind.POINTS}
