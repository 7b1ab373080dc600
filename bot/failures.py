"""The traceback of what nobody foresaw: kept in a private file, never shown unasked."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from bot import messages, streams
from config.errors import DuoshaoError


def failure_text(error: Exception, lang: str) -> str:
    """Return the one sentence that tells a person of ``error``.

    The traceback of an error that is not of our own making is kept, and the sentence says where.
    """
    if isinstance(error, DuoshaoError):
        return streams.readable(messages.error_text(error, lang))
    kind = type(error).__name__
    kept = _keep_traceback(error)
    if kept is None:
        return messages.text("error.unexpected", lang, kind=kind)
    return messages.text("error.unexpected_kept", lang, kind=kind, path=kept)


def show_traceback(error: Exception) -> None:
    """Print the traceback of ``error`` to standard error, for ``--debug``."""
    traceback.print_exception(error, file=sys.stderr)


def _keep_traceback(error: Exception) -> Path | None:
    """Append the traceback to the log; returns its path, or None where that cannot be done."""
    from platformdirs import user_log_path

    lines = "".join(traceback.format_exception(error))
    token = os.environ.get("TELEGRAM_BOT_TOKEN")
    try:
        path = user_log_path("duoshao", appauthor=False) / "errors.log"
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("a", encoding="utf-8", errors="replace") as file:
            file.write(lines.replace(token, "[token]") if token else lines)
    except OSError:
        return None
    return path
