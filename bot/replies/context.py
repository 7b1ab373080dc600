"""The paragraphs around a sentence, in pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import messages
from bot.html_text import escape, units
from bot.replies.reply import Button, Reply, make_reply
from retrieval.records import ParagraphKind, StoredParagraph

_PAGE_LENGTH = 1500


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence as HTML, and what separates it from the one before."""

    html: str
    length: int
    separator: str
    target: bool


def context_reply(
    paragraphs: Sequence[StoredParagraph],
    sentence_id: int,
    voice: str,
    index: int,
    page: int | None = None,
) -> Reply:
    """Return one page of ``paragraphs`` with the sentence in bold; by default the page it is on.

    ``index`` is the candidate that the way back leads to.
    """
    pages = _pages(_pieces(paragraphs, sentence_id))
    home = next((n for n, pieces in enumerate(pages) if any(p.target for p in pieces)), 0)
    number = home if page is None else max(0, min(page, len(pages) - 1))
    pieces = pages[number] if pages else []
    body = "".join(
        (piece.separator if position else "") + piece.html for position, piece in enumerate(pieces)
    )
    first = paragraphs[0]
    title = f"<b>{escape(first.article_title or first.document_title or first.document)}</b>"
    walk = []
    if number > 0:
        walk.append(Button("◀", f"c:{index}:{number - 1}"))
    if len(pages) > 1:
        walk.append(Button(f"{number + 1}/{len(pages)}", "n"))
    if number + 1 < len(pages):
        walk.append(Button("▶", f"c:{index}:{number + 1}"))
    back = Button(messages.text("telegram.button.to_answer", voice), f"s:{index}")
    return make_reply(f"{title}\n\n{body}", tuple(walk), (back,))


def _pieces(paragraphs: Sequence[StoredParagraph], sentence_id: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    headings: tuple[str, ...] = ()
    for paragraph in paragraphs:
        table = paragraph.kind is ParagraphKind.TABLE
        lines = []
        if paragraph.headings and paragraph.headings != headings:
            lines.append(f"<i>{escape(' · '.join(paragraph.headings))}</i>")
        headings = paragraph.headings
        if table and paragraph.caption:
            lines.append(f"<i>{escape(paragraph.caption)}</i>")
        separator = "\n\n"
        for line in lines:
            pieces.append(_Piece(line, units(line), separator, target=False))
            separator = "\n"
        for sentence in paragraph.sentences:
            target = sentence.id == sentence_id
            text = escape(sentence.text)
            html = f"<b>{text}</b>" if target else text
            pieces.append(_Piece(html, units(sentence.text), separator, target))
            separator = "\n" if table else ""
    return pieces


def _pages(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    pages: list[list[_Piece]] = []
    used = 0
    for piece in pieces:
        if not pages or (used + piece.length > _PAGE_LENGTH and used):
            pages.append([])
            used = 0
        pages[-1].append(piece)
        used += piece.length
    return pages
