"""``duoshao train``: gold files, their documents and public sets → the models of the reader."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from config.settings import Settings
from retrieval.evaluation import GoldQuestion, read_gold, squad_engine
from retrieval.formats import extract
from retrieval.ingestion import find_sources, ingest, read_document, seeds_folder
from retrieval.names import Names
from retrieval.reader.confidence import Thresholds
from retrieval.reader.model import probability
from retrieval.store import SqliteCollection
from retrieval.training.crossfit import (
    Stage,
    figure_confidence_stage,
    figure_stage,
    rank_figures,
    score_examples,
    sentence_stage,
    text_confidence_stage,
)
from retrieval.training.examples import Example, make_examples
from retrieval.training.synthesis import make_questions
from retrieval.training.thresholds import MOST_WRONG, MOST_WRONG_SENTENCES, choose_threshold

# What a question of ours counts for: there are thirty times as many of the public sets, which are
# of one kind of text.
_OWN_WEIGHT, _OWN_WITHHELD = 6.0, 2.0
_PUBLIC_WEIGHT, _PUBLIC_WITHHELD = 1.0, 0.5
_MADE_WEIGHT, _MADE_WITHHELD = 0.8, 0.4
_MADE_EACH = 110  # questions made from one document


@dataclass(frozen=True, slots=True)
class Sources:
    """What to train on: gold files of ours, the documents they ask of, sets in SQuAD layout."""

    gold: tuple[Path, ...]
    documents: tuple[Path, ...]
    squad: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Trained:
    """The contents of the files under ``config/reader/``, by name, and what was counted."""

    files: dict[str, dict[str, Any]]
    examples: int
    thresholds: Thresholds


def collect_examples(
    sources: Sources, settings: Settings, tell: Callable[[str], None]
) -> list[Example]:
    """Find the candidates of every question, with and without the answer at hand."""
    examples: list[Example] = []
    gold = {path: [one for one in read_gold(path) if not one.conversation] for path in sources.gold}
    # Rarity depends on what else there is: questions about the seeds are asked of them alone, too.
    seeds = [one for questions in gold.values() for one in questions if not one.document]
    with _own_collection((), settings) as collection:
        examples += _both_ways(seeds, collection, Names(collection).known)
    with _own_collection(sources.documents, settings) as collection:
        known = Names(collection).known
        for path, questions in gold.items():
            examples += _both_ways(questions, collection, known)
            tell(f"{path.name}: {len(questions)} questions")
        examples += _made_examples(sources, settings, collection, known)
        tell("questions made from the documents' figures are added")
    for path in sources.squad:
        with squad_engine([path], settings) as (engine, questions):
            known = Names(engine.collection).known
            figures = [one for one in questions if one.kind == "figure"]
            for asked, weight, withhold in (
                (questions, _PUBLIC_WEIGHT, False),
                (figures, _PUBLIC_WITHHELD, True),
            ):
                examples += make_examples(
                    asked,
                    engine.collection,
                    known=known,
                    weight=weight,
                    group=lambda one: one.document,
                    withhold=withhold,
                )
            tell(f"{path.name}: {len(questions)} questions")
    return examples


def _both_ways(
    questions: Sequence[GoldQuestion], collection: SqliteCollection, known: Callable[[str], bool]
) -> Iterator[Example]:
    """Find the candidates of questions of ours, with the answer at hand and without."""
    answered = [one for one in questions if one.kind in ("figure", "list")]
    for asked, weight, withhold in (
        (questions, _OWN_WEIGHT, False),
        (answered, _OWN_WITHHELD, True),
    ):
        yield from make_examples(
            asked,
            collection,
            known=known,
            weight=weight,
            group=lambda one: one.document or "seeds",
            withhold=withhold,
        )


def _made_examples(
    sources: Sources, settings: Settings, collection: SqliteCollection, known: Callable[[str], bool]
) -> Iterator[Example]:
    """Find the candidates of questions made from the figures of the documents."""
    for source in (*find_sources(sources.documents), *seeds_folder()):
        for extracted in extract(source.path, name=source.name, settings=settings):
            document = read_document(extracted, source.name, 0)
            made = list(make_questions(document, _MADE_EACH))
            for asked, weight, withhold in (
                (made, _MADE_WEIGHT, False),
                (made[::3], _MADE_WITHHELD, True),
            ):
                yield from make_examples(
                    asked,
                    collection,
                    known=known,
                    weight=weight,
                    group=lambda one: one.document,
                    withhold=withhold,
                )


def fit_all(examples: Sequence[Example], tell: Callable[[str], None]) -> Trained:
    """Fit the four models; each later one learns from scores that its examples did not shape."""
    sentences = sentence_stage(examples)
    scored = score_examples(examples, sentences)
    tell(f"sentences: {len(sentences.rows)} rows")
    figures = figure_stage(examples, scored)
    found = rank_figures(examples, scored, figures, figures.stage.out_of_sample())
    tell(f"figures: {len(figures.stage.rows)} rows")
    trust = figure_confidence_stage(examples, found)
    text = text_confidence_stage(examples, scored)
    figure_threshold = _threshold(trust, examples, ("figure", "list", "unanswerable"), MOST_WRONG)
    chosen = Thresholds(
        figure=figure_threshold,
        list=figure_threshold,
        text=_threshold(text, examples, ("text",), MOST_WRONG_SENTENCES),
    )
    for line in held_out_lines(examples, trust, figure_threshold):
        tell(line)
    stages = (sentences, figures.stage, trust, text)
    files = {f"{stage.name}.json": stage.final()[1] for stage in stages}
    files["thresholds.json"] = {
        "figure": chosen.figure,
        "list": chosen.list,
        "text": chosen.text,
    }
    return Trained(files, len(examples), chosen)


def held_out_lines(examples: Sequence[Example], trust: Stage, threshold: float) -> Iterator[str]:
    """Say, for each kind of source, what a model would have answered that had not seen it."""
    shown = {
        owner: label
        for score, label, owner in zip(
            trust.out_of_sample(), trust.labels, trust.owners, strict=True
        )
        if probability(float(score)) >= threshold
    }
    asked: dict[str, list[int]] = {}
    for index, example in enumerate(examples):
        if not example.withheld and example.gold.kind in ("figure", "list"):
            asked.setdefault(_source(example), []).append(index)
    for source, indices in asked.items():
        right = sum(shown.get(index, 0.0) for index in indices) / len(indices)
        wrong = sum(shown.get(index) == 0.0 for index in indices) / len(indices)
        yield (
            f"held out, {source}: {len(indices)} questions, {right:.1%} right, {wrong:.1%} wrong, "
            f"{1 - right - wrong:.1%} not answered"
        )


def _source(example: Example) -> str:
    if example.gold.context:
        return example.gold.document.rpartition("-")[0]
    if example.gold.id.startswith("made-"):
        return "made from documents"
    return "documents" if example.gold.document else "seeds"


def _threshold(
    stage: Stage, examples: Sequence[Example], kinds: tuple[str, ...], most_wrong: float
) -> float:
    """Choose by the questions of ours of these kinds, each asked with its answer at hand."""
    ours = {
        index
        for index, example in enumerate(examples)
        if example.ours and not example.withheld and example.gold.kind in kinds
    }
    judged = [
        (probability(float(score)), label)
        for score, label, owner in zip(
            stage.out_of_sample(), stage.labels, stage.owners, strict=True
        )
        if owner in ours
    ]
    return choose_threshold(judged, len(ours), most_wrong)


def write(trained: Trained, folder: Path, provenance: dict[str, str]) -> None:
    """Write the models, one node a line, each with where it comes from."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in trained.files.items():
        text = _readable({"provenance": provenance, **content})
        (folder / name).write_text(text, encoding="utf-8")


def _readable(content: dict[str, Any]) -> str:
    trees = content.pop("trees", None)
    head = json.dumps(content, ensure_ascii=False, indent=1)
    if trees is None:
        return head + "\n"
    lines = [
        f'{{"depth": {tree["depth"]}, "nodes": [\n'
        + ",\n".join(json.dumps(node, ensure_ascii=False) for node in tree["nodes"])
        + "]}"
        for tree in trees
    ]
    return head[: head.rindex("}")].rstrip() + ',\n "trees": [\n' + ",\n".join(lines) + "\n]}\n"


@contextmanager
def _own_collection(documents: Sequence[Path], settings: Settings) -> Iterator[SqliteCollection]:
    with TemporaryDirectory(prefix="duoshao-") as folder:
        collection = SqliteCollection.open(Path(folder) / "training.db", settings=settings)
        try:
            ingest(list(documents), collection, settings)
            ingest(list(seeds_folder()), collection, settings)
            yield collection
        finally:
            collection.close()
