"""Posting lists kept in memory within a budget, the longest unused given up first."""

from __future__ import annotations

import threading
from collections import OrderedDict

Key = tuple[int, str]  # segment and term: a segment's lists never change


class PostingCache:
    """Bytes of posting lists by segment and term; safe to use from several threads."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._lists: OrderedDict[Key, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """Bytes held."""
        return self._size

    def get(self, key: Key) -> bytes | None:
        """Return the list, if it is held."""
        with self._lock:
            data = self._lists.get(key)
            if data is not None:
                self._lists.move_to_end(key)
            return data

    def put(self, key: Key, data: bytes) -> None:
        """Hold ``data``, giving up others; one larger than a quarter of the budget is not held."""
        if len(data) > self._budget // 4:
            return
        with self._lock:
            known = self._lists.pop(key, b"")
            self._lists[key] = data
            self._size += len(data) - len(known)
            while self._size > self._budget:
                _, dropped = self._lists.popitem(last=False)
                self._size -= len(dropped)
