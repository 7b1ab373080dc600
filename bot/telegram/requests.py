"""The update that is being worked on: its reference, and how much of its answer was sent."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from bot import logs


@dataclass(slots=True)
class Request:
    """One update under way.

    ``sent_before`` messages of its answer were sent before the process ended the last time: the
    first so many are not sent again. ``deferred`` says that a task in the background finishes it.
    ``received`` and ``begun`` are times of the monotonic clock.
    """

    update_id: int
    identifier: str
    sent_before: int = 0
    step: int = 0
    struck: bool = False
    deferred: bool = False
    received: float = field(default_factory=time.monotonic)
    begun: float = field(default_factory=time.monotonic)

    def next_step(self) -> tuple[int, bool]:
        """Return the number of the next message, from 1, and whether it was sent before."""
        self.step += 1
        return self.step, self.step <= self.sent_before


current: ContextVar[Request | None] = ContextVar("current", default=None)


@contextmanager
def working_on(request: Request, payload: Mapping[str, Any]) -> Iterator[None]:
    """Make ``request`` the current one, and keep what ``payload`` says out of the log."""
    token = current.set(request)
    try:
        with logs.request(request.identifier, private_texts(payload)):
            yield
    finally:
        current.reset(token)


def private_texts(payload: object) -> list[str]:
    """Return everything in an update that a person wrote or is called."""
    found: list[str] = []
    if isinstance(payload, Mapping):
        for name, value in payload.items():
            if name in _WRITTEN and isinstance(value, str):
                found.append(value)
            elif isinstance(value, (Mapping, list)):
                found.extend(private_texts(value))
    elif isinstance(payload, list):
        for value in payload:
            found.extend(private_texts(value))
    return found


_WRITTEN = frozenset(
    {
        "text",
        "caption",
        "query",
        "first_name",
        "last_name",
        "username",
        "title",
        "file_name",
        "phone_number",
        "question",
    }
)
