"""The standard streams: UTF-8 in every locale, and quiet when the reader goes away."""

from __future__ import annotations

import io
import os
import sys


def prepare() -> None:
    """Make the standard streams UTF-8; what cannot be written becomes a question mark."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def abandon_output() -> None:
    """Send what is still buffered to nowhere, so that the interpreter ends without a word."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)


def readable(text: str) -> str:
    """Return ``text`` as real characters, U+FFFD for bytes and surrogates that make none."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:  # half a pair, as from the JSON text "\\ud83d"
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
