"""Telegram fails in every known way: nothing is lost, nobody waits for somebody else's failure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bot_api_people import Fault
from bot_api_server import BotApiServer
from telegram_world import ADMIN, Person, World, free_port
from worker_process import WorkerProcess

QUESTION = "临邑县收集了多少份问卷？"
FIGURE = "241304份"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world of its own, since its server fails."""
    with BotApiServer() as server:
        settings = {"DUOSHAO_ADMINS": str(ADMIN), **server.environment}
        folder: Path = tmp_path_factory.mktemp("faults")
        with WorkerProcess(folder, **settings) as worker:
            world = World("polling", server, worker, free_port())
            world.person().ask(QUESTION)
            yield world


@pytest.mark.parametrize("kind", ["500", "502", "drop", "garbage", "slow"])
def test_a_send_that_fails_is_made_again(here: World, kind: str) -> None:
    here.server.fail("sendMessage", Fault(kind, 0.3))
    asker = here.person()
    assert asker.ask(QUESTION).text.startswith(FIGURE)
    assert len(asker.messages) == 1


def test_several_failures_in_a_row(here: World) -> None:
    here.server.fail("sendMessage", Fault("502"), Fault("drop"))
    assert here.person().ask(QUESTION).text.startswith(FIGURE)


def test_a_reply_that_is_lost_doubles_the_one_in_flight_at_most(here: World) -> None:
    here.server.fail("sendMessage", Fault("drop_after"))
    asker = here.person()
    asker.ask(QUESTION)
    asker.say("临邑县梳理了多少条问题？")
    here.wait(lambda: asker.messages[-1].text.startswith("4238条"), "the second answer")
    texts = [message.text.split("\n")[0] for message in asker.messages]
    assert texts == [FIGURE, FIGURE, "4238条"]


def test_a_429_is_waited_for_and_only_by_the_chat_that_got_it(here: World) -> None:
    slow, fast = here.person(), here.person()
    before = len(here.server.calls)
    here.server.fail("sendMessage", Fault("429", 3))
    slow.say(QUESTION)
    here.wait(lambda: any(m == "sendMessage" for m, _, _ in here.server.calls[before:]), "the 429")
    assert fast.ask(QUESTION).text.startswith(FIGURE)
    refused = here.server.refused_at["sendMessage"]
    assert slow.next().text.startswith(FIGURE)
    assert fast.messages[0].at < slow.messages[0].at
    assert slow.messages[0].at - refused >= 3.0  # what Telegram asked for was kept to


def test_an_edit_that_fails_is_made_again(here: World) -> None:
    asker = here.person()
    answer = asker.ask(QUESTION)
    here.server.fail("editMessageText", Fault("500"), Fault("429", 1))
    asker.press(answer, "上下文")
    assert "返回答案" in answer.labels


def test_what_is_fleeting_may_fail(here: World) -> None:
    asker = here.person()
    answer = asker.ask(QUESTION)
    here.server.fail("answerCallbackQuery", Fault("429", 60))
    here.server.press(answer, "👍", asker.chat, asker.user)
    here.wait(lambda: "👍 ✓" in answer.labels, "the vote")
    assert asker.ask(QUESTION).text.startswith(FIGURE)


@pytest.mark.parametrize("kind", ["500", "502", "drop", "drop_after", "garbage"])
def test_a_poll_that_fails_is_made_again(here: World, kind: str) -> None:
    here.server.fail("getUpdates", Fault(kind))
    asker = here.person()
    assert asker.ask(QUESTION).text.startswith(FIGURE)
    assert asker.ask("梳理了多少条问题？").text.startswith("4238条")
    assert len(asker.messages) == 2


def test_a_poller_that_was_there_first_survives_a_conflict(here: World) -> None:
    here.server.fail("getUpdates", Fault("409"))
    assert here.person().ask(QUESTION).text.startswith(FIGURE)


def test_an_error_is_told_to_the_person_to_the_administrator_and_to_the_log(here: World) -> None:
    asker, admin = here.person(), here.admin()
    here.server.fail("sendMessage", Fault("400"))
    asker.say("临邑县秘密地梳理了多少条问题？")
    apology = asker.next().text
    assert "出了差错" in apology
    reference = apology.rsplit(" ", 1)[-1]
    assert reference in admin.next("the message to the administrator").text
    (event,) = [
        event
        for event in here.worker.events()
        if event.get("request") == reference and "traceback" in event
    ]
    assert "BadRequest" in event["traceback"]
    assert event["level"] == "ERROR"
    assert asker.ask(QUESTION).text.startswith(FIGURE)


def test_nothing_is_lost_while_everything_fails_now_and_then(here: World) -> None:
    faults = [Fault("429", 1), Fault("500"), Fault("502"), Fault("drop"), Fault("slow", 0.2)]
    here.server.fail_at_random(0.15, faults, {"sendMessage", "getUpdates"})
    people = [here.person() for _ in range(10)]
    for asker in people:
        asker.say(QUESTION)
        asker.say("梳理了多少条问题？")
    for asker in people:
        assert asker.next().text.startswith(FIGURE)
        assert asker.next().text.startswith("4238条")
    here.server.calm()
    assert [len(asker.messages) for asker in people] == [2] * len(people)


def test_people_and_the_token_are_not_in_the_log(here: World) -> None:
    asker: Person = here.person()
    asker.ask(QUESTION)
    log = here.worker.log
    assert here.server.token not in log
    assert "问卷" not in log
    assert "秘密" not in log
    assert all(isinstance(event, dict) for event in here.worker.events())
