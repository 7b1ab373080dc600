"""Groups, topics, supergroups, and people who block the bot, end to end."""

from __future__ import annotations

import pytest
from bot_api_methods import BOT
from telegram_world import MODES, Person, World, world

NAME = BOT["username"]


@pytest.fixture(params=MODES)
def here(request: pytest.FixtureRequest) -> World:
    return world(request.param)


def quiet(member: Person) -> None:
    """Make sure that nothing but the answer to a command is sent."""
    before = len(member.messages)
    help_text = member.ask(f"/help@{NAME}")
    assert "/privacy" in help_text.text
    assert len(member.messages) == before + 1


def test_a_group_is_answered_when_it_means_the_bot_and_only_then(here: World) -> None:
    member = here.member(here.group())
    member.say("临邑县收集了多少份问卷？")
    member.say("@somebody 临邑县收集了多少份问卷？")
    member.say("/ask@another_bot 临邑县收集了多少份问卷？")
    member.say("/nosuch")
    quiet(member)
    number = member.say(f"@{NAME} 临邑县收集了多少份问卷？")
    answer = member.next()
    assert answer.text.startswith("241304份")
    assert answer.reply_to == number
    assert member.ask(f"/ask@{NAME} 临邑县梳理了多少条问题").text.startswith("4238条")
    assert member.ask(f"问一下 @{NAME.upper()}：临邑县收集了多少份问卷").text.startswith("241304份")


def test_a_reply_to_the_bot_means_the_bot(here: World) -> None:
    member = here.member(here.group())
    first = member.ask(f"@{NAME} 临朐县采购午休垫投了多少钱？")
    original = here.server.message(first.text, member.chat, BOT, message_id=first.message_id)
    answer = member.ask("惠及多少学生？", reply_to_message=original)
    assert answer.text.startswith("10.8万人")


def test_a_group_has_a_memory_of_its_own(here: World) -> None:
    chat = here.group()
    first, second = here.member(chat), here.member(chat)
    first.ask(f"@{NAME} 临朐县采购午休垫投了多少钱？")
    second.seen = len(second.messages)
    answer = second.ask(f"@{NAME} 惠及多少学生？")
    assert answer.text.startswith("10.8万人")
    alone = here.person(number=second.user["id"])
    assert "沿用" not in alone.ask("惠及多少学生？").text


def test_only_a_mention_asks_for_the_question(here: World) -> None:
    member = here.member(here.group())
    assert "请发一个问题" in member.ask(f"@{NAME}").text


def test_photos_in_a_group_are_nobodys_business(here: World) -> None:
    member = here.member(here.group())
    member.say(None, photo=[{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}])
    document = {"file_id": "d", "file_unique_id": "d", "file_name": "a.txt", "file_size": 5}
    member.say(None, document=document)
    quiet(member)


def test_topics_of_a_forum_are_talks_of_their_own(here: World) -> None:
    member = here.member(here.group(is_forum=True))
    topic = {"message_thread_id": 77, "is_topic_message": True}
    answer = member.ask(f"@{NAME} 临朐县采购午休垫投了多少钱？", **topic)
    assert answer.thread_id == 77
    other = member.ask(f"@{NAME} 惠及多少学生？", message_thread_id=78, is_topic_message=True)
    assert "沿用" not in other.text
    assert member.ask(f"@{NAME} 惠及多少学生？", **topic).text.startswith("10.8万人")


def membership(chat: dict[str, object], member: Person, old: str, new: str) -> dict[str, object]:
    def status(name: str) -> dict[str, object]:
        return {"user": BOT, "status": name, **({"until_date": 0} if name == "kicked" else {})}

    return {
        "chat": chat,
        "from": member.user,
        "date": 1,
        "old_chat_member": status(old),
        "new_chat_member": status(new),
    }


def test_the_bot_greets_a_group_that_it_is_added_to(here: World) -> None:
    member = here.member(here.group())
    here.server.push("my_chat_member", membership(member.chat, member, "left", "member"))
    assert f"@{NAME}" in member.next().text
    here.server.push("my_chat_member", membership(member.chat, member, "member", "member"))
    quiet(member)


def test_a_group_that_becomes_a_supergroup_keeps_its_memory(here: World) -> None:
    old = here.group()
    member = here.member(old)
    member.ask(f"@{NAME} 临朐县采购午休垫投了多少钱？")
    new = here.group()
    here.server.migrated[old["id"]] = new["id"]
    member.say(None, migrate_to_chat_id=new["id"])
    here.server.push("message", here.server.message(None, new, member.user,
                                                    migrate_from_chat_id=old["id"]))  # fmt: skip
    moved = Person(here, member.user, new)
    assert moved.ask(f"@{NAME} 惠及多少学生？").text.startswith("10.8万人")


def test_an_answer_follows_a_group_that_has_moved_meanwhile(here: World) -> None:
    old, new = here.group(), here.group()
    here.server.migrated[old["id"]] = new["id"]
    member = here.member(old)
    member.say(f"@{NAME} 临朐县采购午休垫投了多少钱？")
    moved = Person(here, member.user, new)
    assert moved.next().text.startswith("800万元")
    assert moved.ask(f"@{NAME} 惠及多少学生？").text.startswith("10.8万人")


def refused(here: World, chat_id: int) -> list[str]:
    return [
        method
        for method, parameters, status in here.server.calls
        if parameters.get("chat_id") == chat_id and status == 403
    ]


def test_a_chat_that_blocked_the_bot_is_left_alone(here: World) -> None:
    asker = here.person()
    here.server.blocked.add(asker.chat["id"])
    for _ in range(3):
        asker.say("临邑县收集了多少份问卷？")
    witness = here.person()
    here.wait(lambda: refused(here, asker.chat["id"]), "the first refusal")
    witness.ask("临邑县收集了多少份问卷？")
    asker.chat["type"] = "private"
    here.server.push("my_chat_member", membership(asker.chat, asker, "member", "kicked"))
    here.server.push("my_chat_member", membership(asker.chat, asker, "kicked", "member"))
    here.server.blocked.discard(asker.chat["id"])
    assert asker.ask("临邑县收集了多少份问卷？").text.startswith("241304份")
    assert 1 <= len(refused(here, asker.chat["id"])) <= 3
