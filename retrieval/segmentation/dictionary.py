"""jieba's dictionary and its HMM as one mapped file: opened in milliseconds, read where needed.

jieba builds a ``dict`` of half a million words and prefixes (0.6 s, 50 MB) before its first word.
The same content stands here in one file in a private folder: a direct-address table of hash
buckets (``zlib.crc32`` of the UTF-8 word), the words bucket by bucket, their frequencies, and the
emission probabilities of jieba's HMM by character. It is made once for each version of jieba's
data; a process maps it and touches only the pages it needs.
"""

from __future__ import annotations

import mmap
import os
import stat
import struct
import tempfile
from importlib.util import find_spec
from pathlib import Path
from zlib import crc32

from config.errors import SettingsError

_MAGIC = b"duoshao words 1\0"
_HEADER = struct.Struct("<16sQIIII")  # magic, total, words, buckets, bytes of words, characters
_BUCKET_BITS = 19

FIRST_HAN = 0x4E00
STATES = "BEMS"  # in the order in which their emission probabilities stand
MIN_FLOAT = -3.14e100  # jieba's log probability of what was never seen


class Dictionary:
    """Frequencies of words and prefixes, and emission probabilities, looked up in ``buffer``."""

    def __init__(self, buffer: bytes | mmap.mmap) -> None:
        magic, total, words, buckets, size, characters = _HEADER.unpack_from(buffer)
        view = memoryview(buffer)
        ends = [_HEADER.size]
        for length in (
            characters * len(STATES) * 8,
            buckets * 4 + 4,
            words * 4 + 4,
            words * 4,
            size,
        ):
            ends.append(ends[-1] + length)
        if magic != _MAGIC or ends[-1] != len(view):
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
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise SettingsError("jieba is not installed")
    source = Path(spec.origin).parent
    mark = f"{_mark(source / 'dict.txt')}-{_mark(source / 'finalseg' / 'prob_emit.py')}"
    try:
        folder = _private(cache_folder)
        path = folder / f"words-{mark}.table"
        try:
            return _map(path)
        except (FileNotFoundError, ValueError, struct.error):
            _write(path, build_table())
            return _map(path)
    except OSError:
        return Dictionary(build_table())


def build_table() -> bytes:
    """Make the table from the installed jieba's dictionary and HMM."""
    import numpy as np
    from jieba import Tokenizer, finalseg

    tokenizer = Tokenizer()
    frequencies, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    words = [word.encode() for word in frequencies]
    mask = (1 << _BUCKET_BITS) - 1
    hashes = np.fromiter((crc32(word) & mask for word in words), np.uint32, len(words))
    order = np.argsort(hashes, kind="stable")
    buckets = np.zeros(mask + 2, np.uint32)
    buckets[1:] = np.bincount(hashes, minlength=mask + 1).cumsum()
    offsets = np.zeros(len(words) + 1, np.uint32)
    offsets[1:] = np.fromiter(map(len, words), np.uint32, len(words))[order].cumsum()
    counts = np.fromiter(frequencies.values(), np.uint32, len(words))[order]
    last = max(max(map(ord, finalseg.emit_P[state])) for state in STATES)
    emissions = np.array(
        [
            [finalseg.emit_P[state].get(chr(code), MIN_FLOAT) for state in STATES]
            for code in range(FIRST_HAN, max(last, 0x9FD5) + 1)
        ],
        np.float64,
    )
    text = b"".join(words[index] for index in order.tolist())
    header = _HEADER.pack(_MAGIC, total, len(words), mask + 1, len(text), len(emissions))
    return b"".join(
        (
            header,
            emissions.tobytes(),
            buckets.tobytes(),
            offsets.tobytes(),
            counts.tobytes(),
            text,
        )
    )


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
