"""Which lists are right as a whole: the rows that teach it, and what the best of each is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retrieval.evaluation.agreement import matches
from retrieval.question import AnswerKind
from retrieval.reader.finding import Found
from retrieval.reader.list_confidence import (
    DIRECTIONS,
    LIST_CONFIDENCE_FEATURES,
    list_confidence_rows,
)
from retrieval.reader.lists import Listed, possible_lists
from retrieval.reader.model import TreeModel
from retrieval.training.crossfit import Stage, fold_of
from retrieval.training.examples import Example

_ROWS = 5.0


def is_right_list(example: Example, listed: Listed) -> bool:
    """Tell whether a list is the accepted one: as many figures, each right, in the order asked."""
    accepted = example.gold.figures
    if example.withheld or example.gold.kind not in ("list", "figure"):
        return False
    if example.gold.kind == "figure":  # the accepted ones are alternatives
        return len(listed) == 1 and matches(listed[0].figure, accepted)
    return len(listed) == len(accepted) and all(
        matches(one.figure, (figure,)) for one, figure in zip(listed, accepted, strict=True)
    )


def list_stage(
    examples: Sequence[Example],
    found: Mapping[int, Found],
    figures: Mapping[int, TreeModel],
    trust: Mapping[int, float],
) -> Stage:
    """Return the rows that teach when a list is to be trusted, all that a question may be given.

    ``figures`` are the figure models by the fold that they did not see; ``trust`` is that in the
    best figure of each example, in log odds, where it may be shown at all.
    """
    stage = Stage(
        "list_confidence",
        LIST_CONFIDENCE_FEATURES,
        [],
        [],
        [],
        [],
        trees=150,
        smallest=20,
        leaves=8,
        rate=0.05,
        directions=DIRECTIONS,
    )
    for index, one in found.items():
        example = examples[index]
        if example.question.kind is not AnswerKind.LIST or index not in trust:
            continue
        lists = possible_lists(one, figures[fold_of(example)])
        rows = list_confidence_rows(lists, one, trust[index])
        for listed, row in zip(lists, rows, strict=True):
            stage.owners.append(index)
            stage.rows.append(row)
            stage.labels.append(float(is_right_list(example, listed)))
            # A question with many lists that are possible counts for more, but not in proportion.
            stage.weights.append(example.weight * _ROWS / len(lists) ** 0.5)
            stage.folds.append(fold_of(example))
    return stage
