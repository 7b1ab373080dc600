"""``duoshao chat`` on a real terminal: editing, completion, history, Ctrl-C and Ctrl-D."""

from __future__ import annotations

import codecs
import os
import pty
import re
import select
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

QUESTION = "崂山区查办问题线索多少件"
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]|\r")
_PATIENCE = 30.0


class Terminal:
    """The other side of a terminal on which a program runs."""

    def __init__(self, descriptor: int, pid: int) -> None:
        self._descriptor = descriptor
        self._pid = pid
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._unread = ""
        self.seen = ""

    def type(self, text: str) -> None:
        os.write(self._descriptor, text.encode())

    def wait_for(self, text: str) -> None:
        """Read until ``text`` is written; ``seen`` is all that came since the last wait."""
        deadline = time.monotonic() + _PATIENCE
        while text not in self._unread:
            assert time.monotonic() < deadline, f"{text!r} was not written: {self._unread!r}"
            if not select.select([self._descriptor], [], [], 0.1)[0]:
                continue
            try:
                piece = os.read(self._descriptor, 65536)
            except OSError:  # how Linux says that the program has ended
                piece = b""
            assert piece, f"the end came before {text!r}: {self._unread!r}"
            self._unread = _ESCAPE.sub("", self._unread + self._decode(piece))
        end = self._unread.index(text) + len(text)
        self.seen, self._unread = self._unread[:end], self._unread[end:]

    def status(self) -> int:
        """Wait for the program's end; returns its exit status."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            if select.select([self._descriptor], [], [], 0.05)[0]:
                try:
                    os.read(self._descriptor, 65536)
                except OSError:
                    time.sleep(0.05)
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        raise AssertionError("the program did not end")


@contextmanager
def terminal(command: list[str], **environment: str) -> Iterator[Terminal]:
    pid, descriptor = pty.fork()
    if pid == 0:
        os.environ.update({"PROMPT_TOOLKIT_NO_CPR": "1", **environment})
        os.environ.update({"TERM": "xterm", "COLUMNS": "100", "LINES": "40"})
        os.execv(command[0], command)
    yield Terminal(descriptor, pid)
    os.close(descriptor)


@pytest.fixture
def database(seed_database: Path) -> str:
    return str(seed_database)


def test_a_talk(program: str, database: str, tmp_path: Path) -> None:
    data = {"XDG_DATA_HOME": str(tmp_path)}
    with terminal([program, "chat", "--database", database], **data) as screen:
        screen.wait_for("问 ›")
        assert "现有 1 篇文档" in screen.seen
        screen.type(f"{QUESTION}\r")
        screen.wait_for("把握")
        assert "42件" in screen.seen
        screen.wait_for("问 ›")
        screen.type("不要的半句")
        screen.type("\x03")
        screen.wait_for("问 ›")
        screen.type("推动解决了多少诉求呢\r")
        screen.wait_for("沿用：")
        screen.wait_for("问 ›")
        screen.type("\x04")
        screen.wait_for("再见")
        assert screen.status() == 0

    history = (tmp_path / "duoshao" / "history").read_text(encoding="utf-8")
    assert QUESTION in history
    assert "不要的半句" not in history
    with terminal([program, "chat", "--database", database], **data) as screen:
        screen.wait_for("问 ›")
        screen.type("\x1b[A\x1b[A\r")  # two up: the first question of the earlier talk
        screen.wait_for("42件")
        screen.wait_for("问 ›")
        screen.type("/quit\r")
        assert screen.status() == 0


def test_tab_completes_what_the_documents_speak_of(program: str, database: str) -> None:
    with terminal([program, "chat", "--database", database]) as screen:
        screen.wait_for("问 ›")
        screen.type("临邑\t")
        screen.wait_for("临邑")  # a slow terminal shows what was typed before what completes it
        screen.wait_for("县")
        screen.type("\x03")
        screen.wait_for("问 ›")  # what is typed before the line is given up ends nothing
        screen.type("\x04")
        assert screen.status() == 0


def test_the_worker_without_a_token_becomes_a_talk(program: str, database: str) -> None:
    with terminal([program, "worker", "--database", database]) as screen:
        screen.wait_for("没有设置 TELEGRAM_BOT_TOKEN")
        screen.wait_for("问 ›")
        screen.type("\x04")
        assert screen.status() == 0


def test_a_data_folder_that_cannot_be_written_costs_the_history_only(
    program: str, database: str
) -> None:
    with terminal(
        [program, "chat", "--database", database], XDG_DATA_HOME="/dev/null/nowhere"
    ) as screen:
        screen.wait_for("问 ›")
        screen.type(f"{QUESTION}\r")
        screen.wait_for("42件")
        screen.wait_for("问 ›")
        screen.type("\x04")
        assert screen.status() == 0


@pytest.mark.parametrize(
    ("typed", "replaced"), [("临邑", 2), ("请问临邑", 2), ("临邑县和崂山", 2), ("", 0), ("？", 0)]
)
def test_the_longest_end_of_the_line_is_completed(typed: str, replaced: int, database: str) -> None:
    from bot.line_input import completions
    from retrieval.engine import Engine

    engine = Engine.open(Path(database), seed=False)
    try:
        found = list(completions(engine, typed))
    finally:
        engine.close()
    assert bool(found) == bool(replaced)
    for subject, length in found:
        assert length == replaced
        assert subject.startswith(typed[-length:])
