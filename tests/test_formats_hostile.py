"""Hostile and broken input: bounded, a clear error, and the next file is read all the same."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from formats_support import read, read_bytes, settings

from retrieval.errors import DocumentError, LimitError, UnsupportedFormatError
from retrieval.formats import extract, guard

PAGE = "<html><body><p>全县粮食总产量61.3万吨，比上年增长1.1%，创历史新高。</p></body></html>"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t\xe3\x80\x80", "no_text"),
        ("a.pdf", b"", "empty"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0", "image"),
        ("a.txt", b"\xff\xd8\xff\xe0\0\x10JFIF\0", "image"),
        ("a.mp3", b"ID3\x04\0\0\0\0", "media"),
        ("a.mp4", b"\0\0\0\x20ftypisom\0\0", "media"),
        ("a.rar", b"Rar!\x1a\x07\x01\0", "other_archive"),
        ("a.gz", b"\x1f\x8b\x08\0\0\0", "other_archive"),
        ("a.rtf", b"{\\rtf1\\ansi hello}", "rtf"),
        ("a.exe", b"MZ\x90\0\x03\0\0\0" + bytes(100), "binary"),
        ("a.db", b"SQLite format 3\0" + bytes(100), "binary"),
        ("a.ppt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "PowerPoint Document".encode("utf-16-le"),
         "presentation"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
         "encrypted"),
    ],
)  # fmt: skip
def test_what_is_not_read_says_why(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_bytes(tmp_path, name, data)
    assert (caught.value.details["document"], caught.value.details["reason"]) == (name, reason)


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    import re
    from importlib.resources import files

    from bot.messages import has

    reasons = set()
    folder = files("retrieval").joinpath("formats")
    for file in folder.iterdir():
        if file.name.endswith(".py"):
            source = file.read_text(encoding="utf-8")
            reasons |= set(re.findall(r'reason="(\w+)"', source))
            reasons |= set(re.findall(r'(?:unsupported|limit_error)\(\s*[\w.]+,\s*"(\w+)"', source))
    assert {"needs_ocr", "too_slow", "broken", "empty"} <= reasons
    assert [reason for reason in reasons if not has(f"reason.{reason}")] == []


def test_text_that_begins_like_another_format_is_text(tmp_path: Path) -> None:
    for text in (
        "BM指数为24.5。",
        "MZ公司收入12亿元。",
        "RIFF格式",
        "GIF8张",
        "ID3标签12个",
        "II*",
    ):
        assert read_bytes(tmp_path, "a.txt", text).text == text


def test_folder_and_pipe_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path, tmp_path / "pipe.txt"):
        with pytest.raises(UnsupportedFormatError) as caught:
            extract(path, settings=settings())
        assert caught.value.details["reason"] == "no_file"
    with pytest.raises(DocumentError) as error:
        extract(tmp_path / "none.txt", settings=settings())
    assert error.value.details["reason"] == "missing"


def test_parser_beyond_its_memory(tmp_path: Path) -> None:
    cells = "".join(f"<tr><td>{n}</td><td>{n}.5</td></tr>" for n in range(400_000))
    path = tmp_path / "big.html"
    path.write_text(f"<html><body><table>{cells}</table></body></html>")
    with pytest.raises(LimitError) as caught:
        extract(path, settings=settings(parser_memory=200 << 20))
    assert caught.value.details["reason"] in ("too_much_memory", "parser_died", "too_many_cells")
    assert "61.3" in read_bytes(tmp_path, "small.html", PAGE).text


def test_parser_beyond_its_time(tmp_path: Path) -> None:
    cells = "".join(f"<tr><td>{n}</td><td>{n}.5</td></tr>" for n in range(200_000))
    path = tmp_path / "slow.html"
    path.write_text(f"<html><body><table>{cells}</table></body></html>")
    with pytest.raises(LimitError) as caught:
        extract(path, settings=settings(parser_seconds=0.01))
    assert caught.value.details["reason"] == "too_slow"
    assert "61.3" in read_bytes(tmp_path, "small.html", PAGE).text


def test_parser_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_START_SECONDS", 1.0)
    assert "61.3" in read_bytes(tmp_path, "first.html", PAGE).text
    (child,) = guard._idle[-1:]
    os.kill(child.process.pid, signal.SIGSTOP)
    began = time.monotonic()
    with pytest.raises(LimitError) as caught:
        read_bytes(tmp_path, "second.html", PAGE, parser_seconds=0.5)
    assert caught.value.details["reason"] == "too_slow"
    assert time.monotonic() - began < 30
    assert "61.3" in read_bytes(tmp_path, "third.html", PAGE).text


def test_parser_killed_midway_is_one_error_and_the_next_file_is_read(tmp_path: Path) -> None:
    assert "61.3" in read_bytes(tmp_path, "first.html", PAGE).text
    os.kill(guard._idle[-1].process.pid, signal.SIGKILL)
    guard._idle[-1].process.wait()
    assert "61.3" in read_bytes(tmp_path, "second.html", PAGE).text


def test_many_threads_at_once(tmp_path: Path) -> None:
    paths = []
    for number in range(24):
        path = tmp_path / f"{number}.html"
        path.write_text(PAGE.replace("61.3", f"{number}.7"), encoding="utf-8")
        paths.append(path)
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda path: read(path).text, paths))
    assert all(f"总产量{number}.7万吨" in text for number, text in enumerate(found))


def _read_in_fork(path: str, answers: multiprocessing.SimpleQueue[str]) -> None:
    answers.put(read(Path(path)).text)


def test_forked_processes_do_not_share_a_parser(tmp_path: Path) -> None:
    assert "61.3" in read_bytes(tmp_path, "first.html", PAGE).text
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()
    path = tmp_path / "first.html"
    processes = [context.Process(target=_read_in_fork, args=(str(path), answers)) for _ in range(3)]
    for process in processes:
        process.start()
    found = [answers.get() for _ in processes]
    for process in processes:
        process.join()
    assert all("61.3" in text for text in found)
    assert "61.3" in read(path).text


def test_parser_knows_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:secret")
    assert "TELEGRAM_BOT_TOKEN" not in guard._environment()


def test_no_thread_is_left_waiting(tmp_path: Path) -> None:
    read_bytes(tmp_path, "a.html", PAGE)
    time.sleep(0.05)
    assert not [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
