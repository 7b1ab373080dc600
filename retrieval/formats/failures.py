"""The errors of reading a file, each with the name of the file and a reason for people.

A reason is a key of the section ``[reason]`` of ``config/messages``.
"""

from __future__ import annotations

from retrieval.errors import DocumentError, UnsupportedFormatError


def broken(name: str, detail: object, /, **place: object) -> DocumentError:
    """Make the error of a file that is damaged; ``detail`` is what its parser says."""
    text = str(detail) or type(detail).__name__
    return DocumentError(
        f"{name}: the file is damaged: {text}", document=name, reason="broken", detail=text, **place
    )


def unsupported(name: str, reason: str, message: str) -> UnsupportedFormatError:
    """Make the error of a kind of file that is not read."""
    return UnsupportedFormatError(f"{name}: {message}", document=name, reason=reason)


def no_text(name: str) -> UnsupportedFormatError:
    """Make the error of a file that holds no text."""
    return unsupported(name, "no_text", "there is no text in it")


def encrypted(name: str) -> DocumentError:
    """Make the error of a file that only its password opens."""
    return DocumentError(f"{name}: it is encrypted", document=name, reason="encrypted")


def unreadable(name: str, error: OSError) -> DocumentError:
    """Make the error of a file that the system does not let us read."""
    reason = "missing" if isinstance(error, FileNotFoundError) else "unreadable_file"
    text = error.strerror or str(error)
    return DocumentError(f"{name}: {text}", document=name, reason=reason, detail=text)
