"""Units: their kind, their dimension, and which of them may name the same thing."""

from __future__ import annotations

import pytest

from config.lexicon_file import load_lexicon
from retrieval.figures import dimension, same_unit, unit_kind
from retrieval.records import FigureKind


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("条", FigureKind.COUNT),
        ("個", FigureKind.COUNT),
        ("人次", FigureKind.COUNT),
        ("公里", FigureKind.MEASURE),
        ("万亩", FigureKind.MEASURE),
        ("亿千瓦时", FigureKind.MEASURE),
        ("元", FigureKind.MONEY),
        ("亿元", FigureKind.MONEY),
        ("萬美元", FigureKind.MONEY),
        ("元/平方米", FigureKind.MONEY),
        ("吨标准煤/万元", FigureKind.MEASURE),
        ("%", FigureKind.PERCENT),
        ("％", FigureKind.PERCENT),
        ("百分之", FigureKind.PERCENT),
        ("个百分点", FigureKind.POINTS),
        ("倍", FigureKind.MULTIPLE),
        ("届", FigureKind.ORDINAL),
        ("天", FigureKind.DURATION),
        ("个月", FigureKind.DURATION),
        ("月", FigureKind.DATE),
        ("年月日", FigureKind.DATE),
        ("时分", FigureKind.TIME),
        ("千米", FigureKind.MEASURE),
        ("km", FigureKind.MEASURE),
        ("KM", FigureKind.MEASURE),
    ],
)
def test_kind_of_a_unit(unit: str, kind: FigureKind) -> None:
    assert unit_kind(unit) is kind


@pytest.mark.parametrize("unit", ["", "的", "大学生活", "xyz", "万", "/", "元/"])
def test_what_is_no_unit_has_no_kind(unit: str) -> None:
    assert unit_kind(unit) is None
    assert dimension(unit) == ""


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("公里", "length"),
        ("公分", "length"),
        ("平方公里", "area"),
        ("万亩", "area"),
        ("立方米", "volume"),
        ("吨", "mass"),
        ("分钟", "duration minute"),
        ("元", "money"),
        ("美元", "money"),
        ("名", "people"),
        ("%", "percent"),
        ("千瓦", "power"),
        ("歲", "age"),
    ],
)
def test_dimension_of_a_unit(unit: str, name: str) -> None:
    assert name.endswith(dimension(unit))
    assert dimension(unit)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("名", "人"),
        ("位", "名"),
        ("家", "个"),
        ("条", "个"),
        ("万元", "元"),
        ("亿元", "万元"),
        ("公里", "千米"),
        ("公里", "km"),
        ("％", "%"),
        ("%", "百分之"),
        ("個", "个"),
        ("公分", "厘米"),
        ("度电", "千瓦时"),
        ("年", "周年"),
        ("个小时", "小时"),
    ],
)
def test_units_that_may_name_the_same(one: str, other: str) -> None:
    assert same_unit(one, other)
    assert same_unit(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("公里", "米"),
        ("元", "美元"),
        ("名", "家"),
        ("次", "个"),
        ("个", "公里"),
        ("%", "个百分点"),
        ("天", "个月"),
        ("亩", "公顷"),
    ],
)
def test_units_that_name_different_things(one: str, other: str) -> None:
    assert not same_unit(one, other)
    assert not same_unit(other, one)


def test_every_unit_of_the_lexicon_is_known_by_every_name() -> None:
    for section, entries in load_lexicon("units.txt").sections.items():
        kind = FigureKind(section.split(" ")[0])
        for entry in entries:
            for name in (entry.key, *entry.values):
                assert unit_kind(name) is kind, name
                assert same_unit(name, entry.key), name
