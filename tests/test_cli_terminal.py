"""How each kind of answer reads in a terminal."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest

from bot.evidence import TableNote
from bot.terminal import answer_lines, confidence, make_console
from retrieval.records import Answer, AnswerFigure, Candidate, FigureKind, Outcome


def printed(answer: Answer, lang: str = "zh", note: TableNote | None = None) -> list[str]:
    stream = io.StringIO()
    console = make_console(stream)
    for line in answer_lines(answer, lang, note):
        console.print(line)
    return stream.getvalue().splitlines()


def figure(text: str, sentence: str, subject: str = "") -> AnswerFigure:
    start = sentence.index(text)
    return AnswerFigure(text, Decimal(1), "", start, start + len(text), FigureKind.COUNT, subject)


SENTENCE = "甲、乙、丙丁分别占10.83%、10.69%、8.92%。"


def answer(**changes: object) -> Answer:
    values: dict[str, object] = {
        "question": "多少",
        "answered": True,
        "outcome": Outcome.ANSWERED,
        "figures": (figure("10.83%", SENTENCE),),
        "sentence": SENTENCE,
        "document": "a.pdf",
        "title": "标题",
        "confidence": 0.93,
    }
    return Answer(**{**values, **changes})  # type: ignore[arg-type]


def test_one_figure() -> None:
    assert printed(answer(page=3)) == [
        "10.83%",
        SENTENCE,
        "《标题》  a.pdf  第 3 页",
        "很有把握（93%）",
    ]


def test_a_list_is_a_list() -> None:
    figures = (
        figure("10.83%", SENTENCE, "甲"),
        figure("10.69%", SENTENCE, "乙"),
        figure("8.92%", SENTENCE, "丙丁"),
    )
    assert printed(answer(figures=figures))[:3] == [
        "甲    10.83%",
        "乙    10.69%",
        "丙丁  8.92%",
    ]
    bare = (figure("10.83%", SENTENCE), figure("10.69%", SENTENCE))
    assert printed(answer(figures=bare))[:2] == ["· 10.83%", "· 10.69%"]


def test_an_answer_without_a_figure_is_the_sentence() -> None:
    assert printed(answer(figures=()))[0] == SENTENCE


def test_a_cell_of_a_table_is_named_by_its_headings_and_caption() -> None:
    lines = printed(answer(), note=TableNote("2020年 营业收入", "单位：万元"))
    assert "表中位置：2020年 营业收入" in lines
    assert "表：单位：万元" in lines
    assert not any(line.startswith("表") for line in printed(answer(), note=TableNote("", "")))


def test_what_was_taken_over_stands_first() -> None:
    assert printed(answer(assumed=("白沙县", "总投资")))[0] == "沿用：白沙县、总投资"


def test_the_same_article_elsewhere() -> None:
    assert "同一篇也在：b.txt、c.txt" in printed(answer(also_in=("b.txt", "c.txt")))


def test_without_a_title() -> None:
    assert "a.pdf" in printed(answer(title=""))
    assert "a.pdf  第 2 页" in printed(answer(title=None, page=2))


@pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.ANSWERED])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_not_answered_says_why_and_offers_three(outcome: Outcome, lang: str) -> None:
    candidates = tuple(
        Candidate(
            f"第{n}句有{n}个。", (figure(f"{n}个", f"第{n}句有{n}个。"),), "a.pdf", "标题", 0.5
        )
        for n in range(5)
    )
    lines = printed(Answer("多少", False, outcome, candidates=candidates, subject="白沙县"), lang)
    assert lines[0].endswith(("。", "."))
    offered = [line for line in lines if line.strip()[:2] in {"1.", "2.", "3.", "4."}]
    if outcome is Outcome.EMPTY_QUESTION:
        assert not offered
    else:
        assert lines[1] in ("您是不是想问：", "Perhaps you meant:")
        assert [line.strip() for line in offered] == [
            f"{n + 1}. 第{n}句有{n}个。" for n in range(3)
        ]
    if outcome is Outcome.UNKNOWN_SUBJECT:
        assert "白沙县" in lines[0]


def test_how_sure() -> None:
    assert confidence(0.999, "zh") == "很有把握（99%）", "nothing is certain"
    assert confidence(0.8, "zh") == "比较有把握（80%）"
    assert confidence(0.6, "en").startswith("Not quite sure (60%)")


def test_what_looks_like_markup_is_left_as_it_is() -> None:
    sentence = "[bold]10.83%[/bold] :smile: [1]"
    assert printed(answer(sentence=sentence, figures=(figure("10.83%", sentence),)))[1] == sentence


def test_a_long_sentence_is_one_line_where_there_is_no_terminal() -> None:
    sentence = "长" * 5000 + "10.83%"
    assert printed(answer(sentence=sentence, figures=(figure("10.83%", sentence),)))[1] == sentence
