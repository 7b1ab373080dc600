"""A grid of cells, from whatever format → caption, unit, header and body of a table."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.formats.lexicon import formats_lexicon, unit_words
from retrieval.formats.text_builder import TextBuilder
from retrieval.records import BlockKind

GridCell = tuple[int, str]  # cells of one identity are one merged cell
Grid = Sequence[Sequence[GridCell]]

_IN_BRACKETS = re.compile(r"[(（]\s*(?P<unit>[^()（）\s]{1,10})\s*[)）]\s*$")
_NUMBER = re.compile(
    r"^[^\d\s]{0,3}?\s*[-+−－–—(（]?\s*(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?\s*[)）]?"
    r"\s*(?:%|％|‰|[a-zA-Z万亿\u4e00-\u9fff/²³]{0,6})$"
)
_PERIOD = re.compile(
    r"^[^\d]{0,4}(?:(?:19|20)\d\d(?:\s*年(?:度|末|底|初)?)?|\d{1,2}\s*[-—–~至]\s*\d{1,2}\s*月(?:份)?"
    r"|\d{1,2}\s*月(?:份|末)?|(?:19|20)\d\d\s*[年./-]\s*\d{1,2}\s*(?:[月./-]\s*(?:\d{1,2}\s*日?)?)?.{0,4}"
    r"|(?:19|20)\d\d\s*年.{1,10})$"
)
_HEADER_ROWS_AT_MOST = 5
_LINE_AT_MOST = 60
_FIGURES = 0.7  # of the values below a header of two columns
_LOOK_BACK = 4  # lines above a table among which its caption is looked for
_SENTENCE_ENDS = ("。", "；", "！", "，", ",", ";")
# □适用 √不适用: the answer to whether there is a table, between its name and itself
_CHECK_BOXES = re.compile(r"^[□√☑☒■✓\s]*(?:适用|是|有)?[□√☑☒■✓\s]*(?:不适用|否|无)?[\s。]*$")
_EMPTY_BRACKETS = re.compile(r"[（(【\[]\s*[）)】\]]")
_SHORTEST_NAME = 2  # letters
_NUMBERED_CAPTION = re.compile(r"\s*(?:附?表|续表)\s*[\d一二三四五六七八九十（(：:]")


@dataclass(frozen=True, slots=True)
class TableParts:
    """A grid taken apart: lines before the table, the table, lines after it."""

    before: tuple[str, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    after: tuple[str, ...]
    header_rows: int
    header_columns: int
    caption: str
    unit: str


def is_number(text: str) -> bool:
    """Tell whether a cell holds a figure (and no period of time)."""
    return bool(_NUMBER.match(text)) and not _PERIOD.match(text)


def unit_in(text: str) -> str:
    """Return the unit that a caption or a line beside a table names, or an empty string.

    Several units are returned as they stand, as in 亿元、%.
    """
    if found := formats_lexicon().unit_line.search(text):
        return str(found["unit"]).strip("、.,，；;")
    if (found := _IN_BRACKETS.search(text)) and unit_words().fullmatch(found["unit"]):
        return found["unit"]
    return ""


def split_caption(line: str) -> tuple[str, str]:
    """Return what a line names beside a unit, and the unit: 表1 人口　单位：万人."""
    lexicon = formats_lexicon()
    rest = lexicon.currency.sub(" ", lexicon.unit_line.sub(" ", line))
    if rest == line:
        return line, unit_in(line)
    rest = " ".join(_EMPTY_BRACKETS.sub(" ", rest).split()).strip("；;，,、|")
    named = sum(character.isalnum() for character in rest) >= _SHORTEST_NAME
    return rest if named else "", unit_in(line)


def take_apart(grid: Grid) -> TableParts | None:
    """Return the parts of a grid; None where no row has two cells that say something."""
    rows = _trimmed(grid)
    first, last = 0, len(rows)
    while first < last and _is_line(rows[first]):
        first += 1
    while last > first and len(_texts(rows[last - 1])) <= 1:
        last -= 1
    # A row of one cell at the end is a note only where it says so; a group's name is a row.
    while last < len(rows) and not _is_note(rows[last]):
        last += 1
    if first == last:
        return None
    before = tuple(text for row in rows[:first] for text in _texts(row))
    after = tuple(text for row in rows[last:] for text in _texts(row))
    body = _trimmed(rows[first:last])
    header_rows = _header_rows(body)
    unit = next((unit for line in (*before, *after) if (unit := unit_in(line))), "")
    # What only names units is not repeated in the caption, where it would be taken for one.
    caption = " ".join(name for line in before if (name := split_caption(line)[0]))
    return TableParts(
        before, body, after, header_rows, _header_columns(body, header_rows), caption, unit
    )


def add_grid(
    builder: TextBuilder,
    grid: Grid,
    *,
    caption: str = "",
    unit: str = "",
    row_pages: Sequence[int] = (),
    line: str = "",
) -> bool:
    """Add a grid to the text as caption lines, tables and notes; False where it is no table.

    ``line`` is a line that the format itself sets as the table's caption. A grid that begins
    anew in its middle, with a header of its own, becomes several tables.
    """
    begins = [0, *_new_beginnings(grid), len(grid)]
    added = False
    for begin, end in itertools.pairwise(begins):
        pages = row_pages[begin:end]
        parts = take_apart(grid[begin:end])
        if parts is None:
            if not added:
                return False
            for row in grid[begin:end]:
                builder.add_block(BlockKind.PARAGRAPH, " ".join(_texts(row)))
            continue
        added = True
        unit = parts.unit or unit
        if line:
            parts = replace(parts, before=(line, *parts.before))
            line = ""
        _add(builder, parts, caption, unit, pages)
    return added


def add_grid_or_lines(
    builder: TextBuilder, grid: Grid, *, caption: str = "", unit: str = "", line: str = ""
) -> None:
    """Add a grid as ``add_grid`` does; where it is no table, each row as a paragraph."""
    if not add_grid(builder, grid, caption=caption, unit=unit, line=line):
        builder.add_block(BlockKind.PARAGRAPH, line)
        for row in grid:
            builder.add_block(BlockKind.PARAGRAPH, " ".join(_texts(row)))


def _add(
    builder: TextBuilder, parts: TableParts, caption: str, unit: str, pages: Sequence[int]
) -> None:
    """Add a table; lines that name it or its unit belong to it, sentences and notes do not."""
    start = builder.take_back(_belongs_to_table)
    sentences = [line for line in parts.before if _is_sentence(line)]
    if sentences:
        start = None
    for line in sentences:
        builder.add_block(BlockKind.PARAGRAPH, line)
    first = len(parts.before)
    builder.add_table(
        parts.rows,
        header_rows=parts.header_rows,
        header_columns=parts.header_columns,
        caption=" ".join(part for part in (caption, parts.caption) if part),
        unit=unit,
        row_pages=pages[first : first + len(parts.rows)] if len(pages) > first else (),
        before=[line for line in parts.before if not _is_sentence(line)],
        after=[line for line in parts.after if not split_caption(line)[0]],
        start=start,
    )
    for line in parts.after:
        if split_caption(line)[0]:  # a note, not only a unit
            builder.add_block(BlockKind.PARAGRAPH, line)


def _belongs_to_table(line: str) -> bool:
    unit = formats_lexicon().unit_line.search(line)
    return len(line) <= _LINE_AT_MOST and bool(unit or _NUMBERED_CAPTION.match(line))


def _is_sentence(line: str) -> bool:
    return len(line) > _LINE_AT_MOST or line.endswith(_SENTENCE_ENDS[:3])


def _says_something(line: str) -> bool:
    """Tell a note below a table (数据来源：统计局) from the rest of its frame."""
    return _is_sentence(line) or bool(formats_lexicon().notes.match(line))


def _new_beginnings(grid: Grid) -> list[int]:
    """The rows at which a table begins anew: a name for it, then a header, then figures.

    Without a name, a header is known by an empty first cell with periods beside it.
    """
    found: list[int] = []
    previous = False  # whether a row of figures came before
    for number, row in enumerate(grid):
        if _is_data(row):
            previous = True
            continue
        following = grid[number + 1] if number + 1 < len(grid) else ()
        after = grid[number + 2] if number + 2 < len(grid) else ()
        if not previous:
            continue
        named = _is_line(row) and _is_header(following) and _is_data(after)
        unnamed = (
            not row[0][1]
            and len(_texts(row)) >= 2
            and any(_PERIOD.match(text) for text in _texts(row))
            and _is_data(following)
        )
        if named or unnamed:
            found.append(number)
            previous = False
    return found


def _is_line(row: Sequence[GridCell]) -> bool:
    """Tell whether a row holds one text only, at its left or over its whole width."""
    texts = _texts(row)
    return len(texts) <= 1 and (not texts or row[0][1] == texts[0])


def _is_header(row: Sequence[GridCell]) -> bool:
    return len(_texts(row)) >= 2 and not _is_data(row)


def title_of(grid: Grid) -> str:
    """Return the line above a table that names it, or an empty string."""
    parts = take_apart(grid)
    lines = parts.before if parts is not None else ()
    return next((line for line in lines if not unit_in(line) and not _is_sentence(line)), "")


def caption_above(lines: Sequence[str]) -> tuple[str, str]:
    """Return caption and unit from the lines before a table, the last of which is nearest."""
    unit = ""
    for line in reversed(lines[-_LOOK_BACK:]):
        if len(line) > _LINE_AT_MOST:
            break
        if formats_lexicon().unit_line.search(line) and not unit:
            name, unit = split_caption(line)
            if name and not line.endswith(_SENTENCE_ENDS):
                return name, unit
        elif not _CHECK_BOXES.match(line):
            return ("", unit) if line.endswith(_SENTENCE_ENDS) else (line, unit or unit_in(line))
    return "", unit


def plain_grid(rows: Sequence[Sequence[str]]) -> list[list[GridCell]]:
    """Return a grid without merged cells, its rows filled up to one length."""
    width = max((len(row) for row in rows), default=0)
    return [
        [(number * width + index, row[index] if index < len(row) else "") for index in range(width)]
        for number, row in enumerate(rows)
    ]


def _texts(row: Sequence[GridCell]) -> list[str]:
    """The texts of a row, each merged cell once."""
    return [text for text in dict(row).values() if text]


def _is_note(row: Sequence[GridCell]) -> bool:
    texts = _texts(row)
    return not texts or bool(formats_lexicon().notes.match(texts[0])) or len(texts[0]) > 60


def _trimmed(grid: Grid) -> tuple[tuple[GridCell, ...], ...]:
    rows = [row for row in grid if any(text for _, text in row)]
    width = max((len(row) for row in rows), default=0)
    kept = [i for i in range(width) if any(i < len(row) and row[i][1] for row in rows)]
    return tuple(tuple(row[i] if i < len(row) else (-1, "") for i in kept) for row in rows)


def _is_data(row: Sequence[GridCell]) -> bool:
    return any(is_number(text) for _, text in row[1:])


def _header_rows(rows: Grid) -> int:
    count = 0
    while count < min(len(rows), _HEADER_ROWS_AT_MOST + 1) and not _is_data(rows[count]):
        count += 1
    if count == len(rows) or count > _HEADER_ROWS_AT_MOST:
        return _header_of_words(rows)
    if len(rows[0]) == 2 and not _is_header_of_two(rows, count):
        return 0
    # A group's name above the first row of figures is a row of the body.
    while count > 1 and len(_texts(rows[count - 1])) <= 1:
        count -= 1
    return count


def _is_header_of_two(rows: Grid, count: int) -> bool:
    """Tell 项目 | 金额 from the first of a list of names and values, some of them words."""
    if rows[0][0][1].endswith(("：", ":")):
        return False
    values = [row[1][1] for row in rows[count:] if row[1][1]]
    return sum(map(is_number, values)) >= _FIGURES * len(values)


def _header_of_words(rows: Grid) -> int:
    """Header rows of a table without figures: one, but none where it lists names and values."""
    if len(rows) < 2 or len(rows[0]) == 2:
        return 0
    first, second = rows[0], rows[1]
    # What stands in the first row as in the second is content: a merged label, or 是, 指, 无.
    alike = any(a[1] and a[1] == b[1] for a, b in zip(first, second, strict=True))
    return 0 if alike else 1


def _header_columns(rows: Grid, header_rows: int) -> int:
    body = rows[header_rows:]
    no_value = formats_lexicon().no_value
    width = len(rows[0])
    count = 0
    while count < min(width - 1, 3):
        values = [row[count][1] for row in body if row[count][1] not in no_value]
        if count and sum(map(is_number, values)) * 2 >= max(1, len(values)):
            break
        if count and not values:
            break
        count += 1
    if count == min(width - 1, 3) and not any(_is_data(row) for row in body):
        return 1
    return count
