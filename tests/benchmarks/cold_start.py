"""How long ``duoshao ask`` takes from nothing to the answer, and how much memory.

    python tests/benchmarks/cold_start.py [--runs N] [--database PATH]

Runs the installed command in processes of its own, one after another, on an existing database (one
made from seeds/ unless another is named). Prints the median and the worst of the wall time, and the
largest resident set of any run (ru_maxrss, as /usr/bin/time reports it).
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from time import perf_counter

QUESTION = "临邑县解决了多少诉求"
LIMIT_SECONDS, LIMIT_MEBIBYTES = 1.0, 150
_KIBIBYTE = 1024


def measure(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Run ``command``; returns seconds and mebibytes, of this one process."""
    started = perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    unit = _KIBIBYTE**2 if sys.platform == "darwin" else _KIBIBYTE
    return seconds, usage.ru_maxrss / unit


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--database", type=Path)
    parser.add_argument("--question", default=QUESTION)
    arguments = parser.parse_args()
    program = str(Path(sysconfig.get_path("scripts"), "duoshao"))
    with tempfile.TemporaryDirectory(prefix="duoshao-") as folder:
        database = arguments.database or Path(folder, "seeds.db")
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("DUOSHAO_")
        }
        environment["DUOSHAO_DATABASE"] = str(database)
        command = [program, "ask", arguments.question]
        measure(command, environment)  # makes the database and the segmenter's tables
        runs = [measure(command, environment) for _ in range(arguments.runs)]
        size = database.stat().st_size / _KIBIBYTE**2
    seconds = [one for one, _ in runs]
    memory = max(one for _, one in runs)
    print(
        f"cold `duoshao ask`, database of {size:.1f} MiB, {len(runs)} runs, "
        f"Python {sys.version.split()[0]}"
    )
    print(f"median  {statistics.median(seconds):.2f} s")
    print(f"worst   {max(seconds):.2f} s")
    print(f"memory  {memory:.0f} MiB")
    print(f"limits  {LIMIT_SECONDS:.1f} s, {LIMIT_MEBIBYTES} MiB")


if __name__ == "__main__":
    main()
