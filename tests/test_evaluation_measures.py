"""Gold files and measures: what counts as right, and what is wrong in a file."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from config.settings import load_settings
from retrieval.errors import DocumentError
from retrieval.evaluation import GoldQuestion, evaluate, read_gold, read_squad, squad_engine
from retrieval.evaluation.measuring import judge, measure
from retrieval.records import Answer, AnswerFigure, FigureKind, Outcome


def _answer(*texts: str, unit: str = "条", sentence: str = "共解决70条") -> Answer:
    figures = tuple(
        AnswerFigure(text, Decimal(text.strip(unit)), unit, 0, 1, FigureKind.COUNT)
        for text in texts
    )
    return Answer("问", True, Outcome.ANSWERED, figures, sentence, elapsed_ms=1.0)


_NOT_ANSWERED = Answer("问", False, Outcome.UNSURE)


def _gold(kind: str, *figures: str) -> GoldQuestion:
    return GoldQuestion("1", "问", kind, figures, ("解决70条",))


def test_a_right_figure_is_exact_and_of_equal_value() -> None:
    judged = judge(_gold("figure", "70条"), _answer("70条"))
    assert judged.exact and judged.value and judged.sentence and judged.right
    assert not judged.wrong_figure


def test_another_unit_word_is_equal_in_value_only_where_it_may_be() -> None:
    judged = judge(_gold("figure", "70公里"), _answer("70条"))
    assert not judged.value
    assert judged.wrong_figure


def test_a_list_needs_all_figures_in_order() -> None:
    assert judge(_gold("list", "7条", "9条"), _answer("7条", "9条")).right
    assert not judge(_gold("list", "7条", "9条"), _answer("9条", "7条")).right
    assert not judge(_gold("list", "7条", "9条"), _answer("7条")).right


def test_silence_is_right_where_there_is_no_answer() -> None:
    assert judge(_gold("unanswerable"), _NOT_ANSWERED).right
    assert judge(_gold("unanswerable"), _answer("70条")).wrong_figure


def test_shares_by_kind() -> None:
    report = measure(
        [
            judge(_gold("figure", "70条"), _answer("70条")),
            judge(_gold("figure", "71条"), _answer("70条")),
            judge(_gold("figure", "71条"), _NOT_ANSWERED),
            judge(_gold("unanswerable"), _NOT_ANSWERED),
        ]
    )
    rows = {row.kind: row for row in report.rows}
    assert rows["figure"].questions == 3
    assert rows["figure"].value_match == pytest.approx(1 / 3)
    assert rows["figure"].wrong_figure == pytest.approx(1 / 3)
    assert report.abstention_precision == pytest.approx(1 / 2)
    assert report.abstention_recall == 1.0
    assert len(report.failures) == 2


def test_a_wrong_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": 1, "question": "问", "kind": "figure"}\n{"id": 2}\n', encoding="utf-8")
    with pytest.raises(DocumentError, match="line 2"):
        read_gold(path)


def test_turns_of_one_talk_share_its_name(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    turn = {"question": "问", "kind": "text"}
    path.write_text(json.dumps({"id": "t", "turns": [turn, turn]}), encoding="utf-8")
    assert [one.conversation for one in read_gold(path)] == ["t", "t"]


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    path = tmp_path / "set.json"
    texts = {
        "平原县": "平原县2019年修建公路35公里，种树1200棵。",
        "高山镇": "高山镇2019年修建公路12公里，种树800棵。",
    }
    data = [
        {
            "title": title,
            "paragraphs": [
                {
                    "context": text,
                    "qas": [
                        {
                            "id": title,
                            "question": f"{title}修建了多少公里公路？",
                            "answers": [{"text": answer, "answer_start": text.index(answer)}],
                        }
                    ],
                }
            ],
        }
        for (title, text), answer in zip(texts.items(), ("35公里", "12公里"), strict=True)
    ]
    path.write_text(json.dumps({"data": data}, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_set_in_squad_layout_is_asked_all_together(squad: Path) -> None:
    with squad_engine([squad], load_settings()) as (engine, questions):
        report = evaluate(engine, questions)
    assert report.rows[-1].paragraph_recall == 1.0
    assert report.rows[-1].wrong_figure == 0.0


def test_another_layout_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    path.write_text("[1, 2]", encoding="utf-8")
    with pytest.raises(DocumentError, match="SQuAD"):
        read_squad(path)
