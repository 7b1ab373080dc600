"""Every reader against random bytes and real files with random damage.

``FUZZ_EXAMPLES`` in the environment sets how many inputs each test makes.
"""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
import xlwt
from formats_support import check, settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pdf_making import Pdf

from retrieval.errors import DocumentError
from retrieval.formats import extract

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "15"))
FUZZ = hypothesis_settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
SENTENCE = "全县粮食总产量61.3万吨，比上年增长1.1%。"
TABLE = (("镇名", "2022年", "2023年"), ("甲镇", "3.2", "3.3"), ("乙镇", "12.9", "13.0"))


def _pdf(path: Path) -> None:
    pdf = Pdf(path)
    pdf.line(100, 60, "粮食再获丰收", 20)
    pdf.columns([SENTENCE * 3] * 3, 70, 90, 200, 2)
    pdf.grid(70, 400, [100, 100, 100], TABLE)
    pdf.save()


def _docx(path: Path) -> None:
    document = docx.Document()
    document.add_heading("粮食再获丰收", 1)
    document.add_paragraph(SENTENCE)
    document.add_paragraph("第一项", style="List Number")
    table = document.add_table(3, 3)
    for row, cells in enumerate(TABLE):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    document.save(str(path))


def _xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    for row in TABLE:
        book.active.append(row)
    book.active["B4"] = 0.153
    book.active["B4"].number_format = "0.0%"
    book.active.merge_cells("B1:C1")
    book.save(path)


def _xls(path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("表")
    for row, cells in enumerate(TABLE):
        for column, text in enumerate(cells):
            sheet.write(row, column, text)
    book.save(str(path))


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("甲.txt", SENTENCE)
        archive.writestr("乙.csv", "\n".join(map(",".join, TABLE)))


def _written(text: str, encoding: str = "utf-8") -> Callable[[Path], None]:
    return lambda path: path.write_bytes(text.encode(encoding)) and None


_ROWS = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in TABLE)
MAKERS: dict[str, Callable[[Path], object]] = {
    "pdf": _pdf,
    "docx": _docx,
    "xlsx": _xlsx,
    "xls": _xls,
    "zip": _zip,
    "html": _written(
        "<!DOCTYPE html><html><head><title>丰收</title><meta charset=gbk></head><body>"
        f"<div class=a><p>{SENTENCE}</p><ul><li><a href=x>链接</a></li></ul>"
        f"<table>{_ROWS}</table></div></body></html>",
        "gbk",
    ),
    "md": _written(
        f"---\ntitle: 丰收\ndate: 2021-08-27\n---\n# 题\n\n{SENTENCE}\n\n- 项\n\n"
        "|a|b|\n|-|-|\n|1|2|\n"
    ),
    "csv": _written("\n".join(map(",".join, TABLE)) + f'\n"{SENTENCE * 20}",2,3\n', "gb18030"),
    "jsonl": _written('{"title": "丰收", "text": "' + SENTENCE + '"}\n{"text": "好"}\n'),
    "txt": _written(SENTENCE * 4 + "\r\n" + SENTENCE, "utf-16"),
}


@cache
def original(kind: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{kind}"
        MAKERS[kind](path)
        return path.read_bytes()


def feed(name: str, data: bytes) -> None:
    """The file is read, or refused with an error of ours that names it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            found = extract(path, settings=settings(parser_seconds=20))
        except DocumentError as error:
            assert str(error.details["document"]).startswith(name)
            assert error.details["reason"]
        else:
            assert found
            for text in found:
                check(text)
                assert text.text.strip()


edits = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.sampled_from(["set", "cut", "insert", "double", "zero"]),
        st.binary(min_size=1, max_size=6),
    ),
    min_size=1,
    max_size=8,
)


def damaged(data: bytes, changes: list[tuple[float, str, bytes]]) -> bytes:
    for share, kind, what in changes:
        place = int(share * len(data))
        if kind == "set":
            data = data[:place] + what + data[place + len(what) :]
        elif kind == "cut":
            data = data[:place] + data[place + len(what) * 9 :]
        elif kind == "insert":
            data = data[:place] + what + data[place:]
        elif kind == "double":
            data = data[:place] + data[place : place + 40] * 3 + data[place + 40 :]
        else:
            data = data[:place] + bytes(len(what)) + data[place + len(what) :]
    return data


@pytest.mark.parametrize("kind", MAKERS)
@given(changes=edits)
@FUZZ
def test_damaged_file(kind: str, changes: list[tuple[float, str, bytes]]) -> None:
    feed(f"a.{kind}", damaged(original(kind), changes))


@pytest.mark.parametrize(
    ("kind", "member"),
    [("docx", "word/document.xml"), ("docx", "word/styles.xml"), ("docx", "word/numbering.xml"),
     ("xlsx", "xl/worksheets/sheet1.xml"), ("xlsx", "xl/styles.xml"), ("xlsx", "xl/workbook.xml"),
     ("xlsx", "xl/sharedStrings.xml")],
)  # fmt: skip
@given(changes=edits)
@FUZZ
def test_damage_inside_a_package(
    kind: str, member: str, changes: list[tuple[float, str, bytes]]
) -> None:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(original(kind))) as old,
        zipfile.ZipFile(target, "w") as new,
    ):
        for item in old.infolist():
            data = old.read(item)
            new.writestr(item, damaged(data, changes) if item.filename == member else data)
    feed(f"a.{kind}", target.getvalue())


@pytest.mark.parametrize("kind", [*MAKERS, "htm", "doc", "tsv", "unknown"])
@given(data=st.binary(max_size=600))
@FUZZ
def test_random_bytes_under_any_extension(kind: str, data: bytes) -> None:
    feed(f"a.{kind}", data)


@pytest.mark.parametrize("kind", ["txt", "md", "csv", "jsonl", "html"])
@given(
    text=st.text(alphabet="增长率1.5%亿元 \n\t,|\"'<>p/div#-*[]()=&;:{}年月日一、　", max_size=300)
)
@FUZZ
def test_text_of_marks(kind: str, text: str) -> None:
    feed(f"a.{kind}", text.encode())


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "xls", "zip"])
@given(head=st.integers(1, 600), tail=st.binary(max_size=300))
@FUZZ
def test_right_beginning_and_wrong_rest(kind: str, head: int, tail: bytes) -> None:
    feed(f"a.{kind}", original(kind)[:head] + tail)
