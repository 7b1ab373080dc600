"""What models would have answered that had not seen a question's document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from retrieval.question import AnswerKind
from retrieval.reader.confidence import Thresholds
from retrieval.reader.model import Floats, probability
from retrieval.training.crossfit import Stage
from retrieval.training.examples import Example
from retrieval.training.thresholds import choose_threshold

_ENOUGH = 300  # questions of which one in a hundred can be told
# For each question the trust in what it would be shown, and 1.0 where that is right, else 0.0.
Judged = Mapping[int, tuple[float, float]]


def best_of_each(stage: Stage, scores: Floats) -> dict[int, tuple[float, float]]:
    """Return for each question the highest probability among its rows, and that row's label."""
    best: dict[int, tuple[float, float]] = {}
    for owner, label, score in zip(stage.owners, stage.labels, scores.tolist(), strict=True):
        trust = probability(score)
        if owner not in best or trust > best[owner][0]:
            best[owner] = (trust, label)
    return best


def judge_figures(
    examples: Sequence[Example], stage: Stage, scores: Floats
) -> dict[int, tuple[float, float]]:
    """Judge the best figures of the questions that are understood to ask for one.

    One figure is never the answer where several are asked for.
    """
    return {
        owner: (trust, 0.0 if examples[owner].gold.kind == "list" else label)
        for owner, (trust, label) in best_of_each(stage, scores).items()
        if examples[owner].question.kind is AnswerKind.FIGURE
    }


def threshold(
    examples: Sequence[Example], judged: Judged, kinds: tuple[str, ...], most_wrong: float
) -> float:
    """Choose by the questions of ours of these kinds, each asked with its answer at hand.

    Where there are enough over real documents, those over invented ones do not count: they are
    dense with figures that mislead, more so than what people ask about.
    """
    asked = {
        index: source_of(example)
        for index, example in enumerate(examples)
        if example.ours and not example.withheld and example.gold.kind in kinds
    }
    real = {index for index, source in asked.items() if source != "invented documents"}
    ours = real if len(real) >= _ENOUGH else set(asked)
    of_ours = [one for index, one in judged.items() if index in ours]
    return choose_threshold(of_ours, len(ours), most_wrong)


def held_out_lines(
    examples: Sequence[Example], judged: Mapping[AnswerKind, Judged], chosen: Thresholds
) -> Iterator[str]:
    """Say what is right, wrong and not answered, a list by the whole of it.

    For each kind of source the shares of figures and lists, the share of unanswerable questions
    that stay so, and how far single documents lie apart.
    """
    limits = {
        AnswerKind.FIGURE: chosen.figure,
        AnswerKind.LIST: chosen.list,
        AnswerKind.TEXT: chosen.text,
    }
    shown: dict[int, float] = {}
    for index, example in enumerate(examples):
        kind = example.question.kind
        trust, label = judged[kind].get(index, (0.0, 0.0))
        if trust >= limits[kind]:
            shown[index] = label
    asked: dict[str, list[int]] = {}
    for index, example in enumerate(examples):
        if not example.withheld:
            asked.setdefault(source_of(example), []).append(index)
    for source, indices in asked.items():
        figures = [i for i in indices if examples[i].gold.kind in ("figure", "list")]
        line = f"held out, {source}: {len(figures)} questions for figures, {_told(figures, shown)}"
        lists = [i for i in indices if examples[i].gold.kind == "list"]
        if lists:
            line += f"; {len(lists)} of these for lists, {_told(lists, shown)}"
        nothing = [i for i in indices if examples[i].gold.kind == "unanswerable"]
        if nothing:
            silent = sum(i not in shown for i in nothing) / len(nothing)
            line += f"; {len(nothing)} unanswerable, {silent:.1%} not answered"
        yield line
        by_document: dict[str, list[int]] = {}
        for i in figures:
            by_document.setdefault(examples[i].group, []).append(i)
        single = sorted(_shares(one, shown)[0] for one in by_document.values() if len(one) >= 10)
        if len(single) > 2:
            yield (
                f"    right, by document ({len(single)} with 10 questions or more): "
                f"{single[0]:.0%} to {single[-1]:.0%}, median {median(single):.0%}"
            )


def _told(indices: Sequence[int], shown: Mapping[int, float]) -> str:
    right, wrong = _shares(indices, shown)
    return f"{right:.1%} right, {wrong:.1%} wrong, {1 - right - wrong:.1%} not answered"


def _shares(indices: Sequence[int], shown: Mapping[int, float]) -> tuple[float, float]:
    right = sum(shown.get(index, 0.0) for index in indices) / max(1, len(indices))
    wrong = sum(shown.get(index) == 0.0 for index in indices) / max(1, len(indices))
    return right, wrong


def source_of(example: Example) -> str:
    """Say what kind of source a question is asked of."""
    if example.gold.context:
        return example.gold.document.rpartition("-")[0]
    if example.gold.id.startswith("made-"):
        return "made from documents"
    if example.group == "seeds":
        return "seeds"
    return "invented documents" if example.gold.document.startswith("invented_") else "documents"
