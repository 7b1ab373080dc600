"""The table of jieba's dictionary and hidden Markov model, mapped and looked up where needed."""

from __future__ import annotations

import mmap
import os
import stat
import struct
import tempfile
from pathlib import Path
from zlib import crc32

from retrieval.segmentation.table import (
    EMISSIONS,
    FIRST_HAN,
    HEADER,
    MAGIC,
    STATES,
    WORDS,
    build_table,
    jieba_folder,
)


class Dictionary:
    """Frequencies of words and prefixes, and emission probabilities, looked up in ``buffer``."""

    def __init__(self, buffer: bytes | mmap.mmap) -> None:
        magic, total, words, buckets, size, characters = HEADER.unpack_from(buffer)
        view = memoryview(buffer)
        ends = [HEADER.size]
        for length in (
            characters * len(STATES) * 8,
            buckets * 4 + 4,
            words * 4 + 4,
            words * 4,
            size,
        ):
            ends.append(ends[-1] + length)
        if magic != MAGIC or ends[-1] != len(view):
            raise ValueError("not a whole table of words")
        self.total: int = total
        self._mask = buckets - 1
        self._emissions = view[ends[0] : ends[1]].cast("d")
        self._buckets = view[ends[1] : ends[2]].cast("I")
        self._offsets = view[ends[2] : ends[3]].cast("I")
        self._frequencies = view[ends[3] : ends[4]].cast("I")
        self._words = view[ends[4] :]

    def frequency(self, word: str) -> int | None:
        """Return how often ``word`` was counted, 0 for a mere prefix of words, None for neither."""
        key = word.encode("utf-8", "surrogatepass")
        bucket = crc32(key) & self._mask
        offsets = self._offsets
        first, end = self._buckets[bucket], self._buckets[bucket + 1]
        start = offsets[first]
        for index in range(first, end):
            following = offsets[index + 1]
            if following - start == len(key) and self._words[start:following] == key:
                return self._frequencies[index]
            start = following
        return None

    def emission(self, character: str) -> tuple[float, float, float, float]:
        """Return the log probabilities of ``character`` in the states B, E, M, S."""
        start = (ord(character) - FIRST_HAN) * len(STATES)
        begin, end, middle, single = self._emissions[start : start + len(STATES)]
        return begin, end, middle, single


def open_dictionary(cache_folder: Path) -> Dictionary:
    """Map the table in ``cache_folder``, made there first where it is missing.

    The folder is made private (mode 0700). Where it cannot be written, or is another user's, the
    table is made in memory. Raises ``SettingsError`` where jieba's data is missing.
    """
    source = jieba_folder()
    mark = f"{_mark(source / WORDS)}-{_mark(source / EMISSIONS)}"
    try:
        folder = _private(cache_folder)
        path = folder / f"words-{mark}.table"
        try:
            return _map(path)
        except (FileNotFoundError, ValueError, struct.error):
            _write(path, build_table(source))
            return _map(path)
    except OSError:
        return Dictionary(build_table(source))


def _mark(path: Path) -> str:
    """Name the content of a file."""
    content = path.read_bytes()
    return f"{len(content):x}.{crc32(content):08x}"


def _private(folder: Path) -> Path:
    """Make ``folder`` with mode 0700; raises ``OSError`` where it is not ours alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.stat()
    if hasattr(os, "getuid"):
        if status.st_uid != os.getuid():
            raise PermissionError(f"{folder} belongs to another user")
        if stat.S_IMODE(status.st_mode) & 0o077:
            folder.chmod(0o700)
    return folder


def _map(path: Path) -> Dictionary:
    with path.open("rb") as file:
        return Dictionary(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _write(path: Path, table: bytes) -> None:
    """Write whole or not at all; of several processes the last one wins, with the same content."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(table)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
