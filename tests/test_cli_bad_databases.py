"""A database that cannot be used: one clear sentence, status 2, nothing changed."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Run

QUESTION = "崂山区查办问题线索多少件"
COMMANDS = (["ask", QUESTION], ["documents"], ["ingest", "a.txt"])


@pytest.fixture
def database(seed_database: Path, tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("白沙村今年修路12.5公里。\n", encoding="utf-8")
    return Path(shutil.copy(seed_database, tmp_path / "copy.db"))


def assert_refused(duoshao: Run, path: Path, *words: str, **environment: str) -> None:
    for command in COMMANDS:
        done = duoshao(*command, "--database", str(path), stdin='{"question":"x"}', **environment)
        assert done.returncode == 2, command
        assert done.stdout == "", command
        assert "Traceback" not in done.stderr
        assert "意外" not in done.stderr, done.stderr
        assert path.name in done.stderr
        assert any(word in done.stderr for word in words), done.stderr
        assert len(done.stderr.splitlines()) <= 2, done.stderr


def test_a_folder(duoshao: Run, tmp_path: Path) -> None:
    (tmp_path / "folder.db").mkdir()
    assert_refused(duoshao, tmp_path / "folder.db", "文件夹", "目录")
    assert not list((tmp_path / "folder.db").iterdir())


def test_a_file_that_is_no_database(duoshao: Run, tmp_path: Path) -> None:
    path = tmp_path / "text.db"
    path.write_text("这不是数据库。" * 1000, encoding="utf-8")
    before = path.read_bytes()
    (tmp_path / "a.txt").write_text("白沙村今年修路12.5公里。\n", encoding="utf-8")
    assert_refused(duoshao, path, "不是")
    assert path.read_bytes() == before


def test_another_programs_database(duoshao: Run, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table notes (text)")
    before = path.read_bytes()
    (tmp_path / "a.txt").write_text("白沙村今年修路12.5公里。\n", encoding="utf-8")
    assert_refused(duoshao, path, "不是")
    assert path.read_bytes() == before


def test_a_place_that_cannot_be(duoshao: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("白沙村今年修路12.5公里。\n", encoding="utf-8")
    path = tmp_path / "a.txt" / "new.db"
    for command in (["ask", QUESTION], ["ingest", "a.txt"], ["batch", "-"]):
        done = duoshao(*command, "--database", str(path))
        assert done.returncode == 2
        assert "new.db" in done.stderr
        assert "不是文件夹" in done.stderr
    assert "还没有文档" in duoshao("documents", "--database", str(path)).stderr


def test_one_cut_short(duoshao: Run, database: Path) -> None:
    content = database.read_bytes()
    database.write_bytes(content[:100] + b"\xff" * 5000)
    done = duoshao("ask", QUESTION, "--database", str(database))
    assert done.returncode == 2
    assert "意外" not in done.stderr
    assert database.name in done.stderr


@pytest.fixture
def locked(database: Path) -> Iterator[Path]:
    holder = sqlite3.connect(database)
    holder.execute("begin immediate")
    yield database
    holder.rollback()
    holder.close()


def test_while_another_writes_readers_read_and_writers_wait(duoshao: Run, locked: Path) -> None:
    environment = {"DUOSHAO_BUSY_TIMEOUT": "0.3"}
    asked = duoshao("ask", QUESTION, "--database", str(locked), **environment)
    assert asked.stdout.startswith("42件")
    for command in (["ingest", "a.txt"], ["remove", "shandong_newspaper_page.txt"]):
        done = duoshao(*command, "--database", str(locked), **environment)
        assert done.returncode == 2
        assert "占用" in done.stderr
        assert "Traceback" not in done.stderr


def test_one_that_cannot_be_written_still_answers(
    unprivileged_duoshao: Run, database: Path
) -> None:
    database.chmod(0o444)
    database.parent.chmod(0o555)
    try:
        asked = unprivileged_duoshao("ask", QUESTION, "--database", str(database))
        stored = unprivileged_duoshao("ingest", "a.txt", "--database", str(database))
        new = unprivileged_duoshao("ask", QUESTION, "--database", str(database.parent / "new.db"))
    finally:
        database.parent.chmod(0o755)
    assert asked.stdout.startswith("42件"), asked.stderr
    for refused in (stored, new):
        assert refused.returncode == 2
        assert "意外" not in refused.stderr, refused.stderr
        assert ".db" in refused.stderr


def test_a_worker_that_cannot_write_beside_it_says_so_in_one_line(
    unprivileged_duoshao: Run, database: Path
) -> None:
    database.parent.chmod(0o555)
    try:
        done = unprivileged_duoshao(
            "worker",
            "--database",
            str(database),
            TELEGRAM_BOT_TOKEN="123456789:AAtest",
            TELEGRAM_API_BASE_URL="http://127.0.0.1:9/bot",
        )
    finally:
        database.parent.chmod(0o755)
    assert done.returncode == 2
    assert "cannot be written to" in done.stderr
    assert "raceback" not in done.stderr


def test_one_that_cannot_be_read(unprivileged_duoshao: Run, database: Path) -> None:
    database.chmod(0)
    done = unprivileged_duoshao("ask", QUESTION, "--database", str(database))
    assert done.returncode == 2
    assert "意外" not in done.stderr, done.stderr
    assert "copy.db" in done.stderr
