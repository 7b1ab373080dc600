"""The hosted process: opens everything, polls Telegram or is called by it, ends in good order."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot import disk, logs, messages
from config.settings import Settings

if TYPE_CHECKING:
    from bot.chat_store import ChatStore
    from bot.metrics import Metrics
    from bot.telegram.application import App, Handlers
    from bot.telegram.desk import Desk
    from bot.telegram.dispatcher import Dispatcher
    from bot.telegram.polling import Poller
    from bot.telegram.web import WebServer
    from retrieval.engine import Engine

_log = logging.getLogger(__name__)

DONE, FAILED, WRONG = 0, 1, 2
_SILENCE = 120.0  # without a word from Telegram the process is not well
_TIDY_EVERY = 3600.0


class _EndError(Exception):
    """The process cannot go on; the message is the one clear line that says why."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def main(settings: Settings, *, lang: str = messages.DEFAULT_LANGUAGE, web: bool = False) -> int:
    """Run the bot until it is told to stop; returns the exit status.

    With ``web`` the process is the one of a Procfile's ``web:`` line: without a public URL it only
    says that it is well, and leaves the answering to the ``worker:`` process.
    """
    if settings.telegram_bot_token is None:
        print(messages.text("worker.no_token_hosted", lang), file=sys.stderr)
        return WRONG
    redactor = logs.set_up(settings)
    worker = Worker(settings, web=web)
    try:
        asyncio.run(worker.run())
    except _EndError as end:
        _log.critical(redactor(str(end)))
        return end.status
    except KeyboardInterrupt:
        pass
    return DONE


class Worker:
    """One run of the process."""

    def __init__(self, settings: Settings, *, web: bool) -> None:
        self._settings = settings
        self._idle = web and not settings.webhook_url
        self._stop = asyncio.Event()
        self._ready = False
        self._poller: Poller | None = None
        self._dispatcher: Dispatcher | None = None
        self._ends: list[Callable[[], Awaitable[None]]] = []

    async def run(self) -> None:
        """Open, serve, close; raises ``_EndError`` where the process cannot go on."""
        self._listen_to_signals()
        try:
            await self._until_stopped(self._serve())
        finally:
            for end in reversed(self._ends):
                with contextlib.suppress(Exception):
                    await end()
            _log.info("ended")

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGINT"):
            number = getattr(signal, name)
            try:
                loop.add_signal_handler(number, self._stop.set)
            except NotImplementedError:  # Windows
                signal.signal(number, lambda *_: loop.call_soon_threadsafe(self._stop.set))

    async def _until_stopped(self, work: Any) -> None:
        """Run ``work`` until it ends by itself or the process is told to stop."""
        task = asyncio.ensure_future(work)
        stopping = asyncio.ensure_future(self._stop.wait())
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not task.done():
            _log.info("stopping")
            task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            pass
        except _EndError:
            raise
        except Exception as error:
            raise self._explained(error) from error

    def _explained(self, error: Exception) -> _EndError:
        """Put what ends the process into one line."""
        from telegram.error import InvalidToken

        from bot.telegram.polling import OtherPollerError
        from config.errors import DuoshaoError

        if isinstance(error, OtherPollerError):
            line = "another process polls Telegram with this token; this one ends"
            return _EndError(line, FAILED)
        if isinstance(error, InvalidToken):
            return _EndError("Telegram does not know the token in TELEGRAM_BOT_TOKEN", WRONG)
        if isinstance(error, DuoshaoError):
            return _EndError(str(error), WRONG)
        _log.error("ended by an error", exc_info=(type(error), error, error.__traceback__))
        return _EndError(f"ended by an error: {type(error).__name__}", FAILED)

    async def _serve(self) -> None:
        from bot.metrics import Metrics, resident_memory

        metrics = Metrics()
        memory = "Memory that the process holds."
        metrics.gauge("process_resident_memory_bytes", memory, resident_memory)
        web = self._open_web(metrics)
        if self._idle:
            _log.info("no public URL is set: the worker process answers, this one only says hello")
            self._ready = True
            await asyncio.Event().wait()
        self._take_lock()
        engine, store = await self._open_documents(), self._open_store()
        application, desk = await self._open_telegram(engine, store, metrics)
        handlers, dispatcher = self._wire(application, desk)
        metrics.gauge(
            "duoshao_waiting_updates", "Updates not answered yet.", lambda: dispatcher.waiting
        )
        left = await dispatcher.replay()
        if left:
            _log.info("taking up what was not answered", extra={"updates": left})
        self._ends.append(lambda: self._finish(handlers, dispatcher))
        await asyncio.gather(
            self._receive(application, desk, dispatcher, web),
            self._announce(desk),
            self._tidy(desk),
        )

    def _open_web(self, metrics: Metrics) -> WebServer | None:
        settings = self._settings
        port = settings.port if settings.webhook_url or self._idle else settings.health_port
        if not port and not settings.webhook_url:
            return None
        from bot.telegram.web import WebServer

        server = WebServer(metrics, self._health)
        try:
            server.start(settings.listen, port)
        except OSError as error:
            line = f"port {port} of {settings.listen} cannot be used: {error.strerror}"
            raise _EndError(line, WRONG) from error
        self._ends.append(server.stop)
        _log.info("listening", extra={"address": settings.listen, "port": server.port})
        return server

    def _health(self) -> tuple[bool, dict[str, Any]]:
        facts: dict[str, Any] = {"ready": self._ready}
        well = self._ready and not self._stop.is_set()
        if self._dispatcher is not None:
            facts["waiting"] = self._dispatcher.waiting
        if self._poller is not None:
            silence = time.monotonic() - self._poller.last_contact
            facts["seconds_since_telegram"] = round(silence, 1)
            well = well and silence < _SILENCE
        return well, facts

    def _take_lock(self) -> None:
        from bot.chat_store import path_beside
        from bot.single import SingleProcess, TakenError

        path = path_beside(self._settings.database)
        try:
            lock = SingleProcess(path)
        except TakenError as error:
            line = f"another worker is at work with {path}; this one ends"
            raise _EndError(line, FAILED) from error
        except OSError as error:
            line = f"{path.parent} cannot be written to: {error.strerror}"
            raise _EndError(line, WRONG) from error

        async def release() -> None:
            lock.release()

        self._ends.append(release)

    async def _open_documents(self) -> Engine:
        from retrieval.engine import Engine

        settings = self._settings
        database = settings.database
        new = not settings.milvus and not database.exists()
        engine = await asyncio.to_thread(Engine.open, database, seed=True, settings=settings)

        async def close() -> None:
            engine.close()

        self._ends.append(close)
        source = str(settings.documents_folder or "seeds")
        _log.info(
            "documents open",
            extra={
                "database": settings.milvus or str(database),
                "documents": len(engine.documents()),
                "filled_from": source if new else "",
            },
        )
        if not settings.milvus and disk.is_likely_ephemeral(database.parent):
            _log.warning(
                "the database is on a disk that is likely to be lost at the next start: documents"
                f" come again from {source}, those sent into chats and the chats' journal do not;"
                " set DUOSHAO_DATABASE to a path on a volume"
            )
        return engine

    def _open_store(self) -> ChatStore:
        from bot.chat_store import ChatStore, path_beside

        path = path_beside(self._settings.database)
        store = ChatStore.open(path, busy_timeout=self._settings.busy_timeout)

        async def close() -> None:
            await asyncio.to_thread(store.close)

        self._ends.append(close)
        return store

    async def _open_telegram(
        self, engine: Engine, store: ChatStore, metrics: Metrics
    ) -> tuple[App, Desk]:
        from bot.dialogue import Dialogues
        from bot.inbox import Inbox
        from bot.journal import Journal
        from bot.telegram.application import build
        from bot.telegram.desk import Desk
        from bot.telegram.outbox import Outbox

        application = build(self._settings, metrics)
        await application.initialize()
        self._ends.append(application.shutdown)
        bot = application.bot
        journal, dialogues = Journal(store.db, bot.id), Dialogues(store.db, bot.id)
        outbox = Outbox(bot, store, journal, dialogues, metrics)
        await outbox.start()
        threads = self._settings.answer_threads or min(4, os.cpu_count() or 1)
        pool = ThreadPoolExecutor(threads, thread_name_prefix="answer")

        async def close() -> None:
            pool.shutdown(wait=False, cancel_futures=True)

        self._ends.append(close)
        _log.info("signed in to Telegram", extra={"bot": f"@{bot.username}"})
        desk = Desk(
            settings=self._settings,
            engine=engine,
            bot=bot,
            store=store,
            journal=journal,
            dialogues=dialogues,
            inbox=Inbox(store.db, bot.id),
            outbox=outbox,
            metrics=metrics,
            answering=pool,
        )
        return application, desk

    def _wire(self, application: App, desk: Desk) -> tuple[Handlers, Dispatcher]:
        from bot.telegram.application import Handlers
        from bot.telegram.dispatcher import Dispatcher

        handlers = Handlers(desk)
        handlers.register(application)
        dispatcher = Dispatcher(
            desk.bot,
            desk.store,
            desk.journal,
            desk.metrics,
            application.process_update,
            handlers.errors.give_up,
        )
        self._dispatcher = dispatcher
        return handlers, dispatcher

    async def _receive(
        self, application: App, desk: Desk, dispatcher: Dispatcher, web: WebServer | None
    ) -> None:
        from bot.telegram.application import UPDATE_KINDS

        settings, bot = self._settings, desk.bot
        if settings.webhook_url and web is not None:
            address, path = webhook_address(settings)
            secret = webhook_secret(settings)
            web.add_webhook(path, dispatcher, secret, self._stop.is_set)
            await bot.set_webhook(address, allowed_updates=UPDATE_KINDS, secret_token=secret)
            self._ready = True
            _log.info("Telegram calls us", extra={"host": urlsplit(address).netloc})
            await asyncio.Event().wait()
        from bot.telegram.polling import Poller

        await bot.delete_webhook()
        poller = self._poller = Poller(bot, dispatcher, UPDATE_KINDS, settings.poll_seconds)
        self._ready = True
        _log.info("polling Telegram")
        try:
            await poller.run()
        finally:
            await poller.acknowledge()

    async def _announce(self, desk: Desk) -> None:
        from bot.telegram.application import announce_commands

        await announce_commands(desk)

    async def _tidy(self, desk: Desk) -> None:
        """Forget now and then what was kept long enough."""

        def tidy() -> None:
            desk.journal.expire(self._settings.journal_days)
            with desk.store.db.atomic():
                desk.dialogues.expire(self._settings.memory_days)

        while True:
            await desk.store.run(tidy)
            await asyncio.sleep(_TIDY_EVERY)

    async def _finish(self, handlers: Handlers, dispatcher: Dispatcher) -> None:
        """Finish what is under way within the time allowed; the journal keeps the rest."""
        await handlers.uploads.stop()
        left = await dispatcher.drain(self._settings.shutdown_seconds)
        if left:
            _log.warning("left for the next start", extra={"updates": left})


def webhook_secret(settings: Settings) -> str:
    """Return the secret that Telegram's calls carry, the same one at every start."""
    if settings.webhook_secret is not None:
        return settings.webhook_secret.get_secret_value()
    return _derived(settings, "secret")


def webhook_address(settings: Settings) -> tuple[str, str]:
    """Return the address that Telegram calls, and its path.

    A public URL without a path is given one that nobody guesses.
    """
    parts = urlsplit(settings.webhook_url)
    path = parts.path.rstrip("/") or f"/telegram/{_derived(settings, 'path')[:24]}"
    return f"{parts.scheme}://{parts.netloc}{path}", path


def _derived(settings: Settings, purpose: str) -> str:
    token = settings.telegram_bot_token
    secret = token.get_secret_value() if token else ""
    return hashlib.sha256(f"duoshao webhook {purpose} {secret}".encode()).hexdigest()


if __name__ == "__main__":
    from config.settings import load_settings

    sys.exit(main(load_settings(), web="--web" in sys.argv[1:]))
