"""Every Han run is cut into jieba's words: by our search, and by rjieba's."""

import json
import re
import subprocess
import sys
from pathlib import Path

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval import segmentation
from retrieval.folding import fold
from retrieval.segmentation.dictionary import Dictionary
from retrieval.segmentation.han import HanSegmenter
from retrieval.segmentation.table import build_table, jieba_folder

HAN_RUN = re.compile("[\u4e00-\u9fd5]+")
REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory):
    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    tokenizer.initialize()
    return tokenizer


@pytest.fixture(scope="module")
def segmenters():
    import rjieba

    dictionary = Dictionary(build_table(jieba_folder()))
    return (
        HanSegmenter(dictionary),
        HanSegmenter(dictionary, lambda run: rjieba.cut(run, False)),
    )


def runs_of_the_repository():
    texts = [path.read_text(encoding="utf-8") for path in (REPOSITORY / "seeds").glob("*.txt")]
    for path in sorted((REPOSITORY / "tests" / "gold").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            texts += [value for value in json.loads(line).values() if isinstance(value, str)]
    return [run for text in texts for run in HAN_RUN.findall(text + "\n" + fold(text))]


def test_the_words_are_jiebas_in_every_run_of_seeds_and_gold(tokenizer, segmenters):
    runs = runs_of_the_repository()
    assert len(runs) > 2000
    for segmenter in segmenters:
        differing = [run for run in runs if segmenter.cut(run) != tokenizer.lcut(run)]
        assert differing == []


def test_equal_scores_are_decided_as_jieba_does(tokenizer, segmenters):
    # Repeated characters make exact ties in the hidden Markov model.
    ties = [
        "城城城城為什麼",
        "利耶考底利耶考底利耶歐洲",
        "胜拉素拉素拉素拉隨後",
        "辇" * 40,
        "哈哈哈哈哈哈哈哈",
        "年年岁岁花相似岁岁年年人不同",
    ]
    for segmenter in segmenters:
        for run in ties:
            assert segmenter.cut(run) == tokenizer.lcut(run)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), min_size=1),
        st.text(
            st.sampled_from("中国人民大学生活动中心理论文化学年月日一二十百千万亿的是在了和有"),
            min_size=1,
            max_size=40,
        ),
        st.text(st.sampled_from("羉珵玥赟城利耶"), min_size=1, max_size=24),
    )
)
def test_the_words_are_jiebas_in_any_run(tokenizer, segmenters, run):
    expected = tokenizer.lcut(run)
    for segmenter in segmenters:
        assert segmenter.cut(run) == expected


def test_the_table_holds_jiebas_dictionary(tokenizer):
    dictionary = Dictionary(build_table(jieba_folder()))
    assert dictionary.total == tokenizer.total
    differing = [
        word for word, count in tokenizer.FREQ.items() if dictionary.frequency(word) != count
    ]
    assert differing == []
    assert dictionary.frequency("临") == tokenizer.FREQ["临"]
    assert dictionary.frequency("驫驫") is None
    assert dictionary.frequency("") is None
    assert dictionary.frequency("\ud800") is None


def test_prepared_for_bulk_a_process_segments_alike(monkeypatch):
    text = next((REPOSITORY / "seeds").glob("*.txt")).read_text(encoding="utf-8")
    expected = segmentation.segment(text)
    monkeypatch.setattr(segmentation, "_faster_path", None)
    try:
        assert segmentation.prepare_for_bulk()
        assert segmentation.segment(text) == expected
    finally:
        segmentation._han_segmenter.cache_clear()


def test_a_question_loads_neither_jieba_nor_numpy():
    asks = (
        "import sys; from retrieval.segmentation import segment; segment('今年增长了多少');"
        "print({'jieba', 'rjieba', 'numpy'} & set(sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True)
    assert (result.stdout.strip(), result.stderr) == ("set()", "")
