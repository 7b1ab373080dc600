"""Which measure a figure belongs to: the words before it, or those of the figure before."""

import pytest

from retrieval.figures import find_figures
from retrieval.question import understand
from retrieval.reader.aspect import aspect_match, average_match
from retrieval.reader.claims import best_of_others, find_holders
from retrieval.reader.clauses import names_no_measure
from retrieval.reader.surroundings import attributive, find_surroundings


@pytest.mark.parametrize(
    ("text", "figure", "measure"),
    [
        ("新能源汽车产量5万辆,同比增长8%;机器人7台,增长6%", "8%", "新能源汽车产量"),
        ("新能源汽车产量5万辆,同比增长8%;机器人7台,增长6%", "6%", "机器人"),
        ("财务费用为685万元,上年为312万元", "312万元", "财务费用为"),
        ("转移群众2万人,其中某县1万人", "1万人", "转移群众"),
        ("收入5亿元,支出4亿元", "4亿元", ""),
    ],
)
def test_a_figure_without_a_measure_takes_that_of_the_one_before(
    text: str, figure: str, measure: str
) -> None:
    figures = find_figures(text)
    index = next(i for i, one in enumerate(figures) if one.text == figure)
    assert find_surroundings(text, figures, index, None).measure.strip(",;") == measure


@pytest.mark.parametrize("words", ["上年为", ",同比增长", ",其中6月份为", ",占比", "两年平均增长"])
def test_words_of_time_and_change_name_no_measure(words: str) -> None:
    assert names_no_measure(words)


@pytest.mark.parametrize("words", ["财务费用为", ",不良率仅为", "其中出口"])
def test_words_that_name_a_measure(words: str) -> None:
    assert not names_no_measure(words)


def test_a_word_beside_another_figure_is_claimed_by_it() -> None:
    left = [(1.0, 0.0), (0.0, 1.0), (0.0, 0.0)]  # of three figures, what each holds of two terms
    holders = find_holders(left, [1, 2])
    assert best_of_others(holders, 2) == (0.0, 1.0)
    assert best_of_others(holders, 1) == (0.0, 0.0)


def test_a_level_that_is_compared_with_is_no_mere_limit() -> None:
    for text, limit in (("超过18.3%的全国平均水平", 0.0), ("超过18.3%的省份", -1.0)):
        figures = find_figures(text)
        assert attributive(find_surroundings(text, figures, 0, None)) == limit


def test_percentage_points_answer_no_question_for_growth() -> None:
    question = understand("地区生产总值增速是多少")
    figures = {one.text: one for one in find_figures("增长5.4%,拉动增长0.2个百分点")}
    growth = aspect_match(question, figures["5.4%"], "增长")
    assert growth > 0 > aspect_match(question, figures["0.2个百分点"], ",拉动增长")


@pytest.mark.parametrize(
    ("question", "near", "sign"),
    [
        ("人均收入多少", "人均可支配收入", 1),
        ("每10股派多少元", "每10股派发", 1),
        ("人均收入多少", "总收入", -1),
        ("地区生产总值多少", "人均地区生产总值", -1),
        ("地区生产总值多少", "地区生产总值", 0),
    ],
)
def test_an_average_is_told_from_the_whole(question: str, near: str, sign: int) -> None:
    match = average_match(understand(question), near)
    assert (match > 0) - (match < 0) == sign
