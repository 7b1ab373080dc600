"""Wrong usage: one clear sentence in the reader's language, and status 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import cli
from bot.commands import MODULES

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        (["ask"], "缺少 QUESTION", "QUESTION is missing"),
        (["ask", ""], "问题是空的", "The question is empty"),
        (["ask", " \t\n　"], "问题是空的", "The question is empty"),
        (["ask", "--jsn", "x"], "没有“--jsn”这个选项", "no option “--jsn”"),
        (["ask", "x", "--lang"], "--lang 的写法不对", "--lang is not used like that"),
        (["ask", "x", "--lang", "fr"], "--lang 只能是 zh | en", "--lang must be one of zh | en"),
        (["--lang", "fr", "ask", "x"], "--lang 只能是 zh | en", "--lang must be one of zh | en"),
        (["ask", "x", "--database"], "--database 的写法不对", "--database is not used"),
        (["ask", "x", "--database", " "], "路径是空的", "path after --database is empty"),
        (["--database", "", "ask", "x"], "路径是空的", "path after --database is empty"),
        (["多少钱"], "没有“多少钱”这个命令", "no command “多少钱”"),
        (["--nope"], "没有“--nope”这个选项", "no option “--nope”"),
        (["ingest"], "缺少 PATH", "PATH is missing"),
        (["ingest", ""], "路径是空的", "A path is empty"),
        (["ingest", "--watch", "/nowhere/at/all"], "要一个文件夹", "takes one folder"),
        (["remove"], "缺少 DOCUMENT", "DOCUMENT is missing"),
        (["remove", "a", "b"], "多出了“b”", "“b” is one argument too many"),
        (["documents", "x"], "多出了“x”", "“x” is one argument too many"),
        (["batch"], "缺少 FILE", "FILE is missing"),
        (["batch", "/nowhere/questions.jsonl"], "打不开", "cannot be opened"),
        (["batch", "/"], "打不开", "cannot be opened"),
        (["about"], "缺少 SUBJECT", "SUBJECT is missing"),
        (["about", " "], "对象的名字是空的", "The subject is empty"),
        (["migrate"], "缺少 TARGET", "TARGET is missing"),
        (["migrate", " "], "路径是空的", "A path is empty"),
        (["train"], "缺少 GOLD", "GOLD is missing"),
        (["eval"], "缺少 GOLD", "GOLD is missing"),
        (["subjects", "--limit", "0"], "--limit 的值不对", "--limit has a wrong value"),
    ],
)
def test_one_clear_sentence(
    arguments: list[str], chinese: str, english: str, capsys: Capture
) -> None:
    assert cli.run(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert chinese in printed.err
    assert printed.err.count("\n") == 2, "the sentence, and where to find the usage"
    import os

    os.environ["LANG"] = "en_US.UTF-8"
    assert cli.run(arguments) == 2
    assert english in capsys.readouterr().err


def test_without_a_command_the_help_is_shown_as_a_complaint(capsys: Capture) -> None:
    assert cli.run([]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "ask" in printed.err


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], *([name, "--help"] for name in MODULES)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_is_in_the_language_asked_for(
    arguments: list[str], lang: str, capsys: Capture
) -> None:
    assert cli.run(["--lang", lang, *arguments]) == 0
    page = capsys.readouterr().out
    assert page.startswith("用法：duoshao" if lang == "zh" else "Usage: duoshao")
    assert any("\u4e00" <= c <= "\u9fff" for c in page) == (lang == "zh")


def test_the_help_fits_the_screen(capsys: Capture) -> None:
    import os
    import unicodedata

    os.environ["COLUMNS"] = "60"
    for name in MODULES:
        cli.run([name, "--help"])
        for line in capsys.readouterr().out.splitlines():
            width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
            assert width <= 60, line


def test_the_language_may_stand_after_the_command_and_not_in_a_question(capsys: Capture) -> None:
    assert cli.run(["ask", "--lang=en", ""]) == 2
    assert "The question is empty" in capsys.readouterr().err
    assert cli.run(["remove", "--", "--lang", "en"]) == 2
    assert "多出了" in capsys.readouterr().err


def test_the_version_is_that_of_the_distribution(capsys: Capture) -> None:
    from importlib.metadata import version

    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out == f"duoshao {version('duoshao')}\n"


def test_a_gold_file_that_is_none_is_named(capsys: Capture, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": 1}\n', encoding="utf-8")
    missing = tmp_path / "missing.jsonl"
    for arguments, reason in ((["eval", str(gold)], "第 1 行"), (["eval", str(missing)], "不存在")):
        assert cli.run([*arguments, "--database", str(tmp_path / "d.db")]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert Path(arguments[1]).name in printed.err
        assert reason in printed.err
        assert "意外" not in printed.err
        assert len(printed.err.splitlines()) == 1
