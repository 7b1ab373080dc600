"""Characters a second that an ingestion stores, beside jieba's own speed on the same text.

    python tests/benchmarks/ingest_rate.py FILE-OR-FOLDER... [--processes N]

Wall time is what counts on an idle machine; processor time is what to read on a busy one.
"""

import argparse
import os
import tempfile
from pathlib import Path
from time import perf_counter, process_time

import jieba

from config.settings import load_settings
from retrieval.ingestion import find_sources, ingest
from retrieval.store import SqliteCollection

_JIEBA_CHARACTERS = 2_000_000


def measure_jieba(paths, folder):
    """Characters, wall and processor seconds of ``jieba.lcut`` on one processor."""
    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(folder)
    tokenizer.initialize()
    characters = 0
    wall, processor = perf_counter(), process_time()
    for source in find_sources(paths):
        text = source.path.read_text(encoding="utf-8")
        tokenizer.lcut(text)
        characters += len(text)
        if characters >= _JIEBA_CHARACTERS:
            break
    return characters, perf_counter() - wall, process_time() - processor


def measure_ingest(paths, folder, processes):
    """The report, and the processor seconds of the storing and of the reading processes."""
    collection = SqliteCollection.open(folder / "documents.db")
    before = os.times()
    report = ingest(paths, collection, load_settings(ingest_processes=processes))
    after = os.times()
    collection.close()
    storing = after.user + after.system - before.user - before.system
    reading = (
        after.children_user + after.children_system - before.children_user - before.children_system
    )
    return report, storing, reading


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--processes", type=int, default=0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        characters, wall, processor = measure_jieba(arguments.paths, folder)
        report, storing, reading = measure_ingest(arguments.paths, folder, arguments.processes)
        size = (folder / "documents.db").stat().st_size
    per_character = 1e6 / report.characters
    print(f"documents: {len(report.added)}, characters: {report.characters:,}, bytes: {size:,}")
    print(
        f"jieba.lcut: {characters / wall:,.0f} characters/s, "
        f"{processor / characters * 1e6:.2f} µs of processor a character"
    )
    print(
        f"ingest: {report.characters_per_second:,.0f} characters/s, "
        f"{reading * per_character:.2f} µs reading and {storing * per_character:.2f} µs storing"
    )
    print(f"ratio of the rates: {report.characters_per_second / (characters / wall):.2f}")


if __name__ == "__main__":
    main()
