"""Answers over the page in ``seeds/``: verbatim figures, right articles, and silence."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import load_settings
from retrieval.engine import Engine
from retrieval.evaluation import evaluate, read_gold
from retrieval.records import Conversation, Outcome

GOLD = Path(__file__).parent / "gold"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    database = tmp_path_factory.mktemp("answers") / "duoshao.db"
    opened = Engine.open(database, settings=load_settings())
    yield opened
    opened.close()


def test_the_first_question(engine: Engine) -> None:
    answer = engine.ask("临邑县解决了多少诉求")
    assert [figure.text for figure in answer.figures] == ["1391条"]
    assert answer.title is not None
    assert "临邑县" in answer.title


def test_every_figure_stands_verbatim_at_its_offsets(engine: Engine) -> None:
    for name in ("seed_dev.jsonl", "seed_chat.jsonl"):
        for gold in read_gold(GOLD / name):
            answer = engine.ask(gold.question)
            for figure in answer.figures:
                assert answer.sentence is not None
                shown = answer.sentence[figure.start : figure.end]
                assert figure.text.startswith(shown)
            for candidate in answer.candidates:
                for figure in candidate.figures:
                    shown = candidate.sentence[figure.start : figure.end]
                    assert figure.text.startswith(shown)


def test_what_is_not_answered_has_no_figure_and_no_sentence(engine: Engine) -> None:
    answer = engine.ask("青岛市的课后服务课程有多少项？")
    assert not answer.answered
    assert answer.figures == ()
    assert answer.sentence is None
    assert answer.candidates


def test_a_subject_that_no_document_has_is_not_answered(engine: Engine) -> None:
    assert not engine.ask("平原县收集了多少份问卷").answered


def test_questions_that_ask_for_no_figure_show_none(engine: Engine) -> None:
    answer = engine.ask("临朐县冶源小学的校长是谁？")
    assert answer.figures == ()


def test_a_sum_that_no_sentence_states_is_declined(engine: Engine) -> None:
    answer = engine.ask("各县解决的诉求加起来有多少条")
    assert answer.outcome is Outcome.AGGREGATION


def test_the_same_question_has_the_same_answer(engine: Engine) -> None:
    one, other = (engine.ask("天衢新区落地了多少京津冀项目？") for _ in range(2))
    assert (one.sentence, one.figures, one.confidence) == (
        other.sentence,
        other.figures,
        other.confidence,
    )


def test_reasons_are_given_when_asked_for(engine: Engine) -> None:
    assert engine.ask("临邑县收集了多少份问卷", explain=True).reasons
    assert not engine.ask("临邑县收集了多少份问卷").reasons


def test_a_turn_without_a_subject_takes_the_one_of_the_talk(engine: Engine) -> None:
    talk = Conversation()
    first = engine.ask("临邑县收集了多少份问卷", talk)
    talk = engine.follow(talk, first)
    second = engine.ask("梳理了多少条问题", talk)
    assert second.assumed == ("临邑县",)
    assert second.title == first.title


def test_a_new_subject_replaces_the_old_one(engine: Engine) -> None:
    talk = engine.follow(Conversation(), engine.ask("临邑县收集了多少份问卷"))
    answer = engine.ask("兰陵镇有多少个村完成了阵地打造？", talk)
    assert answer.assumed == ()
    assert answer.subject == "兰陵镇"


def test_an_empty_question_is_told_as_such(engine: Engine) -> None:
    for text in ("", " \n", "？？！", "😀😀"):
        assert engine.ask(text).outcome is Outcome.EMPTY_QUESTION


def test_examples_are_questions_that_are_answered(engine: Engine) -> None:
    examples = engine.examples(3)
    assert examples
    assert all(engine.ask(example).answered for example in examples)


def test_most_questions_about_the_page_are_right(engine: Engine) -> None:
    report = evaluate(engine, read_gold(GOLD / "seed_dev.jsonl"))
    overall = report.rows[-1]
    right = sum(one.right for one in report.judgements) / len(report.judgements)
    assert right >= 0.85
    assert overall.wrong_figure <= 0.05
