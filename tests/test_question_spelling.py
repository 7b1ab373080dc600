"""Typos by sound and by look are put right where the documents hold the word, and nowhere else."""

from collections.abc import Callable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question.spelling import put_right


def holding(*words: str) -> Callable[[Sequence[str]], Mapping[str, float]]:
    """Return the frequencies of a collection that holds ``words`` only."""
    return lambda asked: {word: 1.0 for word in asked if word in words}


@pytest.mark.parametrize(
    ("typed", "meant", "word"),
    [
        ("气车产量多少", "汽车产量多少", "汽车"),
        ("公司引近了多少人", "公司引进了多少人", "引进"),
        ("文肓率是多少", "文盲率是多少", "文盲率"),
        ("毛利律是多少", "毛利率是多少", "毛利率"),
        ("生产总直多少", "生产总值多少", "生产总值"),
    ],
)
def test_a_mistyped_word_is_put_right(typed: str, meant: str, word: str) -> None:
    assert put_right(typed, lambda name: False, holding(word)) == meant


def test_a_name_in_a_title_is_put_right() -> None:
    assert put_right("平塬县有多少人", lambda name: name in "平原县年鉴", holding()) != ""
    assert put_right("瑶甫区有多少人", "瑶浦区年鉴".__contains__, holding()).startswith("瑶浦")


def test_a_word_that_no_document_holds_is_not_made_up() -> None:
    assert put_right("气车产量多少", lambda name: False, holding()) == "气车产量多少"


def test_words_of_the_dictionary_and_of_the_documents_stay() -> None:
    assert put_right("汽车产量多少", lambda name: False, holding("骑车")) == "汽车产量多少"
    assert put_right("气车产量多少", lambda name: False, holding("汽车", "气车")) == "气车产量多少"


def test_a_place_is_never_made_of_another_word() -> None:
    assert put_right("滦州市有多少人", lambda name: False, holding("兰州")) == "滦州市有多少人"


@given(st.text(max_size=60))
def test_the_length_stays(text: str) -> None:
    assert len(put_right(text, lambda name: False, holding("汽车", "覆盖率"))) == len(text)
