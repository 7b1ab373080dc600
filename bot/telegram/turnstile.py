"""A turnstile: one message at a time goes out, unless one is slow.

Between the moment Telegram takes a message and the moment the journal knows it, a crash makes that
message be sent again. One at a time in that gap means one doubled at most.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar

_leave: ContextVar[Callable[[], None] | None] = ContextVar("leave", default=None)


class Turnstile:
    """Lets the next one in when the last one is through, or has taken ``patience`` seconds.

    A message takes some 50 ms to Telegram and back, so that about twenty a second go out, near
    Telegram's own limit of thirty; one that is slow holds up the others for the length of the
    patience and no longer, one that waits because of a 429 not at all.
    """

    def __init__(self, patience: float = 0.25) -> None:
        self._patience = patience
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Hold the turnstile for the length of the block, or until patience ends."""
        await self._lock.acquire()
        held = True

        def leave() -> None:
            nonlocal held
            if held:
                held = False
                self._lock.release()

        timer = asyncio.get_running_loop().call_later(self._patience, leave)
        token = _leave.set(leave)
        try:
            yield
        finally:
            _leave.reset(token)
            timer.cancel()
            leave()


def step_aside() -> None:
    """Let the next one through: what holds the turnstile, if anything does, waits for something."""
    leave = _leave.get()
    if leave is not None:
        leave()
