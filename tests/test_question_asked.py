"""What a question asks: kind of answer, unit, time, items; and what is left of it to look for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question import AnswerKind, understand
from retrieval.question.understanding import clean
from retrieval.records import FigureKind


@pytest.mark.parametrize(
    ("text", "unit", "kinds"),
    [
        ("平原县收到多少条线索", "条", {FigureKind.COUNT, FigureKind.NUMBER}),
        ("这条公路有多少公里？", "公里", {FigureKind.MEASURE, FigureKind.NUMBER}),
        ("总投资是多少亿元", "元", {FigureKind.MONEY, FigureKind.NUMBER}),
        ("基础教育占百分之几", "", {FigureKind.PERCENT, FigureKind.FRACTION, FigureKind.MULTIPLE}),
        ("全省排名第几", "", {FigureKind.ORDINAL, FigureKind.COUNT}),
        ("公司成立于哪一年", "", {FigureKind.DATE}),
        ("提高了多少个百分点", "", {FigureKind.POINTS, FigureKind.NUMBER}),
        ("引进了几家机构", "家", {FigureKind.COUNT, FigureKind.NUMBER}),
        ("買了多少個墊子", "个", {FigureKind.COUNT, FigureKind.NUMBER}),
        ("出栏了多少头猪", "头", {FigureKind.COUNT, FigureKind.NUMBER}),
        ("战役打了多少天", "天", {FigureKind.DURATION, FigureKind.TIME}),
        ("工期多久", "", {FigureKind.DURATION, FigureKind.TIME, FigureKind.DATE}),
    ],
)
def test_asked_unit_and_kinds(text: str, unit: str, kinds: set[FigureKind]) -> None:
    question = understand(text)
    assert question.kind is AnswerKind.FIGURE
    assert question.unit == unit
    assert set(question.kinds) == kinds


@pytest.mark.parametrize("text", ["校长是谁", "哪个协会授予了称号", "为什么下降", "双百工程指什么"])
def test_questions_that_ask_for_no_figure(text: str) -> None:
    assert understand(text).kind is AnswerKind.TEXT


@pytest.mark.parametrize("text", ["任何人", "几乎没有变化的是谁"])
def test_words_that_look_like_asking_do_not_ask_for_a_figure(text: str) -> None:
    assert not understand(text).kinds


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("铁路、公路、水路的货运量分别完成了多少", ("铁路", "公路", "水路")),
        ("2019年铁路和公路分别完成了多少", ("铁路", "公路")),
        ("2016、2017、2018三年的支出依次是多少", ("2016", "2017", "2018")),
        ("平原县有多少个城市、多少人口", ("城市", "人口")),
    ],
)
def test_a_list_names_its_items_in_order(text: str, items: tuple[str, ...]) -> None:
    question = understand(text)
    assert question.kind is AnswerKind.LIST
    assert question.items == items


@pytest.mark.parametrize(
    ("text", "differs"),
    [("入学率比全国高多少", True), ("增长了多少", False)],
)
def test_a_comparison_with_another_asks_for_a_difference(text: str, differs: bool) -> None:
    assert ("difference" in understand(text).cues) is differs


def test_courtesies_and_full_width_digits_do_not_matter() -> None:
    plain = understand("2019年平原县建了多少公里道路")
    polite = understand("请问一下，２０１９年平原县建了多少公里道路？谢谢")
    assert polite.terms == plain.terms
    assert polite.period.years == plain.period.years == {2019}


def test_the_noun_asked_for_stays_among_the_terms() -> None:
    assert "诉求" in understand("平原县解决了多少诉求").terms


def test_a_place_is_the_subject() -> None:
    assert understand("平原县解决了多少诉求").subject == "平原县"
    assert understand("2026年河南新建了多少公里铁路").subject == "河南"


def test_what_nobody_has_stated_is_told_as_such() -> None:
    assert understand("这几篇文章里的诉求加起来有多少").aggregation
    assert not understand("平原县解决了多少诉求").aggregation


@given(st.text(max_size=300))
def test_any_text_is_understood(text: str) -> None:
    question = understand(text)
    assert question.text == text
    assert all(term in question.matched for term in question.terms)


@given(st.text(alphabet="请问谢，。多少个 \t\x00年1９三县", max_size=40))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
