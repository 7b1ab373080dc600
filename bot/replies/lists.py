"""Lists in pages: the documents, the figures about a subject, the inbox."""

from __future__ import annotations

from collections.abc import Sequence

from bot import messages
from bot.html_text import bold, escape
from bot.inbox import Unanswered, Vote
from bot.replies.answers import marked
from bot.replies.reply import Button, Reply, label, make_reply
from retrieval.records import Candidate, DocumentSummary

DOCUMENTS_A_PAGE = 8
FIGURES_A_PAGE = 6
QUESTIONS_A_PAGE = 10


def _text(key: str, voice: str, **details: object) -> str:
    return messages.text(f"telegram.{key}", voice, **details)


def _walk(kind: str, page: int, pages: int) -> tuple[Button, ...]:
    if pages < 2:
        return ()
    row = []
    if page > 0:
        row.append(Button("◀", f"{kind}:{page - 1}"))
    row.append(Button(f"{page + 1}/{pages}", "n"))
    if page + 1 < pages:
        row.append(Button("▶", f"{kind}:{page + 1}"))
    return tuple(row)


def _window(count: int, size: int, page: int) -> tuple[int, int, range]:
    """Return the page that there is, how many there are, and the positions on it."""
    pages = max(1, -(-count // size))
    page = max(0, min(page, pages - 1))
    return page, pages, range(page * size, min(count, (page + 1) * size))


def documents_reply(
    documents: Sequence[DocumentSummary], voice: str, page: int = 0, *, removing: bool = False
) -> Reply:
    """Return one page of the list of documents; with ``removing`` a button to remove each."""
    if not documents:
        return make_reply(escape(_text("documents.none", voice)))
    page, pages, window = _window(len(documents), DOCUMENTS_A_PAGE, page)
    lines = [
        escape(
            _text("documents.remove" if removing else "documents.head", voice, count=len(documents))
        )
    ]
    for number in window:
        document = documents[number]
        title = document.title if document.title and document.title != document.name else ""
        facts = _text(
            "documents.facts", voice, articles=document.articles, figures=document.figures
        )
        lines.append(
            f"{number + 1}. {bold(label(document.name, 120))}"
            + (f"\n{escape(label(title, 120))}" if title else "")
            + f"\n<i>{escape(facts)}</i>"
        )
    kind = "r" if removing else "d"
    rows = [_walk(kind, page, pages)]
    if removing:
        rows = [
            *((Button(label(f"✕ {documents[n].name}", 40), f"x:{n}"),) for n in window),
            *rows,
        ]
    return make_reply("\n\n".join(lines), *rows)


def confirm_removal_reply(document: DocumentSummary, voice: str, number: int) -> Reply:
    """Return the question whether to remove a document."""
    question = _text("remove.confirm", voice, document=document.name)
    return make_reply(
        escape(question),
        (
            Button(_text("button.yes", voice), f"X:{number}"),
            Button(_text("button.no", voice), "r:0"),
        ),
    )


def about_reply(subject: str, candidates: Sequence[Candidate], voice: str, page: int = 0) -> Reply:
    """Return one page of the figures that the documents hold on ``subject``."""
    if not candidates:
        return make_reply(escape(_text("about.none", voice, subject=label(subject, 100))))
    page, pages, window = _window(len(candidates), FIGURES_A_PAGE, page)
    head = _text("about.head", voice, subject=label(subject, 100), count=len(candidates))
    parts = [escape(head)]
    title = None
    for number in window:
        candidate = candidates[number]
        if candidate.title != title:
            title = candidate.title
            parts.append(f"<i>{escape(title or candidate.document)}</i>")
        parts.append(f"• {marked(candidate.sentence, candidate.figures, 160)}")
    return make_reply("\n\n".join(parts), _walk("a", page, pages))


def inbox_reply(
    questions: Sequence[Unanswered],
    votes: tuple[int, int],
    disliked: Sequence[Vote],
    voice: str,
    page: int = 0,
    *,
    more: bool = False,
) -> Reply:
    """Return one page of the questions without an answer, and what people thought of answers."""
    good, bad = votes
    parts = [escape(_text("inbox.votes", voice, good=good, bad=bad))]
    if questions:
        parts.append(escape(_text("inbox.head", voice)))
        for question in questions:
            reason = _text(f"inbox.{question.outcome}", voice)
            parts.append(
                f"• {escape(label(question.question, 200))} ×{question.times}"
                f" <i>{escape(reason)}</i>"
            )
    else:
        parts.append(escape(_text("inbox.none", voice)))
    if disliked and page == 0:
        parts.append(escape(_text("inbox.disliked", voice)))
        parts.extend(
            f"👎 {escape(label(vote.question, 120))} → {escape(label(vote.sentence, 160))}"
            for vote in disliked
        )
    row = []
    if page > 0:
        row.append(Button("◀", f"i:{page - 1}"))
    if more:
        row.append(Button("▶", f"i:{page + 1}"))
    return make_reply("\n\n".join(parts), tuple(row))
