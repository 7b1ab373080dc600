"""A font for PDFs that name a Chinese font and do not hold it.

Pdfium measures such characters by the glyphs of a font of the machine. Where there is none it takes
a text of a single character, of no width then, for nothing and leaves it out: the 年 of 2019年, the
letters of a spaced headline. Here every character gets one and the same box as its glyph, so that
nothing is lost and every machine reads the same. Advance widths come from the PDF itself.
"""

from __future__ import annotations

import base64
import ctypes
import zlib
from functools import cache
from typing import Any

# A TrueType font of two glyphs, both a box; its one character map (format 13) gives the box to all
# characters from U+0020 to U+2FFFF. Made with fontTools' FontBuilder; 628 bytes.
_BOX_FONT = zlib.decompress(
    base64.b64decode(
        "eNqFkT9Lw1AUxU/yYqtiraWgUgQrOBQdxCAdRBCKgptQi4OLpjW2YGJCbSEuUtGhOPkhHJ2Lo4urn0Kw4OJgNuF5"
        "0qZVi+iBS+7vvn/33EABMIoGBNLbO0v6hlydBZQMqwcl23CRRIF8Q86UrbMj/9K/ID+QVyqmcbi8+6Qxv2NkKyxE"
        "98Qt82fGfMWueVoKOvc3yRHLKRlIIUa+D9g2PBcaIuRhcvrEsM23ePKa/E4uuM5pzT0XRUDdIi8g6JXhN4439+Nr"
        "PoRos4KXxcfJ/leXTdESLlFARVc8I1zJHrhfhy5anZu+S+lUVHbTXVExKL7FKQxBwz+SoV4ZUcY6FbiTMuzBhTdw"
        "JN3rLOxF8I8AY8GkqJkvF9ypShnmMc4yyHqOBTCVmEvo4soT7Y/pP1ZAF9nQafAa+q6jJAFFG2Elwi66uYpxTOQc"
        "L2+W65ZRRQ4OPeRhoow6LBio/jKxn+K6ooqiQ++f2tJjfA=="
    )
)
# Of Windows, which Pdfium asks by: Shift JIS, Hangul, GB 2312, Big5.
_CHARSETS = frozenset({128, 129, 134, 136})
_GB2312 = 134
_NAME = b"Box\0"
_HANDLE = 1


@cache
def use_box_font() -> Any:
    """Let Pdfium take the box font for East Asian fonts that a PDF names only; once a process."""
    import pypdfium2.raw as raw

    kinds: dict[str, Any] = dict(raw.FPDF_SYSFONTINFO._fields_)
    info = raw.FPDF_SYSFONTINFO()
    info.version = 1
    for name, answer in (
        ("Release", lambda _: None),
        ("EnumFonts", lambda *_: None),
        ("MapFont", _map_font),
        ("GetFont", lambda *_: None),
        ("GetFontData", _font_data),
        ("GetFaceName", lambda _this, _font, buffer, size: _copy(_NAME, buffer, size)),
        ("GetFontCharset", lambda *_: _GB2312),
        ("DeleteFont", lambda *_: None),
    ):
        setattr(info, name, kinds[name](answer))
    raw.FPDF_SetSystemFontInfo(ctypes.byref(info))
    return info  # kept alive with its callbacks by the cache


def _map_font(
    _this: Any, _weight: int, _italic: int, charset: int, _pitch: int, _face: Any, _exact: Any
) -> int | None:
    return _HANDLE if charset in _CHARSETS else None


def _font_data(_this: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
    return _copy(_BOX_FONT, buffer, size) if table == 0 else 0  # 0 asks for the whole font


def _copy(data: bytes, buffer: Any, size: int) -> int:
    """Copy ``data`` where there is room for it, and return its length."""
    if buffer and size >= len(data):
        ctypes.memmove(buffer, data, len(data))
    return len(data)
