"""The same questions get the same answers from Milvus Lite as from SQLite."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from config.settings import load_settings
from retrieval.engine import Engine
from retrieval.evaluation import evaluate, read_gold
from retrieval.migration import migrate

GOLD = sorted(Path(__file__).with_name("gold").glob("seed_*.jsonl"))


@pytest.fixture(scope="module")
def engines(tmp_path_factory):
    folder = tmp_path_factory.mktemp("engines")
    ours = Engine.open(folder / "x.db")
    place = str(folder / "milvus.db")
    theirs = Engine.open(folder / "unused.db", settings=load_settings(milvus=place))
    migrate(ours.collection, theirs.collection)
    yield ours, theirs
    ours.close()
    theirs.close()


def comparable(answer):
    """An answer without times and ids, its numbers rounded to what single precision gives."""
    found = [
        (one.sentence, one.figures, one.document, one.title, round(one.score, 4))
        for one in answer.candidates
    ]
    plain = dataclasses.replace(
        answer, elapsed_ms=0, paragraph_id=0, sentence_id=0, candidates=(), reasons=(), confidence=0
    )
    return plain, round(answer.confidence, 4), found


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.stem)
def test_answers_agree(engines, gold):
    questions = read_gold(gold)
    expected, found = (
        [one.answer for one in evaluate(engine, questions, recall=False).judgements]
        for engine in engines
    )
    assert [comparable(one) for one in found] == [comparable(one) for one in expected]
    assert sum(one.answered for one in found) > len(found) // 2
