"""Log lines: structured, one line each, without the token and without what people wrote."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

from config.settings import Settings

request_id: ContextVar[str] = ContextVar("request_id", default="")
_private: ContextVar[tuple[str, ...]] = ContextVar("private", default=())

_TOKEN = re.compile(r"\b(bot)?[0-9]{3,}:[A-Za-z0-9_-]{16,}|/bot[^/\s\"']+(?=/)")
_QUERY = re.compile(r"(https?://[^\s?\"'<>]+)\?[^\s\"'<>]*")
# A text longer than this leaves no trace of itself either when only a part of it is logged.
_PIECE = 4
_HIDDEN_TOKEN, _HIDDEN_TEXT = "[token]", "[text]"
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def new_request_id() -> str:
    """Return a short reference for one request, as it is shown to people."""
    return secrets.token_hex(4)


@contextmanager
def request(identifier: str, texts: Iterable[str] = ()) -> Iterator[None]:
    """Give every log line within the block ``identifier`` and keep ``texts`` out of them."""
    pieces = {piece for text in texts for piece in (text, text.strip(), *text.split()) if piece}
    ordered = tuple(sorted(pieces, key=len, reverse=True))
    token, private = request_id.set(identifier), _private.set(ordered)
    try:
        yield
    finally:
        request_id.reset(token)
        _private.reset(private)


class Redactor:
    """Takes the token, the queries of addresses and what people wrote out of a text."""

    def __init__(self, secret_texts: Iterable[str] = ()) -> None:
        self._secrets = tuple(sorted((s for s in secret_texts if s), key=len, reverse=True))

    def __call__(self, text: str, *, foreign: bool = False) -> str:
        """Return ``text`` redacted.

        ``foreign`` text, which we did not write ourselves (the message of an exception, a line of
        a library), may hold any part of what a person wrote: then no letter beyond ASCII stays.
        """
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN_TOKEN)
        text = _TOKEN.sub(_HIDDEN_TOKEN, text)
        text = _QUERY.sub(r"\1?…", text)
        for private in _private.get():
            text = _without(text, private)
        if foreign:
            text = re.sub(r"[^\x00-\x7f…]+", _HIDDEN_TEXT, text)
        return text


def _without(text: str, private: str) -> str:
    """Take ``private`` out of ``text``; of a short one only where it stands as a word."""
    if len(private) >= _PIECE or not private.isascii():
        for form in {private, ascii(private)[1:-1], json.dumps(private)[1:-1]}:
            text = text.replace(form, _HIDDEN_TEXT)
        return text
    return text


class _RedactingFilter(logging.Filter):
    """Completes every record before any handler sees it."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redact = redactor

    def filter(self, record: logging.LogRecord) -> bool:
        own = record.name.partition(".")[0] == "bot"
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            message = str(record.msg)
        record.msg, record.args = self._redact(message, foreign=not own), None
        if record.exc_info:
            record.exc_text = self._failure(*record.exc_info)
            record.exc_info = None
        if record.stack_info:
            record.stack_info = self._redact(record.stack_info, foreign=True)
        for name, value in vars(record).items():
            if name not in _STANDARD and isinstance(value, str):
                setattr(record, name, self._redact(value))
        if not hasattr(record, "request"):
            record.request = request_id.get()
        return True

    def _failure(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> str:
        lines = traceback.format_exception(kind, error, trace)
        return self._redact("".join(lines).strip(), foreign=True)


class _TextFormatter(logging.Formatter):
    """One line for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created).strftime("%H:%M:%S")
        details = " ".join(f"{name}={value}" for name, value in extra_fields(record).items())
        line = f"{moment} {record.levelname:<7} {record.name} {record.getMessage()} {details}"
        if record.exc_text:
            line += "\n" + record.exc_text
        return line.rstrip()


class _JsonFormatter(logging.Formatter):
    """One JSON object a line, the traceback a field of it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **extra_fields(record),
        }
        if record.exc_text:
            line["traceback"] = record.exc_text
        return json.dumps(line, ensure_ascii=False, default=str)


def extra_fields(record: logging.LogRecord) -> dict[str, object]:
    """Return what was given to the record with ``extra``, and its request id."""
    return {
        name: value
        for name, value in vars(record).items()
        if name not in _STANDARD and value not in ("", None)
    }


def set_up(settings: Settings, stream: TextIO | None = None) -> Redactor:
    """Send all log lines to ``stream`` (standard error), redacted; returns the redactor."""
    stream = stream or sys.stderr
    known = [
        secret.get_secret_value()
        for secret in (settings.telegram_bot_token, settings.webhook_secret)
        if secret is not None
    ]
    redactor = Redactor(known)
    as_json = settings.log_format == "json" or (
        settings.log_format == "auto" and not stream.isatty()
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_JsonFormatter() if as_json else _TextFormatter())
    handler.addFilter(_RedactingFilter(redactor))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    # They log every request, its address with the token in it, or the texts that they carry.
    for name in ("httpx", "httpcore", "telegram", "tornado", "asyncio", "jieba"):
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    return redactor


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Log what nobody caught, so that a traceback cannot show the token."""
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("bot").critical("ended by an error", exc_info=(kind, error, trace))
