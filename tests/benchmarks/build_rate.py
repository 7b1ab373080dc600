"""Measures segmenting a corpus alone beside segmenting it and building the index over its words.

    python -m tests.benchmarks.build_rate --data FOLDER --paragraphs 20000

``FOLDER`` holds cmrc2018_trial.json and drcd_dev.json. Each of the two is done in a process of its
own, with jieba and with this project's segmenter, in processor time.
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
from dataclasses import dataclass
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
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        segmenter, what = arguments.step
        print(json.dumps(_measure(arguments, segmenter, build=what == "build")))
        return
    print("| words by | segmentation s | with the index s | ratio | million characters/s alone |")
    print("|---|---:|---:|---:|---:|")
    for segmenter in _SEGMENTERS:
        (alone, characters), (built, _) = (
            _in_process(arguments, segmenter, what) for what in ("alone", "build")
        )
        print(
            f"| {segmenter} | {alone:.1f} | {built:.1f} | {built / alone:.2f} |"
            f" {characters / alone / 1e6:.2f} |",
            flush=True,
        )


def _in_process(arguments: argparse.Namespace, segmenter: str, what: str) -> tuple[float, int]:
    command = [sys.executable, "-m", "tests.benchmarks.build_rate", "--data", arguments.data]
    command += ["--paragraphs", arguments.paragraphs, "--step", segmenter, what]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True)
    seconds, characters = json.loads(done.stdout.splitlines()[-1])
    return seconds, characters


def _measure(arguments: argparse.Namespace, segmenter: str, *, build: bool) -> tuple[float, int]:
    paragraphs = [
        ["".join(words) for words in paragraph]
        for paragraph in RecombinedCorpus(arguments.data).paragraphs(arguments.paragraphs)
    ]
    cut = _segmenter(segmenter)
    cut("预热")
    characters = sum(len(text) for texts in paragraphs for text in texts)
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        if build:
            DuoshaoPeer.build(_Cut(paragraphs, cut), Path(folder))
        else:
            for texts in paragraphs:
                for text in texts:
                    cut(text)
        return time.process_time() - start, characters


@dataclass(frozen=True, slots=True)
class _Cut:
    """Paragraphs that are segmented when they are asked for."""

    paragraphs: list[list[str]]
    cut: Callable[[str], Iterable[str]]

    def bags(self) -> Iterator[Counter[str]]:
        for texts in self.paragraphs:
            yield Counter(term for text in texts for term in index_terms(self.cut(text)))


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
