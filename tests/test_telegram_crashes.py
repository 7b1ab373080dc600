"""The worker is killed or told to stop in the middle: nothing lost, at most one answer twice."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from bot_api_people import Fault
from bot_api_server import BotApiServer
from telegram_world import ADMIN, Person, World
from test_telegram_uploads import TEXT, send
from worker_process import WorkerProcess

ASKED = (
    ("临邑县收集了多少份问卷？", "241304份"),
    ("临邑县梳理了多少条问题？", "4238条"),
    ("临朐县采购午休垫投了多少钱？", "800万元"),
)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    with BotApiServer() as server:
        worker = WorkerProcess(tmp_path, DUOSHAO_ADMINS=str(ADMIN), **server.environment)
        with worker:
            yield World("polling", server, worker, 0)


def ask_all(here: World, count: int) -> list[Person]:
    people = [here.person() for _ in range(count)]
    for question, _ in ASKED:
        for asker in people:
            asker.say(question)
    return people


def figures(asker: Person) -> list[str]:
    return [message.text.split("\n")[0] for message in asker.messages]


def check(people: list[Person], kills: int) -> None:
    """All were answered, in order, and at most one answer for each kill came twice."""
    doubled = 0
    for asker in people:
        found = figures(asker)
        doubled += len(found) - len(ASKED)
        once = [
            figure for place, figure in enumerate(found) if found[place - 1 : place] != [figure]
        ]
        assert once == [figure for _, figure in ASKED], found
        assert max(Counter(found).values()) <= 1 + kills
    assert 0 <= doubled <= kills


def test_killed_in_the_middle_again_and_again(here: World) -> None:
    people = ask_all(here, 20)
    server, kills = here.server, 3
    for number in range(1, kills + 1):
        here.wait(lambda number=number: len(server.sent) >= 12 * number, "some answers")
        here.worker.kill()
        here.worker.start()
    server.wait(
        lambda: all(len(asker.messages) >= len(ASKED) for asker in people), 60, "all answers"
    )
    here.person().ask(ASKED[0][0])
    check(people, kills)


def test_told_to_stop_it_finishes_what_it_has_and_the_rest_comes_later(here: World) -> None:
    people = ask_all(here, 20)
    here.wait(lambda: len(here.server.sent) >= 5)
    began = time.monotonic()
    assert here.worker.terminate() == 0
    assert time.monotonic() - began < 10  # what the issue promises to the host
    sent = len(here.server.sent)
    here.worker.start()
    here.server.wait(lambda: all(len(asker.messages) >= len(ASKED) for asker in people), 60)
    check(people, 0)
    assert sent >= 5


def test_what_cannot_be_sent_before_the_end_is_sent_after_the_start(here: World) -> None:
    asker = here.person()
    here.server.fail("sendMessage", *(Fault("502") for _ in range(50)))
    asker.say(ASKED[0][0])
    here.wait(lambda: "sendMessage" in here.server.refused_at, "the first try")
    here.worker._settings["DUOSHAO_SHUTDOWN_SECONDS"] = "1"
    here.worker.kill()
    here.server.forgive("sendMessage")
    here.worker.start()
    asker.next()
    assert figures(asker) == [ASKED[0][1]]


def test_the_first_of_several_answers_is_not_sent_again(here: World) -> None:
    asker = here.person()
    here.server.fail_after("sendMessage", 1, *(Fault("502") for _ in range(50)))
    asker.say(" ".join(question for question, _ in ASKED))
    here.wait(lambda: "sendMessage" in here.server.refused_at, "the second answer to fail")
    here.worker.kill()
    here.server.forgive("sendMessage")
    here.worker.start()
    for _ in ASKED:
        asker.next()
    here.person().ask(ASKED[0][0])
    assert figures(asker) == [figure for _, figure in ASKED]


def test_a_document_being_read_is_taken_up_again(here: World) -> None:
    admin = here.admin()
    send(admin, "云溪县.txt", TEXT.format(parks=37, money=1860).encode())
    admin.next("the message about the progress")
    here.worker.kill()
    here.worker.start()
    said = "读完了“云溪县.txt”"
    here.wait(lambda: any(said in message.text for message in admin.messages), "what became of it")
    assert here.person().ask("云溪县新建了多少处口袋公园？").text.startswith("37处")


def test_talks_and_buttons_work_after_a_restart(here: World) -> None:
    asker = here.person()
    answer = asker.ask("临朐县采购午休垫投了多少钱？")
    assert here.worker.terminate() == 0
    here.worker.start()
    assert asker.ask("惠及多少学生？").text.startswith("10.8万人")
    asker.press(answer, "上下文")
    assert "返回答案" in answer.labels


def test_an_update_handed_over_twice_is_answered_once(here: World) -> None:
    asker = here.person()
    asker.ask(ASKED[0][0])
    here.person().ask("/help")  # by then the first answer is noted
    here.worker.kill()
    here.server.hand_over_again()
    here.worker.start()
    asker.ask(ASKED[1][0])
    assert figures(asker) == [ASKED[0][1], ASKED[1][1]]
