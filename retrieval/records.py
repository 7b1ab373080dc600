"""The records that flow from bytes to answer, each step one frozen dataclass.

Offsets are counted in characters (Unicode code points), half-open: ``[start, end)``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Protocol

# --- formats: bytes → text -------------------------------------------------------------------


class BlockKind(StrEnum):
    """What a file format itself says about a stretch of text."""

    TITLE = "title"  # begins an article
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; ``start`` and ``end`` are offsets into the extracted text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table as rows of cells, of equal length (merged cells repeated, holes empty)."""

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 1
    header_columns: int = 1
    caption: str = ""
    unit: str = ""  # 万元, from “单位：万元” beside or in the caption


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the extracted text whose role the format knows."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class PageSpan:
    """The stretch of the extracted text that stands on one page (numbered from 1)."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """The text of one file; ``blocks`` is empty where the format knows no structure."""

    name: str
    text: str
    format: str
    encoding: str = "utf-8"
    blocks: tuple[Block, ...] = ()
    pages: tuple[PageSpan, ...] = ()
    title: str = ""
    published: date | None = None


# --- layout and figures: text → articles → paragraphs → sentences → figures -----------------


class FigureKind(StrEnum):
    """What a figure counts; a range is any of these with ``high`` set."""

    COUNT = "count"  # 216条, 110余家, 3亿人口
    MEASURE = "measure"  # 30平方公里, 20.6厘米
    MONEY = "money"  # 192.9亿元
    PERCENT = "percent"  # 15.3%, 百分之五
    POINTS = "points"  # 9.5个百分点
    FRACTION = "fraction"  # 三分之二
    RATIO = "ratio"  # 3:1, 1.0439吨标准煤/万元 is a MEASURE
    MULTIPLE = "multiple"  # 2.5倍, 三成
    ORDINAL = "ordinal"  # 第2名, 第十八届
    DATE = "date"  # 2022年, 7月17日, 10月
    TIME = "time"  # 8时30分, 22:00
    DURATION = "duration"  # 5天内, 一百天, 3个月
    NUMBER = "number"  # a bare number: 9.5 where the unit stands elsewhere, PM2.5 is none


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a sentence: ``sentence.text[start:end]`` is its verbatim span.

    ``text`` is that span, with the unit added where the unit stands apart (9.5、7.9个百分点,
    or a table header). ``value`` is exact and in the unit without multiplier: 5.3万个 is 53000;
    for a percentage it is the number before the sign. ``high`` is the upper value of a range.
    """

    text: str
    start: int
    end: int
    kind: FigureKind
    value: Decimal
    unit: str = ""
    qualifier: str = ""
    high: Decimal | None = None
    label: str = ""  # of a table cell: its row and column headings
    unit_start: int = -1  # where the unit stands in the sentence; -1 where it has none or apart


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its line breaks joined; ``start`` and ``end`` lead to the extracted text.

    ``words`` are the segmented words in order; joined together they are ``text`` again.
    """

    text: str
    start: int
    end: int
    figures: tuple[Figure, ...] = ()
    words: tuple[str, ...] = ()
    page: int | None = None


class ParagraphKind(StrEnum):
    """Whether a paragraph is running text or rows of a table."""

    PROSE = "prose"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together, under the headings they stand under (outermost first).

    In a paragraph of kind ``TABLE`` each sentence is one row, its cells joined by one blank;
    ``caption`` holds caption, unit and column headings.
    """

    sentences: tuple[Sentence, ...]
    headings: tuple[str, ...] = ()
    kind: ParagraphKind = ParagraphKind.PROSE
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a document."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    byline: str = ""
    dateline: str = ""
    published: date | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A document read completely, ready to be stored."""

    name: str
    title: str
    format: str
    encoding: str
    content_hash: str
    size: int  # bytes of the file
    text: str  # the extracted text that all offsets point into
    articles: tuple[Article, ...]
    pages: tuple[PageSpan, ...] = ()
    published: date | None = None


# --- store and index: candidates ------------------------------------------------------------


class SentenceDetails(NamedTuple):
    """What the store keeps of a sentence beside its text."""

    words: tuple[str, ...]
    figures: tuple[Figure, ...]
    start: int
    end: int
    page: int | None


class DetailsSource(Protocol):
    """Where the details of the sentences of one paragraph come from when they are asked for."""

    def details(self, number: int) -> SentenceDetails:
        """Return the details of the sentence ``number`` of the paragraph, from 0."""
        ...


class StoredSentence:
    """A sentence as the store gives it back, figures and words already computed.

    Of the sentences of the paragraphs found few are looked at closely: all but id and text is
    decoded when it is first asked for. Never changes; equal where all values are equal.
    """

    __slots__ = ("_details", "_id", "_text")

    def __init__(
        self,
        id: int,
        text: str,
        words: tuple[str, ...],
        figures: tuple[Figure, ...],
        start: int,
        end: int,
        page: int | None,
    ) -> None:
        self._id = id
        self._text = text
        self._details: SentenceDetails | tuple[DetailsSource, int] = SentenceDetails(
            words, figures, start, end, page
        )

    @classmethod
    def deferred(cls, id: int, text: str, source: DetailsSource, number: int) -> StoredSentence:
        """Return the sentence ``number`` of ``source``, its details not decoded yet."""
        sentence = cls.__new__(cls)
        sentence._id = id
        sentence._text = text
        sentence._details = (source, number)
        return sentence

    @property
    def id(self) -> int:
        """The number of the sentence in the store."""
        return self._id

    @property
    def text(self) -> str:
        """The sentence, its line breaks joined."""
        return self._text

    @property
    def words(self) -> tuple[str, ...]:
        """The segmented words in order."""
        return self._decoded().words

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures in order."""
        return self._decoded().figures

    @property
    def start(self) -> int:
        """Where the sentence begins in the extracted text."""
        return self._decoded().start

    @property
    def end(self) -> int:
        """Where the sentence ends in the extracted text."""
        return self._decoded().end

    @property
    def page(self) -> int | None:
        """The page on which the sentence stands, from 1."""
        return self._decoded().page

    def _decoded(self) -> SentenceDetails:
        details = self._details
        if not isinstance(details, SentenceDetails):
            # Two threads may both decode: they get equal values.
            source, number = details
            details = self._details = source.details(number)
        return details

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, StoredSentence):
            return NotImplemented
        return (
            self._id == other._id
            and self._text == other._text
            and self._decoded() == other._decoded()
        )

    def __hash__(self) -> int:
        return hash((self._id, self._text))

    def __repr__(self) -> str:
        return f"StoredSentence({self._id!r}, {self._text!r}, {self._decoded()!r})"


@dataclass(frozen=True, slots=True)
class StoredParagraph:
    """A paragraph with all that the reader needs, so that nothing else need be looked up."""

    id: int
    sentences: tuple[StoredSentence, ...]
    headings: tuple[str, ...]
    kind: ParagraphKind
    caption: str
    article_id: int
    article_title: str
    article_published: date | None
    opening: str  # the first sentence of the article
    document: str
    document_title: str
    document_published: date | None
    position: int  # of the paragraph in its article, from 0


@dataclass(frozen=True, slots=True)
class ParagraphHit:
    """A paragraph found, with its BM25 score and its rank from 0."""

    paragraph: StoredParagraph
    score: float
    rank: int


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """One line of the list of documents."""

    name: str
    title: str
    format: str
    size: int
    articles: int
    paragraphs: int
    sentences: int
    figures: int
    ingested_at: str  # ISO 8601, UTC
    published: date | None = None


# --- question, reader: the answer -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnswerFigure:
    """A figure of an answer: ``sentence[start:end]`` is its verbatim span."""

    text: str
    value: Decimal
    unit: str
    start: int
    end: int
    kind: FigureKind
    subject: str = ""  # what this one of a list belongs to: 基础教育


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature's share in a candidate's score."""

    name: str
    value: float
    share: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that might answer, with the figures it would answer with."""

    sentence: str
    figures: tuple[AnswerFigure, ...]
    document: str
    title: str
    score: float
    page: int | None = None
    paragraph_id: int = 0
    sentence_id: int = 0
    reasons: tuple[Reason, ...] = ()


class Outcome(StrEnum):
    """Why an answer is as it is; replies turn it into words."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"  # nothing in the documents comes near
    UNSURE = "unsure"  # something comes near, but not surely enough
    UNKNOWN_SUBJECT = "unknown_subject"  # no document speaks of the subject
    AGGREGATION = "aggregation"  # asks for a sum, average or count that no sentence states
    EMPTY_QUESTION = "empty_question"
    NO_DOCUMENTS = "no_documents"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; on ``answered`` false ``figures`` is empty and ``sentence`` None."""

    question: str
    answered: bool
    outcome: Outcome
    figures: tuple[AnswerFigure, ...] = ()
    sentence: str | None = None
    document: str | None = None
    also_in: tuple[str, ...] = ()  # other documents with the same article
    title: str | None = None
    page: int | None = None
    confidence: float = 0.0
    elapsed_ms: float = 0.0
    candidates: tuple[Candidate, ...] = ()  # the nearest, best first, the answer's own excluded
    assumed: tuple[str, ...] = ()  # what a follow-up took over: 白沙县
    subject: str = ""  # the subject understood, for the talk that follows
    paragraph_id: int = 0
    sentence_id: int = 0
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn of a conversation was about; the talk is a tuple of these, oldest first."""

    question: str
    subject: str = ""
    topic: tuple[str, ...] = ()
    title: str = ""
    document: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a talk has been about so far."""

    turns: tuple[Turn, ...] = field(default=())
