"""A question and the paragraphs found for it → one answer, or none, and why."""

from retrieval.reader.reading import Reader

__all__ = ["Reader"]
