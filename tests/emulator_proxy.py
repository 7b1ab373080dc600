"""The Bot API emulator ``lo-bot-api-emulator`` behind a thin proxy that mends what it lacks.

It knows no username of the bot and refuses ``link_preview_options``; it keeps no texts, so the
proxy remembers what went through it.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from typing import Any

from aiohttp import ClientSession, web
from lo_bot_api_emulator import LoBotApiEmulator

TOKEN = "777000777:AAtoken-for_the_emulator_of_the_bot_api"
USERNAME = "duoshao_emulated_bot"


class EmulatorProxy:
    """Both servers, in one thread of their own."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> EmulatorProxy:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._start())
        self._ready.set()
        self._loop.run_forever()
        for runner in self._runners:
            self._loop.run_until_complete(runner.cleanup())
        self._loop.run_until_complete(self._client.close())
        self._loop.close()

    async def _start(self) -> None:
        self.emulator = LoBotApiEmulator(allow_insecure_loopback_webhooks=True)
        self._client = ClientSession()
        app = web.Application(client_max_size=64 << 20)
        app.router.add_post("/bot{token}/{method}", self._forward)
        app.router.add_get("/{path:.*}", self._fetch)
        self._runners = []
        ports = []
        for one in (self.emulator.app(), app):
            runner = web.AppRunner(one, access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            self._runners.append(runner)
            ports.append(site._server.sockets[0].getsockname()[1])  # type: ignore[union-attr]
        self._upstream, self.port = f"http://127.0.0.1:{ports[0]}", ports[1]

    async def _forward(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        fields = {name: str(value) for name, value in (await request.post()).items()}
        fields.pop("link_preview_options", None)
        url = f"{self._upstream}/bot{request.match_info['token']}/{method}"
        async with self._client.post(
            url, data=fields or None, json=None if fields else {}
        ) as reply:
            status, body = reply.status, await reply.json()
        if method == "getMe" and body["ok"]:
            body["result"]["username"] = USERNAME
        self.calls.append((method, fields, body))
        return web.json_response(body, status=status)

    async def _fetch(self, request: web.Request) -> web.Response:
        async with self._client.get(f"{self._upstream}{request.path}") as reply:
            return web.Response(status=reply.status, body=await reply.read())

    @property
    def environment(self) -> dict[str, str]:
        return {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE_URL": f"http://127.0.0.1:{self.port}/bot",
            "TELEGRAM_API_BASE_FILE_URL": f"http://127.0.0.1:{self.port}/file/bot",
        }

    def push(self, kind: str, content: dict[str, Any]) -> int:
        update = self.emulator.enqueue_update({kind: content}, token=TOKEN)
        return int(asyncio.run_coroutine_threadsafe(update, self._loop).result(20))

    def upload(self, name: str, content: bytes) -> str:
        """Give the emulator a file; returns the id by which the bot can fetch it."""
        self.emulator.assets[name] = {"filename": name, "data": content, "size": len(content)}
        return name

    def wait(self, method: str, count: int = 1, **having: Any) -> dict[str, Any]:
        """Wait for the ``count``-th successful call of ``method`` with these fields."""

        def found() -> list[dict[str, Any]]:
            return [
                fields
                for name, fields, body in list(self.calls)
                if name == method
                and body["ok"]
                and all(fields.get(key) == str(value) for key, value in having.items())
            ]

        return wait_for(lambda: len(found()) >= count and found()[count - 1], method)

    @property
    def refused(self) -> list[tuple[str, dict[str, Any]]]:
        """What the emulator refused, but for a poll that comes before it let go of the last one."""
        return [
            (name, body)
            for name, _, body in self.calls
            if not body["ok"] and (name, body["error_code"]) != ("getUpdates", 409)
        ]


def wait_for(condition: Callable[[], Any], what: str, timeout: float = 20.0) -> Any:
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited in vain for {what}")


def buttons(fields: dict[str, Any]) -> dict[str, str]:
    """Return the buttons of a message: what stands on them and what a press sends."""
    rows = json.loads(fields["reply_markup"])["inline_keyboard"]
    return {button["text"]: button["callback_data"] for row in rows for button in row}
