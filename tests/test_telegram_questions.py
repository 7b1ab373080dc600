"""Questions in a private chat, end to end: the real worker, polling and called by a webhook."""

from __future__ import annotations

import pytest
from bot_api_methods import BOT
from telegram_world import MODES, World, world


@pytest.fixture(params=MODES)
def here(request: pytest.FixtureRequest) -> World:
    return world(request.param)


def test_the_answer_is_one_message_with_the_figure_in_bold(here: World) -> None:
    asker = here.person()
    answer = asker.ask("临邑县收集了多少份问卷")
    assert answer.text.startswith("241304份\n")
    assert answer.of_kind("b") == ["241304份", "241304份"]
    (sentence,) = answer.of_kind("blockquote")
    assert "全县共收集问卷241304份，梳理问题4238条。" in sentence
    assert answer.of_kind("u") == ["241304份"]
    assert "《" in answer.text
    assert "shandong_newspaper_page.txt" in answer.text
    assert "上下文" in answer.labels
    assert {"👍", "👎"} <= set(answer.labels)
    assert answer.reply_to is None
    assert len(asker.messages) == 1


def test_a_list_reads_as_a_list_with_bars(here: World) -> None:
    answer = here.person().ask("文体生活、基础教育、基本医疗类诉求分别占总量的多少？")
    lines = answer.text.splitlines()[:3]
    assert [line.split()[1] for line in lines] == ["10.83%", "10.69%", "8.92%"]
    assert lines[0].startswith("██████████ ")
    assert lines[2].startswith("████████░░ ")


def test_a_follow_up_takes_the_subject_over_and_says_so(here: World) -> None:
    asker = here.person()
    assert asker.ask("临朐县采购午休垫投了多少钱？").text.startswith("800万元")
    answer = asker.ask("惠及多少学生？")
    assert answer.text.startswith("10.8万人")
    assert "沿用：临朐县" in answer.text


def test_a_reply_to_an_answer_goes_on_from_that_one(here: World) -> None:
    asker = here.person()
    first = asker.ask("临朐县采购午休垫投了多少钱？")
    asker.ask("崂山区今年推动解决了多少个企业合理诉求？")
    original = here.server.message(first.text, asker.chat, BOT, message_id=first.message_id)
    answer = asker.ask("惠及多少学生？", reply_to_message=original)
    assert answer.text.startswith("10.8万人")


def test_an_edited_question_edits_its_answer(here: World) -> None:
    asker = here.person()
    number = asker.say("临邑县收集了多少份问卷？")
    answer = asker.next()
    assert answer.text.startswith("241304份")
    edited = here.server.message(
        "临邑县梳理了多少条问题？", asker.chat, asker.user, message_id=number
    )
    here.server.push("edited_message", {**edited, "edit_date": edited["date"]})
    here.wait(lambda: answer.edits, "the edit")
    assert answer.text.startswith("4238条")
    assert len(asker.messages) == 1


def test_an_edited_command_edits_its_answer(here: World) -> None:
    asker = here.person()
    number = asker.say("/ask 临邑县收集了多少份问卷？")
    answer = asker.next()
    text = "/ask 临邑县梳理了多少条问题？"
    edited = here.server.message(text, asker.chat, asker.user, message_id=number)
    here.server.push("edited_message", {**edited, "edit_date": edited["date"]})
    here.wait(lambda: answer.edits, "the edit")
    assert answer.text.startswith("4238条")
    help_text = here.server.message("/help", asker.chat, asker.user, message_id=number)
    here.server.push("edited_message", {**help_text, "edit_date": edited["date"]})
    asker.silence()


def test_an_edit_with_more_and_with_fewer_questions(here: World) -> None:
    asker = here.person()
    number = asker.say("临邑县收集了多少份问卷？")
    first = asker.next()
    two = here.server.message(
        "临邑县收集了多少份问卷？梳理了多少条问题？", asker.chat, asker.user, message_id=number
    )
    here.server.push("edited_message", {**two, "edit_date": two["date"]})
    second = asker.next("the answer to the second question")
    assert second.text.startswith("4238条")
    one = here.server.message("临邑县梳理了多少条问题？", asker.chat, asker.user, message_id=number)
    here.server.push("edited_message", {**one, "edit_date": one["date"]})
    here.wait(lambda: second.deleted, "the surplus answer to go")
    assert first.text.startswith("4238条")


def test_several_questions_are_answered_one_by_one(here: World) -> None:
    asker = here.person()
    number = asker.say("1. 临邑县收集了多少份问卷？\n2. 梳理了多少条问题？")
    answers = [asker.next(), asker.next()]
    assert [answer.text.split("\n")[0] for answer in answers] == ["241304份", "4238条"]
    assert [answer.reply_to for answer in answers] == [number, number]


def test_too_many_questions_at_once(here: World) -> None:
    asker = here.person()
    asker.say("？".join(f"临邑县第{n}有多少" for n in range(8)) + "？")
    texts = [asker.next().text for _ in range(6)]
    assert "5 个问题" in texts[-1]


def test_not_answered_says_so_and_offers_the_nearest(here: World) -> None:
    asker = here.person()
    answer = asker.ask("崂山区今年养了多少头大熊猫？")
    assert "文档里没有" in answer.text
    assert answer.of_kind("b") == []
    offered = [row[0] for row in answer.buttons]
    assert 1 <= len(offered) <= 3
    asker.press(answer, offered[0]["text"])
    assert "不一定是答案" in answer.text
    assert answer.of_kind("blockquote")
    asker.press(answer, "返回")
    assert "文档里没有" in answer.text


def test_next_candidate_and_back(here: World) -> None:
    asker = here.person()
    answer = asker.ask("临邑县收集了多少份问卷？")
    first = answer.text
    asker.press(answer, "下一个")
    assert "另一处可能的答案" in answer.text
    assert answer.text != first
    asker.press(answer, "上一个")
    assert answer.text == first
    assert len(asker.messages) == 1


def test_the_context_in_pages(here: World) -> None:
    asker = here.person()
    answer = asker.ask("临邑县收集了多少份问卷？")
    first, (sentence,) = answer.text, answer.of_kind("blockquote")
    asker.press(answer, "上下文")
    assert sentence in answer.of_kind("b")
    assert len(answer.text) > len(sentence)
    pages = {answer.text}
    while any("▶" in label for label in answer.labels):
        asker.press(answer, "▶")
        pages.add(answer.text)
    assert len(pages) > 1
    asker.press(answer, "返回答案")
    assert answer.text == first


def test_votes_are_thanked_for_and_shown(here: World) -> None:
    asker = here.person()
    answer = asker.ask("临邑县收集了多少份问卷？")
    assert "谢谢" in asker.press(answer, "👎")
    assert "👎 ✓" in answer.labels
    assert "谢谢" in asker.press(answer, "👍")
    assert "👍 ✓" in answer.labels
    assert "👎 ✓" not in answer.labels


def test_a_button_of_a_message_that_nobody_remembers(here: World) -> None:
    asker = here.person()
    greeting = asker.ask("/help")
    query = here.server.press_data(greeting, "s:1", asker.chat, asker.user)
    here.wait(lambda: query in here.server.toasts)
    assert "太旧" in here.server.toasts[query]
    for nonsense in ("zz", "s:" + "9" * 12, "c:1:999999", "X:0", "v:x"):
        query = here.server.press_data(greeting, nonsense, asker.chat, asker.user)
        here.wait(lambda query=query: query in here.server.toasts)


def test_the_reply_is_in_the_script_of_the_question_and_the_quotation_verbatim(here: World) -> None:
    asker = here.person()
    answer = asker.ask("臨邑縣收集了多少份問卷？")
    assert answer.text.startswith("241304份")
    assert "收集问卷241304份" in answer.text
    assert "下一個" in " ".join(answer.labels) or "上下文" in answer.labels
    assert "把握" in answer.text
    silent = asker.ask("嶗山區今年養了多少頭大熊貓？")
    assert "文檔裡" in silent.text


@pytest.mark.parametrize(
    "text",
    [
        "<b>&多少</b>",
        "'; DROP TABLE documents; --",
        "多" * 480,
        "🙂🙂🙂",
        "a\u202eb\x07多少",
        "？？？",
    ],
)
def test_odd_questions_get_a_calm_reply(here: World, text: str) -> None:
    assert here.person().ask(text).text.strip()


def test_a_question_that_is_too_long_is_told_so(here: World) -> None:
    assert "500" in here.person().ask("多" * 600).text
