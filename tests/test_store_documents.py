"""Documents stored, replaced, removed, and given back complete."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest
from store_support import article, best_paragraphs, document, rich_document

from retrieval.errors import UnknownDocumentError
from retrieval.store import SqliteCollection


@pytest.fixture
def collection(tmp_path):
    collection = SqliteCollection.open(tmp_path / "x.db")
    yield collection
    collection.close()


def names(collection, *terms, k=50):
    return [hit.paragraph.document for hit in collection.search(dict.fromkeys(terms, 1.0), k)]


def test_all_that_was_read_comes_back(collection):
    stored = rich_document("年鉴.pdf")
    summary = collection.add(stored)
    assert (summary.articles, summary.paragraphs) == (1, 2)
    assert (summary.sentences, summary.figures) == (3, 3)
    assert collection.documents() == (summary,)
    assert collection.content_hash("年鉴.pdf") == "abc"
    assert collection.content_hash("没有") is None
    assert collection.articles() == (("年鉴.pdf", "就业"),)
    hits = collection.search({"岗位": 1.0}, 10)
    paragraphs = sorted((hit.paragraph for hit in hits), key=lambda one: one.position)
    for before, after in zip(stored.articles[0].paragraphs, paragraphs, strict=True):
        assert after.headings == before.headings
        assert (after.kind, after.caption) == (before.kind, before.caption)
        assert after.article_title == "就业"
        assert after.opening == "新增岗位5.3万个"
        assert (after.document, after.document_title) == ("年鉴.pdf", "年鉴")
        for one, back in zip(before.sentences, after.sentences, strict=True):
            for field in dataclasses.fields(one):
                assert getattr(back, field.name) == getattr(one, field.name), field.name
    ids = [one.id for paragraph in paragraphs for one in paragraph.sentences]
    assert len(set(ids)) == len(ids)


def test_a_document_of_the_same_name_takes_its_place(collection):
    collection.add(document("甲", article("", "桥梁", "道路")))
    collection.add(document("乙", article("", "村庄")))
    collection.add(document("甲", article("", "桥墩")))
    assert [one.name for one in collection.documents()] == ["乙", "甲"]
    assert collection.paragraph_count() == 2
    assert names(collection, "路") == []
    assert names(collection, "桥") == ["甲"]
    assert collection.document_frequency(["桥", "梁", "村"]) == {"桥": 1, "梁": 0, "村": 1}


def test_one_name_twice_in_a_batch_is_stored_once(collection):
    collection.add_many([document("甲", article("", "桥")), document("甲", article("", "路"))])
    assert names(collection, "桥") == []
    assert names(collection, "路") == ["甲"]
    assert collection.paragraph_count() == 1


def test_removed_it_is_found_no_more(collection):
    collection.add_many(
        [document("甲", article("", "桥", "路")), document("乙", article("", "桥"))]
    )
    summary = collection.remove("甲")
    assert summary.paragraphs == 2
    assert names(collection, "桥", "路") == ["乙"]
    assert collection.document_frequency(["桥", "路"]) == {"桥": 1, "路": 0}
    assert collection.inverse_document_frequency(["路"]) == {"路": 0.0}
    with pytest.raises(UnknownDocumentError) as caught:
        collection.remove("甲")
    assert caught.value.details["document"] == "甲"
    collection.remove("乙")
    assert collection.documents() == ()
    assert collection.paragraph_count() == 0
    assert names(collection, "桥") == []


def test_documents_without_paragraphs(collection):
    collection.add(document("空"))
    collection.add(document("题", article("只有题目")))
    assert [one.paragraphs for one in collection.documents()] == [0, 0]
    assert names(collection, "题目") == []
    collection.remove("空")
    collection.remove("题")


def test_neighbours_of_the_same_article_only(collection):
    collection.add(document("甲", article("一", "桥", "路"), article("二", "村", "镇", "县", "区")))
    (hit,) = collection.search({"镇": 1.0}, 5)
    around = collection.context(hit.paragraph.id, 1, 2)
    assert [one.sentences[0].text for one in around] == ["村", "镇", "县", "区"]
    assert [one.position for one in around] == [0, 1, 2, 3]
    assert [one.sentences[0].text for one in collection.context(around[0].id, 3, 0)] == ["村"]
    assert collection.context(10**9, 1, 1) == ()


def test_newest_document_first_in_the_list_of_articles(collection):
    collection.add(document("甲", article("一", "桥"), article("二", "路")))
    collection.add(document("乙", article("三", "村")))
    assert collection.articles() == (("乙", "三"), ("甲", "一"), ("甲", "二"))
    assert collection.articles(limit=1) == (("乙", "三"),)


def test_the_same_article_is_found_once_and_its_other_places_told(collection):
    same = article("通知", "桥梁通车", "道路封闭")
    collection.add(document("C", same))
    collection.add(document("B", same, article("别的", "桥梁检修")))
    collection.add(document("A", article("通知", "桥梁通车")))
    hits = collection.search({"梁": 1.0}, 10)
    assert sorted(hit.paragraph.document for hit in hits) == ["A", "B", "B"]
    (hit,) = collection.search({"封": 1.0}, 10)
    assert hit.paragraph.document == "B"
    assert collection.same_article(hit.paragraph.article_id) == ("C",)
    collection.add(document("1", same))
    (hit,) = collection.search({"封": 1.0}, 10)
    assert hit.paragraph.document == "1"
    assert collection.same_article(hit.paragraph.article_id) == ("B", "C")
    collection.remove("1")
    collection.remove("B")
    collection.settle()
    (hit,) = collection.search({"封": 1.0}, 10)
    assert hit.paragraph.document == "C"
    assert collection.same_article(hit.paragraph.article_id) == ()


def test_equal_scores_come_by_document_and_position(collection):
    for name in "丁丙甲乙":
        collection.add(document(name, article(name, "桥路", "桥村")))
    hits = collection.search({"桥": 1.0}, 5)
    found = [(hit.paragraph.document, hit.paragraph.position) for hit in hits]
    everything = [(name, position) for name in sorted("甲乙丙丁") for position in (0, 1)]
    assert found == everything[:5]


def test_asked_from_many_threads_while_documents_come(collection):
    documents = {
        f"{number:02}": document(f"{number:02}", article(str(number), *["桥路", "路村"] * 10))
        for number in range(30)
    }

    def ask(_):
        hits = collection.search({"桥": 1.0, "路": 1.0}, 7)
        # Each question sees whole documents of one commit.
        assert collection.paragraph_count() % 20 == 0
        return len(hits)

    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(ask, range(200))
        for one in documents.values():
            collection.add(one)
        assert set(answers) <= {0, 7}
    collection.settle()
    found = [
        (hit.paragraph.document, hit.paragraph.position)
        for hit in collection.search({"桥": 1.0, "路": 1.0}, 7)
    ]
    best = best_paragraphs(documents, ["桥", "路"], 7)
    assert found == [(name, position) for name, position, _ in best]
