"""Questions that nobody should ask: one clear sentence, the right status, never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run

pytestmark = pytest.mark.usefixtures("seeded")

ODD = [
    "？？？",
    "😀🎉👍🏽",
    "'; DROP TABLE documents; --",
    '" OR 1=1 --',
    "SELECT * FROM sentences WHERE text LIKE '%多少%'",
    "\x01\x02\x1b[31m\x7f多少\x08\x07",
    "\u200b\u202e\ufeff",
    "多" * 10_000,
    "崂山区查办问题线索多少件" * 1_000,
    "a" * 10_000,
    "1" * 10_000,
    "，" * 10_000,
    "[bold]多少[/bold] {reason} %s %(x)s",
    "多少\n多少\r\n多少",
    "( ( ( [ { * ^ ~ : NEAR AND OR NOT",
    "多少",
    "的",
    "é́́́́́́́ ﷽ 𠮷𠮷 ㍿",
]


def test_each_gets_an_answer_or_none_in_one_run(duoshao: Run) -> None:
    lines = "".join(json.dumps({"id": n, "question": q}) + "\n" for n, q in enumerate(ODD))
    done = duoshao("batch", "-", stdin=lines)
    assert done.returncode == 0
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == list(range(len(ODD)))
    for answer, question in zip(answers, ODD, strict=True):
        assert "error" not in answer, question[:40]
        assert answer["question"] == question
        if answer["answered"]:
            assert all(
                answer["sentence"][f["start"] : f["end"]] in f["text"] for f in answer["figures"]
            )
    assert not answers[ODD.index("😀🎉👍🏽")]["answered"]
    assert not answers[0]["answered"]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "question", ["😀🎉👍🏽", "'; DROP TABLE documents; --", "多" * 10_000, "\x01\x1b[31m\x7f多少"]
)
def test_as_an_argument(duoshao: Run, question: str) -> None:
    done = duoshao("ask", question)
    assert done.returncode in (0, 1)
    assert done.stdout.strip()
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "POSIX", ""])
def test_bytes_that_are_no_utf8(duoshao: Run, locale: str) -> None:
    question = b"\xff\xfe" + "崂山区查办问题线索多少件".encode() + b"\xe4\xb8"
    done = duoshao("ask", "--json", question, LC_ALL=locale, LANG=locale)
    assert done.returncode in (0, 1)
    answer = json.loads(done.stdout)
    assert "崂山区查办问题线索多少件" in answer["question"]
    assert "Traceback" not in done.stderr


def test_the_tables_are_still_there(duoshao: Run, seeded: Path) -> None:
    before = seeded.read_bytes()
    duoshao("ask", ODD[2])
    assert seeded.read_bytes() == before
    assert duoshao("ask", "崂山区查办问题线索多少件").stdout.startswith("42件")
