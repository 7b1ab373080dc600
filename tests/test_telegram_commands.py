"""Commands, other media and inline mode, end to end, polling and called by a webhook."""

from __future__ import annotations

import sqlite3

import pytest
from telegram_world import MODES, World, world


@pytest.fixture(params=MODES)
def here(request: pytest.FixtureRequest) -> World:
    return world(request.param)


def test_start_offers_examples_that_can_be_tapped(here: World) -> None:
    asker = here.person()
    greeting = asker.ask("/start")
    assert "多少" in greeting.text
    assert len(greeting.buttons) == 3
    example = greeting.labels[1]
    here.server.press(greeting, example, asker.chat, asker.user)
    answer = asker.next("the answer to the example")
    assert answer.text.startswith(example.rstrip("…"))
    assert answer.of_kind("blockquote")
    assert answer.of_kind("b"), "an example has a figure for an answer"


def test_help_is_in_the_language_of_the_person(here: World) -> None:
    assert "逐个回答" in here.person().ask("/help").text
    assert "one by one" in here.person(lang="en").ask("/help").text
    assert "逐個回答" in here.person(lang="zh-hant").ask("/help").text
    assert "/remove" not in here.person().ask("/help").text
    assert "/remove" in here.admin().ask("/help").text


def test_commands_are_announced_in_both_languages(here: World) -> None:
    here.wait(lambda: len(here.server.commands) >= 3, "the commands")
    chinese = {item["command"]: item["description"] for item in here.server.commands[""]}
    english = {item["command"]: item["description"] for item in here.server.commands["en"]}
    assert chinese.keys() == english.keys() >= {
        "start", "help", "documents", "ask", "about", "cancel", "privacy", "forget", "lang",
    }  # fmt: skip
    assert not chinese["start"].isascii()
    assert english["start"].isascii()


def test_documents(here: World) -> None:
    listed = here.person().ask("/documents")
    assert "shandong_newspaper_page.txt" in listed.text
    assert "7 篇文章" in listed.text


def test_ask_with_a_question_and_without(here: World) -> None:
    asker = here.person()
    assert asker.ask("/ask 临邑县收集了多少份问卷？").text.startswith("241304份")
    prompt = asker.ask("/ask")
    assert prompt.force_reply
    assert asker.ask("临邑县梳理了多少条问题").text.startswith("4238条")


def test_about_shows_the_figures_in_pages(here: World) -> None:
    asker = here.person()
    page = asker.ask("/about 临邑县")
    assert "关于“临邑县”" in page.text
    assert page.of_kind("u")
    first = page.text
    asker.press(page, "▶")
    assert page.text != first
    asker.press(page, "◀")
    assert page.text == first


def test_about_waits_for_the_subject(here: World) -> None:
    asker = here.person()
    assert asker.ask("/about").force_reply
    assert "关于“临邑县”" in asker.ask("临邑县").text
    assert asker.ask("临邑县收集了多少份问卷？").text.startswith("241304份")


def test_about_something_that_no_document_speaks_of(here: World) -> None:
    assert "没有关于“火星基地”" in here.person().ask("/about 火星基地").text


def test_cancel_drops_the_topic(here: World) -> None:
    asker = here.person()
    asker.ask("临朐县采购午休垫投了多少钱？")
    assert "不再沿用" in asker.ask("/cancel").text
    assert "沿用：" not in asker.ask("惠及多少学生？").text
    asker.ask("/cancel")
    assert "没有要取消" in asker.ask("/cancel").text


def test_privacy_says_what_is_kept(here: World) -> None:
    text = here.person().ask("/privacy").text
    assert "/forget" in text
    assert "30 天" in text


def test_forget_deletes_what_is_kept(here: World) -> None:
    asker = here.person()
    answer = asker.ask("临邑县收集了多少份问卷？")
    asker.press(answer, "👍")
    asker.ask("崂山区今年养了多少头大熊猫？")
    asker.ask("/lang en")
    assert "deleted" in asker.ask("/forget").text
    connection = sqlite3.connect(here.worker.folder / "duoshao-chats.db")
    for table in ("shown", "people", "votes", "unanswered"):
        query = f"SELECT count(*) FROM {table} WHERE user_id = ?"
        assert connection.execute(query, (asker.user["id"],)).fetchone() == (0,), table
    query = "SELECT count(*) FROM dialogues WHERE chat_id = ?"
    assert connection.execute(query, (asker.chat["id"],)).fetchone() == (0,)
    connection.close()
    assert "沿用" not in asker.ask("梳理了多少条问题？").text


def test_lang_by_word_and_by_button(here: World) -> None:
    asker = here.person()
    assert "English" in asker.ask("/lang en").text
    assert "one by one" in asker.ask("/help").text
    assert "The documents" in asker.ask("崂山区今年养了多少头大熊猫？").text
    choice = asker.ask("/lang")
    asker.press(choice, "中文")
    assert "中文" in choice.text
    assert "逐个回答" in asker.ask("/help").text
    assert "/lang zh" in asker.ask("/lang klingon").text


def test_an_unknown_command(here: World) -> None:
    assert "/help" in here.person().ask("/nosuch").text


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ({"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]}, "图片"),
        ({"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1,
                      "height": 1, "is_animated": False, "is_video": False}}, "贴纸"),
        ({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}}, "语音"),
        ({"video": {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1,
                    "duration": 1}}, "视频"),
        ({"location": {"latitude": 1.0, "longitude": 2.0}}, "位置"),
        ({"contact": {"phone_number": "123", "first_name": "x"}}, "名片"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "数字"),
        ({"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0,
                   "is_closed": False, "is_anonymous": True, "type": "regular",
                   "allows_multiple_answers": False, "allows_revoting": False,
                   "members_only": False}}, "投票"),
        ({"poll": {"of": "a kind that nobody knows yet"}}, "文字"),
        ({"story": {"chat": {"id": 5, "type": "private"}, "id": 1}}, "文字"),
    ],
)  # fmt: skip
def test_whatever_is_no_text_gets_one_kind_sentence(
    here: World, content: dict[str, object], word: str
) -> None:
    asker = here.person()
    reply = asker.ask(None, **content)
    assert word in reply.text
    assert "\n" not in reply.text
    assert len(asker.messages) == 1


def test_an_album_gets_one_sentence_not_ten(here: World) -> None:
    asker = here.person()
    photo = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]}
    for _ in range(3):
        asker.say(None, media_group_id=f"album{asker.user['id']}", **photo)
    asker.next()
    asker.silence()


def test_the_caption_of_a_photo_is_a_question(here: World) -> None:
    photo = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]}
    answer = here.person().ask(None, caption="临邑县收集了多少份问卷？", **photo)
    assert answer.text.startswith("241304份")


def test_messages_about_the_chat_itself_are_passed_over(here: World) -> None:
    asker = here.person()
    asker.say(None, pinned_message=here.server.message("x", asker.chat, asker.user))
    asker.silence()


def test_inline_mode_offers_the_answers(here: World) -> None:
    asker = here.person()
    query = here.server.type_inline("临邑县收集了多少份问卷", asker.user)
    results = here.wait(lambda: here.server.inline_answers.get(query), "the inline answer")
    assert results[0]["title"] == "241304份"
    text = results[0]["input_message_content"]["message_text"]
    assert "临邑县收集了多少份问卷" in text
    assert "<b>241304份</b>" in text


def test_inline_mode_without_a_question_and_without_an_answer(here: World) -> None:
    asker = here.person()
    empty = here.server.type_inline("", asker.user)
    here.wait(lambda: empty in here.server.inline_answers)
    assert len(here.server.inline_answers[empty]) == 3
    nothing = here.server.type_inline("崂山区今年养了多少头大熊猫", asker.user)
    here.wait(lambda: nothing in here.server.inline_answers)
    for result in here.server.inline_answers[nothing]:
        assert "也许是" in result["title"]


def test_only_the_last_inline_query_of_many_need_be_answered(here: World) -> None:
    asker = here.person()
    text = "临邑县收集了多少份问卷"
    queries = [here.server.type_inline(text[:end], asker.user) for end in range(1, len(text) + 1)]
    here.wait(lambda: queries[-1] in here.server.inline_answers)
    assert here.server.inline_answers[queries[-1]][0]["title"] == "241304份"
