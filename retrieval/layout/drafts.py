"""The draft of an article: its parts gathered, before they become records."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from retrieval.layout.datelines import dateline_end
from retrieval.layout.items import Item, ItemKind
from retrieval.layout.kinds import full_date, title_note_text
from retrieval.layout.offsets import TracedText
from retrieval.layout.outline import is_left_by
from retrieval.layout.sentences import sentences_of, split_sentences
from retrieval.layout.stanzas import join_stanza, subject_groups
from retrieval.layout.subtitles import is_speaker
from retrieval.layout.table_units import carried_unit
from retrieval.layout.tables import table_paragraphs, unit_said
from retrieval.records import Article, PageSpan, Paragraph, Sentence, Table

_DATELINE_WITHIN = 3  # paragraphs of the beginning
_LONGEST_PARAGRAPH = 2000  # characters; what is longer is cut between sentences
_LONGEST_MERGED = 400  # characters of a paragraph made of lines of one sentence each
_LONGEST_SINGLE = 150  # characters of a line that may be one sentence of a longer paragraph


@dataclass(slots=True)
class Draft:
    """What belongs to one article; ``body`` in order: prose, short lines, headings, tables."""

    titles: list[Item] = field(default_factory=list)
    bylines: list[Item] = field(default_factory=list)
    subtitles: list[Item] = field(default_factory=list)  # who speaks, when and where
    body: list[Item] = field(default_factory=list)

    def finish(
        self, fallback: str, published: date | None, pages: tuple[PageSpan, ...]
    ) -> Article | None:
        """Return the article, ``fallback`` as its title where it has none; None where empty."""
        paragraphs, dateline = _Paragraphs(pages).of(self.body)
        if not paragraphs:
            # What has no body must still be found: its lines are said as sentences too.
            lines = [replace(item, kind=ItemKind.PROSE) for item in self.titles or self.bylines]
            paragraphs, _ = _Paragraphs(pages).of(lines)
        if self.subtitles:
            # 某市市长 王某: what a question may ask for is said as a sentence.
            said = [s for item in self.subtitles for s in sentences_of(item.text, pages)]
            paragraphs.insert(0, Paragraph(tuple(said)))
        title = " ".join(item.text.text for item in self.titles)
        bylines = list(self.bylines)
        note = next((item for item in bylines if item.kind is ItemKind.TITLE_NOTE), None)
        if note is not None and _is_better(title_note_text(note.text.text), title):
            title = title_note_text(note.text.text)
        items = [*self.titles, *self.bylines, *self.subtitles, *self.body]
        if not items or not (paragraphs or title or bylines):
            return None
        return Article(
            title=title or fallback,
            paragraphs=tuple(paragraphs),
            byline=" ".join(item.text.text for item in self._writers()),
            dateline=dateline,
            published=_published([*bylines, *self.subtitles], dateline, published),
            start=min(item.text.start for item in items),
            end=max(map(_end, items)),
        )

    def _writers(self) -> list[Item]:
        """Return the bylines, or where there is none who speaks."""
        return self.bylines or [item for item in self.subtitles if is_speaker(item)]


def _is_better(repeated: str, title: str) -> bool:
    """Whether the title that a note repeats is better: there is none, or only its beginning."""
    cut = title.rstrip(".…")
    return bool(repeated) and (not title or (cut != title and repeated.startswith(cut)))


def _published(bylines: list[Item], dateline: str, known: date | None) -> date | None:
    dated = {item.kind: day for item in reversed(bylines) if (day := full_date(item.text.text))}
    said = dated.get(ItemKind.SUBTITLE) or dated.get(ItemKind.SHORT)
    return dated.get(ItemKind.SOURCE) or known or full_date(dateline) or said


@dataclass(slots=True)
class _Heading:
    level: int
    item: Item
    used: bool = False  # a paragraph stands under it


class _Paragraphs:
    """Turns the items of a body into paragraphs under their headings."""

    def __init__(self, pages: tuple[PageSpan, ...]) -> None:
        self._pages = pages
        self._headings: list[_Heading] = []
        self._paragraphs: list[Paragraph] = []
        self._units: dict[str, list[str]] = {}  # said over the tables of a chapter so far
        self._single: list[Item] = []  # lines of one sentence each, not yet a paragraph

    def of(self, body: list[Item]) -> tuple[list[Paragraph], str]:
        dateline = ""
        merge = _one_sentence_a_line(body)
        looked = 0  # paragraphs in which the dateline was looked for
        for item in body:
            if item.kind is not ItemKind.PROSE:
                self._flush()
                self._other(item)
                continue
            if not dateline and looked < _DATELINE_WITHIN:
                looked += 1
                end = dateline_end(item.text.text)
                if end > 0:
                    dateline = item.text.text[:end].strip(" \u3000，,：:")
                if end == len(item.text.text):
                    continue
                if end > 0:
                    item = _from(item, end)
            if merge and _is_single(item.text):
                if self._single and (item.gap > 0 or self._length() > _LONGEST_MERGED):
                    self._flush()
                self._single.append(item)
            else:
                self._flush()
                self._add(self._sentences(item.text))
        self._flush()
        self._pop(0)
        return self._paragraphs, dateline

    def _other(self, item: Item) -> None:
        if item.kind is ItemKind.TABLE and item.table is not None:
            self._table(item.table)
        elif item.kind is ItemKind.STANZA:
            self._stanza(item)
        elif item.kind is ItemKind.HEADING:
            self._pop(item.level)
            self._headings.append(_Heading(item.level, item))
        else:
            self._add(self._sentences(item.text))

    def _table(self, table: Table) -> None:
        headings = self._headings_now()
        units = self._units.setdefault(headings[0] if headings else "", [])
        said = unit_said(table)
        carried = "" if said else carried_unit(units)
        self._paragraphs.extend(table_paragraphs(table, headings, self._pages, carried=carried))
        if said:
            units.append(said)

    def _pop(self, level: int) -> None:
        """Leave the headings of ``level`` and deeper; one that nothing stood under is a text."""
        while self._headings and is_left_by(self._headings[-1].level, level):
            heading = self._headings.pop()
            if not heading.used:
                self._add(self._sentences(heading.item.text))

    def _headings_now(self) -> tuple[str, ...]:
        for heading in self._headings:
            heading.used = True
        return tuple(heading.item.text.text for heading in self._headings)

    def _stanza(self, item: Item) -> None:
        pieces = join_stanza(item.lines)
        for start, end, subject in subject_groups(pieces):
            sentences = tuple(s for piece in pieces[start:end] for s in self._sentences(piece))
            self._add(sentences, (subject,) if subject else ())

    def _sentences(self, text: TracedText) -> tuple[Sentence, ...]:
        return tuple(sentences_of(text, self._pages))

    def _add(self, sentences: tuple[Sentence, ...], under: tuple[str, ...] = ()) -> None:
        if not sentences:
            return
        headings = (*self._headings_now(), *under)
        start = length = 0
        for index, sentence in enumerate(sentences):
            if length and length + len(sentence.text) > _LONGEST_PARAGRAPH:
                self._paragraphs.append(Paragraph(sentences[start:index], headings))
                start, length = index, 0
            length += len(sentence.text)
        self._paragraphs.append(Paragraph(sentences[start:], headings))

    def _length(self) -> int:
        return sum(len(item.text.text) for item in self._single)

    def _flush(self) -> None:
        items, self._single = self._single, []
        self._add(tuple(s for item in items for s in self._sentences(item.text)))


def _end(item: Item) -> int:
    if item.table is not None:
        cells = (cell.end for row in item.table.rows for cell in row)
        return max(cells, default=item.text.end)
    return item.lines[-1].end if item.lines else item.text.end


def _from(item: Item, start: int) -> Item:
    text: TracedText = item.text.cut(start, len(item.text.text))
    return Item(item.kind, text, item.gap)


def _is_single(text: TracedText) -> bool:
    return len(text.text) <= _LONGEST_SINGLE and len(split_sentences(text.text)) <= 1


def _one_sentence_a_line(body: list[Item]) -> bool:
    prose = [item for item in body if item.kind is ItemKind.PROSE]
    if len(prose) < 4:
        return False
    return sum(_is_single(item.text) for item in prose) >= 0.7 * len(prose)
