"""ZIP: its documents one by one, within limits on number, size and depth."""

from __future__ import annotations

import contextlib
import re
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from retrieval.errors import DocumentError, EncodingError, UnsupportedFormatError
from retrieval.formats.characters import clean
from retrieval.formats.encoding import decode
from retrieval.formats.failures import broken, encrypted, no_text
from retrieval.formats.limits import file_too_large, limit_error, text_too_long
from retrieval.formats.source import Source
from retrieval.records import ExtractedText

_DEPTH_AT_MOST = 2  # an archive in an archive, and no further
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
# What lies beside the documents: pictures of a saved page, styles, a system's own notes.
_BESIDE = re.compile(
    r"(?:^|/)(?:__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)|\.(?:png|jpe?g|gif|bmp|webp|svg|ico|tiff?|"
    r"css|js|map|woff2?|ttf|eot|mp[34]|m4a|avi|mov|wav|exe|dll)$",
    re.I,
)
_DRIVE = re.compile(r"^[A-Za-z]:")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError
)  # fmt: skip


@dataclass(slots=True)
class Budget:
    """What may still be unpacked, over all archives inside one another."""

    files: int
    size: int


def read_archive(
    source: Source,
    read: Callable[[Source, int, Budget], tuple[ExtractedText, ...]],
    *,
    depth: int = 1,
    budget: Budget | None = None,
) -> tuple[ExtractedText, ...]:
    """Return the texts of all documents of an archive; what is no document is passed over.

    ``read`` reads one member, given its depth. Raises ``DocumentError`` for the first document
    that cannot be read, and for an archive that is damaged, encrypted, hostile or too large.
    """
    limits = source.limits
    if depth > _DEPTH_AT_MOST:
        raise limit_error(
            source.name,
            "nested_too_deep",
            _DEPTH_AT_MOST,
            "archives inside archives inside archives",
        )
    budget = budget or Budget(limits.max_archive_files, limits.max_archive_size)
    texts: list[ExtractedText] = []
    length = 0
    try:
        with zipfile.ZipFile(source.path) as archive, tempfile.TemporaryDirectory() as folder:
            unpacked = Path(folder) / "member"
            for member, name in _members(archive, source, budget):
                inner = Source(unpacked, f"{source.name}/{name}", limits)
                _unpack(archive, member, inner)
                found = read(inner, depth + 1, budget)
                texts.extend(found)
                length += sum(len(text.text) for text in found)
                if length > limits.max_text_length:
                    raise text_too_long(source.name, limits.max_text_length)
    except DocumentError:
        raise
    except _BROKEN as error:
        raise broken(source.name, error) from None
    if not texts:
        raise no_text(source.name)
    return tuple(texts)


def _members(
    archive: zipfile.ZipFile, source: Source, budget: Budget
) -> list[tuple[zipfile.ZipInfo, str]]:
    """The members to be read, with their names; the budget is checked before any is unpacked."""
    limits = source.limits
    infos = archive.infolist()
    budget.files -= len(infos)
    if budget.files < 0:
        raise limit_error(
            source.name, "too_many_files", limits.max_archive_files,
            f"more than {limits.max_archive_files} files",
        )  # fmt: skip
    budget.size -= sum(info.file_size for info in infos)
    if budget.size < 0:
        raise limit_error(
            source.name, "archive_too_large", limits.max_archive_size,
            f"unpacks to more than {limits.max_archive_size} bytes",
        )  # fmt: skip
    members: list[tuple[zipfile.ZipInfo, str]] = []
    for info in infos:
        name = member_name(info)
        parts = PurePosixPath(name).parts
        if ".." in parts or name.startswith("/") or _DRIVE.match(name) or "\x00" in name:
            raise DocumentError(
                f"{source.name}: a path that leads out of the archive",
                document=source.name, reason="unsafe_path",
            )  # fmt: skip
        if info.is_dir() or name.endswith("/") or _BESIDE.search(name):
            continue
        if stat.S_ISLNK(info.external_attr >> 16):
            continue
        members.append((info, name))
    return members


def member_name(info: zipfile.ZipInfo) -> str:
    """Return the name of a member: UTF-8 where marked, else in the encoding it reads best in."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8_NAME and not name.isascii():
        with contextlib.suppress(UnicodeEncodeError, EncodingError, UnsupportedFormatError):
            name, _ = decode(name.encode("cp437"), "name")
    return clean(name.replace("\\", "/")).replace("\n", " ") if "\x00" not in name else name


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, inner: Source) -> None:
    if member.flag_bits & _ENCRYPTED:
        raise encrypted(inner.name)
    limit = inner.limits.max_file_size
    if member.file_size > limit:
        raise file_too_large(inner.name, limit)
    written = 0
    try:
        with archive.open(member) as packed, inner.path.open("wb") as file:
            while chunk := packed.read(1 << 18):
                written += len(chunk)
                if written > limit:
                    raise file_too_large(inner.name, limit)
                file.write(chunk)
    except _BROKEN as error:
        raise broken(inner.name, error) from None
