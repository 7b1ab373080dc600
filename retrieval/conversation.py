"""What a talk has been about: one turn after the other, for questions that leave things out."""

from __future__ import annotations

from collections.abc import Callable

from retrieval.folding import fold
from retrieval.question import understand
from retrieval.records import Answer, Conversation, Turn

_KEPT = 8  # turns


def follow(
    conversation: Conversation, answer: Answer, known: Callable[[str], bool]
) -> Conversation:
    """Return ``conversation`` with the turn that ``answer`` ended; a turn without a subject keeps
    the one before.
    """
    before = conversation.turns[-1] if conversation.turns else Turn("")
    question = understand(answer.question, conversation, known=known)
    if not question.terms and not question.subject:
        return conversation
    subject = question.subject or before.subject
    topic = tuple(term for term in question.terms if term not in subject)
    if question.assumed and len(topic) < 2:
        topic = tuple(dict.fromkeys((*topic, *before.topic)))[:6]
    turn = Turn(
        question=question.matched,
        subject=fold(subject),
        topic=topic,
        title=answer.title or "",
        document=answer.document or "",
        sentence=answer.sentence or "",
    )
    return Conversation((*conversation.turns, turn)[-_KEPT:])
