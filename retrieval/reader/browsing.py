"""What figures the documents hold on a subject, without a question."""

from __future__ import annotations

from retrieval.collection import Collection
from retrieval.question import understand
from retrieval.reader.composing import answer_figure
from retrieval.reader.finding import search
from retrieval.records import Candidate, FigureKind


def figures_about(collection: Collection, subject: str, limit: int) -> tuple[Candidate, ...]:
    """Return sentences with figures on ``subject``, those of the best paragraphs first.

    The subject stands in the sentence, in a heading or in a title.
    """
    question = understand(subject)
    candidates: list[Candidate] = []
    for hit in search(question, collection):
        paragraph = hit.paragraph
        titles = " ".join((paragraph.article_title, paragraph.document_title, *paragraph.headings))
        for sentence in paragraph.sentences:
            figures = [one for one in sentence.figures if one.kind is not FigureKind.DATE]
            if not figures or question.matched not in f"{sentence.text} {titles}":
                continue
            candidates.append(
                Candidate(
                    sentence=sentence.text,
                    figures=tuple(map(answer_figure, figures)),
                    document=paragraph.document,
                    title=paragraph.article_title,
                    score=hit.score,
                    page=sentence.page,
                    paragraph_id=paragraph.id,
                    sentence_id=sentence.id,
                )
            )
    return tuple(candidates[:limit])
