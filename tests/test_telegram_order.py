"""Every chat in its own order, each update once, no chat waiting for another."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Bot, Update

from bot.chat_store import ChatStore
from bot.journal import Journal
from bot.metrics import Metrics
from bot.telegram import dispatcher as dispatching
from bot.telegram.dispatcher import Dispatcher, order_key
from bot.telegram.turnstile import Turnstile


def message(number: int, chat: int) -> dict[str, object]:
    content = {
        "message_id": number,
        "date": 1,
        "chat": {"id": chat, "type": "private"},
        "from": {"id": chat, "is_bot": False, "first_name": "x"},
        "text": f"{chat}/{number}",
    }
    return {"update_id": number, "message": content}


class Desk:
    """A dispatcher over a real journal, and what was handled in which order."""

    def __init__(self, path: Path) -> None:
        self.store = ChatStore.open(path)
        self.journal = Journal(self.store.db, 1)
        self.handled: dict[int, list[int]] = defaultdict(list)
        self.given_up: list[int] = []
        self.pauses: dict[int, asyncio.Event] = {}
        self.fail: set[int] = set()
        self.dispatcher = Dispatcher(
            Bot("1:x"),  # type: ignore[arg-type]
            self.store,
            self.journal,
            Metrics(),
            self.handle,
            self.give_up,
        )

    async def handle(self, update: Update) -> None:
        assert update.message is not None
        chat = update.message.chat_id
        if chat in self.pauses:
            await self.pauses[chat].wait()
        await asyncio.sleep(0)
        self.handled[chat].append(update.update_id)
        if update.update_id in self.fail:
            raise ValueError("a handler that fails")

    async def give_up(self, update: Update) -> None:
        self.given_up.append(update.update_id)


@given(st.lists(st.lists(st.integers(1, 4), max_size=8), max_size=6))
@settings(max_examples=25, deadline=None)
def test_each_chat_in_order_and_each_update_once(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[int]]
) -> None:
    async def run() -> Desk:
        desk, number = Desk(tmp_path_factory.mktemp("order") / "chats.db"), 0
        for batch in batches:
            updates = []
            for chat in batch:
                number += 1
                updates.append(message(number, chat))
            await desk.dispatcher.receive(reversed(updates))
            await desk.dispatcher.receive(updates[:1])  # handed over twice
        assert await desk.dispatcher.drain(10.0) == 0
        assert desk.journal.waiting() == 0
        return desk

    desk = asyncio.run(run())
    numbered = list(enumerate((chat for batch in batches for chat in batch), start=1))
    for chat in range(1, 5):
        assert desk.handled[chat] == [number for number, one in numbered if one == chat]


def test_a_chat_that_is_held_up_holds_up_nobody_else(tmp_path: Path) -> None:
    async def run() -> None:
        desk = Desk(tmp_path / "chats.db")
        desk.pauses[1] = asyncio.Event()
        await desk.dispatcher.receive([message(1, 1), message(2, 2), message(3, 1)])
        while not desk.handled[2]:
            await asyncio.sleep(0.01)
        assert desk.handled[1] == []
        assert await desk.dispatcher.drain(0.05) == 2
        assert [entry.update_id for entry in desk.journal.pending()] == [1, 3]

    asyncio.run(run())


def test_a_handler_that_fails_does_not_stop_its_chat(tmp_path: Path) -> None:
    async def run() -> None:
        desk = Desk(tmp_path / "chats.db")
        desk.fail = {1}
        await desk.dispatcher.receive(
            [message(1, 1), {"update_id": 2, "message": 5}, message(3, 1)]
        )
        assert await desk.dispatcher.drain(10.0) == 0
        assert desk.handled[1] == [1, 3]
        assert desk.journal.waiting() == 0

    asyncio.run(run())


def test_an_update_that_ends_the_process_again_and_again_is_given_up(tmp_path: Path) -> None:
    async def run() -> tuple[int, Desk]:
        first = Desk(tmp_path / "chats.db")
        first.pauses[1] = asyncio.Event()
        await first.dispatcher.receive([message(1, 1)])
        await first.dispatcher.drain(0.0)
        for starts in range(1, 20):
            desk = Desk(tmp_path / "chats.db")
            desk.pauses[1] = asyncio.Event()  # the process ends while it is at it
            assert await desk.dispatcher.replay() == 1
            await desk.dispatcher.drain(0.3)
            if desk.given_up:
                return starts, desk
        raise AssertionError("never given up")

    starts, desk = asyncio.run(run())
    assert 5 <= starts <= 10
    assert desk.given_up == [1]
    assert desk.journal.waiting() == 0


def test_there_is_an_end_to_what_waits_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatching, "ROOM", 3)

    async def run() -> None:
        desk = Desk(tmp_path / "chats.db")
        desk.pauses[1] = asyncio.Event()
        await desk.dispatcher.receive([message(number, 1) for number in range(1, 5)])
        assert desk.dispatcher.full
        desk.pauses[1].set()
        await asyncio.wait_for(desk.dispatcher.room(), 10)
        assert not desk.dispatcher.full
        await desk.dispatcher.drain(10.0)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("payload", "key"),
    [
        (message(1, 7), ("chat", 7)),
        ({"update_id": 1, "edited_message": {"chat": {"id": -5}}}, ("chat", -5)),
        ({"update_id": 1, "callback_query": {"from": {"id": 3}, "message": {"chat": {"id": 7}}}},
         ("chat", 7)),
        ({"update_id": 1, "callback_query": {"from": {"id": 3}}}, ("person", 3)),
        ({"update_id": 1, "inline_query": {"from": {"id": 3}}}, ("inline", 3)),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 7}, "from": {"id": 3}}}, ("chat", 7)),
        ({"update_id": 1}, ("nobody", 0)),
    ],
)  # fmt: skip
def test_what_an_update_must_be_in_order_with(
    payload: dict[str, object], key: tuple[str, int]
) -> None:
    assert order_key(payload) == key


def test_the_turnstile_lets_one_through_at_a_time() -> None:
    async def run() -> int:
        turnstile, inside, most = Turnstile(patience=60.0), 0, 0

        async def go() -> None:
            nonlocal inside, most
            async with turnstile.turn():
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0)
                inside -= 1

        await asyncio.gather(*(go() for _ in range(50)))
        return most

    assert asyncio.run(run()) == 1


def test_the_turnstile_does_not_wait_for_one_that_is_slow() -> None:
    async def run() -> None:
        turnstile, done = Turnstile(patience=0.01), asyncio.Event()

        async def slow() -> None:
            async with turnstile.turn():
                await done.wait()

        async def fast() -> None:
            async with turnstile.turn():
                done.set()

        await asyncio.wait_for(asyncio.gather(slow(), fast(), slow(), fast()), 10)

    asyncio.run(run())
