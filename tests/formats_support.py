"""What the tests of the formats share: files written and read back, tables as plain rows."""

from __future__ import annotations

from pathlib import Path

from config.settings import Settings
from retrieval.formats import extract
from retrieval.records import BlockKind, ExtractedText, Table


def settings(**limits: object) -> Settings:
    """Settings of the test's own: no file and no variable of the machine changes them."""
    return Settings(_env_file=None, **limits)  # type: ignore[arg-type, call-arg]


def read(path: Path, **limits: object) -> ExtractedText:
    """Read a file that holds one document."""
    (text,) = extract(path, settings=settings(**limits))
    check(text)
    return text


def read_bytes(folder: Path, name: str, data: bytes | str, **limits: object) -> ExtractedText:
    """Write a file and read it back."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(path, **limits)


def check(text: ExtractedText) -> None:
    """Whatever was read: offsets lead to the text, blocks and pages follow one another."""
    end = 0
    for block in text.blocks:
        assert end <= block.start < block.end <= len(text.text)
        end = block.end
        if block.table is not None:
            assert block.kind is BlockKind.TABLE
            assert len({len(row) for row in block.table.rows}) == 1
            for row in block.table.rows:
                for cell in row:
                    assert block.start <= cell.start <= cell.end <= block.end
                    assert text.text[cell.start : cell.end] == cell.text
    place = 0
    for page in text.pages:
        assert place <= page.start < page.end <= len(text.text)
        place = page.end
    assert "\r" not in text.text
    assert "\x00" not in text.text


def texts(text: ExtractedText, *kinds: BlockKind) -> list[str]:
    """The texts of the blocks of these kinds (all but tables where none is named), in order."""
    return [
        text.text[block.start : block.end]
        for block in text.blocks
        if (block.kind in kinds if kinds else block.table is None)
    ]


def tables(text: ExtractedText) -> list[Table]:
    """The tables, in order."""
    return [block.table for block in text.blocks if block.table is not None]


def rows(table: Table) -> list[list[str]]:
    """The cells' texts of a table."""
    return [[cell.text for cell in row] for row in table.rows]
