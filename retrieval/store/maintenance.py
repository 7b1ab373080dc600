"""Keeping the index in shape beside the questions: merges, in a thread of their own."""

from __future__ import annotations

import logging
import threading

from retrieval.errors import StoreError
from retrieval.index.merged_postings import Transaction
from retrieval.index.merging import clear_away, merge, merge_due, segment_sizes

_QUIET = 1.0  # seconds without a document after which the merges begin
_MANY_SEGMENTS = 24  # with more of them, merges begin at once

_log = logging.getLogger(__name__)


class Maintenance:
    """Merges segments when documents have come or gone, one merge a process at a time."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading = reading
        self._writing = writing
        self._merging = threading.Lock()
        self._starting = threading.Lock()
        self._changed = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Tell that documents have come or gone."""
        self._changed.set()
        with self._starting:
            if self._thread is None and not self._stopped.is_set():
                self._thread = threading.Thread(target=self._run, name="merges", daemon=True)
                self._thread.start()

    def settle(self) -> None:
        """Do all merges that are due, now."""
        with self._merging:
            while not self._stopped.is_set():
                with self._reading() as connection:
                    due = merge_due(segment_sizes(connection))
                if not due or not merge(due, self._reading, self._writing, self._stopped.is_set):
                    break
                # Before the next one, so that it finds room in the file.
                clear_away(self._writing, self._stopped.is_set)
            clear_away(self._writing, self._stopped.is_set)

    def stop(self) -> None:
        """End the thread; a merge under way is given up and leaves all as it was."""
        self._stopped.set()
        self._changed.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            self._changed.wait()
            while not self._stopped.is_set() and self._is_busy():
                pass
            if self._stopped.is_set():
                return
            try:
                self.settle()
            except StoreError as error:
                # The next document wakes us again; until then all is merely slower.
                _log.info("merging put off: %s", error)

    def _is_busy(self) -> bool:
        """Wait a little; whether documents still come and the merges can be put off."""
        self._changed.clear()
        if not self._changed.wait(_QUIET):
            return False
        with self._reading() as connection:
            return len(segment_sizes(connection)) <= _MANY_SEGMENTS
