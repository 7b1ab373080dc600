"""Two running worlds, one that polls and one with a webhook, shared by all tests of a run.

Every test takes people of its own, so that none sees what another asked.
"""

from __future__ import annotations

import atexit
import itertools
import socket
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from bot_api_people import Sent, group, person, private
from bot_api_server import BotApiServer
from worker_process import WorkerProcess

MODES = ("polling", "webhook")
ADMIN = 900_001
_numbers = itertools.count(1_000)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Person:
    """Somebody with Telegram: writes, waits, presses."""

    world: World
    user: dict[str, Any]
    chat: dict[str, Any]
    seen: int = 0

    @property
    def messages(self) -> list[Sent]:
        return self.world.server.in_chat(self.chat["id"])

    def say(self, text: str | None, **more: Any) -> int:
        return self.world.server.say(text, self.chat, self.user, **more)

    def next(self, what: str = "") -> Sent:
        """Wait for the next message of the bot in this chat."""
        place = self.seen
        found = self.world.server.wait(lambda: self.messages[place:], what=what or "an answer")
        self.seen += 1
        return found[0]

    def ask(self, text: str | None, **more: Any) -> Sent:
        number = self.say(text, **more)
        return self.next(f"the answer to message {number}")

    def press(self, sent: Sent, label: str) -> str:
        """Press a button and wait until it is released; returns what was shown over the chat."""
        server = self.world.server
        query = server.press(sent, label, self.chat, self.user)
        server.wait(lambda: query in server.toasts, what=f"the button {label}")
        return server.toasts[query]

    def silence(self) -> None:
        """Make sure that nothing was sent: what is asked after it is answered next."""
        witness = Person(self.world, person(next(_numbers)), {})
        witness.chat = private(witness.user)
        before = len(self.messages)
        self.world.server.say("/help", self.chat, {**self.user})
        self.world.server.wait(lambda: len(self.messages) > before, what="/help")
        assert len(self.messages) == before + 1
        assert "/privacy" in self.messages[-1].text
        self.seen += 1


@dataclass
class World:
    """A Bot API server and a worker."""

    mode: str
    server: BotApiServer
    worker: WorkerProcess
    port: int
    _people: list[Person] = field(default_factory=list)

    def person(self, lang: str = "zh-hans", number: int | None = None) -> Person:
        user = person(number or next(_numbers), lang=lang)
        found = Person(self, user, private(user))
        found.seen = len(found.messages)
        return found

    def admin(self) -> Person:
        return self.person(number=ADMIN)

    def member(self, chat: dict[str, Any], lang: str = "zh-hans") -> Person:
        member = Person(self, person(next(_numbers), lang=lang), chat)
        member.seen = len(member.messages)
        return member

    def group(self, **more: Any) -> dict[str, Any]:
        return group(-1_000_000_000 - next(_numbers), **more)

    def wait(self, condition: Callable[[], Any], what: str = "") -> Any:
        return self.server.wait(condition, what=what)


@cache
def world(mode: str) -> World:
    """Start the world of ``mode`` when it is first needed; it ends with the test run."""
    server = BotApiServer()
    server.__enter__()
    folder = tempfile.TemporaryDirectory(prefix="duoshao-world-")
    port = free_port()
    settings = {"DUOSHAO_ADMINS": str(ADMIN), "DUOSHAO_LISTEN": "127.0.0.1", **server.environment}
    if mode == "webhook":
        settings["DUOSHAO_WEBHOOK_URL"] = f"https://127.0.0.1:{port}"
        settings["DUOSHAO_PORT"] = str(port)
    else:
        settings["DUOSHAO_HEALTH_PORT"] = str(port)
    worker = WorkerProcess(Path(folder.name), **settings)

    def end() -> None:
        worker.__exit__()
        server.__exit__()
        folder.cleanup()

    atexit.register(end)
    worker.start()
    return World(mode, server, worker, port)
