"""Words that the dictionary cuts wrongly are cut again by what the documents hold."""

from collections.abc import Callable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question import understand
from retrieval.question.recutting import recut
from retrieval.segmentation import segment


def holding(*words: str) -> Callable[[Sequence[str]], Mapping[str, float]]:
    return lambda asked: {word: 1.0 for word in asked if word in words}


@pytest.mark.parametrize(
    ("question", "held", "words"),
    [
        ("桐井新注册的个体户", ("桐井", "新", "注册"), ("桐井", "新", "注册")),
        ("占绎川营收几成", ("占", "绎川", "营收"), ("占", "绎川", "营收")),
    ],
)
def test_a_name_that_the_dictionary_lacks_is_cut_as_the_documents_hold_it(
    question: str, held: tuple[str, ...], words: tuple[str, ...]
) -> None:
    cut = segment(question)
    assert cut[: len(words)] != words
    assert recut(cut, holding(*held))[: len(words)] == words


def test_words_that_the_documents_hold_stay_as_they_are() -> None:
    cut = segment("砾川食品有多少员工")
    assert recut(cut, holding(*cut, "砾川")) == cut


def test_a_word_of_which_the_documents_hold_no_part_stays_whole() -> None:
    cut = segment("桐井新注册的个体户")
    assert recut(cut, holding()) == cut


def test_the_subject_of_a_question_is_found_in_a_word_cut_again() -> None:
    known = "桐井街道年鉴".__contains__
    text = "桐井新注册的个体户有多少户"
    assert understand(text, known=known).subject == ""
    question = understand(text, known=known, held=holding("桐井", "新", "注册"))
    assert question.subject == "桐井"


@given(
    st.text("桐井新注册的个体户有多少年12a，", max_size=20),
    st.sets(st.text("桐井新注册", max_size=3)),
)
def test_no_character_is_lost(text: str, held: set[str]) -> None:
    assert "".join(recut(segment(text), holding(*held))) == text
