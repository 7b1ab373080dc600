"""One answer, or none with the nearest, as a message."""

from __future__ import annotations

from collections.abc import Sequence

from bot import messages
from bot.html_text import bold, escape
from bot.replies.bars import bars, compare
from bot.replies.reply import Button, Reply, around, label, make_reply
from retrieval.records import Answer, AnswerFigure, Candidate, Outcome

NEAREST = 3
_SENTENCE_LENGTH = 1200


def _text(key: str, voice: str, **details: object) -> str:
    return messages.text(f"telegram.{key}", voice, **details)


def as_candidate(answer: Answer, index: int) -> Candidate | None:
    """Return what ``index`` stands for: 0 the answer itself, 1 the nearest beside it, and so on."""
    if index == 0 and answer.answered and answer.sentence is not None:
        return Candidate(
            sentence=answer.sentence,
            figures=answer.figures,
            document=answer.document or "",
            title=answer.title or "",
            score=answer.confidence,
            page=answer.page,
            paragraph_id=answer.paragraph_id,
            sentence_id=answer.sentence_id,
        )
    return answer.candidates[index - 1] if 0 < index <= candidate_count(answer) else None


def candidate_count(answer: Answer) -> int:
    """Return how many candidates beside the answer are offered."""
    return min(len(answer.candidates), NEAREST)


def answer_reply(answer: Answer, voice: str, index: int = 0, vote: int = 0) -> Reply:
    """Return the message for ``answer``, or for its candidate ``index``.

    ``vote`` is what the person pressing the buttons thinks of it: 1, -1 or 0 for nothing yet.
    """
    if index == 0 and not answer.answered:
        return _not_answered(answer, voice)
    candidate = as_candidate(answer, index)
    if candidate is None:
        return _not_answered(answer, voice)
    parts: list[str] = []
    if index > 0:
        key = "answer.another" if answer.answered else "answer.perhaps"
        parts.append(
            f"<i>{escape(_text(key, voice, number=index, count=candidate_count(answer)))}</i>"
        )
    parts.append(_body(candidate.sentence, candidate.figures))
    parts.append(_source(candidate, answer.also_in if index == 0 else (), voice))
    if index == 0:
        parts.append(_note(answer, voice))
    rows = [_walk(answer, voice, index)]
    if index == 0:
        rows.append(_votes(vote))
    return make_reply("\n\n".join(part for part in parts if part), *rows)


def failure_reply(key: str, voice: str, **details: object) -> Reply:
    """Return a plain sentence as a message."""
    return make_reply(escape(_text(key, voice, **details)))


def inline_reply(answer: Answer, voice: str, index: int) -> Reply:
    """Return the message that inline mode puts into another chat: with the question, no buttons."""
    reply = answer_reply(answer, voice, index)
    question = f"<i>{escape(label(answer.question, 200))}</i>"
    return make_reply(f"{question}\n{reply.text}")


def _body(sentence: str, figures: Sequence[AnswerFigure]) -> str:
    quotation = f"<blockquote>{marked(sentence, figures, _SENTENCE_LENGTH)}</blockquote>"
    if not figures:
        return quotation
    if len(figures) == 1:
        return f"{bold(figures[0].text)}\n{quotation}"
    lines = [f"{bold(figure.text)} {escape(figure.subject)}".strip() for figure in figures]
    if compare(figures):
        lines = [f"{bar} {line}" for bar, line in zip(bars(figures), lines, strict=True)]
    else:
        lines = [f"• {line}" for line in lines]
    return "\n".join([*lines, quotation])


def marked(sentence: str, figures: Sequence[AnswerFigure], length: int) -> str:
    """Return the sentence as HTML, its figures in bold and underlined; cut around the first."""
    spans = sorted(
        (figure.start, figure.end) for figure in figures if 0 <= figure.start < figure.end
    )
    first = spans[0] if spans else (0, 0)
    part, moved = around(sentence, *first, length)
    output: list[str] = []
    position = 0
    for start, end in spans:
        start, end = start - moved, end - moved
        if position <= start and end <= len(part):
            output.append(escape(part[position:start]))
            output.append(f"<b><u>{escape(part[start:end])}</u></b>")
            position = end
    output.append(escape(part[position:]))
    return "".join(output)


def _source(candidate: Candidate, also_in: Sequence[str], voice: str) -> str:
    parts = []
    if candidate.title:
        parts.append(_text("answer.title", voice, title=candidate.title))
    if candidate.document:
        parts.append(candidate.document)
    if candidate.page is not None:
        parts.append(_text("answer.page", voice, page=candidate.page))
    lines = [escape(" · ".join(parts))] if parts else []
    if also_in:
        lines.append(escape(_text("answer.also_in", voice, documents="、".join(also_in[:3]))))
    return "\n".join(lines)


def _note(answer: Answer, voice: str) -> str:
    parts = []
    if answer.assumed:
        parts.append(_text("answer.assumed", voice, subjects="、".join(answer.assumed)))
    parts.append(_text("answer.confidence", voice, percent=round(100 * answer.confidence)))
    return f"<i>{escape(' · '.join(parts))}</i>"


def _walk(answer: Answer, voice: str, index: int) -> tuple[Button, ...]:
    """Return the buttons that lead to the next candidate, back, and to the context."""
    count = candidate_count(answer)
    row = []
    if index > 0 and (answer.answered or index > 1):
        row.append(Button(_text("button.previous", voice), f"s:{index - 1}"))
    elif index > 0:
        row.append(Button(_text("button.back", voice), "s:0"))
    if index < count:
        row.append(
            Button(_text("button.next", voice, number=index + 1, count=count), f"s:{index + 1}")
        )
    row.append(Button(_text("button.context", voice), f"c:{index}"))
    return tuple(row)


def _votes(vote: int) -> tuple[Button, ...]:
    return (
        Button("👍 ✓" if vote > 0 else "👍", "v:1"),
        Button("👎 ✓" if vote < 0 else "👎", "v:-1"),
    )


def _not_answered(answer: Answer, voice: str) -> Reply:
    key = f"outcome.{answer.outcome.value}"
    if answer.outcome is Outcome.ANSWERED:
        key = f"outcome.{Outcome.NOT_FOUND.value}"
    parts = [escape(_text(key, voice, subject=answer.subject or "…"))]
    if answer.assumed:
        assumed = _text("answer.assumed", voice, subjects="、".join(answer.assumed))
        parts.append(f"<i>{escape(assumed)}</i>")
    nearest = answer.candidates[:NEAREST]
    if nearest:
        parts.append(escape(_text("answer.nearest", voice)))
    rows = [
        (Button(candidate_label(candidate), f"s:{number}"),)
        for number, candidate in enumerate(nearest, start=1)
    ]
    return make_reply("\n\n".join(parts), *rows)


def candidate_label(candidate: Candidate) -> str:
    """Return what stands on the button of a candidate: its figure and the words around it."""
    figures = "、".join(figure.text for figure in candidate.figures[:2])
    first = candidate.figures[0] if candidate.figures else None
    start, end = (first.start, first.end) if first else (0, 0)
    part, _ = around(candidate.sentence, start, end, 32)
    return label(f"{figures} · {part}" if figures else part)
