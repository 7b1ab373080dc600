"""Asks the same questions of SQLite and of Milvus Lite, and counts the answers that differ.

    python -m tests.benchmarks.same_answers --gold FILE... --documents FOLDER
    python -m tests.benchmarks.same_answers --squad FILE... [--questions 200]

Gold files of ours are asked of the documents in the folder, sets in SQuAD layout of their own
paragraphs. An answer is compared whole, with its sentence, offsets, confidence and candidates.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from config.settings import load_settings
from retrieval.engine import Engine
from retrieval.evaluation import GoldQuestion, evaluate, read_gold, squad_engine
from retrieval.ingestion import ingest
from retrieval.migration import migrate
from retrieval.records import Answer


def main() -> None:
    """Ask, and print how many answers are the same and what each store takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, nargs="+", default=[])
    parser.add_argument("--documents", type=Path, nargs="+", default=[])
    parser.add_argument("--squad", type=Path, nargs="+", default=[])
    parser.add_argument("--questions", type=int, help="as many of them, chosen at random")
    arguments = parser.parse_args()
    with _engine(arguments) as (ours, questions), tempfile.TemporaryDirectory() as folder:
        if arguments.questions and arguments.questions < len(questions):
            questions = random.Random(6).sample(questions, arguments.questions)
        place = str(Path(folder) / "lite.db")
        theirs = Engine.open(Path(folder) / "unused.db", settings=load_settings(milvus=place))
        start = time.perf_counter()
        migrate(ours.collection, theirs.collection)
        print(
            f"{ours.collection.paragraph_count()} paragraphs carried over in"
            f" {time.perf_counter() - start:.1f} s"
        )
        expected, found = (
            [one.answer for one in evaluate(engine, questions, recall=False).judgements]
            for engine in (ours, theirs)
        )
        same = 0
        for one, other in zip(expected, found, strict=True):
            if _comparable(one) == _comparable(other):
                same += 1
            else:
                print(f"differs: {one.question}")
        answered = sum(one.answered for one in expected)
        print(f"{same} of {len(questions)} answers the same, {answered} of them answered")
        theirs.close()


@contextmanager
def _engine(arguments: argparse.Namespace) -> Iterator[tuple[Engine, list[GoldQuestion]]]:
    if arguments.squad:
        with squad_engine(arguments.squad, load_settings()) as opened:
            yield opened
        return
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine.open(Path(folder) / "x.db", seed=not arguments.documents)
        if arguments.documents:
            ingest(arguments.documents, engine.collection, load_settings())
        yield engine, [one for path in arguments.gold for one in read_gold(path)]
        engine.close()


def _comparable(answer: Answer) -> object:
    """An answer without times and ids, its numbers rounded to what single precision gives."""
    found = [
        (one.sentence, one.figures, one.document, one.title, one.page, round(one.score, 4))
        for one in answer.candidates
    ]
    plain = replace(
        answer, elapsed_ms=0, paragraph_id=0, sentence_id=0, candidates=(), reasons=(), confidence=0
    )
    return plain, round(answer.confidence, 4), found


if __name__ == "__main__":
    main()
