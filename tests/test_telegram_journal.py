"""The journal: written before Telegram is told, struck out when answered, nothing twice."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.chat_store import ChatStore, path_beside
from bot.journal import Entry, Journal
from retrieval.errors import StoreError

TEXT = "悄悄话"


@pytest.fixture
def store(tmp_path: Path) -> ChatStore:
    return ChatStore.open(tmp_path / "chats.db")


def update(number: int, text: str = TEXT) -> dict[str, object]:
    return {"update_id": number, "message": {"text": text, "chat": {"id": 5}}}


def test_what_was_received_is_pending_until_struck_out(store: ChatStore) -> None:
    journal = Journal(store.db, 1)
    assert [entry.update_id for entry in journal.receive([update(8), update(7)])] == [7, 8]
    assert journal.waiting() == 2
    journal.strike(7)
    assert [entry.update_id for entry in journal.pending()] == [8]
    assert journal.waiting() == 1


def test_an_update_seen_before_is_not_new_even_when_answered(store: ChatStore) -> None:
    journal = Journal(store.db, 1)
    journal.receive([update(7)])
    assert journal.receive([update(7)]) == []
    journal.strike(7)
    assert journal.receive([update(7), update(8)]) == [Entry(8, update(8))]


def test_two_bots_share_a_file(store: ChatStore) -> None:
    first, second = Journal(store.db, 1), Journal(store.db, 2)
    first.receive([update(7)])
    assert [entry.update_id for entry in second.receive([update(7)])] == [7]
    first.strike(7)
    assert second.waiting() == 1


def test_messages_sent_so_far_are_remembered_with_their_writes(store: ChatStore) -> None:
    journal = Journal(store.db, 1)
    journal.receive([update(7)])
    store.db.execute("CREATE TABLE facts (fact TEXT)")
    journal.record(7, 2, writes=[lambda: store.db.execute("INSERT INTO facts VALUES ('x')")])
    (entry,) = journal.pending()
    assert (entry.steps, entry.replays) == (2, 1)
    assert store.db.execute("SELECT count(*) FROM facts").fetchone() == (1,)


def test_a_write_that_fails_takes_the_note_with_it(store: ChatStore) -> None:
    journal = Journal(store.db, 1)
    journal.receive([update(7)])
    with pytest.raises(sqlite3.OperationalError):
        journal.record(7, 1, done=True, writes=[lambda: store.db.execute("INSERT INTO none_such")])
    (entry,) = journal.pending()
    assert entry.steps == 0


def test_an_answered_message_leaves_no_trace_of_its_text(store: ChatStore) -> None:
    journal = Journal(store.db, 1)
    journal.receive([update(7)])
    journal.strike(7)
    store.close()
    for path in store.path.parent.iterdir():
        assert TEXT.encode() not in path.read_bytes()


def test_numbers_of_answered_updates_expire(store: ChatStore) -> None:
    journal = Journal(store.db, 1)
    journal.receive([update(7), update(8)])
    journal.strike(7)
    assert journal.expire(1.0) == 0
    assert journal.expire(-1.0) == 1
    assert journal.waiting() == 1


def test_what_is_received_survives_a_kill(tmp_path: Path) -> None:
    """``receive`` returns only when the update is on the disk."""
    path = tmp_path / "chats.db"
    code = (
        "import os, signal; from pathlib import Path\n"
        "from bot.chat_store import ChatStore; from bot.journal import Journal\n"
        f"journal = Journal(ChatStore.open(Path({str(path)!r})).db, 1)\n"
        "journal.receive([{'update_id': 1, 'message': {'text': 'x'}}, {'update_id': 2}])\n"
        "journal.strike(2)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode < 0
    entries = Journal(ChatStore.open(path).db, 1).pending()
    assert [(entry.update_id, entry.payload) for entry in entries] == [
        (1, {"update_id": 1, "message": {"text": "x"}})
    ]


def test_the_file_is_private_and_beside_the_database(tmp_path: Path) -> None:
    path = path_beside(tmp_path / "deep" / "duoshao.db")
    assert path == tmp_path / "deep" / "duoshao-chats.db"
    ChatStore.open(path)
    assert path.stat().st_mode & 0o077 == 0


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "chats.db"
    path.write_text("not a database, just a text that is long enough" * 50)
    with pytest.raises(StoreError, match=r"chats\.db"):
        ChatStore.open(path)
