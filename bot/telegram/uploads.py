"""Documents that administrators send: taken in the background, read in a process of their own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import re
import shutil
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from weakref import WeakSet

from telegram import Document, Message, Update
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.dialogue import Place, Shown
from bot.html_text import escape
from bot.replies import Reply, failure_reply
from bot.replies.reply import make_reply
from bot.telegram.addressing import is_private, place_of, replies_to
from bot.telegram.delivery import back_off
from bot.telegram.desk import Context, Desk
from bot.telegram.outbox import Write
from bot.telegram.requests import Request, current

_log = logging.getLogger(__name__)

UPLOAD = "upload"
_DOWNLOAD_TRIES = 6
_PROGRESS_EVERY = 3.0
_LISTED = 10
_KEPT_FROM_CHILDREN = ("TELEGRAM_BOT_TOKEN", "DUOSHAO_WEBHOOK_SECRET")


class Uploads:
    """Takes documents in, one at a time, without holding up any chat."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._one_at_a_time = asyncio.Semaphore(1)
        self._jobs: dict[asyncio.Task[None], int] = {}
        self._unwanted: WeakSet[asyncio.Task[None]] = WeakSet()
        database = desk.settings.database
        self.folder = database.parent / f"{database.stem}-uploads"

    async def on_document(self, update: Update, _: Context) -> None:
        """Take a document from an administrator; a polite no to anybody else."""
        message = update.message
        if message is None or message.document is None:
            return
        desk, document = self._desk, message.document
        meant = is_private(message) or replies_to(message, desk.bot.bot)
        if not desk.is_admin(message.from_user):
            if meant:
                voice = await desk.voice(message.from_user, message.caption or "")
                await self._say(message, failure_reply("access.admin_only", voice))
            return
        voice = await desk.voice(message.from_user, message.caption or "")
        name = document_name(document)
        limit, size = desk.settings.max_upload_size, document.file_size or 0
        if size > limit:
            reply = failure_reply(
                "upload.too_large",
                voice,
                document=name,
                size=size_text(size),
                limit=size_text(limit),
            )
            await self._say(message, reply)
            return
        request = current.get()
        if request is not None:
            # Struck out when the document is stored, not before: a crash must not lose it.
            request.deferred = True
        task = asyncio.create_task(self._job(message, document, name, voice, request))
        self._jobs[task] = message.chat_id
        task.add_done_callback(self._jobs.pop)

    async def cancel(self, chat_id: int) -> bool:
        """Stop reading what was sent into a chat; tells whether anything was."""
        tasks = [task for task, chat in self._jobs.items() if chat == chat_id]
        for task in tasks:
            self._unwanted.add(task)
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        return bool(tasks)

    async def stop(self) -> None:
        """Stop reading; the journal still has the documents, and the next start takes them up."""
        for task in self._jobs:
            task.cancel()
        if self._jobs:
            await asyncio.wait(list(self._jobs), timeout=2.0)

    async def discard(self, name: str) -> None:
        """Delete the kept original of a removed document."""
        path = self.folder / name
        if path.parent == self.folder:
            await asyncio.to_thread(path.unlink, missing_ok=True)

    async def _job(
        self, message: Message, document: Document, name: str, voice: str, request: Request | None
    ) -> None:
        try:
            reply = await self._take_in(message, document, name, voice)
            await self._say(message, reply)
        except asyncio.CancelledError:
            if asyncio.current_task() not in self._unwanted:
                raise
        except Exception:
            _log.exception("a document could not be taken in")
            self._count("crashed")
            reference = request.identifier if request else ""
            reply = failure_reply("upload.crashed", voice, document=name, reference=reference)
            with contextlib.suppress(TelegramError):
                await self._say(message, reply)
        if request is not None:
            await self._desk.store.run(self._desk.journal.strike, request.update_id)

    async def _take_in(self, message: Message, document: Document, name: str, voice: str) -> Reply:
        """Download and read a document, with a message that says so meanwhile."""
        place = place_of(message)
        size = size_text(document.file_size or 0)
        started = failure_reply("upload.received", voice, document=name, size=size)
        note_id = await self._note(message, place, started)
        incoming = self.folder / ".incoming" / f"{message.chat_id}-{message.message_id}"
        try:
            async with self._one_at_a_time:
                path = incoming / name
                if not await self._download(document, path):
                    return self._failed("gone", "upload.gone", voice, document=name)
                if path.stat().st_size == 0:
                    return self._failed("empty", "upload.empty", voice, document=name)
                result = await self._read(path, name, place, note_id, voice)
                if result.get("documents"):
                    os.replace(path, self.folder / name)  # noqa: PTH105
        finally:
            await asyncio.to_thread(shutil.rmtree, incoming, ignore_errors=True)
            if note_id is not None:
                await self._desk.outbox.delete(place, note_id)
        return self._outcome(result, name, voice)

    async def _note(self, message: Message, place: Place, reply: Reply) -> int | None:
        """Send the message that shows the progress, or find the one sent before a crash."""

        def writes(place: Place, message_id: int) -> Iterable[Write]:
            shown = Shown(message_id, UPLOAD, {}, source_id=message.message_id)
            yield lambda: self._desk.dialogues.show(place.chat_id, shown)

        reply_to = message.message_id
        sent = await self._desk.outbox.send(place, reply, reply_to=reply_to, writes=writes)
        if sent is not None:
            return sent
        rows = await self._desk.store.run(
            self._desk.dialogues.shown_for, place.chat_id, message.message_id
        )
        return next((row.message_id for row in rows if row.kind == UPLOAD), None)

    async def _download(self, document: Document, path: Path) -> bool:
        """Fetch the file from Telegram; False where Telegram does not have it (any more)."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for number in range(1, _DOWNLOAD_TRIES + 1):
            try:
                file = await self._desk.bot.get_file(document.file_id)
                await file.download_to_drive(path, read_timeout=60.0)
            except BadRequest:
                return False
            except RetryAfter as error:
                after = error.retry_after
                await asyncio.sleep(float(after) if isinstance(after, int) else after.seconds)
            except NetworkError:
                if number == _DOWNLOAD_TRIES:
                    return False
                await asyncio.sleep(back_off(number))
            else:
                return True
        return False

    async def _read(
        self, path: Path, name: str, place: Place, note_id: int | None, voice: str
    ) -> dict[str, Any]:
        """Read the file in a process of its own and return what it says of it."""
        environment = {k: v for k, v in os.environ.items() if k not in _KEPT_FROM_CHILDREN}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.ingest_process",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environment,
            start_new_session=True,  # Ctrl-C is for us to tell it
        )
        task = {"path": str(path), "name": name, "database": str(self._desk.settings.database)}
        showing = asyncio.create_task(self._show_progress(name, place, note_id, voice))
        try:
            output, errors = await process.communicate(json.dumps(task).encode())
        except asyncio.CancelledError:
            kill_group(process)
            await process.wait()
            raise
        finally:
            showing.cancel()
        if process.returncode != 0:
            _log.error(
                "the process that reads a document failed",
                extra={"status": process.returncode, "errors": _last_lines(errors)},
            )
            raise RuntimeError("the process that reads a document failed")
        result = json.loads(output.decode().strip().splitlines()[-1])
        return dict(result)

    async def _show_progress(
        self, name: str, place: Place, note_id: int | None, voice: str
    ) -> None:
        started = time.monotonic()
        while note_id is not None:
            await asyncio.sleep(_PROGRESS_EVERY)
            seconds = round(time.monotonic() - started)
            reply = failure_reply("upload.reading", voice, document=name, seconds=seconds)
            with contextlib.suppress(TelegramError):
                await self._desk.outbox.edit(place, note_id, reply)

    def _outcome(self, result: dict[str, Any], name: str, voice: str) -> Reply:
        """Put what became of a document into words."""
        documents = result.get("documents", [])
        if result.get("failed"):
            reason = result["failed"]["en" if voice == "en" else "zh"]
            return self._failed("failed", "upload.failed", voice, reason=reason)
        if not documents:
            return self._failed("unchanged", "upload.unchanged", voice, document=name)
        self._count("stored")
        articles = sum(document["articles"] for document in documents)
        figures = sum(document["figures"] for document in documents)
        if len(documents) == 1:
            key = "upload.replaced" if documents[0]["replaced"] else "upload.added"
            return failure_reply(
                key, voice, document=documents[0]["name"], articles=articles, figures=figures
            )
        head = failure_reply(
            "upload.several", voice, count=len(documents), articles=articles, figures=figures
        )
        lines = [f"• {escape(document['name'])}" for document in documents[:_LISTED]]
        return make_reply("\n".join([head.text, *lines]))

    def _failed(self, what: str, key: str, voice: str, **details: object) -> Reply:
        self._count(what)
        return failure_reply(key, voice, **details)

    def _count(self, what: str) -> None:
        self._desk.metrics.count("duoshao_documents_total", f'outcome="{what}"')

    async def _say(self, message: Message, reply: Reply) -> None:
        await self._desk.outbox.send(
            place_of(message), reply, reply_to=message.message_id, final=True
        )


def document_name(document: Document) -> str:
    """Return the file's name without folders and without characters that a disk may refuse."""
    name = re.sub(r'[\x00-\x1f\x7f<>:"|?*\\/]+', "_", document.file_name or "").strip(" .")
    stem, dot, suffix = name.rpartition(".")
    while len(name.encode("utf-8", "replace")) > 200 and stem:
        stem = stem[:-1]
        name = f"{stem}{dot}{suffix}"
    return name[:200] or f"{document.file_unique_id}.bin"


def size_text(size: int) -> str:
    """Return a size for people: bytes, KB or MB."""
    for unit, factor in (("MB", 1 << 20), ("KB", 1 << 10)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} B"


def kill_group(process: asyncio.subprocess.Process) -> None:
    """End a process together with those that it started."""
    import signal

    with contextlib.suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _last_lines(errors: bytes) -> str:
    """Return the last line of a traceback: the kind of error, without what it says."""
    lines = errors.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].partition(":")[0] if lines else ""
