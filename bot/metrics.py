"""Counts and times for ``/metrics``, in the text format of Prometheus (version 0.0.4)."""

from __future__ import annotations

import threading
from collections.abc import Callable

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_HELP = {
    "duoshao_updates_total": "Updates received from Telegram, by kind.",
    "duoshao_answers_total": "Questions answered or not, by outcome.",
    "duoshao_errors_total": "Updates whose handling failed.",
    "duoshao_retries_total": "Requests to Telegram tried again, by reason.",
    "duoshao_messages_total": "Messages sent.",
    "duoshao_documents_total": "Documents sent by administrators, by what became of them.",
    "duoshao_own_seconds": "From the moment a question's turn has come until its answer is ready.",
    "duoshao_ask_seconds": "Time in the engine for one question.",
}


class Metrics:
    """The counters, histograms and gauges of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counters: dict[tuple[str, str], float] = {}
        self._histograms: dict[str, list[float]] = {}
        self._sums: dict[str, float] = {}
        self._gauges: dict[str, tuple[str, Callable[[], float]]] = {}

    def count(self, name: str, label: str = "", amount: float = 1.0) -> None:
        """Add to the counter ``name``; ``label`` is as in ``kind="message"``."""
        with self._lock:
            self._counters[name, label] = self._counters.get((name, label), 0.0) + amount

    def observe(self, name: str, seconds: float) -> None:
        """Add a time to the histogram ``name``."""
        with self._lock:
            buckets = self._histograms.setdefault(name, [0.0] * (len(_BUCKETS) + 1))
            place = next((n for n, top in enumerate(_BUCKETS) if seconds <= top), len(_BUCKETS))
            buckets[place] += 1
            self._sums[name] = self._sums.get(name, 0.0) + seconds

    def gauge(self, name: str, explanation: str, read: Callable[[], float]) -> None:
        """Report what ``read`` returns as the gauge ``name``."""
        self._gauges[name] = (explanation, read)

    def render(self) -> str:
        """Return everything in the text format."""
        with self._lock:
            counters = sorted(self._counters.items())
            histograms = sorted((n, list(b), self._sums[n]) for n, b in self._histograms.items())
        lines: list[str] = []
        last = ""
        for (name, label), value in counters:
            if name != last:
                lines += [f"# HELP {name} {_HELP.get(name, name)}", f"# TYPE {name} counter"]
                last = name
            lines.append(f"{name}{'{' + label + '}' if label else ''} {value:g}")
        for name, buckets, total in histograms:
            lines += [f"# HELP {name} {_HELP.get(name, name)}", f"# TYPE {name} histogram"]
            running = 0.0
            for top, amount in zip((*_BUCKETS, "+Inf"), buckets, strict=True):
                running += amount
                lines.append(f'{name}_bucket{{le="{top}"}} {running:g}')
            lines += [f"{name}_sum {total:g}", f"{name}_count {running:g}"]
        for name, (explanation, read) in sorted(self._gauges.items()):
            lines += [f"# HELP {name} {explanation}", f"# TYPE {name} gauge", f"{name} {read():g}"]
        return "\n".join(lines) + "\n"


def resident_memory() -> float:
    """Return the bytes of memory that this process holds, 0.0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            pages = int(file.read().split()[1])
    except (OSError, ValueError, IndexError):
        return 0.0
    import resource

    return float(pages * resource.getpagesize())
