"""What the thing asked for is counted in, told by its noun."""

import pytest

from config.lexicon_file import load_lexicon
from retrieval.figures import unit_kind
from retrieval.folding import fold
from retrieval.question import understand


@pytest.mark.parametrize(
    ("text", "unit", "other"),
    [
        ("这艘船能载多少客人", "人", "间"),
        ("全县有多少学校", "所", "人"),
        ("收了多少问题线索", "条", "人"),
        ("岗位提供了多少", "个", "公里"),
        ("修了多少公路", "公里", "人"),
    ],
)
def test_units_of_the_noun(text: str, unit: str, other: str) -> None:
    words = understand(text).measure_words
    assert unit in words
    assert other not in words


@pytest.mark.parametrize("text", ["有多少条公路", "企业增长多少", "哪一年", "总共多少"])
def test_nothing_is_known_where_the_unit_or_no_noun_is_given(text: str) -> None:
    assert understand(text).measure_words == frozenset()


def test_the_units_of_the_lexicon_are_units() -> None:
    lexicon = load_lexicon("measure_words.txt")
    for entry in lexicon.section("units"):
        unknown = [unit for unit in entry.values if unit_kind(fold(unit)) is None]
        assert not unknown, f"line {entry.line}: {unknown}"


def test_every_kind_of_noun_has_units() -> None:
    lexicon = load_lexicon("measure_words.txt")
    assert set(lexicon.keys("nouns")) == set(lexicon.keys("units"))
