"""What is found, and with what score, is what rank_bm25's BM25Plus finds, however it came in."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from store_support import article, best_paragraphs, document

from retrieval.store import SqliteCollection

WORDS = st.sampled_from("的的的的的的年年年年市市市村村镇桥路县州区")
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=12), min_size=1, max_size=30)
NAMES = st.sampled_from("甲乙丙丁戊己")
QUESTION = st.lists(WORDS, min_size=1, max_size=6, unique=True)

STEP = st.one_of(
    st.tuples(st.just("add"), NAMES, PARAGRAPHS),
    st.tuples(st.just("remove"), NAMES, st.none()),
    st.tuples(st.just("merge"), st.none(), st.none()),
)


def agree(collection, documents, question, k):
    hits = collection.search(dict.fromkeys(question, 1.0), k)
    best = best_paragraphs(documents, question, k)
    assert np.allclose([hit.score for hit in hits], [score for *_, score in best])
    found = [(hit.paragraph.document, hit.paragraph.position) for hit in hits]
    assert found == [(name, position) for name, position, _ in best]
    assert [hit.rank for hit in hits] == list(range(len(hits)))


@settings(max_examples=40, deadline=None)
@given(st.lists(STEP, min_size=1, max_size=14), st.lists(QUESTION, min_size=1, max_size=4))
def test_equal_to_rank_bm25_after_adds_removes_and_merges(steps, questions):
    documents = {}
    with tempfile.TemporaryDirectory() as folder:
        collection = SqliteCollection.open(Path(folder) / "x.db")
        for action, name, paragraphs in steps:
            if action == "add":
                documents[name] = document(name, article(name, *paragraphs))
                collection.add(documents[name])
            elif action == "remove" and name in documents:
                collection.remove(name)
                del documents[name]
            elif action == "merge":
                collection.settle()
            for question in questions:
                agree(collection, documents, question, 5)
        assert collection.paragraph_count() == sum(
            len(one.articles[0].paragraphs) for one in documents.values()
        )
        collection.close()


def test_the_same_answers_in_whatever_order_documents_came(tmp_path):
    rng = np.random.default_rng(5)
    words = np.array(list("的年市村镇桥路县州区"))
    shares = 1 / np.arange(1, 11)
    shares /= shares.sum()
    documents = [
        document(
            f"{name:02}",
            article("", *(rng.choice(words, rng.integers(1, 9), p=shares) for _ in range(20))),
        )
        for name in range(12)
    ]
    answers = []
    for order in (documents, documents[::-1], documents[5:] + documents[:5]):
        collection = SqliteCollection.open(tmp_path / f"{order[0].name}.db")
        collection.add_many(order[:4])
        for one in order[4:]:
            collection.add(one)
        collection.remove("07")
        answers.append(
            [
                (hit.paragraph.document, hit.paragraph.position, round(hit.score, 9))
                for hit in collection.search({"的": 1.0, "村": 0.4, "区": 2.0}, 40)
            ]
        )
        collection.close()
    assert answers[0] == answers[1] == answers[2]
    assert len(answers[0]) == 40


def test_weights_multiply_and_zero_weights_find_nothing(tmp_path):
    collection = SqliteCollection.open(tmp_path / "x.db")
    collection.add(document("甲", article("", "桥桥年", "桥年年", "路")))
    plain = collection.search({"桥": 1.0}, 5)
    doubled = collection.search({"桥": 2.0, "路": 0.0}, 5)
    assert [hit.paragraph.id for hit in plain] == [hit.paragraph.id for hit in doubled]
    assert np.allclose([2 * hit.score for hit in plain], [hit.score for hit in doubled])
    assert collection.search({"路": 0.0}, 5) == ()
    assert collection.search({"桥": 1.0}, 0) == ()
    assert collection.search({}, 5) == ()
    assert collection.search({"没": 1.0}, 5) == ()
    collection.close()


def test_frequencies_beyond_a_byte_and_beyond_two_are_exact(tmp_path):
    collection = SqliteCollection.open(tmp_path / "x.db")
    documents = {
        "甲": document("甲", article("", "桥" * 300 + "路", "桥" * 70_000, "桥", *("路" * 40)))
    }
    collection.add(documents["甲"])
    for _ in range(2):
        agree(collection, documents, ["桥", "路"], 50)
        documents["乙"] = document("乙", article("", "路桥年" * 90, "年"))
        collection.add(documents["乙"])
        collection.settle()
    collection.close()


def test_frequent_words_with_and_without_a_cache(tmp_path):
    from config.settings import load_settings

    rng = np.random.default_rng(1)
    words = np.array(list("的年市村镇桥路县州区"))
    shares = 0.5 ** np.arange(10)
    shares /= shares.sum()
    paragraphs = [rng.choice(words, rng.integers(3, 30), p=shares) for _ in range(900)]
    documents = {"甲": document("甲", article("", *paragraphs))}
    path = tmp_path / "x.db"
    writer = SqliteCollection.open(path)
    writer.add(documents["甲"])
    writer.close()
    questions = ("的区", "的年市", "区州", "路县州", "的")
    best = {question: best_paragraphs(documents, question, 900) for question in questions}
    for budget in (0, 2000, 1 << 20):
        collection = SqliteCollection.open(path, settings=load_settings(index_cache=budget))
        for question in questions:
            for k in (1, 10, 900):
                hits = collection.search(dict.fromkeys(question, 1.0), k)
                expected = best[question][:k]
                assert np.allclose([hit.score for hit in hits], [score for *_, score in expected])
                positions = [hit.paragraph.position for hit in hits]
                assert positions == [position for _, position, _ in expected]
        collection.close()


def test_what_cannot_win_is_left_out_and_nothing_else(tmp_path):
    """Many terms of all frequencies, so that most paragraphs are never scored whole."""
    rng = np.random.default_rng(11)
    words = np.array([chr(0x4E00 + number) for number in range(120)])
    shares = 1 / np.arange(1, 121) ** 1.1
    shares /= shares.sum()
    paragraphs = [
        [word for word in rng.choice(words, rng.integers(2, 40), p=shares) for _ in range(times)]
        for times in rng.choice([1, 1, 1, 2, 4], 2500)
    ]
    parts = [paragraphs[:1800], paragraphs[1800:2400], paragraphs[2400:]]
    documents = {
        name: document(name, article("", *part)) for name, part in zip("甲乙丙", parts, strict=True)
    }
    collection = SqliteCollection.open(tmp_path / "x.db")
    for one in documents.values():
        collection.add(one)
    for _ in range(25):
        question = rng.choice(words[:80], rng.integers(2, 9), replace=False).tolist()
        best = best_paragraphs(documents, question, 10)
        for k in (1, 3, 10):
            hits = collection.search(dict.fromkeys(question, 1.0), k)
            assert np.allclose([hit.score for hit in hits], [score for *_, score in best[:k]])
            found = [(hit.paragraph.document, hit.paragraph.position) for hit in hits]
            assert found == [(name, position) for name, position, _ in best[:k]]
    collection.close()
