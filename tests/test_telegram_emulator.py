"""The real worker against a Bot API emulator that we did not write."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from bot_api_people import entities_of, person, private
from emulator_proxy import TOKEN, EmulatorProxy, buttons, wait_for
from telegram_html import parse
from telegram_world import free_port
from worker_process import WorkerProcess

_numbers = itertools.count(5_000)
ADMIN = 4_999


@dataclass
class Chat:
    """A private chat in the emulator."""

    proxy: EmulatorProxy
    number: int

    def message(self, **content: Any) -> dict[str, Any]:
        user = person(self.number)
        number = next(_numbers)
        return {"message_id": number, "date": 1, "chat": private(user), "from": user, **content}

    def ask(self, text: str, count: int = 1) -> dict[str, Any]:
        self.proxy.push("message", self.message(text=text, entities=entities_of(text)))
        return self.proxy.wait("sendMessage", count, chat_id=self.number)


@pytest.fixture(scope="module", params=["polling", "webhook"])
def proxy(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[EmulatorProxy]:
    with EmulatorProxy() as proxy:
        settings = {"DUOSHAO_ADMINS": str(ADMIN), **proxy.environment}
        if request.param == "webhook":
            port = free_port()
            settings["DUOSHAO_WEBHOOK_URL"] = f"http://127.0.0.1:{port}"
            settings |= {"DUOSHAO_PORT": str(port), "DUOSHAO_LISTEN": "127.0.0.1"}
        with WorkerProcess(tmp_path_factory.mktemp("emulator"), **settings) as worker:
            yield proxy
            assert worker.terminate() == 0
            assert TOKEN not in worker.log
        assert proxy.refused == [], "the emulator refused a request"


def chat(proxy: EmulatorProxy) -> Chat:
    return Chat(proxy, next(_numbers))


def test_a_question_is_answered(proxy: EmulatorProxy) -> None:
    sent = chat(proxy).ask("临邑县收集了多少份问卷")
    assert sent["parse_mode"] == "HTML"
    text, entities = parse(sent["text"])
    assert text.startswith("241304份")
    assert entities[0].text == "241304份"
    assert {"上下文", "👍", "👎"} <= set(buttons(sent))


def test_a_follow_up_and_a_button(proxy: EmulatorProxy) -> None:
    here = chat(proxy)
    here.ask("临朐县采购午休垫投了多少钱？")
    sent = here.ask("惠及多少学生？", count=2)
    assert "<b>10.8万人</b>" in sent["text"]
    # The emulator gives every message the next number, over all chats.
    number = next(
        body["result"]["message_id"]
        for name, fields, body in proxy.calls
        if name == "sendMessage" and fields["text"] == sent["text"]
    )
    pressed = here.message(text="x")
    pressed["message_id"] = number
    query = {"id": "77", "from": person(here.number), "message": pressed, "chat_instance": "1",
             "data": buttons(sent)["上下文"]}  # fmt: skip
    proxy.push("callback_query", query)
    edited = proxy.wait("editMessageText", chat_id=here.number)
    assert "返回答案" in buttons(edited)
    proxy.wait("answerCallbackQuery", callback_query_id="77")


def test_start_and_commands(proxy: EmulatorProxy) -> None:
    sent = chat(proxy).ask("/start")
    assert len(buttons(sent)) == 3
    commands = proxy.wait("setMyCommands", language_code="en")
    assert {"command": "start"}.items() <= json.loads(commands["commands"])[0].items()


def test_inline(proxy: EmulatorProxy) -> None:
    identifier = str(next(_numbers))
    proxy.push("inline_query", {"id": identifier, "from": person(5), "offset": "",
                                "query": "临邑县收集了多少份问卷"})  # fmt: skip
    answered = proxy.wait("answerInlineQuery", inline_query_id=identifier)
    assert json.loads(answered["results"])[0]["title"] == "241304份"


def test_a_document_is_taken_in(proxy: EmulatorProxy) -> None:
    here = Chat(proxy, ADMIN)
    content = "云溪县新建口袋公园37处，投资1860万元。\n".encode()
    name = proxy.upload(f"云溪{next(_numbers)}.txt", content)
    document = {"file_id": name, "file_unique_id": name, "file_name": name,
                "file_size": len(content)}  # fmt: skip
    proxy.push("message", here.message(document=document))
    wait_for(
        lambda: any("读完了" in fields.get("text", "") for _, fields, _ in list(proxy.calls)),
        "what became of the document",
    )
    assert "<b>37处</b>" in chat(proxy).ask("云溪县新建了多少处口袋公园？")["text"]
