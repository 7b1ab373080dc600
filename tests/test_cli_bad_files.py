"""Files that cannot be read: each named with its reason, status 2, nothing half stored."""

from __future__ import annotations

import json
import os
from pathlib import Path

from conftest import Run

GOOD = "白沙村修路\n\n白沙村今年修路12.5公里，投入资金300万元。\n"


def test_each_is_named_with_its_reason_and_the_rest_is_stored(duoshao: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.txt").write_bytes(b" \n\n\t \n")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 50)
    (tmp_path / "random.pdf").write_bytes(os.urandom(5000))
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(500))
    bad = ["empty.txt", "blank.txt", "binary.txt", "random.pdf", "picture.png", "missing.txt"]
    done = duoshao("ingest", *bad, "good.txt")
    assert done.returncode == 2
    assert "已读入 good.txt" in done.stdout
    for name in bad:
        lines = [line for line in done.stderr.splitlines() if name in line]
        assert len(lines) == 1, (name, done.stderr)
        assert "意外" not in lines[0]
        assert not any(word in lines[0] for word in ("Error", "Traceback", "…"))
    stored = [json.loads(line) for line in duoshao("documents", "--json").stdout.splitlines()]
    assert [document["name"] for document in stored] == ["good.txt"]
    assert duoshao("ask", "白沙村今年修路多少公里").stdout.startswith("12.5公里")


def test_a_named_pipe_is_refused_without_waiting_for_it(duoshao: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    done = duoshao("ingest", "pipe.txt", "good.txt")
    assert done.returncode == 2
    assert "pipe.txt 不是能读的格式：它不是普通的文件" in done.stderr
    assert "已读入 good.txt" in done.stdout


def test_the_reasons_are_in_english_too(duoshao: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = duoshao("--lang", "en", "ingest", "empty.txt", "missing.txt")
    assert done.returncode == 2
    assert not any("\u4e00" <= c <= "\u9fff" for c in done.stderr)
    assert "missing.txt" in done.stderr


def test_a_file_without_permission(unprivileged_duoshao: Run, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "secret.txt").chmod(0)
    done = unprivileged_duoshao("ingest", "secret.txt", "--database", "d.db")
    assert done.returncode == 2
    assert "secret.txt" in done.stderr
    assert "意外" not in done.stderr


def test_ingesting_again_changes_nothing_and_a_changed_file_is_replaced(
    duoshao: Run, tmp_path: Path
) -> None:
    file = tmp_path / "good.txt"
    file.write_text(GOOD, encoding="utf-8")
    assert duoshao("ingest", "good.txt").returncode == 0
    again = duoshao("ingest", "good.txt")
    assert again.returncode == 0
    assert again.stdout == ""
    assert "没有变化" in again.stderr
    file.write_text(GOOD.replace("12.5", "13"), encoding="utf-8")
    assert "已更新 good.txt" in duoshao("ingest", "good.txt").stdout
    assert duoshao("ask", "白沙村今年修路多少公里").stdout.startswith("13公里")


def test_remove(duoshao: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    duoshao("ingest", "good.txt")
    unknown = duoshao("remove", "other.txt")
    assert unknown.returncode == 2
    assert unknown.stderr == "没有名为“other.txt”的文档。\n"
    removed = duoshao("remove", "good.txt")
    assert removed.returncode == 0
    assert "已移除 good.txt" in removed.stdout
    nothing = duoshao("ask", "白沙村今年修路多少公里")
    assert nothing.returncode == 1
    assert "还没有文档" in nothing.stdout
    assert "还没有文档" in duoshao("documents").stderr
