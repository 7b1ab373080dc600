"""Whom the bot serves, and how fast: the allow-list and the pace, end to end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bot_api_methods import BOT
from bot_api_people import group
from bot_api_server import BotApiServer
from telegram_world import ADMIN, World
from worker_process import WorkerProcess

QUESTION = "临邑县收集了多少份问卷？"
ALLOWED = (71, 72)
GROUP = -1_000_000_077


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with BotApiServer() as server:
        settings = {
            "DUOSHAO_ADMINS": str(ADMIN),
            "DUOSHAO_ALLOWED": f"{ALLOWED[0]},{ALLOWED[1]}, {GROUP}",
            "DUOSHAO_QUESTIONS_PER_MINUTE": "3",
            **server.environment,
        }
        with WorkerProcess(tmp_path_factory.mktemp("access"), **settings) as worker:
            yield World("polling", server, worker, 0)


def test_a_stranger_is_told_once_and_then_there_is_silence(here: World) -> None:
    stranger = here.person()
    assert "指定的人和群" in stranger.ask(QUESTION).text
    stranger.say(QUESTION)
    stranger.say("/start")
    allowed = here.person(number=ALLOWED[0])
    assert allowed.ask(QUESTION).text.startswith("241304份")
    assert len(stranger.messages) == 1
    query = here.server.type_inline(QUESTION, stranger.user)
    here.wait(lambda: query in here.server.inline_answers)
    assert here.server.inline_answers[query] == []
    press = here.server.press_data(stranger.messages[0], "d:0", stranger.chat, stranger.user)
    here.wait(lambda: press in here.server.toasts)
    assert "指定的人和群" in here.server.toasts[press]


def test_everybody_may_ask_in_a_group_that_is_served(here: World) -> None:
    member = here.member(group(GROUP))
    assert member.ask(f"@{BOT['username']} {QUESTION}").text.startswith("241304份")
    other = here.member(here.group())
    other.say(QUESTION)  # to nobody in particular, in a group that is not served
    assert "指定的人和群" in other.ask(f"@{BOT['username']} {QUESTION}").text


def test_administrators_are_served_at_any_pace(here: World) -> None:
    admin = here.admin()
    for _ in range(5):
        assert admin.ask(QUESTION).text.startswith("241304份")


def test_too_fast_is_one_calm_sentence_and_then_silence(here: World) -> None:
    asker = here.person(number=ALLOWED[1])
    for _ in range(3):
        assert asker.ask(QUESTION).text.startswith("241304份")
    assert "歇一会儿" in asker.ask(QUESTION).text
    for _ in range(3):
        asker.say(QUESTION)
    asker.silence()
