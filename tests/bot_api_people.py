"""People, chats, messages and failures, as the strict Bot API server deals with them."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any

from telegram_html import Entity, utf16


@dataclass
class Sent:
    """A message of the bot as the chat sees it now."""

    chat_id: int
    message_id: int
    text: str
    entities: list[Entity]
    html: str
    buttons: list[list[dict[str, Any]]]
    reply_to: int | None = None
    thread_id: int | None = None
    force_reply: bool = False
    edits: int = 0
    deleted: bool = False
    at: float = field(default_factory=time.monotonic)

    def of_kind(self, *kinds: str) -> list[str]:
        return [entity.text for entity in self.entities if entity.kind in kinds]

    def button(self, label: str) -> dict[str, Any]:
        for row in self.buttons:
            for button in row:
                if label in button["text"]:
                    return button
        raise AssertionError(f"no button {label!r} among {self.buttons}")

    @property
    def labels(self) -> list[str]:
        return [button["text"] for row in self.buttons for button in row]


@dataclass(frozen=True)
class Fault:
    """One way to fail: 400, 409, 429, 500, 502, drop, drop_after, slow, garbage; or none."""

    kind: str
    seconds: float = 1.0


def entities_of(text: str) -> list[dict[str, Any]]:
    """Return the mentions and commands that Telegram would mark in ``text``."""
    found = []
    for match in re.finditer(r"(?<!\w)(?:@[A-Za-z0-9_]+|/[a-z_]+(?:@[A-Za-z0-9_]+)?)", text):
        kind = "mention" if match[0][0] == "@" else "bot_command"
        found.append({"type": kind, "offset": utf16(text[: match.start()]),
                      "length": utf16(match[0])})  # fmt: skip
    return found


def person(number: int, name: str = "王", lang: str = "zh-hans") -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": name, "language_code": lang}


def private(user: dict[str, Any]) -> dict[str, Any]:
    return {"id": user["id"], "type": "private", "first_name": user["first_name"]}


def group(number: int, title: str = "群", **more: Any) -> dict[str, Any]:
    return {"id": number, "type": "supergroup", "title": title, **more}
