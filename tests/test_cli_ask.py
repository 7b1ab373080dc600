"""``duoshao ask``: the answer in a terminal and as JSON, the database it comes from, the status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run

QUESTION = "临邑县解决了多少诉求"
FIELDS = {
    "id",
    "question",
    "answered",
    "figures",
    "sentence",
    "document",
    "title",
    "page",
    "confidence",
    "elapsed_ms",
    "candidates",
}


def test_the_first_question_on_a_fresh_machine(duoshao: Run, tmp_path: Path) -> None:
    first = duoshao("ask", QUESTION)
    assert first.returncode == 0
    lines = first.stdout.splitlines()
    assert lines[0] == "1391条"
    assert "1391条" in lines[1]
    assert "临邑县" in first.stdout
    assert "shandong_newspaper_page.txt" in first.stdout
    assert "把握" in first.stdout
    assert not any("\x1b" in line for line in lines), "plain where there is no terminal"
    assert not any(line != line.rstrip() for line in lines)
    assert "自带的文档" in first.stderr
    assert (tmp_path / "data" / "duoshao" / "duoshao.db").exists()

    again = duoshao("ask", QUESTION)
    assert again.stdout == first.stdout
    assert again.stderr == "", "filled once only"


@pytest.mark.usefixtures("seeded")
def test_the_object_of_the_contract(duoshao: Run) -> None:
    done = duoshao("ask", "--json", QUESTION)
    assert done.returncode == 0
    answer = json.loads(done.stdout)
    assert done.stdout.count("\n") == 1
    assert answer.keys() >= FIELDS
    assert answer["id"] is None
    assert answer["question"] == QUESTION
    assert answer["answered"] is True
    (figure,) = answer["figures"]
    assert figure["text"] == "1391条"
    assert figure["value"] == 1391
    assert isinstance(figure["value"], int)
    assert figure["unit"] == "条"
    assert answer["sentence"][figure["start"] : figure["end"]] == "1391条"
    assert "临邑" in answer["title"] + answer["sentence"]
    assert answer["document"] == "shandong_newspaper_page.txt"
    assert 0 < answer["confidence"] <= 1
    assert answer["elapsed_ms"] > 0
    assert "reasons" not in answer
    for candidate in answer["candidates"]:
        assert candidate.keys() >= {"sentence", "figures", "document", "title", "score"}
        assert candidate["sentence"] != answer["sentence"]
        assert all(isinstance(text, str) for text in candidate["figures"])


@pytest.mark.usefixtures("seeded")
def test_not_answered_says_so_and_offers_the_nearest(duoshao: Run) -> None:
    done = duoshao("ask", "乌鲁木齐市去年种了多少棵树")
    assert done.returncode == 1
    assert done.stdout.startswith("文档里没有")
    done = duoshao("ask", "--json", "乌鲁木齐市去年种了多少棵树")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert answer.keys() >= FIELDS
    assert answer["answered"] is False
    assert answer["figures"] == []
    assert answer["sentence"] is None


def test_the_database_may_be_named_before_after_or_in_the_environment(
    duoshao: Run, tmp_path: Path
) -> None:
    for number, run in enumerate(
        (
            lambda path: duoshao("--database", path, "ask", QUESTION),
            lambda path: duoshao("ask", "--database", path, QUESTION),
            lambda path: duoshao("ask", QUESTION, f"--database={path}"),
            lambda path: duoshao("ask", QUESTION, DUOSHAO_DATABASE=path),
            lambda path: duoshao("--database=other.db", "ask", "--database", path, QUESTION),
            lambda path: duoshao("--database", path, "ask", QUESTION, DUOSHAO_DATABASE="other.db"),
        )
    ):
        path = tmp_path / "new" / f"{number}.db"
        assert run(str(path)).returncode == 0
        assert path.exists()
    assert not (tmp_path / "data").exists()
    assert not (tmp_path / "other.db").exists()


@pytest.mark.usefixtures("seeded")
def test_a_question_in_several_arguments_is_one_question(duoshao: Run) -> None:
    done = duoshao("ask", "临邑县", "解决了", "多少诉求", "--json")
    assert json.loads(done.stdout)["question"] == "临邑县 解决了 多少诉求"
    assert json.loads(done.stdout)["figures"][0]["text"] == "1391条"


@pytest.mark.usefixtures("seeded")
def test_explain_shows_the_candidates_and_what_spoke_for_each(duoshao: Run) -> None:
    plain = duoshao("ask", QUESTION).stdout
    explained = duoshao("ask", QUESTION, "--explain")
    assert explained.returncode == 0
    assert explained.stdout.startswith(plain)
    assert "选中的句子" in explained.stdout
    assert "候选 1" in explained.stdout
    answer = json.loads(duoshao("ask", QUESTION, "--explain", "--json").stdout)
    assert {"name", "value", "share"} == answer["reasons"][0].keys()
    assert any(candidate["reasons"] for candidate in answer["candidates"])


def test_english_around_the_chinese_quotation(duoshao: Run) -> None:
    database = "--database=english.db"
    chosen = duoshao("ask", QUESTION, "--lang", "en", database)
    assert chosen.returncode == 0
    assert chosen.stdout.startswith("1391条\n")
    assert "sure" in chosen.stdout
    assert "reading the documents" in chosen.stderr
    by_locale = duoshao("ask", QUESTION, database, LC_ALL="en_US.UTF-8")
    assert by_locale.stdout == chosen.stdout
    missing = duoshao("ask", "乌鲁木齐市去年种了多少棵树", database, LC_ALL="", LANG="en_GB")
    assert missing.returncode == 1
    assert missing.stdout.startswith("The documents")


def test_a_folder_of_the_operators_in_place_of_the_seeds(duoshao: Run, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "白沙村修路\n\n白沙村今年修路12.5公里，投入资金300万元。\n", encoding="utf-8"
    )
    done = duoshao("ask", "白沙村今年修路多少公里", DUOSHAO_DOCUMENTS_FOLDER=str(folder))
    assert done.stdout.startswith("12.5公里\n")
    assert str(folder) in done.stderr
    assert duoshao("documents", "--json").stdout.count("\n") == 1
