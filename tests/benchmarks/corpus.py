"""Corpora of any size, recombined from real sentences; the vocabulary grows as in real text.

A paragraph takes its sentences from two source paragraphs. Numbers are drawn anew. A word that is
rare in the source stands for a class of rare words: each time, one of its variants is drawn by
Zipf's law from a class that grows with the corpus (Heaps' law). Everything follows from the seed.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log
from pathlib import Path

from retrieval.records import Sentence
from retrieval.segmentation import prepare_for_bulk, segment

SOURCES = ("cmrc2018_trial.json", "drcd_dev.json")
_RARE = 2
_HEAPS = 0.3
_VARIED = 0.5
_ENDS = "。！？!?；;"


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence as words, with the places of what varies."""

    words: tuple[str, ...]
    numbers: tuple[int, ...]
    rare: tuple[int, ...]


class RecombinedCorpus:
    """An endless corpus of paragraphs, each a list of sentences, each a list of words."""

    def __init__(self, data: Path, seed: int = 20) -> None:
        prepare_for_bulk()
        contexts, self._questions, self._titles = _read(data)
        sources = [[segment(s) for s in _sentences(context)] for context in contexts]
        counts = Counter(word for source in sources for words in source for word in words)
        self._sources = [[_template(words, counts) for words in source] for source in sources]
        self._seed = seed

    def paragraphs(self, count: int, start: int = 0) -> Iterator[list[list[str]]]:
        """The paragraphs ``start`` to ``start + count`` of the corpus."""
        for number in range(start, start + count):
            yield self._paragraph(number)

    def title(self, number: int) -> str:
        """A title for article ``number``."""
        return random.Random(self._seed * 7 + number).choice(self._titles)

    def questions(self, count: int = 200) -> list[tuple[str, ...]]:
        """Words of real questions."""
        chosen = random.Random(self._seed).sample(self._questions, count)
        return [tuple(segment(question)) for question in chosen]

    def _paragraph(self, number: int) -> list[list[str]]:
        rng = random.Random(self._seed * 1_000_003 + number)
        aim = rng.lognormvariate(5.3, 0.45)
        spread = log(2 + (number + 1) ** _HEAPS)
        sentences: list[list[str]] = []
        words = 0
        while words < aim:
            source = rng.choice(self._sources)
            for template in rng.sample(source, min(len(source), rng.randint(2, 6))):
                sentences.append(_varied(template, rng, spread))
                words += len(template.words)
                if words >= aim:
                    break
        return sentences


def _read(data: Path) -> tuple[list[str], list[str], list[str]]:
    contexts, questions, titles = [], [], []
    for name in SOURCES:
        for article in json.loads((data / name).read_text(encoding="utf-8"))["data"]:
            titles.append(article["title"])
            for paragraph in article["paragraphs"]:
                contexts.append(paragraph["context"])
                questions.extend(qa["question"] for qa in paragraph["qas"])
    return contexts, questions, titles


def _sentences(text: str) -> list[str]:
    sentences, start = [], 0
    for end, character in enumerate(text, 1):
        if character in _ENDS:
            sentences.append(text[start:end])
            start = end
    if text[start:].strip():
        sentences.append(text[start:])
    return sentences


def _template(words: tuple[str, ...], counts: Counter[str]) -> Template:
    numbers = tuple(i for i, word in enumerate(words) if word[0].isascii() and word[0].isdigit())
    rare = tuple(
        i
        for i, word in enumerate(words)
        if counts[word] <= _RARE and len(word) > 1 and "\u4e00" <= word[0] <= "\u9fff"
    )
    return Template(words, numbers, rare)


def _varied(template: Template, rng: random.Random, spread: float) -> list[str]:
    words = list(template.words)
    for place in template.numbers:
        words[place] = "".join(
            str(rng.randint(1 if not i else 0, 9)) if c.isdigit() else c
            for i, c in enumerate(words[place])
        )
    for place in template.rare:
        variant = int(exp(rng.random() * spread)) - 1
        if variant > 0 and rng.random() < _VARIED:
            words[place] = _variant(words[place], variant)
    return words


def _variant(word: str, number: int) -> str:
    """The ``number``-th variant of ``word``: of the same length, other characters."""
    shifted = []
    for character in word:
        number, step = divmod(number, 977)
        code = ord(character) + 37 * step
        shifted.append(chr(0x4E00 + (code - 0x4E00) % 5000))
    return "".join(shifted)


def as_sentences(paragraph: list[list[str]]) -> tuple[Sentence, ...]:
    """The sentences of a paragraph as records, without figures."""
    sentences, start = [], 0
    for words in paragraph:
        text = "".join(words)
        sentences.append(Sentence(text, start, start + len(text), (), tuple(words)))
        start += len(text)
    return tuple(sentences)
