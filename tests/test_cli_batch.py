"""``duoshao batch``: one JSON line for each line, in order, whatever the line is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run

pytestmark = pytest.mark.usefixtures("seeded")


def lines_of(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_answers_come_in_order_and_are_those_of_ask(duoshao: Run, tmp_path: Path) -> None:
    questions = {
        "q1": "崂山区查办问题线索多少件",
        "q2": "兰陵镇收到多少条问题线索",
        "q3": "火星有多少人",
    }
    file = tmp_path / "questions.jsonl"
    file.write_text(
        "".join(
            json.dumps({"id": key, "question": text}, ensure_ascii=False) + "\n"
            for key, text in questions.items()
        ),
        encoding="utf-8",
    )
    done = duoshao("batch", str(file))
    assert done.returncode == 0
    answers = lines_of(done.stdout)
    assert [answer["id"] for answer in answers] == list(questions)
    assert [answer["answered"] for answer in answers] == [True, True, False]
    for answer in answers:
        alone = json.loads(duoshao("ask", "--json", str(answer["question"])).stdout)
        alone["id"] = answer["id"]
        assert alone.pop("elapsed_ms") and answer.pop("elapsed_ms")
        assert alone == answer


def test_a_bad_line_gives_an_error_and_the_run_goes_on(duoshao: Run) -> None:
    good = '{"id": "last", "question": "崂山区查办问题线索多少件"}'
    bad = [
        b"not json",
        b'["a", "list"]',
        b'{"id": "no question"}',
        b'{"id": "number", "question": 5}',
        b'{"id": {"a": 1}, "question": "x"}',
        b'{"id": 1, "question": "x", "conversation": ["a"]}',
        b'{"id": NaN, "question": "x"}',
        b'{"id": 1e999, "question": "x"}',
        b'{"question": "\xff\xfe"}',
        b"[" * 100_000,
        b'{"id": ' + b"9" * 5000 + b', "question": "x"}',
        b"\x00",
    ]
    done = duoshao("batch", "-", stdin=b"\n".join([*bad, good.encode()]))
    assert done.returncode == 0
    answers = lines_of(done.stdout)
    assert len(answers) == len(bad) + 1
    for number, answer in enumerate(answers[:-1], start=1):
        assert isinstance(answer["error"], str)
        assert answer["line"] == number
    assert [a["id"] for a in answers[2:4]] == ["no question", "number"]
    assert answers[-1]["figures"][0]["text"] == "42件"  # type: ignore[index]
    assert f"{len(bad)} 行" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_as_windows_writes_it_and_without_a_last_line_end(duoshao: Run) -> None:
    text = '\ufeff{"question": "崂山区查办问题线索多少件"}\r\n\r\n{"id": 2, "question": "\\ud83d"}'
    answers = lines_of(duoshao("batch", "-", stdin=text).stdout)
    assert [answer["id"] for answer in answers] == [None, 2]
    assert answers[0]["answered"] is True
    assert answers[1]["question"] == "\ufffd"


def test_turns_of_one_conversation(duoshao: Run) -> None:
    turns = [
        {"id": 1, "question": "临邑县收集了多少份问卷", "conversation": "a"},
        {"id": 2, "question": "崂山区今年推动解决了多少企业诉求？", "conversation": "b"},
        {"id": 3, "question": "梳理了多少条问题", "conversation": "a"},
        {"id": 4, "question": "查办的问题线索呢？", "conversation": "b"},
        {"id": 5, "question": "梳理了多少条问题"},
    ]
    done = duoshao("batch", "-", stdin="\n".join(map(json.dumps, turns)))
    answers = lines_of(done.stdout)
    texts = [[figure["text"] for figure in answer["figures"]] for answer in answers]  # type: ignore[attr-defined]
    assert texts[:4] == [["241304份"], ["70个"], ["4238条"], ["42件"]]
    assert answers[2]["assumed"]
    assert answers[4]["assumed"] == []


def test_a_turn_without_a_word_is_no_question_and_leaves_the_talk_as_it_is(duoshao: Run) -> None:
    asked = ["崂山区查办问题线索多少件", "😀", "？", "查办的问题线索呢？"]
    turns = [{"id": n, "question": one, "conversation": "a"} for n, one in enumerate(asked)]
    answers = lines_of(duoshao("batch", "-", stdin="\n".join(map(json.dumps, turns))).stdout)
    assert [answer["outcome"] for answer in answers[1:3]] == ["empty_question"] * 2
    assert answers[3]["figures"][0]["text"] == "42件"  # type: ignore[index]


def test_each_answer_is_written_when_it_is_there(program: str, seeded: Path) -> None:
    import subprocess

    with subprocess.Popen(
        [program, "batch", "-", "--database", str(seeded)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdin and process.stdout
        for number in range(2):
            question = json.dumps({"id": number, "question": "崂山区查办问题线索多少件"})
            process.stdin.write(question.encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(timeout=30) == 0


def test_nothing_asked_nothing_answered(duoshao: Run) -> None:
    done = duoshao("batch", "-")
    assert (done.returncode, done.stdout) == (0, "")
