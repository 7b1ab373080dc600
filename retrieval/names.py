"""The names that titles hold: what a question or a completion may be about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from threading import Lock

from retrieval.collection import Collection
from retrieval.folding import fold
from retrieval.question.spelling import put_right
from retrieval.question.subject import find_subject, is_named
from retrieval.segmentation import segment

_ARTICLES = 1000


class Names:
    """Titles of a collection, read again when its size has changed."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._lock = Lock()
        self._paragraphs = -1
        self._titles = ""
        self._subjects: tuple[str, ...] = ()

    def known(self, name: str) -> bool:
        """Tell whether a folded name stands in a title, or in a document's name."""
        self._refresh()
        return name in self._titles

    def put_right(self, matched: str) -> str:
        """Return a folded question with the words put right that are mistyped."""
        return put_right(matched, self.known, self._collection.inverse_document_frequency)

    def held(self, words: Sequence[str]) -> Mapping[str, float]:
        """Return a positive number for each of some folded words that the collection holds."""
        return self._collection.inverse_document_frequency(words)

    def subjects(self, prefix: str, limit: int) -> tuple[str, ...]:
        """Return names of places and organisations in titles, the most frequent first."""
        self._refresh()
        folded = fold(prefix)
        found = [name for name in self._subjects if fold(name).startswith(folded)]
        return tuple(found[:limit])

    def _refresh(self) -> None:
        paragraphs = self._collection.paragraph_count()
        with self._lock:
            if paragraphs == self._paragraphs:
                return
            articles = self._collection.articles(_ARTICLES)
            self._titles = fold("\n".join(f"{title}\n{name}" for name, title in articles))
            counts: Counter[str] = Counter()
            for _, title in articles:
                name = find_subject(segment(title), lambda name: False)
                if name and is_named(name):
                    counts[name] += 1
            ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            self._subjects = tuple(name for name, _ in ranked)
            self._paragraphs = paragraphs
