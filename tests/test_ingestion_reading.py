"""A text is read completely: articles, figures and words, with the way back to the text."""

from datetime import date

from retrieval.ingestion import read_document
from retrieval.records import ExtractedText

ARTICLE = (
    "平安县优化营商环境\n\n今年以来，平安县解决企业诉求1200条，同比增长8.5%。涉及资金5.3万元。\n"
)


def sentences(document):
    return [
        sentence
        for article in document.articles
        for paragraph in article.paragraphs
        for sentence in paragraph.sentences
    ]


def read(text, **more):
    return read_document(ExtractedText("a.txt", text, "txt", **more), "1:abc", 123)


def test_every_sentence_has_its_words():
    document = read(ARTICLE)
    assert sentences(document)
    for sentence in sentences(document):
        assert "".join(sentence.words) == sentence.text
    words = [word for sentence in sentences(document) for word in sentence.words]
    assert "诉求" in words
    assert "1200" in words
    assert "5.3万" in words


def test_every_sentence_has_its_figures():
    figures = [figure for sentence in sentences(read(ARTICLE)) for figure in sentence.figures]
    assert [figure.text for figure in figures if figure.text[0].isdigit()] == [
        "1200条",
        "8.5%",
        "5.3万元",
    ]


def test_offsets_lead_back_to_the_text():
    document = read(ARTICLE)
    for sentence in sentences(document):
        assert document.text[sentence.start : sentence.end] == sentence.text


def test_what_the_format_knows_is_kept():
    document = read(ARTICLE, encoding="gb18030", title="平安县年报", published=date(2023, 5, 6))
    assert (document.name, document.format, document.encoding) == ("a.txt", "txt", "gb18030")
    assert (document.title, document.published) == ("平安县年报", date(2023, 5, 6))
    assert (document.content_hash, document.size) == ("1:abc", 123)


def test_the_only_article_names_the_document():
    document = read(ARTICLE)
    assert len(document.articles) == 1
    assert document.title == document.articles[0].title == "平安县优化营商环境"


def test_reading_is_repeatable():
    assert read(ARTICLE) == read(ARTICLE)
