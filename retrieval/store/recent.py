"""The paragraphs read last, kept in memory: a paragraph's number is never given to another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence

from retrieval.records import StoredParagraph

_KEPT = 1000  # some 13 kB each when questions have looked at their sentences

Read = Callable[[Sequence[int]], Mapping[int, StoredParagraph]]


class RecentParagraphs:
    """Paragraphs by id, the longest unused given up first; safe to use from several threads."""

    def __init__(self) -> None:
        self._paragraphs: dict[int, StoredParagraph] = {}
        self._lock = threading.Lock()

    def get(self, ids: Sequence[int], read: Read) -> dict[int, StoredParagraph]:
        """Return the paragraphs with ``ids``, which exist; ``read`` reads those not kept."""
        with self._lock:
            found = {i: self._paragraphs[i] for i in ids if i in self._paragraphs}
        missing = [i for i in ids if i not in found]
        if missing:
            found |= read(missing)
        with self._lock:
            for number, paragraph in found.items():
                self._paragraphs.pop(number, None)
                self._paragraphs[number] = paragraph
            while len(self._paragraphs) > _KEPT:
                del self._paragraphs[next(iter(self._paragraphs))]
        return found
