"""Log lines: one each, JSON when not on a terminal, without the token and people's texts."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator

import httpx
import pytest

from bot import logs
from config.settings import Settings, load_settings

TOKEN = "123456789:AAsecret-token_of_nobody_0123456789ab"
QUESTION = "临邑县解决了多少诉求"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def settings(**more: object) -> Settings:
    return load_settings(telegram_bot_token=TOKEN, **more)


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = (list(root.handlers), root.level)
    stream = io.StringIO()
    logs.set_up(settings(log_level="DEBUG"), stream)
    for name in ("httpx", "telegram"):
        logging.getLogger(name).setLevel(logging.DEBUG)  # as if somebody wanted to know
    yield stream
    root.handlers[:], root.level = before[0], before[1]
    logging.captureWarnings(False)


def fail(error: Exception) -> None:
    raise error


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_one_json_object_with_what_belongs_to_it(stream: io.StringIO) -> None:
    with logs.request("ab12"):
        logging.getLogger("bot.x").info("two\nlines %d", 5, extra={"wait": 1.5})
    (line,) = lines(stream)
    assert line["message"] == "two\nlines 5"
    assert (line["level"], line["logger"], line["request"]) == ("INFO", "bot.x", "ab12")
    assert line["wait"] == 1.5


def test_text_lines_on_a_terminal() -> None:
    root = logging.getLogger()
    before = list(root.handlers)
    terminal = Terminal()
    logs.set_up(settings(), terminal)
    logging.getLogger("bot").info("hello", extra={"port": 5})
    root.handlers[:] = before
    assert terminal.getvalue().rstrip().endswith("bot hello port=5")


def test_the_token_is_nowhere(stream: io.StringIO) -> None:
    log = logging.getLogger("httpx")
    log.info('HTTP Request: POST https://api.telegram.org/bot%s/getMe "HTTP/1.1 200 OK"', TOKEN)
    log.info("https://api.telegram.org/file/bot%s/documents/a.pdf", TOKEN)
    other = "987654321:AAanother_bot-of-somebody-else_0001"
    log.warning("bot%s and %s", other, other)
    try:
        fail(ValueError(f"https://api.telegram.org/bot{TOKEN}/sendMessage?text={QUESTION}"))
    except ValueError:
        log.exception("failed with %s", TOKEN)
    logging.getLogger("bot").error("x", extra={"reason": f"at {TOKEN}"})
    logging.getLogger("bot").error("%s", httpx.URL(f"http://127.0.0.1/bot{TOKEN}/getUpdates"))
    text = stream.getvalue()
    assert TOKEN not in text
    assert "AAsecret" not in text
    assert "AAanother" not in text
    assert QUESTION not in text
    assert text.count("[token]") >= 7


def test_the_token_of_a_real_httpx_request_that_fails(stream: io.StringIO) -> None:
    async def request() -> None:
        async with httpx.AsyncClient() as client:
            await client.get(f"http://127.0.0.1:1/bot{TOKEN}/getMe?text=geheim")

    try:
        asyncio.run(request())
    except httpx.HTTPError:
        logging.getLogger("bot").exception("no connection")
    assert "no connection" in stream.getvalue()
    assert TOKEN not in stream.getvalue()
    assert "geheim" not in stream.getvalue()


@pytest.mark.parametrize(
    "text", [QUESTION, "How many complaints were settled?", "臨邑縣 🙂 geheimnis"]
)
def test_what_people_write_is_nowhere(stream: io.StringIO, text: str) -> None:
    log = logging.getLogger("bot.telegram.questions")
    with logs.request("ab12", [text]):
        log.info("asked %s", text)
        log.info("asked %r", text)
        log.info("asked %s", json.dumps({"text": text}))
        log.info("asked %s", ascii(text))
        log.info("asked", extra={"question": text})
        try:
            fail(KeyError(text))
        except KeyError:
            log.exception("failed")
        try:
            int(text.split()[0])
        except ValueError as error:
            log.warning("failed: %s", error)
    written = stream.getvalue()
    assert text not in written
    for word in text.split():
        if len(word) >= 4:
            assert word not in written
            assert json.dumps(word)[1:-1] not in written
    assert written.count("\n") == 7


def test_a_part_of_a_text_in_a_foreign_message_is_nowhere(stream: io.StringIO) -> None:
    try:
        fail(LookupError(f"no entry for {QUESTION[2:7]}"))
    except LookupError:
        logging.getLogger("bot").exception("failed")
    logging.getLogger("jieba").warning("cut %s", QUESTION[1:6])
    text = stream.getvalue()
    assert "LookupError: no entry for [text]" in text
    assert not any(char in text.replace("[text]", "") for char in QUESTION)


def test_a_traceback_is_within_its_line(stream: io.StringIO) -> None:
    try:
        fail(ValueError("with\nlines"))
    except ValueError:
        logging.getLogger("bot").exception("failed")
    (line,) = lines(stream)
    assert str(line["traceback"]).endswith("ValueError: with\nlines")


def test_settings_with_secrets_show_none() -> None:
    shown = repr(settings(webhook_secret="hush-hush")) + str(settings().model_dump())
    assert TOKEN not in shown
    assert "hush-hush" not in shown
