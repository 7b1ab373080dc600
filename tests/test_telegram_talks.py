"""What chats were about, what was shown, votes and unanswered questions: kept, moved, forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import dialogue
from bot.chat_store import ChatStore
from bot.dialogue import Dialogues, Place, Shown, Talk
from bot.inbox import Inbox, Unanswered, Vote
from retrieval.records import Conversation, Turn

TURN = Turn("临邑县收集了多少份问卷", "临邑县", ("问卷",), "题", "a.txt", "句")
TALK = Talk(Conversation((TURN,)), waiting="about")


@pytest.fixture
def store(tmp_path: Path) -> ChatStore:
    return ChatStore.open(tmp_path / "chats.db")


@pytest.fixture
def dialogues(store: ChatStore) -> Dialogues:
    return Dialogues(store.db, 1)


def test_a_talk_comes_back_as_it_was_also_in_another_process(
    store: ChatStore, dialogues: Dialogues
) -> None:
    dialogues.save(Place(5, 3), TALK)
    store.close()
    again = Dialogues(ChatStore.open(store.path).db, 1)
    assert again.load(Place(5, 3)) == TALK
    assert again.load(Place(5)) == Talk()


def test_only_the_last_turns_are_kept() -> None:
    turns = tuple(Turn(f"第{n}问") for n in range(30))
    kept = dialogue.from_json(dialogue.to_json(Conversation(turns)))
    assert kept.turns == turns[-len(kept.turns) :]
    assert 4 <= len(kept.turns) < 30


def test_turns_of_another_version_are_read_as_far_as_they_are_known() -> None:
    content = '[{"question": "几个", "mood": "gay"}, {"subject": "无问"}]'
    assert dialogue.from_json(content) == Conversation((Turn("几个"),))


def test_a_group_takes_its_memory_along(dialogues: Dialogues) -> None:
    dialogues.save(Place(-5), TALK)
    dialogues.show(-5, Shown(9, "answer", {"q": "几个"}, source_id=8))
    dialogues.migrate(-5, -1005)
    assert dialogues.load(Place(-1005)) == TALK
    assert [shown.message_id for shown in dialogues.shown_for(-1005, 8)] == [9]
    assert dialogues.shown(-5, 9) is None


def test_forgetting_a_person_leaves_the_others_alone(
    store: ChatStore, dialogues: Dialogues
) -> None:
    inbox = Inbox(store.db, 1)
    for user in (5, 6):
        dialogues.save(Place(user), TALK)
        dialogues.show(user, Shown(1, "answer", {"q": "几个"}, user_id=user))
        dialogues.show(-7, Shown(user, "answer", {"q": "几个"}, user_id=user))
        dialogues.choose_language(user, "en")
        inbox.add_unanswered(user, user, "几个", "unsure")
        inbox.vote(user, 1, user, Vote(1, "几个", "句", "a.txt"))
    dialogues.save(Place(-7), TALK)
    dialogues.forget(5)
    inbox.forget(5)
    assert dialogues.load(Place(5)) == Talk()
    assert dialogues.load(Place(-7)) == Talk()
    assert dialogues.shown(5, 1) is None
    assert dialogues.shown(-7, 5) is None
    assert dialogues.language(5) == ""
    assert dialogues.load(Place(6)) == TALK
    assert dialogues.shown(-7, 6) is not None
    assert dialogues.language(6) == "en"
    assert inbox.votes() == (1, 0)
    assert inbox.unanswered() == [Unanswered("几个", "unsure", 1)]
    for (table,) in store.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
        columns = {column.name for column in store.db[table].columns}
        for name in columns & {"user_id"}:
            query = f"SELECT count(*) FROM {table} WHERE {name} = 5"
            assert store.db.execute(query).fetchone() == (0,), table


def test_talks_expire(dialogues: Dialogues) -> None:
    dialogues.save(Place(5), TALK)
    dialogues.show(5, Shown(1, "answer", {}))
    dialogues.expire(1.0)
    assert dialogues.load(Place(5)) == TALK
    dialogues.expire(-1.0)
    assert dialogues.load(Place(5)) == Talk()
    assert dialogues.shown(5, 1) is None


def test_a_vote_can_be_changed_but_counts_once(store: ChatStore) -> None:
    inbox = Inbox(store.db, 1)
    good, bad = Vote(1, "几个", "三个。", "a.txt"), Vote(-1, "几个", "三个。", "a.txt")
    assert inbox.vote(5, 1, 9, good)
    assert not inbox.vote(5, 1, 9, good)
    assert inbox.votes() == (1, 0)
    assert inbox.vote(5, 1, 9, bad)
    assert inbox.votes() == (0, 1)
    assert inbox.disliked() == [bad]


def test_the_most_asked_question_without_an_answer_comes_first(store: ChatStore) -> None:
    inbox = Inbox(store.db, 1)
    for question in ("甲", "乙", "丙", "乙"):
        inbox.add_unanswered(5, 9, question, "unsure")
    assert [(item.question, item.times) for item in inbox.unanswered()] == [
        ("乙", 2),
        ("丙", 1),
        ("甲", 1),
    ]
    assert [item.question for item in inbox.unanswered(limit=1, offset=1)] == ["丙"]
