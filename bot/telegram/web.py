"""The web server: Telegram's calls in webhook mode, ``/healthz`` and ``/metrics``."""

from __future__ import annotations

import hmac
import json
import logging
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot.metrics import Metrics
from bot.telegram.dispatcher import Dispatcher

_log = logging.getLogger(__name__)

_LARGEST_UPDATE = 1 << 20
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

Health = Callable[[], tuple[bool, dict[str, Any]]]


class Webhook(RequestHandler):
    """Takes one update; the reply says that it is in the journal."""

    def initialize(self, dispatcher: Dispatcher, secret: str, stopping: Callable[[], bool]) -> None:
        """Receive what the routes hold for every request."""
        self._dispatcher = dispatcher
        self._secret = secret
        self._stopping = stopping

    async def post(self) -> None:
        """Write the update into the journal, then say 200; anything else makes Telegram retry."""
        given = self.request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        if self._stopping() or self._dispatcher.full:
            self.set_header("Retry-After", "1")
            self.send_error(HTTPStatus.SERVICE_UNAVAILABLE)
            return
        try:
            update = json.loads(self.request.body)
        except ValueError:
            update = None
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        await self._dispatcher.receive([update])
        self.set_header("Content-Type", "application/json")
        self.finish(b"{}")

    def write_error(self, status_code: int, **_: Any) -> None:
        """Answer a failure with its name and nothing else."""
        self.finish(HTTPStatus(status_code).phrase)

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Log what failed through our own log."""
        _log.error("a request to the webhook failed", exc_info=(typ, value, tb))


class Healthz(RequestHandler):
    """Says whether the process can answer people."""

    def initialize(self, health: Health) -> None:
        """Receive how to find out."""
        self._health = health

    def get(self) -> None:
        """200 when all is well, 503 otherwise, with the facts as JSON."""
        well, facts = self._health()
        self.set_status(HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE)
        self.set_header("Cache-Control", "no-store")
        self.finish({"status": "ok" if well else "unwell", **facts})

    head = get


class Metricsz(RequestHandler):
    """Tells Prometheus the counts."""

    def initialize(self, metrics: Metrics) -> None:
        """Receive the counts."""
        self._metrics = metrics

    def get(self) -> None:
        """Render the metrics."""
        self.set_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.finish(self._metrics.render())


class _Quiet(Application):
    """A web application that logs no addresses: the webhook's path is nobody's business."""

    def log_request(self, handler: RequestHandler) -> None:
        """Log nothing."""


class WebServer:
    """One port with the pages of this process."""

    def __init__(self, metrics: Metrics, health: Health) -> None:
        self._pages = _Quiet(
            [
                (r"/healthz/?", Healthz, {"health": health}),
                (r"/metrics/?", Metricsz, {"metrics": metrics}),
            ]
        )
        self._server = HTTPServer(self._pages, max_body_size=_LARGEST_UPDATE, xheaders=True)
        self.port = 0

    def add_webhook(
        self, path: str, dispatcher: Dispatcher, secret: str, stopping: Callable[[], bool]
    ) -> None:
        """Take Telegram's calls at ``path``."""
        details = {"dispatcher": dispatcher, "secret": secret, "stopping": stopping}
        self._pages.add_handlers(r".*", [(re.escape(path), Webhook, details)])

    def start(self, address: str, port: int) -> None:
        """Listen, with ``port`` 0 on any free one; raises ``OSError`` when it cannot be had."""
        sockets = bind_sockets(port, address)
        self._server.add_sockets(sockets)
        self.port = sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Take no more requests."""
        self._server.stop()
        await self._server.close_all_connections()
