"""``duoshao chat`` with its input from a pipe: one reply a line, follow-ups, slash commands."""

from __future__ import annotations

import pytest
from conftest import Run

pytestmark = pytest.mark.usefixtures("seeded")


def blocks(text: str) -> list[list[str]]:
    return [block.splitlines() for block in text.strip("\n").split("\n\n")]


def test_follow_ups_keep_the_subject_and_say_so(duoshao: Run) -> None:
    done = duoshao("chat", stdin="临邑县收集了多少份问卷\n\n   \n梳理了多少条问题\n")
    assert done.returncode == 0
    first, second = blocks(done.stdout)
    assert first[0] == "241304份"
    assert second[0].startswith("沿用：") and "临邑县" in second[0]
    assert second[1] == "4238条"


def test_a_new_talk_takes_nothing_over(duoshao: Run) -> None:
    done = duoshao("chat", stdin="临邑县收集了多少份问卷\n/new\n梳理了多少条问题\n")
    assert "沿用：" not in done.stdout


def test_slash_commands(duoshao: Run) -> None:
    done = duoshao(
        "chat",
        stdin="/help\n/context\n崂山区查办问题线索多少件\n/context\n/explain\n/documents\n/what\n/quit\nx\n",
    )
    assert done.returncode == 0
    help_page, nothing, answer, context, *rest = blocks(done.stdout)
    assert any("/explain" in line for line in help_page)
    assert nothing == ["还没有可以展开的答案。"]
    assert answer[0] == "42件"
    assert any("42件" in line for line in context)
    assert len(context) >= 2
    text = "\n".join("\n".join(block) for block in rest)
    assert "选中的句子" in text
    assert "shandong_newspaper_page.txt" in text
    assert text.endswith("没有这个命令；/help 看说明。"), "nothing after /quit"


def test_a_number_shows_one_of_the_nearest_with_its_surroundings(duoshao: Run) -> None:
    done = duoshao("chat", stdin="崂山区查办问题线索多少件\n1\n99\n")
    _, chosen, too_far = blocks(done.stdout)
    assert "shandong_newspaper_page.txt" in "".join(chosen)
    assert len(chosen) >= 3
    assert too_far[0].startswith("只有")


def test_the_end_of_the_input_ends_the_talk(duoshao: Run) -> None:
    assert duoshao("chat").returncode == 0
    without_line_end = duoshao("chat", stdin="崂山区查办问题线索多少件")
    assert without_line_end.stdout.startswith("42件\n")


def test_odd_lines_do_not_end_the_talk(duoshao: Run) -> None:
    odd = b"\xff\xfe\n\x00\x01\n" + b"a" * 20_000 + b"\n/\n" + "崂山区查办问题线索多少件".encode()
    done = duoshao("chat", stdin=odd)
    assert done.returncode == 0
    assert blocks(done.stdout)[-1][0] == "42件"
    assert "Traceback" not in done.stderr
    assert "意外" not in done.stderr


def test_english(duoshao: Run) -> None:
    done = duoshao("chat", "--lang", "en", stdin="临邑县收集了多少份问卷\n梳理了多少条问题\n/x\n")
    assert "Taken over: " in done.stdout
    assert done.stdout.endswith("There is no such command; /help explains.\n\n")


def test_the_worker_without_a_token_is_refused_where_nobody_sits(duoshao: Run) -> None:
    done = duoshao("worker")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "没有设置 TELEGRAM_BOT_TOKEN，不能运行 Telegram 机器人。\n"
    english = duoshao("worker", TELEGRAM_BOT_TOKEN=" ", LANG="en_US.UTF-8", LC_ALL="")
    assert english.returncode == 2
    assert len(english.stderr.splitlines()) == 1
