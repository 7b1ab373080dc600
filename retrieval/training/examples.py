"""Gold questions over their documents → labelled candidates, as the reader sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from retrieval.collection import Collection
from retrieval.conversation import follow
from retrieval.evaluation.agreement import holds, matches
from retrieval.evaluation.gold import GoldQuestion, normalise
from retrieval.names import Names
from retrieval.question import Question, understand
from retrieval.reader.finding import make_matcher, search, sentence_views
from retrieval.reader.matching import Matcher
from retrieval.reader.sentence_features import SentenceView
from retrieval.records import Answer, Conversation, Figure, Outcome, ParagraphHit


@dataclass(frozen=True, slots=True)
class Example:
    """One question with the sentences found for it.

    ``group`` is what folds keep together: the document. ``withheld`` marks a question whose
    answer was taken away, so that every candidate is wrong.
    """

    gold: GoldQuestion
    question: Question
    matcher: Matcher
    views: tuple[SentenceView, ...]
    right: tuple[bool, ...]  # for each view
    group: str
    weight: float
    withheld: bool = False

    @property
    def ours(self) -> bool:
        """Whether a person wrote the question for us: neither of a public set nor made."""
        return not self.gold.context and not self.gold.id.startswith("made-")

    @property
    def weight_of_one(self) -> float:
        """What it counts for in learning which one sentence or figure answers.

        Made lists teach only which lists are to be trusted: the rest did not gain by them.
        """
        made_list = self.gold.kind == "list" and self.gold.id.startswith("made-")
        return 0.0 if made_list else self.weight

    def is_right_figure(self, view: SentenceView, figure: Figure) -> bool:
        """Tell whether a figure of ``view`` is an accepted answer."""
        return not self.withheld and is_gold_figure(self.gold, view, figure)


def is_gold_sentence(gold: GoldQuestion, view: SentenceView) -> bool:
    """Tell whether a sentence is the one that answers."""
    paragraph = view.scene.hit.paragraph
    if gold.answer_start >= 0:
        if paragraph.document != gold.document:
            return False
        end = gold.answer_start + len(gold.answers[0])
        return view.sentence.start < end and view.sentence.end > gold.answer_start
    if gold.document and Path(paragraph.document).name != gold.document:
        return False
    return bool(gold.sentence_contains) and holds(view.sentence.text, gold.sentence_contains)


def is_gold_figure(gold: GoldQuestion, view: SentenceView, figure: Figure) -> bool:
    """Tell whether a figure is an accepted one in the sentence that answers."""
    if not is_gold_sentence(gold, view):
        return False
    if gold.answer_start >= 0:
        answer, text = normalise(gold.answers[0]), normalise(figure.text)
        return text in answer or answer in text or matches(figure, gold.figures)
    return matches(figure, gold.figures)


def make_examples(
    questions: Sequence[GoldQuestion],
    collection: Collection,
    *,
    names: Names,
    weight: float,
    group: Callable[[GoldQuestion], str],
    withhold: bool = False,
) -> Iterator[Example]:
    """Find the candidates of each question; with ``withhold`` without the right paragraph."""
    talks: dict[str, Conversation] = {}
    for gold in questions:
        talk = talks.get(gold.conversation, Conversation())
        question = understand(
            gold.question, talk, known=names.known, put_right=names.put_right, held=names.held
        )
        if gold.conversation:
            talks[gold.conversation] = follow(talk, _answer(gold), names.known)
        matcher = make_matcher(question, collection)
        hits = search(question, collection)
        if withhold:
            hits = _without_answer(gold, hits)
        views = sentence_views(question, matcher, hits)
        right = tuple(not withhold and is_gold_sentence(gold, view) for view in views)
        yield Example(gold, question, matcher, tuple(views), right, group(gold), weight, withhold)


def _answer(gold: GoldQuestion) -> Answer:
    """Return the right answer, as the talk goes on from it."""
    sentence = next(iter(gold.sentence_contains), None)
    return Answer(gold.question, sentence is not None, Outcome.ANSWERED, sentence=sentence)


def _without_answer(gold: GoldQuestion, hits: Sequence[ParagraphHit]) -> tuple[ParagraphHit, ...]:
    if gold.answer_start >= 0:
        kept = [hit for hit in hits if hit.paragraph.document != gold.document]
    else:
        kept = [
            hit
            for hit in hits
            if not any(holds(s.text, gold.sentence_contains) for s in hit.paragraph.sentences)
        ]
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(kept))
