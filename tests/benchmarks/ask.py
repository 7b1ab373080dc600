"""Measures a question end to end with its parts, in processor time, at several sizes.

    python -m tests.benchmarks.ask --data FOLDER --sizes 3000 100000

``FOLDER`` holds cmrc2018_trial.json and drcd_dev.json. The databases are kept in ``--work``. With
``--beside FILE`` the documents of the last size are stored beside an index of as many paragraphs
that ``index_peers --keep`` has built, which takes half the time; their titles are not in it then.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.engine import Engine
from retrieval.question import understand
from retrieval.segmentation import segment
from tests.benchmarks.ask_database import build, store_beside
from tests.benchmarks.corpus import RecombinedCorpus

_WARM = "ask-warm.db"


def main() -> None:
    """Build what is missing, then measure each size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[3000, 100_000])
    parser.add_argument("--work", type=Path, default=Path("build/benchmarks"))
    parser.add_argument("--beside", type=Path, help="an index of the last of the sizes")
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(_measure(arguments.work / f"ask-{arguments.measure}.db", arguments.data)))
        return
    arguments.work.mkdir(parents=True, exist_ok=True)
    titles = ["paragraphs", "ask p50 ms", "p95", "segmentation", "understanding", "candidates"]
    titles += ["reader", "opened and first answer ms", "MB private"]
    print(f"| {' | '.join(titles)} |")
    print(f"|{'---:|' * len(titles)}")
    warm = arguments.work / _WARM
    if not warm.exists():
        build(warm, arguments.data, 20)
    for size in arguments.sizes:
        path = arguments.work / f"ask-{size}.db"
        if not path.exists() and arguments.beside and size == arguments.sizes[-1]:
            store_beside(arguments.beside, path, arguments.data, size)
        elif not path.exists():
            build(path, arguments.data, size)
        command = [sys.executable, "-m", "tests.benchmarks.ask", "--measure", str(size)]
        command += ["--data", str(arguments.data), "--work", str(arguments.work)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        m = json.loads(done.stdout.splitlines()[-1])
        print(
            f"| {size:,} | {m['p50']:.2f} | {m['p95']:.2f} | {m['segmentation']:.2f} |"
            f" {m['understanding']:.2f} | {m['candidates']:.2f} | {m['reader']:.2f} |"
            f" {m['first']:.0f} | {m['private']:.0f} |",
            flush=True,
        )


class _Timed:
    """A collection that takes the time of its searches and look-ups."""

    def __init__(self, collection: Any) -> None:
        self._collection = collection
        self.seconds = 0.0

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._collection, name)

        def timed(*arguments: Any, **options: Any) -> Any:
            start = time.process_time()
            try:
                return method(*arguments, **options)
            finally:
                self.seconds += time.process_time() - start

        return timed


def _measure(path: Path, data: Path) -> dict[str, float]:
    questions = ["".join(words) for words in RecombinedCorpus(data).questions(220)]
    warm, questions = questions[200:], questions[:200]
    # What all sizes share, models and dictionary, is loaded before: the rest is the collection's.
    small = Engine.open(path.with_name(_WARM), seed=False)
    small.ask(warm[0])
    small.close()
    start = time.process_time()
    engine = Engine.open(path, seed=False)
    engine.ask(warm[0])
    first = time.process_time() - start
    timed = _Timed(engine.collection)
    engine._reader._collection = timed
    for question in warm:
        engine.ask(question)
    rows = []
    for question in questions:
        timed.seconds = 0.0
        start = time.process_time()
        engine.ask(question)
        answered = time.process_time()
        segment(question)
        segmented = time.process_time()
        understand(question)
        understood = time.process_time()
        whole, segmentation = answered - start, segmented - answered
        understanding = understood - segmented
        reading = whole - understanding - timed.seconds
        rows.append((whole, segmentation, understanding - segmentation, timed.seconds, reading))
    wholes, *parts = (np.array(column) * 1000 for column in zip(*rows, strict=True))
    private = next(
        int(line.split()[1]) / 1024
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        if line.startswith("RssAnon")
    )
    names = ("segmentation", "understanding", "candidates", "reader")
    return {
        "p50": float(np.percentile(wholes, 50)),
        "p95": float(np.percentile(wholes, 95)),
        **{name: float(np.median(part)) for name, part in zip(names, parts, strict=True)},
        "first": first * 1000,
        "private": private,
    }


if __name__ == "__main__":
    main()
