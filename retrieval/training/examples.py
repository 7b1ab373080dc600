"""Gold questions over their documents → labelled candidates, as the reader sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from config.settings import Settings
from retrieval.collection import Collection
from retrieval.evaluation.agreement import holds, matches
from retrieval.evaluation.gold import GoldParagraph, GoldQuestion, normalise
from retrieval.ingestion import read_document
from retrieval.question import Question, understand
from retrieval.reader.finding import make_matcher, search, sentence_views
from retrieval.reader.matching import Matcher
from retrieval.reader.sentence_features import SentenceView
from retrieval.records import Document, ExtractedText, Figure, ParagraphHit
from retrieval.store import SqliteCollection

_BATCH = 500


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


def paragraph_documents(paragraphs: Sequence[GoldParagraph]) -> Iterator[Document]:
    """Read every paragraph of a set in SQuAD layout as a document of its own."""
    for paragraph in paragraphs:
        extracted = ExtractedText(paragraph.id, paragraph.text, "text", title=paragraph.title)
        yield read_document(extracted, paragraph.id, len(paragraph.text))


def store_temporarily(
    documents: Iterator[Document], folder: TemporaryDirectory[str], settings: Settings
) -> SqliteCollection:
    """Store documents in a collection of their own within ``folder``."""
    collection = SqliteCollection.open(Path(folder.name) / "training.db", settings=settings)
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == _BATCH:
            collection.add_many(batch)
            batch = []
    if batch:
        collection.add_many(batch)
    return collection


def make_examples(
    questions: Sequence[GoldQuestion],
    collection: Collection,
    *,
    known: Callable[[str], bool],
    weight: float,
    group: Callable[[GoldQuestion], str],
    withhold: bool = False,
) -> Iterator[Example]:
    """Find the candidates of each question; with ``withhold`` without the right paragraph."""
    for gold in questions:
        question = understand(gold.question, known=known)
        matcher = make_matcher(question, collection)
        hits = search(question, collection)
        if withhold:
            hits = _without_answer(gold, hits)
        views = sentence_views(question, matcher, hits)
        right = tuple(not withhold and is_gold_sentence(gold, view) for view in views)
        yield Example(
            gold, question, matcher, tuple(views), right, group(gold), weight, withhold
        )


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
