"""Bytes → text: UTF-8, UTF-16, GB18030 and Big5, told apart by what they would say.

A byte string that is valid in several encodings is read in the one whose characters are the most
probable: every character costs the bits that config/lexicon/characters.txt gives it, so that the
cheapest reading wins (minimum description length).
"""

from __future__ import annotations

import codecs
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
_UNKNOWN_HAN = 24.0
_NONSENSE = 40.0
_LATIN = 7.0
_OTHER = 20.0
# What a file is in, before it is looked at, in bits: nearly everything is UTF-8.
_PRIOR = {"utf-8": 0.0, "gb18030": 8.0, "big5hkscs": 12.0, "utf-16-le": 12.0, "utf-16-be": 16.0}
_PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·％．～　"


def decode(data: bytes, name: str, *, declared: str = "") -> tuple[str, str]:
    """Return the text of ``data`` and its encoding's name; a declared encoding is tried first.

    Raises ``EncodingError``, with byte ``offset`` and ``line``, for what no encoding reads, and
    ``UnsupportedFormatError`` for bytes that are no text at all.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, len(mark), encoding, name), encoding
    if data.isascii() and b"\x00" not in data:
        return data.decode("ascii"), "utf-8"
    if declared and (text := _as_declared(data, declared)) is not None:
        return text, declared.lower()
    ranked = sorted(
        (cost, encoding)
        for encoding in _CANDIDATES
        if (cost := _cost(data[:_SAMPLE], encoding, cut=len(data) > _SAMPLE)) is not None
    )
    if not ranked:
        raise (
            _undecodable(data, "utf-8", name)
            if _is_utf8_mostly(data)
            else _undecodable(data, _furthest(data), name)
        )
    sample_bits = ranked[0][0] / max(1, min(len(data), _SAMPLE))
    if sample_bits > _BINARY_BITS:
        raise unsupported(name, "binary", "these bytes are no text")
    encoding = ranked[0][1]
    return _strict(data, 0, encoding, name), encoding


_BINARY_BITS = 10.0  # a byte; Han text costs about 5 a byte in two-byte encodings


def _as_declared(data: bytes, declared: str) -> str | None:
    """The text in the encoding that the file names, where it names a known one and is in it."""
    try:
        codec = codecs.lookup(declared).name
    except LookupError:
        return None
    # What calls itself GB2312 or GBK is in GB18030, of which both are a part.
    codec = "gb18030" if codec in ("gb2312", "gbk") else codec
    if codec not in ("utf-8", "gb18030", "big5", "big5hkscs"):
        return None
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


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


def _is_utf8_mostly(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = data[: error.start]
        return not good.isascii() or data[error.start :][:64].isascii()
    return True


def _furthest(data: bytes) -> str:
    def reach(encoding: str) -> int:
        try:
            data.decode(encoding)
        except UnicodeDecodeError as error:
            return error.start
        return len(data)

    return max(("utf-8", "gb18030", "big5hkscs"), key=reach)


def _cost(sample: bytes, encoding: str, *, cut: bool) -> float | None:
    """The bits that ``sample`` costs when read in ``encoding``; None where it is not valid."""
    if encoding.startswith("utf-16") and len(sample) % 2 and not cut:
        return None
    try:
        text, _ = codecs.getdecoder(encoding)(sample, "strict")
    except UnicodeDecodeError as error:
        # A sample cut inside a character is no error of the text.
        if not cut or error.start < len(sample) - 4:
            return None
        text = sample[: error.start].decode(encoding)
    costs = _costs()
    return _PRIOR[encoding] + sum(map(costs.__getitem__, text))


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
    if code < 0xA0 or 0xD800 <= code < 0xF900 or code >= 0xFFF0:
        return _NONSENSE
    if 0x4E00 <= code < 0xA000:
        return _UNKNOWN_HAN
    if 0xFF01 <= code <= 0xFF5E or 0x2010 <= code <= 0x2642 or 0x3000 <= code < 0x3030:
        return 12.0
    return _OTHER
