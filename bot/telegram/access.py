"""Who may ask, and how fast."""

from __future__ import annotations

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass

from telegram import Chat, User

from config.settings import Settings

_MINUTE = 60.0
_PEOPLE_KEPT = 10_000
_DENIAL_EVERY = 3600.0


@dataclass(frozen=True, slots=True)
class Admission:
    """Whether a question is taken; if not, the seconds to wait, and whether to say so."""

    taken: bool
    wait: int = 0
    tell: bool = False


class Pace:
    """So many questions a minute from one person; one calm sentence beyond that, then silence."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = per_minute
        self._clock = clock
        self._asked: OrderedDict[int, deque[float]] = OrderedDict()
        self._told: dict[int, float] = {}

    def admit(self, user_id: int) -> Admission:
        """Count one question of ``user_id``, if there is room for it."""
        if not self._most:
            return Admission(taken=True)
        now = self._clock()
        asked = self._asked.setdefault(user_id, deque())
        self._asked.move_to_end(user_id)
        if len(self._asked) > _PEOPLE_KEPT:
            gone, _ = self._asked.popitem(last=False)
            self._told.pop(gone, None)
        while asked and asked[0] <= now - _MINUTE:
            asked.popleft()
        if len(asked) < self._most:
            asked.append(now)
            self._told.pop(user_id, None)
            return Admission(taken=True)
        wait = math.ceil(asked[0] + _MINUTE - now)
        tell = user_id not in self._told
        self._told[user_id] = now
        return Admission(taken=False, wait=wait, tell=tell)


class Doorkeeper:
    """Knows whom the bot serves; tells a stranger so once an hour."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._told: OrderedDict[int, float] = OrderedDict()

    def serves(self, user: User | None, chat: Chat | None) -> bool:
        """Tell whether this person, or everybody in this chat, may ask."""
        allowed = self._settings.allowed
        if not allowed or (user is not None and user.id in self._settings.admins):
            return True
        return any(one is not None and one.id in allowed for one in (user, chat))

    def should_tell(self, user_id: int) -> bool:
        """Tell whether a stranger is to be told that the bot does not serve them."""
        now = self._clock()
        last = self._told.pop(user_id, None)
        self._told[user_id] = now if last is None or now - last >= _DENIAL_EVERY else last
        if len(self._told) > _PEOPLE_KEPT:
            self._told.popitem(last=False)
        return self._told[user_id] == now
