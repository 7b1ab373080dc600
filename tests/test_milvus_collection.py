"""Milvus Lite, really running, passes the tests of the collection in SQLite."""

from __future__ import annotations

import random
import socket

import numpy as np
import pytest
from store_support import article, best_paragraphs, document, rich_document

# The same tests, run here with the collection below.
from test_store_documents import (  # noqa: F401
    test_a_document_of_the_same_name_takes_its_place,
    test_all_that_was_read_comes_back,
    test_asked_from_many_threads_while_documents_come,
    test_documents_without_paragraphs,
    test_equal_scores_come_by_document_and_position,
    test_neighbours_of_the_same_article_only,
    test_newest_document_first_in_the_list_of_articles,
    test_one_name_twice_in_a_batch_is_stored_once,
    test_removed_it_is_found_no_more,
    test_the_same_article_is_found_once_and_its_other_places_told,
)

from config.settings import load_settings
from retrieval.errors import StoreError
from retrieval.migration import migrate
from retrieval.milvus import MilvusCollection
from retrieval.milvus.schema import PARAGRAPHS
from retrieval.store import SqliteCollection


@pytest.fixture(scope="module")
def milvus(tmp_path_factory):
    place = tmp_path_factory.mktemp("milvus") / "lite.db"
    collection = MilvusCollection.open(load_settings(milvus=str(place)))
    yield collection
    collection.close()


@pytest.fixture
def collection(milvus):
    for summary in milvus.documents():
        milvus.remove(summary.name)
    return milvus


def random_documents(seed, count):
    rng = np.random.default_rng(seed)
    words = np.array(list("的年市村镇桥路县州区"))
    shares = 1 / np.arange(1, 11)
    shares /= shares.sum()
    return {
        f"{name:02}": document(
            f"{name:02}",
            article(
                f"第{name}",
                *(rng.choice(words, rng.integers(1, 20), p=shares) for _ in range(15)),
            ),
        )
        for name in range(count)
    }


def test_scores_are_those_of_rank_bm25_while_documents_come_and_go(collection):
    rng = random.Random(4)
    documents = {}
    for name, one in random_documents(4, 6).items():
        collection.add(one)
        documents[name] = one
        if rng.random() < 0.3:
            gone = rng.choice(sorted(documents))
            collection.remove(gone)
            del documents[gone]
        for question in ("的", "村镇", "区州桥的年"):
            hits = collection.search(dict.fromkeys(question, 1.0), 12)
            best = best_paragraphs(documents, question, 12)
            assert np.allclose([hit.score for hit in hits], [score for *_, score in best])
            found = [(hit.paragraph.document, hit.paragraph.position) for hit in hits]
            assert found == [(name, position) for name, position, _ in best]


def test_the_same_answers_after_a_migration_there_and_back(collection, tmp_path):
    first = SqliteCollection.open(tmp_path / "first.db")
    documents = random_documents(9, 5)
    documents["年鉴.pdf"] = rich_document("年鉴.pdf")
    for one in documents.values():
        first.add(one)
    told = []
    assert migrate(first, collection, lambda done, total: told.append((done, total))) == 6
    assert told[0] == (0, 6)
    assert told[-1] == (6, 6)
    assert migrate(first, collection) == 0, "what is there already is left"
    back = SqliteCollection.open(tmp_path / "back.db")
    assert migrate(collection, back) == 6
    for question in ("的", "村镇", "区州桥的年", ["岗位", "新增"]):
        answers = [
            [
                (round(hit.score, 6), hit.paragraph.document, hit.paragraph.sentences[0].text)
                for hit in one.search(dict.fromkeys(question, 1.0), 12)
            ]
            for one in (first, collection, back)
        ]
        assert answers[0] == answers[1] == answers[2]
    for name in documents:
        assert first.stored(name) == collection.stored(name) == back.stored(name)
    first.close()
    back.close()


def test_the_average_length_may_move_far_and_nothing_is_missed(collection):
    documents = {
        "短": document("短", article("", *["桥", "路", "村桥"] * 10)),
        "长": document("长", article("", *["桥路村镇县" * n for n in range(1, 40)])),
    }
    for one in documents.values():
        collection.add(one)
    for question in ("桥", "村县"):
        hits = collection.search(dict.fromkeys(question, 1.0), 10)
        best = best_paragraphs(documents, question, 10)
        assert np.allclose([hit.score for hit in hits], [score for *_, score in best])


def test_paragraphs_without_a_document_are_not_shown_and_are_cleared_away(collection, monkeypatch):
    collection.add(document("甲", article("", "桥")))

    def crash(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("retrieval.milvus.rows.document_row", crash)
        with pytest.raises(KeyboardInterrupt):
            collection.add(document("乙", article("", "桥", "路")))
    assert [hit.paragraph.document for hit in collection.search({"桥": 1.0}, 9)] == ["甲"]
    assert collection.paragraph_count() == 1
    collection.settle()
    monkeypatch.setattr("retrieval.milvus.milvus_collection._ABANDONED", -60_000)
    collection.settle()
    left = collection._all(PARAGRAPHS, "id > 0", ["document"])
    assert {row["document"] for row in left} == {"甲"}


def test_one_that_is_away_is_told_in_one_error():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    place = f"http://someone:secret@127.0.0.1:{port}"
    with pytest.raises(StoreError) as caught:
        MilvusCollection.open(load_settings(milvus=place, milvus_timeout=0.5))
    assert f"127.0.0.1:{port}" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_folder_is_no_database(tmp_path):
    with pytest.raises(StoreError) as caught:
        MilvusCollection.open(load_settings(milvus=str(tmp_path)))
    assert caught.value.details["reason"] == "is a directory"
