"""The same questions get the same answers from Milvus Lite as from SQLite."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from config.settings import load_settings
from retrieval.engine import Engine
from retrieval.migration import migrate

GOLD = Path(__file__).with_name("gold") / "seed_dev.jsonl"


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


def test_answers_agree(engines):
    ours, theirs = engines
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    answered = 0
    for question in (json.loads(line)["question"] for line in lines if line.strip()):
        expected = ours.ask(question)
        assert comparable(theirs.ask(question)) == comparable(expected), question
        answered += expected.answered
    assert answered
