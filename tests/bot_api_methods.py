"""What each method of the Bot API does and refuses, without HTTP."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections import defaultdict
from typing import Any

from bot_api_people import Sent
from telegram_html import Entity, parse, utf16

TOKEN = "123456789:AAtest-token_of-the-strict-server_0001"
BOT = {"id": 123456789, "is_bot": True, "first_name": "Duoshao", "username": "duoshao_test_bot",
       "can_join_groups": True, "can_read_all_group_messages": False,
       "supports_inline_queries": True}  # fmt: skip
SIZE_LIMIT = 20 << 20

PARAMETERS = {
    "getMe": set(),
    "getUpdates": {"offset", "limit", "timeout", "allowed_updates"},
    "sendMessage": {"chat_id", "text", "parse_mode", "message_thread_id", "reply_markup",
                    "link_preview_options", "reply_parameters"},
    "editMessageText": {"chat_id", "message_id", "inline_message_id", "text", "parse_mode",
                        "reply_markup", "link_preview_options"},
    "deleteMessage": {"chat_id", "message_id"},
    "answerCallbackQuery": {"callback_query_id", "text"},
    "answerInlineQuery": {"inline_query_id", "results", "cache_time", "is_personal"},
    "sendChatAction": {"chat_id", "action", "message_thread_id"},
    "setMyCommands": {"commands", "language_code"},
    "getFile": {"file_id"},
    "setWebhook": {"url", "allowed_updates", "secret_token"},
    "deleteWebhook": set(),
}  # fmt: skip


class RefusalError(Exception):
    def __init__(self, description: str, code: int = 400, **parameters: Any) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


class BotApiMethods:
    """The state of all chats, and the methods that change it."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.by_id: dict[tuple[int, int], Sent] = {}
        self.calls: list[tuple[str, dict[str, Any], int]] = []  # method, parameters, status
        self.toasts: dict[str, str] = {}
        self.inline_answers: dict[str, list[dict[str, Any]]] = {}
        self.commands: dict[str, list[dict[str, Any]]] = {}
        self.actions: list[tuple[int, str]] = []
        self.files: dict[str, bytes] = {}
        self.blocked: set[int] = set()
        self.migrated: dict[int, int] = {}
        self.webhook: dict[str, Any] = {}
        self.allowed_updates: list[str] = []
        self._next_message: dict[int, int] = defaultdict(lambda: 1)
        self._changed = threading.Condition()
        self._arrived = asyncio.Event()

    def _number(self, chat_id: int) -> int:
        with self._changed:
            number = self._next_message[chat_id]
            self._next_message[chat_id] += 1
        return number

    def _getMe(self, _: dict[str, Any]) -> Any:  # noqa: N802
        return BOT

    def _chat(self, parameters: dict[str, Any]) -> int:
        chat = parameters.get("chat_id")
        if not isinstance(chat, int) or chat == 0:
            raise RefusalError("Bad Request: chat not found")
        if chat in self.migrated:
            raise RefusalError("Bad Request: group chat was upgraded to a supergroup chat",
                          migrate_to_chat_id=self.migrated[chat])  # fmt: skip
        if chat in self.blocked:
            raise RefusalError("Forbidden: bot was blocked by the user", 403)
        return chat

    def _text(self, text: Any, mode: Any) -> tuple[str, list[Entity]]:
        if mode not in (None, "HTML"):
            raise RefusalError("Bad Request: unsupported parse_mode")
        shown, entities = parse(str(text)) if mode == "HTML" else (str(text), [])
        if not shown.strip():
            raise RefusalError("Bad Request: message text is empty")
        if utf16(shown) > 4096:
            raise RefusalError("Bad Request: message is too long")
        return shown, entities

    def _buttons(self, markup: Any) -> list[list[dict[str, Any]]]:
        if not markup or "force_reply" in markup:
            return []
        rows = markup["inline_keyboard"]
        if not rows or sum(len(row) for row in rows) > 100 or any(not row for row in rows):
            raise RefusalError("Bad Request: reply markup is too long")
        for row in rows:
            for button in row:
                data = button.get("callback_data", "")
                if not button.get("text") or not 1 <= len(data.encode()) <= 64:
                    raise RefusalError("Bad Request: BUTTON_DATA_INVALID")
        return list(rows)

    def _sendMessage(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        chat = self._chat(parameters)
        text, entities = self._text(parameters.get("text"), parameters.get("parse_mode"))
        markup = parameters.get("reply_markup")
        reply = parameters.get("reply_parameters") or {}
        known = 0 < reply.get("message_id", 1) < max(2, self._next_message[chat])
        if not known and not reply.get("allow_sending_without_reply"):
            raise RefusalError("Bad Request: message to be replied not found")
        sent = Sent(chat, self._number(chat), text, entities, str(parameters["text"]),
                    self._buttons(markup), reply.get("message_id"),
                    parameters.get("message_thread_id"),
                    force_reply=bool(markup and markup.get("force_reply")))  # fmt: skip
        self.sent.append(sent)
        self.by_id[chat, sent.message_id] = sent
        kind = "private" if chat > 0 else "supergroup"
        return {"message_id": sent.message_id, "date": int(time.time()), "text": text,
                "chat": {"id": chat, "type": kind}}  # fmt: skip

    def _editMessageText(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        chat = self._chat(parameters)
        sent = self.by_id.get((chat, parameters.get("message_id", 0)))
        if sent is None or sent.deleted:
            raise RefusalError("Bad Request: message to edit not found")
        text, entities = self._text(parameters.get("text"), parameters.get("parse_mode"))
        buttons = self._buttons(parameters.get("reply_markup"))
        if (text, entities, buttons) == (sent.text, sent.entities, sent.buttons):
            raise RefusalError("Bad Request: message is not modified")
        sent.text, sent.entities, sent.buttons = text, entities, buttons
        sent.html = str(parameters["text"])
        sent.edits += 1
        return True

    def _deleteMessage(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        sent = self.by_id.get((self._chat(parameters), parameters.get("message_id", 0)))
        if sent is None or sent.deleted:
            raise RefusalError("Bad Request: message to delete not found")
        sent.deleted = True
        return True

    def _answerCallbackQuery(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        identifier = str(parameters.get("callback_query_id"))
        if not identifier.startswith("q") or identifier in self.toasts:
            raise RefusalError("Bad Request: query is too old and response timeout expired")
        if len(str(parameters.get("text", ""))) > 200:
            raise RefusalError("Bad Request: MESSAGE_TOO_LONG")
        self.toasts[identifier] = str(parameters.get("text", ""))
        return True

    def _answerInlineQuery(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        results = parameters["results"]
        identifiers = [result["id"] for result in results]
        if len(results) > 50 or len(set(identifiers)) != len(identifiers):
            raise RefusalError("Bad Request: RESULT_ID_DUPLICATE")
        for result in results:
            content = result["input_message_content"]
            self._text(content["message_text"], content.get("parse_mode"))
            if not result["title"] or not 1 <= len(result["id"].encode()) <= 64:
                raise RefusalError("Bad Request: RESULT_TITLE_EMPTY")
        self.inline_answers[str(parameters["inline_query_id"])] = results
        return True

    def _sendChatAction(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        self.actions.append((self._chat(parameters), parameters["action"]))
        return True

    def _setMyCommands(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        for command in parameters["commands"]:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise RefusalError("Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise RefusalError("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[parameters.get("language_code", "")] = parameters["commands"]
        return True

    def _getFile(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        identifier = str(parameters["file_id"])
        if identifier not in self.files:
            raise RefusalError("Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(self.files[identifier]) > SIZE_LIMIT:
            raise RefusalError("Bad Request: file is too big")
        return {"file_id": identifier, "file_unique_id": f"u{identifier}", "file_path": identifier}

    def _setWebhook(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", parameters.get("secret_token", "x")):
            raise RefusalError("Bad Request: secret token contains unallowed characters")
        self.webhook = dict(parameters)
        self.allowed_updates = parameters.get("allowed_updates", [])
        self._arrived.set()
        return True

    def _deleteWebhook(self, _: dict[str, Any]) -> Any:  # noqa: N802
        self.webhook = {}
        return True
