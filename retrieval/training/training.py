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
from retrieval.collection import Collection
from retrieval.evaluation import GoldQuestion, read_gold, squad_engine
from retrieval.evaluation.gold import read_squad
from retrieval.formats import extract
from retrieval.ingestion import find_sources, ingest, read_document, seeds_folder
from retrieval.names import Names
from retrieval.question import AnswerKind
from retrieval.reader.confidence import Thresholds
from retrieval.store import SqliteCollection
from retrieval.training.crossfit import (
    figure_confidence_stage,
    figure_stage,
    rank_figures,
    score_examples,
    sentence_stage,
    text_confidence_stage,
)
from retrieval.training.examples import Example, make_examples
from retrieval.training.held_out import (
    best_of_each,
    held_out_lines,
    judge_figures,
    threshold,
)
from retrieval.training.synthesis import make_list_questions, make_questions
from retrieval.training.thresholds import MOST_WRONG, MOST_WRONG_LISTS, MOST_WRONG_SENTENCES
from retrieval.training.whole_lists import list_stage

# What a question that a person wrote for us counts for, beside one of a public set, which are of
# one kind of text, and one made from a figure's surroundings.
_OWN_WEIGHT, _OWN_WITHHELD = 6.0, 2.4
_PUBLIC_WEIGHT, _PUBLIC_WITHHELD = 1.0, 0.5
_MADE_WEIGHT, _MADE_WITHHELD = 0.5, 0.3
_MADE_OF_ALL = 1200  # questions made from the documents of one collection
_MADE_LISTS = 300  # those for several figures


@dataclass(frozen=True, slots=True)
class Sources:
    """What to train on: gold files of ours, the documents they ask of, sets in SQuAD layout.

    Each path of ``documents`` is a collection of its own, asked the questions about its documents.
    """

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
    gold = [one for path in sources.gold for one in read_gold(path)]
    seeds = {source.name for source in seeds_folder()}
    of_seeds = [one for one in gold if not one.document or one.document in seeds]
    for number, path in enumerate((None, *sources.documents)):
        # Rarity depends on what else there is: the seeds are asked alone, and among documents.
        questions = of_seeds if number < 2 else []
        with _own_collection(path, settings) as collection:
            names = Names(collection)
            examples += _own_examples(questions, collection, names)
            if path is None:
                continue
            held = {Path(one.name).name for one in collection.documents()} - seeds
            asked = [one for one in gold if one.document in held]
            examples += _own_examples(asked, collection, names)
            examples += _made_examples(path, settings, collection, names)
        tell(f"{path.name}: {len(asked)} questions about {len(held)} documents")
    for path in sources.squad:
        with squad_engine([path], settings) as (engine, questions):
            names = Names(engine.collection)
            titles = {one.id: one.title or one.id for one in read_squad(path)[0]}
            figures = [one for one in questions if one.kind == "figure"]
            examples += _both_ways(
                questions,
                figures,
                engine.collection,
                names,
                (_PUBLIC_WEIGHT, _PUBLIC_WITHHELD),
                lambda one, titles=titles: titles[one.document],  # type: ignore[misc]
            )
            tell(f"{path.name}: {len(questions)} questions")
    return examples


def _own_examples(
    questions: Sequence[GoldQuestion], collection: Collection, names: Names
) -> Iterator[Example]:
    """Find the candidates of questions of ours; those of talks only with the answer at hand."""
    answered = [one for one in questions if one.kind in ("figure", "list") and not one.conversation]
    weights = (_OWN_WEIGHT, _OWN_WITHHELD)
    yield from _both_ways(questions, answered, collection, names, weights, _document)


def _both_ways(
    questions: Sequence[GoldQuestion],
    withheld: Sequence[GoldQuestion],
    collection: Collection,
    names: Names,
    weights: tuple[float, float],
    group: Callable[[GoldQuestion], str],
) -> Iterator[Example]:
    """Find the candidates of questions, and of those whose answer is to be taken away."""
    for asked, weight, withhold in ((questions, weights[0], False), (withheld, weights[1], True)):
        yield from make_examples(
            asked, collection, names=names, weight=weight, group=group, withhold=withhold
        )


def _document(question: GoldQuestion) -> str:
    """Return what folds keep together: the document asked of; all the seeds are one."""
    of_seeds = any(source.name == question.document for source in seeds_folder())
    return "seeds" if of_seeds else question.document or "seeds"


def _made_examples(
    path: Path, settings: Settings, collection: SqliteCollection, names: Names
) -> Iterator[Example]:
    """Find the candidates of questions made from the figures of the documents."""
    documents = [
        read_document(extracted, source.name, 0)
        for source in find_sources([path])
        for extracted in extract(source.path, name=Path(source.name).name, settings=settings)
    ]
    for document in documents:
        weights = (_MADE_WEIGHT, _MADE_WITHHELD)
        for made in (
            list(make_questions(document, _MADE_OF_ALL // len(documents))),
            list(make_list_questions(document, _MADE_LISTS // len(documents))),
        ):
            yield from _both_ways(made, made[::3], collection, names, weights, _document)


def fit_all(examples: Sequence[Example], tell: Callable[[str], None]) -> Trained:
    """Fit the five models; each later one learns from scores that its examples did not shape."""
    sentences = sentence_stage(examples)
    scored = score_examples(examples, sentences)
    tell(f"sentences: {len(sentences.rows)} rows")
    figures = figure_stage(examples, scored)
    models = figures.stage.fold_models()
    found = rank_figures(examples, scored, figures, figures.stage.out_of_sample(models))
    tell(f"figures: {len(figures.stage.rows)} rows")
    trust = figure_confidence_stage(examples, found)
    trusted = trust.out_of_sample()
    in_best = dict(zip(trust.owners, trusted.tolist(), strict=True))
    lists = list_stage(examples, found, models, in_best)
    tell(f"lists: {len(lists.rows)} rows")
    text = text_confidence_stage(examples, scored)
    judged = {
        AnswerKind.FIGURE: judge_figures(examples, trust, trusted),
        AnswerKind.LIST: best_of_each(lists, lists.out_of_sample()),
        AnswerKind.TEXT: best_of_each(text, text.out_of_sample()),
    }
    chosen = Thresholds(
        figure=threshold(examples, judged[AnswerKind.FIGURE], ("figure",), MOST_WRONG),
        list=threshold(examples, judged[AnswerKind.LIST], ("list",), MOST_WRONG_LISTS),
        text=threshold(examples, judged[AnswerKind.TEXT], ("text",), MOST_WRONG_SENTENCES),
    )
    for line in held_out_lines(examples, judged, chosen):
        tell(line)
    stages = (sentences, figures.stage, trust, lists, text)
    files = {f"{stage.name}.json": stage.final()[1] for stage in stages}
    files["thresholds.json"] = {
        "figure": chosen.figure,
        "list": chosen.list,
        "text": chosen.text,
    }
    return Trained(files, len(examples), chosen)


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
def _own_collection(path: Path | None, settings: Settings) -> Iterator[SqliteCollection]:
    """Make a collection of the seeds and, where a path is given, what it holds."""
    with TemporaryDirectory(prefix="duoshao-") as folder:
        collection = SqliteCollection.open(Path(folder) / "training.db", settings=settings)
        try:
            if path is not None:
                ingest([path], collection, settings)
            ingest(list(seeds_folder()), collection, settings)
            yield collection
        finally:
            collection.close()
