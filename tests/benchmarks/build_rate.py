"""Measures how much longer segmenting a corpus takes when the index over its words is built too.

    python -m tests.benchmarks.build_rate --data FOLDER --paragraphs 20000

``FOLDER`` holds cmrc2018_trial.json and drcd_dev.json. Everything is done in processor time, with
jieba and with this project's segmenter, each in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from retrieval.terms import index_terms
from tests.benchmarks.corpus import RecombinedCorpus
from tests.benchmarks.peer_duoshao import DuoshaoPeer

_SEGMENTERS = ("jieba", "Duoshao", "Duoshao[fast]")


def main() -> None:
    """Measure every segmenter alone and with the index, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--paragraphs", type=int, default=20_000)
    parser.add_argument("--segmenter", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.segmenter:
        print(json.dumps(_measure(arguments)))
        return
    print("| words by | segmentation s | with the index s | ratio | million characters/s alone |")
    print("|---|---:|---:|---:|---:|")
    for segmenter in _SEGMENTERS:
        command = [sys.executable, "-m", "tests.benchmarks.build_rate", "--data", arguments.data]
        command += ["--paragraphs", arguments.paragraphs, "--segmenter", segmenter]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True)
        alone, whole, characters = json.loads(done.stdout.splitlines()[-1])
        print(
            f"| {segmenter} | {alone:.1f} | {whole:.1f} | {whole / alone:.2f} |"
            f" {characters / alone / 1e6:.2f} |",
            flush=True,
        )


def _measure(arguments: argparse.Namespace) -> tuple[float, float, int]:
    """Seconds of segmenting, seconds of all, and how many characters there were."""
    paragraphs = [
        ["".join(words) for words in paragraph]
        for paragraph in RecombinedCorpus(arguments.data).paragraphs(arguments.paragraphs)
    ]
    cut = _segmenter(arguments.segmenter)
    cut("预热")
    corpus = _Cut(paragraphs, cut)
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        DuoshaoPeer.build(corpus, Path(folder))
        whole = time.process_time() - start
    return corpus.seconds, whole, sum(len(text) for texts in paragraphs for text in texts)


class _Cut:
    """Paragraphs that are segmented when they are asked for, which takes ``seconds``."""

    def __init__(self, paragraphs: list[list[str]], cut: Callable[[str], Iterable[str]]) -> None:
        self._paragraphs = paragraphs
        self._cut = cut
        self.seconds = 0.0

    def bags(self) -> Iterator[Counter[str]]:
        for texts in self._paragraphs:
            start = time.process_time()
            sentences = [self._cut(text) for text in texts]
            self.seconds += time.process_time() - start
            bag: Counter[str] = Counter()
            for words in sentences:
                bag.update(index_terms(words))
            yield bag


def _segmenter(name: str) -> Callable[[str], Iterable[str]]:
    if name == "jieba":
        import jieba

        jieba.setLogLevel(60)
        words: Callable[[str], Iterable[str]] = jieba.lcut
        return words
    import retrieval.segmentation as segmentation

    # The corpus has loaded the fast path, and its words are remembered: begin anew.
    segmentation._faster_path = None
    segmentation._han_segmenter.cache_clear()
    if name == "Duoshao[fast]":
        assert segmentation.prepare_for_bulk(), "pip install rjieba"
    return segmentation.segment


if __name__ == "__main__":
    main()
