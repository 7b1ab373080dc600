"""Documents made for the tests of store and index, and BM25Plus over them to compare with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from rank_bm25 import BM25Plus

from retrieval.records import (
    Article,
    Document,
    Figure,
    FigureKind,
    PageSpan,
    Paragraph,
    ParagraphKind,
    Sentence,
)
from retrieval.terms import paragraph_terms


def sentence(text: str, words: Sequence[str] = ()) -> Sentence:
    """A sentence; without ``words`` every character is one."""
    return Sentence(text, 0, len(text), (), tuple(words) or tuple(text))


def article(title: str, *paragraphs: Iterable[str]) -> Article:
    """An article; each paragraph is its words."""
    return Article(
        title,
        tuple(Paragraph((sentence("".join(words), tuple(words)),)) for words in paragraphs),
    )


def document(name: str, *articles: Article, title: str = "") -> Document:
    """A document of ``articles``."""
    return Document(name, title, "txt", "utf-8", f"hash of {name}", 7, "text", articles)


def rich_document(name: str) -> Document:
    """A document that uses every field of every record."""
    figure = Figure("5.3万个", 4, 9, FigureKind.COUNT, Decimal(53000), "个", "余", None, "岗位", 8)
    span = Figure("8.2亿元", 0, 3, FigureKind.MONEY, Decimal("8.2E8"), "元", high=Decimal("9.1E8"))
    first = Sentence("新增岗位5.3万个", 10, 19, (figure,), ("新增", "岗位", "5.3万", "个"), 2)
    row = Sentence("8.2 青岛\x1f市", 30, 38, (span,), ("8.2", " ", "青岛", "\x1f", "市"), None)
    return Document(
        name=name,
        title="年鉴",
        format="pdf",
        encoding="gb18030",
        content_hash="abc",
        size=4096,
        text="全文" * 30,
        articles=(
            Article(
                "就业",
                (
                    Paragraph((first,), ("第一章", "第一节")),
                    Paragraph((row, first), ("第二章",), ParagraphKind.TABLE, "表1 单位：亿元"),
                ),
                byline="□记者",
                dateline="本报讯",
                start=3,
                end=60,
            ),
        ),
        pages=(PageSpan(1, 0, 20), PageSpan(2, 20, 60)),
    )


def best_paragraphs(
    documents: Mapping[str, Document], terms: Sequence[str], k: int
) -> list[tuple[str, int, float]]:
    """(document, position in it, score) of the ``k`` best by ``rank_bm25.BM25Plus`` itself."""
    places: list[tuple[str, int]] = []
    bags: list[Counter[str]] = []
    for name in sorted(documents):
        position = 0
        for one in documents[name].articles:
            for paragraph in one.paragraphs:
                places.append((name, position))
                bags.append(paragraph_terms(documents[name], one, paragraph))
                position += 1
    if not bags:
        return []
    scores = BM25Plus([list(bag.elements()) for bag in bags]).get_scores(list(terms))
    holding = [i for i, bag in enumerate(bags) if any(term in bag for term in terms)]
    holding.sort(key=lambda i: (-round(float(scores[i]), 8), places[i]))
    return [(*places[i], float(scores[i])) for i in holding[:k]]
