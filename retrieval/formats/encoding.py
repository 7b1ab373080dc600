"""Bytes → text: UTF-8, UTF-16, GB18030 and Big5, told apart by what they would say.

A byte string that is valid in several encodings is read in the one whose characters are the most
probable: every character costs the bits that config/lexicon/characters.txt gives it, so that the
cheapest reading wins (minimum description length).
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from config.lexicon_file import load_lexicon
from retrieval.errors import EncodingError
from retrieval.formats.failures import unsupported

_MARKS = (  # the longer mark first: that of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_SAMPLE = 64 * 1024
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_UNKNOWN_HAN = 24.0
_NONSENSE = 40.0
_TEXT_BITS = 16.0  # a character on average; text costs 7 to 11, text misread 20 and more
_LATIN = 7.0
_LETTER = 12.0  # Latin with marks, Cyrillic
_KANA = 16.0
_GREEK = 14.0
_OTHER = 20.0
# What a file is in, before it is looked at, in bits: nearly everything is UTF-8.
_PRIOR = {"utf-8": 0.0, "gb18030": 5.0, "big5hkscs": 12.0, "utf-16-le": 12.0, "utf-16-be": 16.0}
_LONGEST_CHARACTER = 4  # bytes
_DECLARED = 30.0  # bits for the encoding that the file itself names; it may be wrong
_PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·％．～　"


def decode(data: bytes, name: str, *, declared: str = "") -> tuple[str, str]:
    """Return the text of ``data`` and its encoding's name; one that the file declares is favoured.

    Raises ``EncodingError``, with byte ``offset`` and ``line``, for a text with a place that cannot
    be decoded, and ``UnsupportedFormatError`` for bytes that are no text at all.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, len(mark), encoding, name), encoding
    if data.isascii() and not _CONTROL.search(data):
        return data.decode("ascii"), "utf-8"
    sample, cut = _sample(data)
    readings = [_Reading(sample, encoding, cut) for encoding in _CANDIDATES]
    for reading in readings:
        if reading.encoding == _codec(declared):
            reading.cost -= _DECLARED
    for reading in sorted((r for r in readings if r.valid), key=lambda r: r.cost):
        if not reading.plausible:
            continue
        try:
            return data.decode(reading.encoding), reading.encoding
        except UnicodeDecodeError:
            pass  # the sample was valid, what follows is not
    best = min(readings, key=lambda r: r.cost)
    if not best.plausible:
        raise unsupported(name, "binary", "these bytes are no text")
    raise _undecodable(data, best.encoding, name)


def is_plausible(text: str) -> bool:
    """Tell whether a text is made of characters that stand in texts, not of a random lot."""
    costs = _costs()
    return sum(map(costs.__getitem__, text)) <= _TEXT_BITS * max(1, len(text))


class _Reading:
    """A sample read in one encoding, with the bits that its characters cost."""

    def __init__(self, sample: bytes, encoding: str, cut: bool) -> None:
        self.encoding = encoding
        try:
            text = sample.decode(encoding)
            self.valid = True
        except UnicodeDecodeError as error:
            # A sample that is cut inside a character is no error of the text.
            self.valid = cut and error.start >= len(sample) - _LONGEST_CHARACTER
            text = (
                sample[: error.start].decode(encoding)
                if self.valid
                else sample.decode(encoding, "replace")
            )
        costs = _costs()
        bits = sum(map(costs.__getitem__, text))
        self.cost = bits + _PRIOR[encoding]
        average = bits / max(1, len(text))
        if encoding == "utf-8" and self.valid:
            # Hardly anything but UTF-8 is valid UTF-8, in whatever script; controls tell binaries.
            average = sum(costs[c] for c in text if costs[c] >= _NONSENSE) / max(1, len(text))
        self.plausible = average <= _TEXT_BITS


def _sample(data: bytes) -> tuple[bytes, bool]:
    """The bytes that decide, from shortly before the first that is not ASCII; whether more come."""
    begin = 0
    while begin < len(data):
        part = data[begin : begin + _SAMPLE]
        if not part.isascii() or _CONTROL.search(part):
            break
        begin += _SAMPLE
    begin = max(0, begin - 64)
    return data[begin : begin + _SAMPLE], begin + _SAMPLE < len(data)


def _codec(declared: str) -> str:
    """The candidate that a file means by the encoding it names; empty where it is none."""
    try:
        name = codecs.lookup(declared).name if declared else ""
    except LookupError:
        return ""
    # What calls itself GB2312 or GBK is in GB18030, of which both are a part; so with Big5.
    return {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}.get(name, name)


def _strict(data: bytes, begin: int, encoding: str, name: str) -> str:
    try:
        return data[begin:].decode(encoding)
    except UnicodeDecodeError as error:
        raise _error(data, begin + error.start, encoding, name) from None


def _undecodable(data: bytes, encoding: str, name: str) -> EncodingError:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return _error(data, error.start, encoding, name)
    return _error(data, 0, encoding, name)


def _error(data: bytes, offset: int, encoding: str, name: str) -> EncodingError:
    width = 2 if encoding.startswith("utf-16") else 4 if encoding.startswith("utf-32") else 1
    feed = "\n".encode(encoding) if width > 1 else b"\n"
    line = data.count(feed, 0, offset) + 1
    return EncodingError(
        f"{name}: byte {offset} (line {line}) is not valid {encoding}",
        document=name, reason="undecodable", encoding=encoding, offset=offset, line=line,
    )  # fmt: skip


class _Costs(dict[str, float]):
    """Bits a character; looked up once for each character."""

    def __missing__(self, character: str) -> float:
        bits = self[character] = _bits(character)
        return bits


@cache
def _costs() -> _Costs:
    costs = _Costs()
    for bits, (characters,) in load_lexicon("characters.txt").table("classes").items():
        costs.update((character, float(bits)) for character in characters)
    costs.update((character, 7.0) for character in _PUNCTUATION)
    return costs


def _bits(character: str) -> float:
    code = ord(character)
    if character in "\t\n\r\f" or 0x20 <= code < 0x7F:
        return _LATIN
    if code == 0xFFFD or code < 0xA0 or 0xD800 <= code < 0xF900 or 0xFFF0 <= code < 0x10000:
        return _NONSENSE
    if 0x4E00 <= code < 0xA000:
        return _UNKNOWN_HAN
    if 0xFF01 <= code <= 0xFF5E or 0x2010 <= code <= 0x2642 or 0x3000 <= code < 0x3030:
        return 12.0
    if code < 0x0250 or 0x0400 <= code < 0x0460:
        return _LETTER
    if 0x3040 <= code < 0x3100:
        return _KANA
    return _GREEK if 0x0391 <= code <= 0x03C9 else _OTHER
