"""What a turn leaves out is taken from the talk: the thing, its unit, or one part exchanged."""

import pytest

from retrieval.question.followup import complete
from retrieval.records import Conversation, Turn


def talk(question: str, subject: str, *topic: str, sentence: str = "") -> Conversation:
    return Conversation((Turn(question, subject=subject, topic=topic, sentence=sentence),))


@pytest.mark.parametrize(
    ("before", "asked", "completed"),
    [
        ("平原路北段全长多少公里", "那南段呢？", "平原路南段全长多少公里"),
        ("平原县2023年收了多少案子", "2024年呢", "平原县2024年收了多少案子"),
        ("平原县收了多少案子", "2024年呢", "2024年平原县收了多少案子"),
    ],
)
def test_one_part_is_exchanged(before: str, asked: str, completed: str) -> None:
    turn = talk(before, "平原县" if "县" in before else "平原路", "全长")
    assert complete(asked, turn, lambda name: False).text == completed


def test_the_unit_is_taken_over_where_the_thing_is_left_out() -> None:
    turn = talk("平原县受理了多少件诉求", "平原县", "诉求")
    assert "多少件诉求" in complete("办结的呢", turn, lambda name: False).text


def test_a_rate_has_no_unit_of_the_talk() -> None:
    turn = talk("平原县受理了多少件诉求", "平原县", "诉求")
    assert "多少件" not in complete("办结率呢", turn, lambda name: False).text


def test_an_item_takes_the_place_of_its_neighbour_in_a_list() -> None:
    turn = talk(
        "平原县基本医疗呢",
        "平原县",
        "医疗",
        sentence="基础教育、基本医疗、社会帮扶问题分别占10.69%、8.92%和3.86%。",
    )
    assert "医疗" not in complete("那社会帮扶呢", turn, lambda name: False).text


def test_a_question_of_its_own_stays_as_it_is() -> None:
    turn = talk("平原县受理了多少件诉求", "平原县", "诉求")
    asked = "高唐县建了几所学校"
    assert complete(asked, turn, lambda name: False).text == asked


def test_without_a_talk_nothing_is_added() -> None:
    assert complete("那南段呢", None, lambda name: False).text == "那南段呢"
