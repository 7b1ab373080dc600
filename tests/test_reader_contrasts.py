"""Words that exclude one another tell two figures of one measure apart."""

import pytest

from config.errors import SettingsError
from config.lexicon_file import load_lexicon, parse_lexicon
from retrieval.reader import contrasts
from retrieval.reader.contrasts import contrast, named_sides


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("城镇居民收入多少", "农村居民人均可支配收入"),
        ("财政支出多少", "财政收入"),
        ("二期投资多少", "一期总投资"),
        ("65岁以上有多少人", "60岁及以上人口"),
        ("3号线长多少", "1号线全长"),
        ("女子冠军成绩", "男子冠军成绩"),
    ],
)
def test_another_side_speaks_against_a_figure(asked: str, near: str) -> None:
    assert contrast(asked, near, "") == -1.0


@pytest.mark.parametrize(
    ("asked", "near"),
    [("城镇居民收入多少", "城镇居民收入"), ("乡下人收入多少", "农村居民收入"), ("二期多少", "2期")],
)
def test_the_same_side_speaks_for_it(asked: str, near: str) -> None:
    assert contrast(asked, near, "") == 0.5


@pytest.mark.parametrize(
    ("asked", "near", "wider"),
    [
        ("居民收入多少", "农村居民收入", ""),
        ("城乡收入比多少", "农村居民收入", ""),
        ("城镇和农村的收入", "农村居民收入", ""),  # asks of both
        ("出口多少", "进出口总额", ""),  # which is neither
        ("城镇居民收入多少", "收入", "城镇和农村居民"),
    ],
)
def test_where_sides_are_not_told_apart_nothing_is_said(asked: str, near: str, wider: str) -> None:
    assert contrast(asked, near, wider) >= 0.0


def test_the_words_before_count_for_half() -> None:
    assert contrast("城镇居民收入多少", "增长", "农村居民收入5000元") == -0.5


def test_every_word_of_the_lexicon_is_found() -> None:
    for entry in load_lexicon("contrasts.txt").section("contrasts"):
        assert len(entry.values) > 1, entry.key
        for side, words in enumerate(entry.values):
            for word in words.split("/"):
                assert str(side) in named_sides(word).get(entry.key, ()), word


@pytest.mark.parametrize(
    ("line", "told"),
    [("sex: 男性", "no other side"), ("sex: 男性, 女性\nagain: 女性, 儿童", "女性 stands in sex")],
)
def test_a_set_that_cannot_be_is_refused_with_its_line(
    line: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lexicon = parse_lexicon("contrasts.txt", f"[contrasts]\n{line}\n\n[no contrasts]\n进出口\n")
    monkeypatch.setattr(contrasts, "load_lexicon", lambda name: lexicon)
    contrasts._sides.cache_clear()
    try:
        with pytest.raises(SettingsError, match=rf"contrasts\.txt, line [23]: .*{told}"):
            contrasts._sides()
    finally:
        monkeypatch.undo()
        contrasts._sides.cache_clear()
