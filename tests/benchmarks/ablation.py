"""What each group of features and each rule brings, by models that had not seen the document.

    python tests/benchmarks/ablation.py GOLD… --documents PATH… --squad FILE… [--every 3]

prints Markdown tables: the share of figure and list questions whose best figure is right when the
figure model is fitted without a group, and what each rule of ``contradictions.py`` keeps off. It
takes about a minute of processor time a group; ``--every`` leaves out other questions for text.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from config.settings import load_settings
from retrieval.reader import contradictions
from retrieval.reader.figure_features import FIGURE_FEATURES
from retrieval.training.crossfit import (
    FigureStage,
    figure_stage,
    rank_figures,
    score_examples,
    sentence_stage,
)
from retrieval.training.examples import Example
from retrieval.training.held_out import source_of
from retrieval.training.training import Sources, collect_examples

GROUPS: dict[str, tuple[str, ...]] = {
    "unit and kind": ("fit", "same_", "only_fitting", "fitting_", "noun_unit", "names_no", "is_"),
    "the sentence's score": ("sentence_",),
    "words around the figure": (
        "left_",
        "right_",
        "clause_coverage",
        "clause_new",
        "near_",
        "before_",
        "union_",
    ),
    "words that name the measure": ("metric_", "missing_carried"),
    "words that name anything": ("name_missing", "sibling"),
    "words next to the asking phrase": ("focus_",),
    "verb, aspect, plan, progress": ("predicate", "aspect", "planned", "progress", "cue_"),
    "old and new, 去年, base of change": ("old_new", "relative", "base"),
    "place and subject": ("place", "clause_places", "subject"),
    "period": ("year", "months", "stretch"),
    "parallel lists": ("aligned", "item"),
    "limits (超万亿元的)": ("attributive", "of_total"),
    "table labels": ("label_",),
    "neighbours in the sentence": ("beats_", "rank_in", "position", "figures"),
}


def main(arguments: Sequence[str]) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--documents", action="append", default=[], type=Path)
    parser.add_argument("--squad", action="append", default=[], type=Path)
    parser.add_argument("--every", default=1, type=int)
    given = parser.parse_args(arguments)
    sources = Sources(tuple(given.gold), tuple(given.documents), tuple(given.squad))
    examples = [
        example
        for number, example in enumerate(collect_examples(sources, load_settings(), _tell))
        if example.gold.kind != "text" or number % given.every == 0
    ]
    scored = score_examples(examples, sentence_stage(examples))
    figures = figure_stage(examples, scored)
    asked = _asked(examples)
    columns = list(dict.fromkeys(asked.values()))
    print(f"| left out | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}")
    for name, starts in {"(nothing)": (), **GROUPS}.items():
        _tell(name)
        stage = _without(figures, starts)
        found = rank_figures(examples, scored, stage, stage.stage.out_of_sample())
        right: Counter[str] = Counter()
        for index, source in asked.items():
            if index in found:
                view = found[index].figures[0].view
                right[source] += examples[index].is_right_figure(view.view, view.figure)
        shares = (100 * right[one] / sum(s == one for s in asked.values()) for one in columns)
        print(f"| {name} | {' | '.join(f'{share:.1f}' for share in shares)} |", flush=True)
    _rules(examples, figures)


def _rules(examples: Sequence[Example], figures: FigureStage) -> None:
    """Count, of the figures scored best, what each rule rules out."""
    best: dict[int, int] = {}
    scores = figures.stage.out_of_sample()
    for row, owner in enumerate(figures.owners):
        if owner not in best or scores[row] > scores[best[owner]]:
            best[owner] = row
    kept_off: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for owner, row in best.items():
        if examples[owner].gold.id.startswith("made-"):
            continue
        for rule in contradictions.ruled_out_by(figures.stage.rows[row]):
            (lost if figures.stage.labels[row] else kept_off)[rule] += 1
    print("\n| rule | wrong figures kept off | right ones lost |\n|---|---|---|")
    for rule in sorted({*kept_off, *lost}):
        print(f"| {rule} | {kept_off[rule]} | {lost[rule]} |")


def _without(figures: FigureStage, starts: tuple[str, ...]) -> FigureStage:
    if not starts:
        return figures
    rows = np.asarray(figures.stage.rows, np.float64)
    for place, feature in enumerate(FIGURE_FEATURES):
        if feature.startswith(starts):
            rows[:, place] = 0.0
    return replace(figures, stage=replace(figures.stage, rows=list(rows)))


def _asked(examples: Sequence[Example]) -> dict[int, str]:
    return dict(_figure_questions(examples))


def _figure_questions(examples: Sequence[Example]) -> Iterator[tuple[int, str]]:
    for index, example in enumerate(examples):
        if not example.withheld and example.gold.kind in ("figure", "list"):
            yield index, source_of(example)


def _tell(progress: str) -> None:
    print(progress, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
