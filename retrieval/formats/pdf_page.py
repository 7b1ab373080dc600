"""What stands on a page of a PDF: characters and ruled lines, upright, from the top left."""

from __future__ import annotations

import ctypes
import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from retrieval.formats.characters import clean

_THIN = 2.5  # points; a filled rectangle thinner than this is a line
_DEPTH_AT_MOST = 4
_OBJECTS_AT_MOST = 50_000
_SLANT = 5.0  # degrees off the quarter; more than that is a watermark
_WATERMARK = 9
_UNMAPPED = frozenset({0, 0xFFFD, 0xFFFE, 0xFFFF})
_FORCE_BOLD = 1 << 18  # of the font flags, ISO 32000-1 table 123


@dataclass(slots=True)
class Character:
    """A character with its box in points; ``base`` is the baseline, downwards from the top."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class _Style:
    """What the characters of one text object share; ``turn`` counts quarters against the clock."""

    size: float
    turn: int
    bold: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line: horizontal ones have ``y0 == y1``, vertical ones ``x0 == x1``."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """The characters of a page in the order of the file, and its ruled lines.

    ``unmapped`` counts the glyphs of which the file does not say what character they show.
    """

    number: int
    width: float
    height: float
    characters: tuple[Character, ...]
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    unmapped: int = 0


def read_page(page: Any, number: int) -> PageContent:
    """Return what stands on a page of pypdfium2; text set in another direction is left out."""
    import pypdfium2.raw as raw

    text_page = page.get_textpage()
    try:
        found, unmapped = _characters(text_page.raw, raw)
    finally:
        text_page.close()
    width, height = _size(page, raw)
    turn = Counter(style.turn for *_, style in found).most_common(1)[0][0] if found else 0
    upright = _upright(turn, width, height)
    characters: list[Character] = []
    for text, begin, end, across, style in found:
        if style.turn == turn:
            x0, base = upright(begin, across)
            x1, _ = upright(end, across)
            x0, x1 = min(x0, x1), max(x0, x1)
            characters.append(Character(text, x0, x1, base, style.size, style.bold))
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for ax, ay, bx, by in _lines(page.raw, raw):
        if turn % 2:
            ax, ay, bx, by = ay, ax, by, bx
        ax, ay = upright(ax, ay)
        bx, by = upright(bx, by)
        if abs(ay - by) <= abs(ax - bx):
            middle = (ay + by) / 2
            horizontal.append(Rule(min(ax, bx), middle, max(ax, bx), middle))
        else:
            middle = (ax + bx) / 2
            vertical.append(Rule(middle, min(ay, by), middle, max(ay, by)))
    if turn % 2:
        width, height = height, width
    return PageContent(
        number, width, height, tuple(characters), tuple(horizontal), tuple(vertical), unmapped
    )


def _is_bold(text_page: Any, index: int, raw: Any) -> bool:
    if raw.FPDFText_GetFontWeight(text_page, index) >= 600:
        return True
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int(0)
    raw.FPDFText_GetFontInfo(text_page, index, buffer, 128, ctypes.byref(flags))
    name = buffer.value.decode("utf-8", "replace").lower()
    return "bold" in name or "hei" in name or "black" in name or bool(flags.value & _FORCE_BOLD)


def _size(page: Any, raw: Any) -> tuple[float, float]:
    """Width and height in the page's own space, before it is turned for viewing."""
    width, height = page.get_size()
    return (height, width) if raw.FPDFPage_GetRotation(page.raw) % 2 else (width, height)


def _upright(
    turn: int, width: float, height: float
) -> Callable[[float, float], tuple[float, float]]:
    """The map from (along, across) the text, in the page's space, to upright (x, down)."""
    if turn == 1:  # runs upwards
        return lambda along, across: (along, across)
    if turn == 2:  # upside down
        return lambda along, across: (width - along, across)
    if turn == 3:  # runs downwards
        return lambda along, across: (height - along, width - across)
    return lambda along, across: (along, height - across)


_Placed = tuple[str, float, float, float, _Style]  # text, from, to, baseline, style


def _characters(text_page: Any, raw: Any) -> tuple[list[_Placed], int]:
    """The characters, measured along their direction, and the number of those unmapped."""
    found: list[_Placed] = []
    unmapped = 0
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    styles: dict[int, _Style] = {}
    high = 0
    for index in range(raw.FPDFText_CountChars(text_page)):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        if raw.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        if code in _UNMAPPED or code > 0x10FFFF or 0xE000 <= code < 0xF900:
            unmapped += 1
            continue
        text = clean(chr(code))
        if not text or not raw.FPDFText_GetLooseCharBox(text_page, index, box):
            continue
        item = raw.FPDFText_GetTextObject(text_page, index)
        key = ctypes.cast(item, ctypes.c_void_p).value or 0
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(text_page, index, raw)
        raw.FPDFText_GetCharOrigin(text_page, index, x, y)
        if style.turn % 2:
            found.append((text, box.bottom, box.top, x.value, style))
        else:
            found.append((text, box.left, box.right, y.value, style))
    return found, unmapped


def _style(text_page: Any, index: int, raw: Any) -> _Style:
    matrix = raw.FS_MATRIX()
    size = raw.FPDFText_GetFontSize(text_page, index)
    turn = 0
    if raw.FPDFText_GetMatrix(text_page, index, matrix):
        size *= math.hypot(matrix.c, matrix.d) or 1.0
        angle = math.degrees(math.atan2(matrix.b, matrix.a))
        turn = round(angle / 90) % 4
        if abs(angle - 90 * round(angle / 90)) > _SLANT:
            turn = _WATERMARK
    return _Style(abs(size) or 1.0, turn, _is_bold(text_page, index, raw))


def _lines(page: Any, raw: Any) -> Iterator[tuple[float, float, float, float]]:
    """The straight lines and thin filled rectangles that are drawn on the page."""
    count = 0
    stack = [
        (raw.FPDFPage_GetObject(page, index), _IDENTITY, 0)
        for index in range(min(raw.FPDFPage_CountObjects(page), _OBJECTS_AT_MOST))
    ]
    matrix = raw.FS_MATRIX()
    while stack and count < _OBJECTS_AT_MOST:
        item, outer, depth = stack.pop()
        kind = raw.FPDFPageObj_GetType(item)
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM):
            continue
        if not raw.FPDFPageObj_GetMatrix(item, matrix):
            continue
        own = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
        inner = _multiply(own, outer)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            if depth < _DEPTH_AT_MOST:
                stack.extend(
                    (raw.FPDFFormObj_GetObject(item, index), inner, depth + 1)
                    for index in range(min(raw.FPDFFormObj_CountObjects(item), _OBJECTS_AT_MOST))
                )
            continue
        count += 1
        yield from _path(item, inner, raw)


def _path(item: Any, matrix: _Matrix, raw: Any) -> Iterator[tuple[float, float, float, float]]:
    fill, stroke = ctypes.c_int(0), ctypes.c_int(0)
    raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    subpaths: list[list[tuple[float, float]]] = []
    for index in range(min(raw.FPDFPath_CountSegments(item), 2000)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = _apply(matrix, x.value, y.value)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            points = [point]
            subpaths.append(points)
        else:
            points.append(point)
        if raw.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    for points in subpaths:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        left, right, low, high = min(xs), max(xs), min(ys), max(ys)
        if min(right - left, high - low) <= _THIN and max(right - left, high - low) > _THIN:
            if right - left > high - low:
                yield left, (low + high) / 2, right, (low + high) / 2
            else:
                yield (left + right) / 2, low, (left + right) / 2, high
        elif stroke.value:
            for (ax, ay), (bx, by) in itertools.pairwise(points):
                if (abs(ax - bx) < 0.5) != (abs(ay - by) < 0.5):
                    yield ax, ay, bx, by


_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _multiply(m: _Matrix, n: _Matrix) -> _Matrix:
    """First ``m``, then ``n``."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _apply(m: _Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]
