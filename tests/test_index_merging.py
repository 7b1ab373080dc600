"""Segments stay few, removed paragraphs go, and a merge given up leaves all as it was."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing

import pytest
from store_support import article, best_paragraphs, document

from retrieval.index import merging
from retrieval.index.merging import SegmentSize, clear_away, merge, merge_due
from retrieval.index.segments import SegmentState
from retrieval.store import SqliteCollection, maintenance


@pytest.fixture
def collection(tmp_path):
    collection = SqliteCollection.open(tmp_path / "x.db")
    yield collection
    collection.close()


def segments(path, state=SegmentState.LIVE):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT paragraphs, length(removed) / 4 FROM segments WHERE state = ? ORDER BY first",
            (state,),
        ).fetchall()


def orphans(path):
    """Postings and words that belong to no segment."""
    with closing(sqlite3.connect(path)) as connection:
        (words,) = connection.execute(
            "SELECT count(*) FROM vocabulary WHERE segment NOT IN (SELECT id FROM segments)"
        ).fetchone()
        (lists,) = connection.execute(
            "SELECT count(*) FROM postings WHERE id NOT IN"
            " (SELECT postings FROM vocabulary WHERE postings IS NOT NULL)"
        ).fetchone()
    return words, lists


def numbered(count, start=0):
    return {
        f"{number:03}": document(
            f"{number:03}", article(str(number), *(["桥路", "路村年", "年年"] * 15))
        )
        for number in range(start, start + count)
    }


def sizes(*counts):
    return [SegmentSize(number, *count) for number, count in enumerate(counts)]


def test_which_segments_are_due():
    assert merge_due([]) == ()
    assert merge_due(sizes((100, 0))) == ()
    assert merge_due(sizes((900, 0), (300, 0), (100, 0))) == (0, 1, 2)
    assert merge_due(sizes((1200, 0), (300, 0), (100, 0))) == ()
    assert merge_due(sizes((5000, 0), (300, 0), (200, 0))) == (1, 2)
    assert merge_due(sizes((5000, 2000), (300, 0))) == (0,)
    assert merge_due(sizes((5000, 4500), (300, 0))) == (0, 1)


def test_many_documents_leave_few_segments_and_no_waste(collection, tmp_path):
    documents = numbered(40)
    for one in documents.values():
        collection.add(one)
        collection.settle()
    assert len(segments(tmp_path / "x.db")) <= 4
    assert sum(paragraphs for paragraphs, _ in segments(tmp_path / "x.db")) == 40 * 45
    assert segments(tmp_path / "x.db", SegmentState.DEAD) == []
    assert orphans(tmp_path / "x.db") == (0, 0)


def test_removed_paragraphs_are_masked_then_left_out(collection, tmp_path):
    documents = numbered(8)
    collection.add_many(documents.values())
    collection.remove("003")
    assert segments(tmp_path / "x.db") == [(360, 45)]
    for name in ("000", "007"):
        collection.remove(name)
    collection.settle()
    assert segments(tmp_path / "x.db") == [(225, 0)]
    for name in ("000", "003", "007"):
        del documents[name]
    found = [
        (hit.paragraph.document, hit.paragraph.position)
        for hit in collection.search({"村": 1.0, "年": 1.0}, 20)
    ]
    best = best_paragraphs(documents, ["村", "年"], 20)
    assert found == [(name, position) for name, position, _ in best]


def test_merged_in_the_background_while_questions_are_asked(collection, tmp_path):
    for one in numbered(6).values():
        collection.add(one)
    before = collection.search({"村": 1.0}, 20)
    deadline = time.monotonic() + 30
    while len(segments(tmp_path / "x.db")) > 1 and time.monotonic() < deadline:
        assert collection.search({"村": 1.0}, 20) == before
    assert segments(tmp_path / "x.db") == [(270, 0)]
    assert collection.search({"村": 1.0}, 20) == before


def source_ids(collection):
    with collection._reading() as connection:
        return [segment.id for segment in merging.segment_sizes(connection)]


def test_what_is_removed_during_a_merge_stays_removed(collection, monkeypatch):
    documents = list(numbered(4).values())
    collection.add_many(documents[:2])
    collection.add_many(documents[2:])
    whole = merging.merged_postings

    def interrupted(*arguments):
        yield from whole(*arguments)
        collection.remove("002")
        collection.add(document("新", article("", "村")))

    monkeypatch.setattr(merging, "merged_postings", interrupted)
    # The background would merge too; this one alone is looked at.
    collection._maintenance.stop()
    assert merge(source_ids(collection), collection._reading, collection._merging)
    assert collection.paragraph_count() == 3 * 45 + 1
    assert {hit.paragraph.document for hit in collection.search({"村": 1.0}, 99)} == {
        "000", "001", "003", "新",
    }  # fmt: skip
    assert collection.document_frequency(["村"]) == {"村": 46}


def test_a_merge_given_up_leaves_what_was(collection, tmp_path, monkeypatch):
    for one in numbered(3).values():
        collection.add(one)
    collection._maintenance.stop()
    before = collection.search({"村": 1.0}, 20)
    stopped = threading.Event()
    stopped.set()
    assert not merge(
        source_ids(collection), collection._reading, collection._merging, stopped.is_set
    )
    assert len(segments(tmp_path / "x.db", SegmentState.GROWING)) == 1
    assert collection.search({"村": 1.0}, 20) == before
    clear_away(collection._merging)
    assert len(segments(tmp_path / "x.db", SegmentState.GROWING)) == 1, "it may be another's"
    monkeypatch.setattr(merging, "_ABANDONED", -1.0)
    clear_away(collection._merging)
    assert segments(tmp_path / "x.db", SegmentState.GROWING) == []
    assert orphans(tmp_path / "x.db") == (0, 0)
    assert collection.search({"村": 1.0}, 20) == before


def test_what_was_merged_is_deleted_before_the_next_merge(collection, tmp_path, monkeypatch):
    left = []

    def watched(*arguments):
        left.append(segments(tmp_path / "x.db", SegmentState.DEAD))
        return merge(*arguments)

    monkeypatch.setattr(maintenance, "merge", watched)
    documents = numbered(12)
    collection.add_many(list(documents.values())[:10])
    for name in ("000", "001", "002"):
        collection.remove(name)
    collection.add(documents["010"])
    collection.add(documents["011"])
    collection.settle()
    assert left == [[], []], "the two new ones are merged, then the one with much removed"
    assert orphans(tmp_path / "x.db") == (0, 0)


def test_a_source_removed_meanwhile_ends_the_merge(collection, monkeypatch):
    for one in numbered(3).values():
        collection.add(one)
    collection._maintenance.stop()
    sources = source_ids(collection)
    collection.remove("001")
    assert not merge(sources, collection._reading, collection._merging)
    assert collection.paragraph_count() == 90
