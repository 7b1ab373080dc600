"""A strict Bot API server on loopback, with people in it, that can fail in every known way.

It runs in a thread of its own; tests call it from theirs. What Telegram would refuse it refuses,
unknown parameters too; updates are kept until their number is acknowledged.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import re
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from bot_api_methods import BOT, PARAMETERS, TOKEN, BotApiMethods, RefusalError
from bot_api_people import Fault, Sent, entities_of
from telegram_html import ParseError

# A worker that is killed in the middle of a request is what some tests are about.
logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
_TEXTS = {"text", "callback_query_id", "inline_query_id", "file_id", "url", "secret_token"}


class BotApiServer(BotApiMethods):
    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        super().__init__()
        self.webhook_statuses: list[int] = []
        self.polls_refused = 0
        self.refused_at: dict[str, float] = {}
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._chance: tuple[float, list[Fault], set[str]] | None = None
        self._random = random.Random(7)
        self._updates: deque[dict[str, Any]] = deque()
        self._handed_over: list[dict[str, Any]] = []
        self._next_update = 100
        self._next_query = 1
        self._poll: asyncio.Event | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._started = threading.Event()
        self.port = 0

    # --- life -----------------------------------------------------------------------------

    def __enter__(self) -> BotApiServer:
        self._thread.start()
        assert self._started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._listen())
        self._started.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._runner.cleanup())
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _listen(self) -> None:
        app = web.Application(client_max_size=1 << 20)
        app.router.add_post("/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/{path:.*}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        self._deliveries = self._loop.create_task(self._deliver())

    @property
    def environment(self) -> dict[str, str]:
        return {
            "TELEGRAM_BOT_TOKEN": self.token,
            "TELEGRAM_API_BASE_URL": f"http://127.0.0.1:{self.port}/bot",
            "TELEGRAM_API_BASE_FILE_URL": f"http://127.0.0.1:{self.port}/file/bot",
        }

    # --- what people do ---------------------------------------------------------------------

    def push(self, kind: str, content: dict[str, Any]) -> int:
        """Queue one update; returns its number."""
        done: list[int] = []

        def add() -> None:
            number = self._next_update
            self._next_update += 1
            self._updates.append({"update_id": number, kind: content})
            done.append(number)
            self._arrived.set()

        self._call(add)
        return done[0]

    def say(self, text: str | None, chat: dict[str, Any], user: dict[str, Any], **more: Any) -> int:
        """A person writes a message; returns its id in the chat."""
        message = self.message(text, chat, user, **more)
        self.push("message", message)
        return int(message["message_id"])

    def message(
        self, text: str | None, chat: dict[str, Any], user: dict[str, Any], **more: Any
    ) -> dict[str, Any]:
        number = more.pop("message_id", None) or self._number(chat["id"])
        content = {"message_id": number, "date": int(time.time()), "chat": chat, "from": user}
        if text is not None:
            content["text"] = text
            content["entities"] = entities_of(text)
        return {**content, **more}

    def press(self, sent: Sent, label: str, chat: dict[str, Any], user: dict[str, Any]) -> str:
        """A person presses a button; returns the id of the query."""
        return self.press_data(sent, sent.button(label)["callback_data"], chat, user)

    def press_data(self, sent: Sent, data: str, chat: dict[str, Any], user: dict[str, Any]) -> str:
        identifier = f"q{self._next_query}"
        self._next_query += 1
        message = self.message(sent.text, chat, BOT, message_id=sent.message_id)
        self.push("callback_query", {"id": identifier, "from": user, "message": message,
                                     "chat_instance": "1", "data": data})  # fmt: skip
        return identifier

    def type_inline(self, text: str, user: dict[str, Any]) -> str:
        identifier = f"i{self._next_query}"
        self._next_query += 1
        self.push("inline_query", {"id": identifier, "from": user, "query": text, "offset": ""})
        return identifier

    # --- faults -------------------------------------------------------------------------------

    def fail(self, method: str, *faults: Fault) -> None:
        """Let the next calls of ``method`` fail, one after another."""
        self._call(lambda: self._faults[method].extend(faults))

    def fail_after(self, method: str, successes: int, *faults: Fault) -> None:
        """Let some calls of ``method`` succeed before the next ones fail."""
        self.fail(method, *(Fault("none") for _ in range(successes)), *faults)

    def forgive(self, method: str) -> None:
        """Let nothing more fail that was to fail."""
        self._call(self._faults[method].clear)

    def hand_over_again(self) -> None:
        """Forget what was acknowledged, as if the acknowledgement had been lost."""
        self._call(lambda: self._updates.extendleft(reversed(self._handed_over)))

    def fail_at_random(self, chance: float, faults: list[Fault], methods: set[str]) -> None:
        self._call(lambda: setattr(self, "_chance", (chance, faults, methods)))

    def calm(self) -> None:
        self._call(lambda: setattr(self, "_chance", None))

    def _fault(self, method: str) -> Fault | None:
        if self._faults[method]:
            return self._faults[method].popleft()
        if self._chance and method in self._chance[2] and self._random.random() < self._chance[0]:
            return self._random.choice(self._chance[1])
        return None

    # --- what tests look at -------------------------------------------------------------------

    def wait(self, condition: Callable[[], Any], timeout: float = 15.0, what: str = "") -> Any:
        """Wait until ``condition`` holds and return what it returned."""
        deadline = time.monotonic() + timeout
        with self._changed:
            while True:
                found = condition()
                if found:
                    return found
                left = deadline - time.monotonic()
                if left <= 0:
                    texts = [message.text for message in self.sent[-5:]]
                    raise AssertionError(f"waited in vain for {what or condition}; last: {texts}")
                self._changed.wait(min(left, 0.2))

    def in_chat(self, chat_id: int) -> list[Sent]:
        return [message for message in self.sent if message.chat_id == chat_id]

    @property
    def unacknowledged(self) -> int:
        return len(self._updates)

    def _call(self, function: Callable[[], None]) -> None:
        done = threading.Event()

        def run() -> None:
            function()
            done.set()

        self._loop.call_soon_threadsafe(run)
        assert done.wait(10)

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()

    # --- the server ---------------------------------------------------------------------------

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        fields = dict(await request.post())
        parameters = {name: _decoded(name, str(value)) for name, value in fields.items()}
        fault = self._fault(method)
        if fault and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault and fault.kind not in ("drop_after", "none"):
            self.calls.append((method, parameters, 0))
            self.refused_at[method] = time.monotonic()
            self._notify()
            return self._failure(request, fault)
        try:
            result = await self._result(request.match_info["token"], method, parameters)
            body, code = {"ok": True, "result": result}, 200
        except RefusalError as refusal:
            code = refusal.code
            body = {"ok": False, "error_code": code, "description": refusal.description}
            if refusal.parameters:
                body["parameters"] = refusal.parameters
        except ParseError as error:
            body, code = {"ok": False, "error_code": 400, "description": str(error)}, 400
        self.calls.append((method, parameters, code))
        self._notify()
        if fault and fault.kind == "drop_after":
            return self._failure(request, Fault("drop"))
        return web.json_response(body, status=code)

    async def _result(self, token: str, method: str, parameters: dict[str, Any]) -> Any:
        if token != self.token:
            raise RefusalError("Unauthorized", 401)
        if method not in PARAMETERS:
            raise RefusalError("Not Found: method not found", 404)
        unknown = set(parameters) - PARAMETERS[method]
        if unknown:
            raise RefusalError(f"Bad Request: unknown parameters {sorted(unknown)}")
        result = getattr(self, f"_{method}")(parameters)
        return await result if asyncio.iscoroutine(result) else result

    def _failure(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.kind == "drop":
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if fault.kind == "garbage":
            return web.Response(text="<html>not json", content_type="text/html")
        code = int(fault.kind)
        if code == 502:
            return web.Response(status=502, text="<html>Bad Gateway</html>")
        body: dict[str, Any] = {"ok": False, "error_code": code, "description": "Internal"}
        if code == 429:
            after = int(fault.seconds)
            body["description"] = f"Too Many Requests: retry after {after}"
            body["parameters"] = {"retry_after": after}
        if code == 400:
            body["description"] = "Bad Request: something that nobody foresaw"
        if code == 409:
            body["description"] = "Conflict: terminated by other getUpdates request"
        return web.json_response(body, status=code)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        content = self.files.get(request.match_info["path"])
        if request.match_info["token"] != self.token or content is None:
            raise web.HTTPNotFound
        return web.Response(body=content)

    async def _getUpdates(self, parameters: dict[str, Any]) -> Any:  # noqa: N802
        """Like Telegram: a new request ends the one that is waiting, with 409 for that one."""
        if self.webhook:
            raise RefusalError("Conflict: can't use getUpdates method while webhook is active", 409)
        if self._poll is not None:
            self._poll.set()
        mine = self._poll = asyncio.Event()
        self.allowed_updates = parameters.get("allowed_updates", [])
        offset, limit = parameters.get("offset", 0), parameters.get("limit", 100)
        self._acknowledge(offset - 1)
        deadline = self._loop.time() + parameters.get("timeout", 0)
        try:
            while True:
                found = [u for u in self._updates if u["update_id"] >= offset][:limit]
                if found or self._loop.time() >= deadline:
                    return found
                self._arrived.clear()
                waits = [asyncio.ensure_future(e.wait()) for e in (self._arrived, mine)]
                left = deadline - self._loop.time()
                await asyncio.wait(waits, timeout=left, return_when=asyncio.FIRST_COMPLETED)
                for wait in waits:
                    wait.cancel()
                if mine.is_set():
                    self.polls_refused += 1
                    raise RefusalError("Conflict: terminated by other getUpdates request", 409)
        finally:
            if self._poll is mine:
                self._poll = None

    def _acknowledge(self, number: int) -> None:
        while self._updates and self._updates[0]["update_id"] <= number:
            self._handed_over.append(self._updates.popleft())
        self._notify()

    async def _deliver(self) -> None:
        """Call the webhook for every update, one after another, until it says 2xx."""
        async with ClientSession(timeout=ClientTimeout(total=10)) as client:
            while True:
                if not self.webhook or not self._updates:
                    self._arrived.clear()
                    await self._arrived.wait()
                    continue
                update, headers = self._updates[0], {}
                if "secret_token" in self.webhook:
                    secret = self.webhook["secret_token"]
                    headers["X-Telegram-Bot-Api-Secret-Token"] = secret
                try:
                    url = self.webhook["url"].replace("https://", "http://")
                    async with client.post(url, json=update, headers=headers) as response:
                        status = response.status
                except (ClientError, TimeoutError):
                    status = 0
                self.webhook_statuses.append(status)
                if 200 <= status < 300:
                    self._acknowledge(update["update_id"])
                else:
                    await asyncio.sleep(0.1)


def _decoded(name: str, value: str) -> Any:
    """Form fields are JSON where they can be, as python-telegram-bot sends them."""
    if name not in _TEXTS and re.fullmatch(r"-?\d+|[\[{].*|true|false", value, re.S):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
