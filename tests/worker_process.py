"""The real worker as a subprocess, its log read line by line."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import subprocess
import sysconfig
import tempfile
import threading
import time
from functools import cache
from pathlib import Path
from typing import Any

PROGRAM = str(Path(sysconfig.get_path("scripts"), "duoshao"))
READY = ("polling Telegram", "Telegram calls us")


@cache
def seeded_database() -> Path:
    """Return a database filled from ``seeds/``, made once for all workers."""
    from retrieval.engine import Engine

    folder = tempfile.TemporaryDirectory(prefix="duoshao-seeded-")
    atexit.register(folder.cleanup)
    path = Path(folder.name, "duoshao.db")
    Engine.open(path).close()
    return path


class WorkerProcess:
    """``duoshao worker`` with its own folder; ``settings`` are environment variables.

    It begins with a database that is filled already, unless ``seeded`` is false.
    """

    def __init__(self, folder: Path, *arguments: str, seeded: bool = True, **settings: str) -> None:
        self.folder = folder
        self.database = folder / "duoshao.db"
        if seeded:
            shutil.copy(seeded_database(), self.database)
        self._arguments = arguments
        self._settings = settings
        self.lines: list[str] = []

    def start(self, *, ready: bool = True, timeout: float = 60.0) -> WorkerProcess:
        environment = {
            **os.environ,
            "DUOSHAO_DATABASE": str(self.database),
            "DUOSHAO_POLL_SECONDS": "2",
            "DUOSHAO_SENDS_PER_SECOND": "0",
            **self._settings,
        }
        self.process = subprocess.Popen(
            [PROGRAM, "worker", *self._arguments],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        # Also when a test ends before it ends what it started.
        atexit.register(self.process.kill)
        self._first = len(self.lines)
        self._reader = threading.Thread(target=self._read, args=(self.process,), daemon=True)
        self._reader.start()
        if ready:
            self.wait_for_line(*READY, timeout=timeout)
        return self

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stderr is not None
        for line in process.stderr:
            self.lines.append(line.rstrip("\n"))

    def __enter__(self) -> WorkerProcess:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)

    def wait_for_line(self, *parts: str, timeout: float = 60.0) -> str:
        """Wait for a log line, of the present run, that holds one of ``parts``."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            for line in self.lines[self._first :]:
                if any(part in line for part in parts):
                    return line
            if self.process.poll() is not None:
                self._reader.join(5)
                if not any(part in line for line in self.lines[self._first :] for part in parts):
                    raise AssertionError(
                        f"the worker ended ({self.process.returncode}): {self.log}"
                    )
            time.sleep(0.02)
        raise AssertionError(f"no line with {parts} in: {self.log}")

    @property
    def log(self) -> str:
        return "\n".join(self.lines)

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]

    def terminate(self, timeout: float = 15.0) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.wait(timeout)

    def kill(self) -> None:
        self.process.kill()
        self.wait(10)

    def wait(self, timeout: float = 30.0) -> int:
        status = self.process.wait(timeout)
        self._reader.join(5)
        return status
