"""A question in words → what is asked: kind of answer, unit, subject, time, terms."""

from retrieval.question.asked import AnswerKind, Question
from retrieval.question.understanding import understand

__all__ = ["AnswerKind", "Question", "understand"]
