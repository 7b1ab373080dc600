"""Measures the index side by side with its peers, and writes table and plot.

    python -m tests.benchmarks.index_peers --data FOLDER --sizes 3000 100000 1000000

``FOLDER`` holds cmrc2018_trial.json and drcd_dev.json (both public: CMRC 2018, DRCD). Each peer is
built in a process of its own and asked in another. What is measured already in ``--work`` is kept,
so that a run can go on where one ended; ``--again PEER`` measures a peer anew. What reads the index
of another is not built itself. Questions and additions in processor time, questions the best of
three (once, where slow); the rest by the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.peers import all_peers
from tests.benchmarks.reference import Reference
from tests.benchmarks.term_corpus import term_corpus

K = 10
_NEW = 100
_SLOW = 0.3  # seconds a question above which few are asked, and once
_FEW = 20


def main() -> None:
    """Measure, or with ``--step`` do one step of it in this process."""
    arguments = _arguments()
    if arguments.step:
        _step(arguments)
        return
    results_file = arguments.work / "results.json"
    results = json.loads(results_file.read_text()) if results_file.exists() else {}
    arguments.work.mkdir(parents=True, exist_ok=True)
    for size in arguments.sizes:
        term_corpus(arguments.work, arguments.data, size)
        for name in arguments.peers or all_peers():
            key = f"{name} {size}"
            peer = all_peers()[name]
            if size > getattr(peer, "largest", size):
                continue
            if key in results and name not in arguments.again:
                continue
            print(f"{key} …", file=sys.stderr, flush=True)
            measured = {"peer": name, "size": size, "load": os.getloadavg()[0]}
            folder = _folder(arguments.work, peer, size)
            if not hasattr(peer, "built_as") or not folder.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                measured |= _in_process(arguments, "build", name, size)
            measured |= _in_process(arguments, "ask", name, size)
            results[key] = measured
            results_file.write_text(json.dumps(results, indent=1, ensure_ascii=False))
            print(measured, file=sys.stderr, flush=True)
        if not arguments.keep:
            for peer in all_peers().values():
                shutil.rmtree(_folder(arguments.work, peer, size), ignore_errors=True)
    from tests.benchmarks.index_report import write_report

    write_report(list(results.values()), arguments.output)


def _folder(work: Path, peer: Any, size: int) -> Path:
    """Where the index of a peer is, which may be another's."""
    return work / f"{getattr(peer, 'built_as', peer.name).replace(' ', '_')}-{size}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[3000, 100_000])
    parser.add_argument("--peers", nargs="*", default=[])
    parser.add_argument("--again", nargs="*", default=[])
    parser.add_argument("--work", type=Path, default=Path("build/benchmarks"))
    parser.add_argument("--output", type=Path, default=Path("docs"))
    parser.add_argument("--keep", action="store_true", help="keep the indexes that were built")
    parser.add_argument("--step", nargs=3, help=argparse.SUPPRESS)
    return parser.parse_args()


def _in_process(
    arguments: argparse.Namespace, step: str, peer: str, size: int
) -> dict[str, object]:
    command = [sys.executable, "-m", "tests.benchmarks.index_peers", "--data", arguments.data]
    command += ["--work", arguments.work, "--step", step, peer, str(size)]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
        return {f"{step}_failed": done.returncode}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _step(arguments: argparse.Namespace) -> None:
    step, name, size = arguments.step
    corpus = term_corpus(arguments.work, arguments.data, int(size))
    peer = all_peers()[name]
    folder = _folder(arguments.work, peer, int(size))
    if step == "build":
        start, processor = time.perf_counter(), time.process_time()
        peer.build(corpus, folder)
        result = {
            "build_s": time.perf_counter() - start,
            "build_cpu_s": time.process_time() - processor,
            "disk_mb": sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6,
        }
    else:
        result = _ask(peer, folder, corpus, arguments.data)
    print(json.dumps(result))


def _ask(peer, folder, corpus, data) -> dict[str, object]:
    before = _private()
    start = time.perf_counter()
    index = peer(folder, corpus)
    opened = time.perf_counter()
    index.search(corpus.questions[0], K)
    first = time.perf_counter()
    memory_open = _private()
    slow = _timed(index, corpus.questions[1]) > _SLOW
    questions = corpus.questions[: _FEW if slow else None]
    found = [index.search(question, K) for question in questions]
    times = []
    for question in questions:
        times.append(min(_timed(index, question) for _ in range(1 if slow else 3)))
    memory_asked = _private()
    milliseconds = np.array(times) * 1000
    result: dict[str, object] = {
        "open_ms": (opened - start) * 1000,
        "ready_ms": (first - start) * 1000,
        "open_mb": memory_open - before,
        "asked_mb": memory_asked - before,
        "p50_ms": float(np.percentile(milliseconds, 50)),
        "p95_ms": float(np.percentile(milliseconds, 95)),
        "questions": len(questions),
    }
    if peer.adds:
        result["add_ms"] = _time_until_found(index, corpus, data)
    del index
    reference = Reference(corpus)
    agreeing = sum(reference.agrees(number, one, K) for number, one in enumerate(found))
    result["agree"] = agreeing / len(found)
    return result


def _timed(index, question) -> float:
    """Processor time of one question: what else the machine does is not in it."""
    start = time.process_time()
    index.search(question, K)
    return time.process_time() - start


def _time_until_found(index, corpus, data) -> float:
    """Add 100 paragraphs, one of which alone has a certain word, and search for it, in ms."""
    bags = [dict(bag) for bag in islice(corpus.bags(), _NEW)]
    word = "仅此一处的词"
    bags[-1][word] = 3
    times = []
    for attempt in range(3):
        bags[-1][f"{word}{attempt}"] = 3
        first = len(corpus) + attempt * _NEW
        start = time.process_time()
        index.add(first, bags)
        assert index.search([f"{word}{attempt}"], 1) == [first + _NEW - 1]
        times.append((time.process_time() - start) * 1000)
        del bags[-1][f"{word}{attempt}"]
    return sorted(times)[1]


def _private() -> float:
    """Private memory of this process in MB: what cannot be reclaimed by the system."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
