"""Several questions in a message, scripts and languages, who may ask and how fast."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Chat, User

from bot.script import is_traditional, voice
from bot.telegram.access import Doorkeeper, Pace
from bot.telegram.splitting import split_questions
from config.settings import Settings


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("临邑县解决了多少诉求", ["临邑县解决了多少诉求"]),
        ("您好！临邑县解决了多少诉求？谢谢", ["您好！临邑县解决了多少诉求？谢谢"]),
        ("甲县有多少？乙县呢？", ["甲县有多少？", "乙县呢？"]),
        ("您好\n甲县有多少\n乙县有几个", ["您好\n甲县有多少", "乙县有几个"]),
        ("1. 甲县有多少？\n2. 乙县有几个？", ["甲县有多少？", "乙县有几个？"]),
        ("（一）甲县有多少？\n（二）乙县有几个？", ["甲县有多少？", "乙县有几个？"]),
        ("甲县有多少?? 乙县呢", ["甲县有多少??", "乙县呢"]),
        ("甲縣有多少？乙縣有幾個？謝謝", ["甲縣有多少？", "乙縣有幾個？\n謝謝"]),
        ("临邑县\n解决了多少诉求", ["临邑县\n解决了多少诉求"]),
        ("2023年投资多少？", ["2023年投资多少？"]),
        ("  \n ", []),
        ("？？", ["？？"]),
        ("🙂", ["🙂"]),
    ],
)
def test_questions_of_a_message(text: str, questions: list[str]) -> None:
    assert split_questions(text) == questions


@given(st.text(alphabet="甲乙有多少几个？?\n。，1.呢 ", max_size=60))
def test_nothing_of_a_message_is_lost_or_doubled(text: str) -> None:
    joined = "".join(split_questions(text))
    letters = [char for char in text if char in "甲乙多少几个呢"]
    assert [char for char in joined if char in "甲乙多少几个呢"] == letters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("臨邑縣解決了多少訴求", True),
        ("總投資呢", True),
        ("临邑县解决了多少诉求", False),
        ("乾隆年间的著作有多少", False),
        ("多少人", False),
        ("how many?", False),
    ],
)
def test_traditional_or_not(text: str, expected: bool) -> None:
    assert is_traditional(text) is expected


@pytest.mark.parametrize(
    ("text", "chosen", "client", "expected"),
    [
        ("总投资呢", "", "en", "zh"),
        ("總投資呢", "", "en", "zh-hant"),
        ("總投資呢", "zh", "", "zh-hant"),
        ("总投资呢", "en", "", "en"),
        ("", "", "en-US", "en"),
        ("", "zh", "en", "zh"),
        ("", "", "zh-hant", "zh-hant"),
        ("", "", "zh-TW", "zh-hant"),
        ("", "", "de", "zh"),
    ],
)
def test_the_language_of_a_reply(text: str, chosen: str, client: str, expected: str) -> None:
    assert voice(text, chosen=chosen, client=client) == expected


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_too_fast_is_said_once_and_then_silence_until_there_is_room() -> None:
    clock = Clock()
    pace = Pace(2, clock)
    assert pace.admit(1).taken
    clock.now += 10
    assert pace.admit(1).taken
    refused = pace.admit(1)
    assert (refused.taken, refused.tell, refused.wait) == (False, True, 50)
    again = pace.admit(1)
    assert (again.taken, again.tell) == (False, False)
    assert pace.admit(2).taken  # somebody else
    clock.now += 50
    assert pace.admit(1).taken
    assert pace.admit(1).tell  # the window is full again, and that is said anew


def test_no_limit() -> None:
    pace = Pace(0)
    assert all(pace.admit(1).taken for _ in range(1000))


def test_the_doorkeeper_knows_people_chats_and_administrators() -> None:
    settings = Settings(allowed=frozenset({5, -100}), admins=frozenset({9}))
    door = Doorkeeper(settings)

    def serves(user: int, chat: int) -> bool:
        return door.serves(User(user, "x", is_bot=False), Chat(chat, "private"))

    assert serves(5, 5)
    assert serves(6, -100)
    assert serves(9, 9)
    assert not serves(6, 6)
    assert Doorkeeper(Settings()).serves(User(6, "x", is_bot=False), None)


def test_a_stranger_is_told_once_an_hour() -> None:
    clock = Clock()
    door = Doorkeeper(Settings(), clock)
    assert door.should_tell(6)
    clock.now += 60
    assert not door.should_tell(6)
    clock.now += 3600
    assert door.should_tell(6)
