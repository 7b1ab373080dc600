"""Answers as messages: the figure in bold, marked in its sentence, bars, sources, buttons."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram_html import parse, utf16

from bot.replies import Reply, answer_reply, context_reply, inline_reply
from bot.replies.lists import about_reply, documents_reply
from retrieval.records import (
    Answer,
    AnswerFigure,
    Candidate,
    DocumentSummary,
    FigureKind,
    Outcome,
    ParagraphKind,
    StoredParagraph,
    StoredSentence,
)

SENTENCE = "其中文体生活<类>、基础教育类分别占10.83%、8.92%，1982条中的1391条已办结。"
NASTY = st.text(alphabet="数字<>&\"'x0 1\n\x00\u202e😀第页条％%", min_size=0, max_size=80)


def figure(text: str, sentence: str = SENTENCE, **more: object) -> AnswerFigure:
    start = sentence.index(text)
    number = text.rstrip("%条个万元")
    kind = FigureKind.PERCENT if text.endswith("%") else FigureKind.COUNT
    details = {"value": Decimal(number), "unit": text[len(number) :], "kind": kind, **more}
    return AnswerFigure(text, start=start, end=start + len(text), **details)  # type: ignore[arg-type]


def answer(*figures: AnswerFigure, **more: object) -> Answer:
    details = {
        "question": "多少",
        "answered": True,
        "outcome": Outcome.ANSWERED,
        "figures": figures,
        "sentence": SENTENCE,
        "document": "a&b.txt",
        "title": "题<一>",
        "page": 3,
        "confidence": 0.934,
        **more,
    }
    return Answer(**details)  # type: ignore[arg-type]


def candidate(sentence: str = SENTENCE, *figures: AnswerFigure) -> Candidate:
    return Candidate(sentence, figures, "b.txt", "题二", 0.4)


def bold(reply: Reply) -> list[str]:
    return [entity.text for entity in parse(reply.text)[1] if entity.kind == "b"]


def labels(reply: Reply) -> list[str]:
    return [button.text for row in reply.buttons for button in row]


def test_one_figure() -> None:
    reply = answer_reply(answer(figure("1391条"), assumed=("临邑县",)), "zh")
    shown, entities = parse(reply.text)
    assert shown.startswith("1391条\n" + SENTENCE)
    assert bold(reply) == ["1391条", "1391条"]
    quotation = next(entity for entity in entities if entity.kind == "blockquote")
    assert quotation.text == SENTENCE
    marked = next(entity for entity in entities if entity.kind == "u")
    assert marked.start - quotation.start == SENTENCE.index("1391条")
    assert "《题<一>》 · a&b.txt · 第 3 页" in shown
    assert "沿用：临邑县" in shown
    assert "93%" in shown
    assert labels(reply) == ["上下文", "👍", "👎"]


def test_a_list_has_a_bar_for_each_that_compares() -> None:
    figures = (figure("10.83%", subject="文体生活"), figure("8.92%", subject="基础教育类"))
    shown, _ = parse(answer_reply(answer(*figures), "zh").text)
    lines = shown.splitlines()
    assert lines[0] == "██████████ 10.83% 文体生活"
    assert lines[1] == "████████░░ 8.92% 基础教育类"


def test_a_list_of_different_things_has_no_bars() -> None:
    figures = (figure("10.83%", subject="甲"), figure("1391条", subject="乙"))
    shown, _ = parse(answer_reply(answer(*figures), "zh").text)
    assert shown.splitlines()[:2] == ["• 10.83% 甲", "• 1391条 乙"]


def test_not_answered_offers_the_nearest_and_claims_nothing() -> None:
    nearest = tuple(candidate(SENTENCE, figure("1391条")) for _ in range(5))
    silent = answer(
        answered=False, outcome=Outcome.UNSURE, sentence=None, document=None, candidates=nearest
    )
    reply = answer_reply(silent, "zh")
    assert bold(reply) == []
    assert "1391" not in parse(reply.text)[0]
    assert [button.data for row in reply.buttons for button in row] == ["s:1", "s:2", "s:3"]
    assert all(label.startswith("1391条 · ") for label in labels(reply))
    one = answer_reply(silent, "zh", index=1)
    assert "不一定是答案" in parse(one.text)[0]
    assert "s:0" in [button.data for row in one.buttons for button in row]


@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.ANSWERED])
@pytest.mark.parametrize("voice", ["zh", "zh-hant", "en"])
def test_every_silence_is_put_into_words(outcome: Outcome, voice: str) -> None:
    silent = answer(answered=False, outcome=outcome, sentence=None, subject="<崂山区>")
    shown, _ = parse(answer_reply(silent, voice).text)
    assert shown.strip()
    assert ("<崂山区>" in shown) == (outcome is Outcome.UNKNOWN_SUBJECT)


def test_quotations_stay_verbatim_in_a_traditional_reply() -> None:
    shown, _ = parse(answer_reply(answer(figure("1391条"), assumed=("临邑县",)), "zh-hant").text)
    assert SENTENCE in shown
    assert "沿用：临邑县" in shown
    assert "第 3 頁" in shown


def test_a_long_sentence_is_cut_around_its_figure() -> None:
    sentence = "长" * 3000 + "有1391条" + "长" * 3000
    reply = answer_reply(answer(figure("1391条", sentence), sentence=sentence), "zh")
    shown, _ = parse(reply.text)
    assert utf16(shown) <= 4096
    assert bold(reply) == ["1391条", "1391条"]
    assert "…" in shown


@given(NASTY, NASTY, NASTY, st.integers(0, 80), st.integers(0, 12), st.integers(0, 3))
def test_nothing_in_a_document_breaks_a_reply(
    sentence: str, title: str, document: str, start: int, size: int, index: int
) -> None:
    start = min(start, len(sentence))
    end = min(start + size, len(sentence))
    found = AnswerFigure(sentence[start:end], Decimal(1), "", start, end, FigureKind.COUNT, title)
    given_answer = answer(
        found, found, sentence=sentence, title=title, document=document,
        candidates=(candidate(sentence, found),) * 4,
    )  # fmt: skip
    for reply in (
        answer_reply(given_answer, "zh", index),
        inline_reply(given_answer, "en", index),
        about_reply(title, [candidate(sentence, found)] * 9, "zh", index),
    ):
        shown, _ = parse(reply.text)
        assert 1 <= utf16(shown) <= 4096
        assert shown.strip()
        for row in reply.buttons:
            for button in row:
                assert button.text.strip()
                assert len(button.data.encode()) <= 64


def paragraph(
    number: int, *texts: str, kind: ParagraphKind = ParagraphKind.PROSE
) -> StoredParagraph:
    sentences = tuple(
        StoredSentence(number * 100 + n, text, (), (), 0, 0, None) for n, text in enumerate(texts)
    )
    return StoredParagraph(
        number, sentences, ("一、节<",), kind, "", 1, "题", None, "", "a.txt", "a", None, number
    )


def test_context_in_pages_begins_where_the_sentence_stands() -> None:
    paragraphs = [paragraph(n, *(f"第{n}段第{m}句。" * 12 for m in range(5))) for n in range(8)]
    target = 503
    first = context_reply(paragraphs, target, "zh", 0)
    assert bold(first) == ["题", "第5段第3句。" * 12]
    walk = {button.text: button.data for row in first.buttons for button in row}
    assert walk["返回答案"] == "s:0"
    seen = ""
    count = int(next(label for label in labels(first) if "/" in label).split("/")[1])
    for page in range(count):
        shown, _ = parse(context_reply(paragraphs, target, "zh", 0, page).text)
        seen += shown
    for n in range(8):
        for m in range(5):
            assert seen.count(f"第{n}段第{m}句。" * 12) == 1


def test_rows_of_a_table_stand_on_lines_of_their_own() -> None:
    rows = paragraph(1, "甲 1 2", "乙 3 4", kind=ParagraphKind.TABLE)
    shown, _ = parse(context_reply([rows], 101, "zh", 2).text)
    assert "甲 1 2\n乙 3 4" in shown


def test_documents_in_pages() -> None:
    documents = [
        DocumentSummary(f"{n}.txt", f"题{n}", "text", 10, n, 1, 1, n, "2026-01-01")
        for n in range(20)
    ]
    reply = documents_reply(documents, "zh", 1)
    shown, _ = parse(reply.text)
    assert "9. 8.txt" in shown
    assert [button.data for button in reply.buttons[-1]] == ["d:0", "n", "d:2"]
    assert documents_reply((), "en").buttons == ()
    assert parse(documents_reply(documents, "zh", 99).text)[0].count("篇文章") == 4
