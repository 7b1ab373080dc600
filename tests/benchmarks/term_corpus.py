"""A recombined corpus as index terms in flat arrays on disk: made once, for every peer."""

from __future__ import annotations

import json
import sys
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.terms import index_terms
from tests.benchmarks.corpus import RecombinedCorpus


@dataclass(frozen=True)
class TermCorpus:
    """Paragraphs as bags of terms: numbers and frequencies one after the other, and how many."""

    vocabulary: list[str]
    terms: NDArray[np.uint32]
    frequencies: NDArray[np.uint8]
    distinct: NDArray[np.uint32]
    questions: list[list[str]]

    def __len__(self) -> int:
        return len(self.distinct)

    def bags(self) -> Iterator[dict[str, int]]:
        """Term frequencies, paragraph by paragraph."""
        for terms, frequencies in self.arrays():
            yield dict(
                zip([self.vocabulary[t] for t in terms.tolist()], frequencies.tolist(), strict=True)
            )

    def arrays(self) -> Iterator[tuple[NDArray[np.uint32], NDArray[np.uint8]]]:
        """Term numbers and frequencies, paragraph by paragraph."""
        end = 0
        for count in self.distinct.tolist():
            start, end = end, end + count
            yield self.terms[start:end], self.frequencies[start:end]

    def words(self) -> Iterator[list[str]]:
        """Every paragraph as a list of terms, each as often as it stands."""
        for terms, frequencies in self.arrays():
            yield [self.vocabulary[t] for t in np.repeat(terms, frequencies).tolist()]

    def names(self) -> dict[str, str]:
        """A plain name, which no tokenizer cuts, for every term of the questions."""
        asked = {term for question in self.questions for term in question}
        return {term: f"t{n}" for n, term in enumerate(self.vocabulary) if term in asked}

    def bodies(self) -> Iterator[str]:
        """Every paragraph as text of plain names."""
        for terms, frequencies in self.arrays():
            yield " ".join([f"t{t}" for t in np.repeat(terms, frequencies).tolist()])


def term_corpus(work: Path, data: Path, size: int) -> TermCorpus:
    """Return the corpus of ``size`` paragraphs, made anew where ``work`` does not hold it."""
    folder = work / f"terms-{size}"
    if not (folder / "questions.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        _make(folder, data, size)
    return TermCorpus(
        (folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n"),
        *(
            np.load(folder / f"{name}.npy", mmap_mode="r")
            for name in ("terms", "frequencies", "distinct")
        ),
        json.loads((folder / "questions.json").read_text(encoding="utf-8")),
    )


def _make(folder: Path, data: Path, size: int) -> None:
    corpus = RecombinedCorpus(data)
    numbers: dict[str, int] = {}
    terms, frequencies, distinct = array("I"), array("B"), array("I")
    for number, paragraph in enumerate(corpus.paragraphs(size)):
        bag = Counter(index_terms(word for sentence in paragraph for word in sentence))
        terms.extend([numbers.setdefault(term, len(numbers)) for term in bag])
        frequencies.extend([min(count, 255) for count in bag.values()])
        distinct.append(len(bag))
        if number % 50_000 == 0:
            print(f"corpus of {size}: {number} paragraphs", file=sys.stderr, flush=True)
    np.save(folder / "terms.npy", np.frombuffer(terms, np.uint32))
    np.save(folder / "frequencies.npy", np.frombuffer(frequencies, np.uint8))
    np.save(folder / "distinct.npy", np.frombuffer(distinct, np.uint32))
    (folder / "vocabulary.txt").write_text("\n".join(numbers), encoding="utf-8")
    questions = [list(dict.fromkeys(index_terms(words))) for words in corpus.questions(220)]
    questions = [question for question in questions if question][:200]
    (folder / "questions.json").write_text(
        json.dumps(questions, ensure_ascii=False), encoding="utf-8"
    )
