"""Questions for several figures: what they list, each item asked alone, and the whole list."""

from collections.abc import Iterator, Sequence

import pytest

from config.settings import load_settings
from retrieval.ingestion import ingest
from retrieval.question import AnswerKind, understand
from retrieval.question.itemising import ask_each
from retrieval.question.items import asked_number
from retrieval.reader.figure_features import FIGURE_FEATURES
from retrieval.reader.finding import Found, find
from retrieval.reader.list_confidence import (
    LIST_CONFIDENCE_FEATURES,
    list_confidence_rows,
    most_trusted,
)
from retrieval.reader.lists import Listed, possible_lists
from retrieval.reader.model import TreeModel, parse_model
from retrieval.reader.sentence_features import SENTENCE_FEATURES
from retrieval.store import SqliteCollection

DOCUMENT = """甲山县2023年统计公报

全年夏粮产量12.5万吨，秋粮产量30.1万吨。小学、初中在校生分别为3120人、1840人，教师共410人。

乙河区有医院9家。丙江区有医院14家。

| 指标 | 2022年 | 2023年 |
|---|---|---|
| 出口额（亿元） | 31.5 | 36.2 |
| 进口额（亿元） | 18.4 | 20.9 |
"""


def _model(name: str, features: Sequence[str], *speaking: str) -> TreeModel:
    """Make a model that adds one for each of some features above one half."""
    trees = [
        {"depth": 1, "nodes": [[feature, 0.5, 1, 2], [0.0, 1], [1.0, 1]]} for feature in speaking
    ]
    return parse_model(name, {"features": list(features), "trees": trees})


SENTENCES = _model("sentence.json", SENTENCE_FEATURES, "coverage", "new_coverage")
FIGURES = _model(
    "figure.json", FIGURE_FEATURES, "near_coverage", "left_coverage", "year", "item", "metric_near"
)


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteCollection]:
    folder = tmp_path_factory.mktemp("lists")
    (folder / "bulletin.md").write_text(DOCUMENT, encoding="utf-8")
    settings = load_settings()
    opened = SqliteCollection.open(folder / "lists.db", settings=settings)
    ingest([folder / "bulletin.md"], opened, settings)
    yield opened
    opened.close()


def _found(question: str, collection: SqliteCollection) -> Found:
    return find(understand(question), collection, sentences=SENTENCES, figures=FIGURES)


def _texts(lists: Sequence[Listed]) -> list[list[str]]:
    return [[one.figure.text for one in listed] for listed in lists]


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("2023年铁路、公路、水路的货运量分别是多少", ("铁路", "公路", "水路")),
        ("甲山夏粮和秋粮的种植面积各是多少", ("夏粮", "秋粮")),
        ("甲山2022年末、2023年末的总资产各是多少", ("2022年末", "2023年末")),
        ("甲山集装箱吞吐量2020年和2024年各多少", ("2020年", "2024年")),
        ("2021到2023年每年捐赠额分别是多少", ("2021年", "2022年", "2023年")),
        ("甲山食品、医药、信息四个产业增加值各增长多少", ("食品", "医药", "信息")),
        ("甲山一产二产三产增加值分别是多少", ("一产", "二产", "三产")),
        ("甲山营收同比、环比各增长多少", ("同比", "环比")),
        ("甲山高新区供水及污水处理板块2022、2023年的收入分别是多少", ("2022", "2023年")),
        ("甲山火电跟水电的装机容量分别多大", ("火电", "水电")),
        ("甲山有几个镇几个乡", ("镇", "乡")),
        ("甲山县有多少所学校、多少学生", ("学校", "学生")),
    ],
)
def test_items_are_the_members_of_the_list(question: str, items: tuple[str, ...]) -> None:
    asked = understand(question)
    assert asked.kind is AnswerKind.LIST
    assert asked.items == items


def test_a_number_says_how_many_are_asked_for() -> None:
    assert asked_number("甲山县三个园区各有多少家企业") == 3
    assert asked_number("甲山近三年销量分别是多少") == 3
    assert asked_number("甲山前三季度第二产业分别增长多少") == 0
    assert understand("甲山县三个园区各有多少家企业").kind is AnswerKind.LIST
    assert understand("甲山县各镇有多少家企业").kind is AnswerKind.FIGURE


def test_each_item_is_asked_with_what_is_said_of_all() -> None:
    first, second = ask_each(understand("甲山县城镇和农村居民收入分别是多少"))
    assert "居民" in "".join(first.terms)
    assert "农村" not in first.terms
    assert "城镇" not in second.terms
    one, other = ask_each(understand("甲山县2022年和2023年的出口额分别是多少"))
    assert (one.period.years, other.period.years) == ({2022}, {2023})


def test_each_phrase_that_asks_has_its_own_unit() -> None:
    schools, pupils = ask_each(understand("甲山县有多少所学校、多少名学生"))
    assert (schools.unit, pupils.unit) == ("所", "名")


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("甲山县夏粮和秋粮产量各是多少", ["12.5万吨", "30.1万吨"]),
        ("甲山县秋粮和夏粮产量各是多少", ["30.1万吨", "12.5万吨"]),
        ("甲山县小学和初中在校生分别有多少人", ["3120人", "1840人"]),
        ("乙河区和丙江区的医院分别有多少家", ["9家", "14家"]),
        ("甲山县2023年出口额和进口额分别是多少", ["36.2亿元", "20.9亿元"]),
        ("甲山县2022年和2023年的出口额分别是多少", ["31.5亿元", "36.2亿元"]),
    ],
)
def test_the_right_list_is_among_the_possible(
    question: str, figures: list[str], collection: SqliteCollection
) -> None:
    assert figures in _texts(possible_lists(_found(question, collection), FIGURES))


def test_lists_without_named_items_are_the_parallel_figures(collection: SqliteCollection) -> None:
    found = _found("甲山县两类在校生分别有多少人", collection)
    assert ["3120人", "1840人"] in _texts(possible_lists(found, FIGURES))


def test_no_figure_is_listed_twice_and_each_list_once(collection: SqliteCollection) -> None:
    lists = possible_lists(_found("甲山县夏粮和秋粮产量各是多少", collection), FIGURES)
    places = [
        tuple((one.view.sentence.id, one.scored.view.index) for one in listed) for listed in lists
    ]
    assert len(places) == len(set(places))
    assert all(len(set(place)) == len(place) for place in places)


def test_a_list_is_trusted_by_the_whole_of_it(collection: SqliteCollection) -> None:
    found = _found("甲山县小学和初中在校生分别有多少人", collection)
    lists = possible_lists(found, FIGURES)
    rows = list_confidence_rows(lists, found, 2.0)
    of = dict(zip(map(tuple, _texts(lists)), rows, strict=True))
    group = LIST_CONFIDENCE_FEATURES.index("one_group")
    assert of["3120人", "1840人"][group] == 1.0
    assert all(row[group] < 1.0 for texts, row in of.items() if "410人" in texts)
    model = _model("list_confidence.json", LIST_CONFIDENCE_FEATURES, "one_group", "in_order")
    listed, confidence = most_trusted(lists, found, 2.0, model)
    assert [one.figure.text for one in listed] == ["3120人", "1840人"]
    assert confidence > 0.5
    assert most_trusted((), found, 2.0, model) == ((), 0.0)
