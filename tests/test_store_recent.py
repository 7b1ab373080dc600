"""Paragraphs that were read before come from memory, and what has changed never does."""

from __future__ import annotations

from store_support import article, document

from retrieval.store import SqliteCollection, reading, recent


def test_a_paragraph_found_again_is_not_read_again(tmp_path, monkeypatch):
    collection = SqliteCollection.open(tmp_path / "x.db")
    collection.add(document("甲", article("", "桥路", "桥", "村")))
    read = []

    def watched(connection, ids):
        read.extend(ids)
        return plain(connection, ids)

    plain = reading.read_paragraphs
    monkeypatch.setattr(reading, "read_paragraphs", watched)
    first = collection.search({"桥": 1.0}, 5)
    assert sorted(read) == sorted(hit.paragraph.id for hit in first)
    assert collection.search({"桥": 1.0}, 5) == first
    collection.search({"桥": 1.0, "村": 1.0}, 5)
    assert len(read) == len(set(read)) == 3
    collection.close()


def test_another_version_of_a_document_is_seen_also_by_one_who_only_reads(tmp_path):
    reader = SqliteCollection.open(tmp_path / "x.db")
    writer = SqliteCollection.open(tmp_path / "x.db")
    for version in range(4):
        title = f"第{version}版"
        writer.add(document("甲", article(title, f"桥{version}"), title=title))
        for collection in (reader, writer):
            (hit,) = collection.search({"桥": 1.0}, 5)
            assert hit.paragraph.sentences[0].text == f"桥{version}"
            assert hit.paragraph.article_title == hit.paragraph.document_title == title
    writer.remove("甲")
    assert reader.search({"桥": 1.0}, 5) == writer.search({"桥": 1.0}, 5) == ()
    reader.close()
    writer.close()


def test_few_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(recent, "_KEPT", 4)
    collection = SqliteCollection.open(tmp_path / "x.db")
    collection.add(document("甲", article("", *("桥" * n for n in range(1, 9)))))
    everything = collection.search({"桥": 1.0}, 8)
    assert len({hit.paragraph.id for hit in everything}) == 8
    assert len(collection._recent._paragraphs) == 4
    assert collection.search({"桥": 1.0}, 8) == everything
    collection.close()
