"""The streams: UTF-8 in every locale, colours on a terminal only, quiet when nobody reads."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import time
from pathlib import Path

import pytest
from conftest import Run

QUESTION = "崂山区查办问题线索多少件"


@pytest.fixture
def database(seed_database: Path) -> str:
    return str(seed_database)


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX"},
        {"LC_ALL": "en_US.ISO-8859-1", "PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "ascii"},
    ],
)
def test_utf8_in_every_locale(duoshao: Run, database: str, environment: dict[str, str]) -> None:
    done = duoshao("ask", QUESTION.encode(), "--database", database, **environment)
    assert done.stdout.startswith("42件\n")
    assert done.returncode == 0


def in_terminal(command: list[str], **environment: str) -> str:
    """Run a command on a terminal of its own; returns what it wrote there."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update({"TERM": "xterm-256color", "COLUMNS": "60", **environment})
        os.execv(command[0], command)
    written = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # how Linux says that the other side is closed
            break
        if not piece:
            break
        written += piece
    os.waitpid(pid, 0)
    os.close(terminal)
    return written.decode()


def test_bold_on_a_terminal(program: str, database: str) -> None:
    written = in_terminal([program, "ask", QUESTION, "--database", database])
    first = written.splitlines()[0]
    assert first.startswith("\x1b[1")
    assert "42件" in first
    assert written.count("42件") == 2
    assert "\x1b[1;4;32m42件\x1b[0m" in written, "marked in the sentence"


def test_no_colour_where_none_is_wanted(program: str, database: str) -> None:
    written = in_terminal([program, "ask", QUESTION, "--database", database], NO_COLOR="1")
    assert "42件" in written
    assert "[32m" not in written and ";32m" not in written
    assert "\x1b" not in in_terminal(
        [program, "ask", QUESTION, "--database", database], TERM="dumb"
    )


def test_quiet_when_the_reader_goes_away(program: str, database: str) -> None:
    lines = b'{"question": "\xe5\xa4\x9a\xe5\xb0\x91"}\n' * 500
    with subprocess.Popen(
        [program, "batch", "-", "--database", database],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(lines)
        process.stdin.close()
        process.stdout.readline()
        process.stdout.close()
        complaint = process.stderr.read()
        assert process.wait(timeout=60) == 141
    assert complaint == b""


@pytest.mark.parametrize("kind", ["help", "answer"])
def test_quiet_when_there_is_no_reader_at_all(program: str, database: str, kind: str) -> None:
    command = (
        [program, "--help"] if kind == "help" else [program, "ask", "多少", "--database", database]
    )
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert done.stderr == b""
    assert done.returncode == 141


def test_quiet_on_ctrl_c(program: str, database: str, tmp_path: Path) -> None:
    with subprocess.Popen(
        [program, "batch", "-", "--database", database],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(b'{"question": "\xe5\xa4\x9a\xe5\xb0\x91"}\n')
        process.stdin.flush()
        assert process.stdout.readline()
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
        assert process.stderr.read() == b""


def test_what_nobody_foresaw_is_told_in_one_sentence_and_kept(program: str, tmp_path: Path) -> None:
    code = (
        "import sys; from bot import cli, session;"
        "session.Session.settings = property(lambda s: 1 / 0);"
        "sys.exit(cli.run(sys.argv[1:]))"
    )
    import sys

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "XDG_STATE_HOME": str(tmp_path)},
        )

    done = run("documents")
    assert done.returncode == 2
    (sentence,) = done.stderr.splitlines()
    assert "ZeroDivisionError" in sentence
    (log,) = tmp_path.rglob("errors.log")
    assert str(log) in sentence
    assert "division by zero" in log.read_text(encoding="utf-8")
    assert "Traceback" in run("documents", "--debug").stderr
