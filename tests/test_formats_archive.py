"""ZIP: every document in it, names in Chinese encodings, and nothing of a hostile archive."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import pytest
from formats_support import check, read_bytes, settings

from retrieval.errors import DocumentError, LimitError
from retrieval.formats import extract
from retrieval.records import ExtractedText

SENTENCE = "全县粮食总产量61.3万吨。"


def make(members: dict[str, bytes], mode: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", mode) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """Replace a name of the archive by bytes of the same length, with no mark of UTF-8."""
    assert len(old) == len(new)
    return data.replace(old, new)


def read_archive(folder: Path, data: bytes, **limits: object) -> tuple[ExtractedText, ...]:
    path = folder / "a.zip"
    path.write_bytes(data)
    found = extract(path, settings=settings(**limits))
    for text in found:
        check(text)
    return found


def test_documents_of_an_archive_and_nothing_beside_them(tmp_path: Path) -> None:
    found = read_archive(
        tmp_path,
        make(
            {
                "报告/2023.txt": SENTENCE.encode("gb18030"),
                "报告/页面.html": f"<html><body><p>{SENTENCE * 3}</p></body></html>".encode(),
                "表.csv": "镇名,人口\n甲镇,3.2\n".encode(),
                "报告/页面_files/logo.png": b"\x89PNG\r\n\x1a\n" + bytes(50),
                "__MACOSX/._2023.txt": b"\x00\x05\x16\x07",
                ".DS_Store": b"\x00\x01",
            }
        ),
    )
    assert [text.name for text in found] == [
        "a.zip/报告/2023.txt",
        "a.zip/报告/页面.html",
        "a.zip/表.csv",
    ]
    assert [text.format for text in found] == ["txt", "html", "csv"]
    assert found[0].text == SENTENCE
    assert found[0].encoding == "gb18030"


def test_names_in_gbk(tmp_path: Path) -> None:
    name = "年度报告".encode("gbk")
    data = renamed(make({"ABCDEFGH.txt": SENTENCE.encode()}), b"ABCDEFGH", name)
    (text,) = read_archive(tmp_path, data)
    assert text.name == "a.zip/年度报告.txt"


def test_archive_in_an_archive_and_no_deeper(tmp_path: Path) -> None:
    inner = make({"b.txt": SENTENCE.encode()})
    (text,) = read_archive(tmp_path, make({"inner.zip": inner}))
    assert text.name == "a.zip/inner.zip/b.txt"
    with pytest.raises(LimitError) as caught:
        read_archive(tmp_path, make({"outer.zip": make({"inner.zip": inner})}))
    assert caught.value.details["reason"] == "nested_too_deep"


def test_one_bad_document_refuses_the_archive_and_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        read_archive(tmp_path, make({"a.txt": SENTENCE.encode(), "b.pdf": b"%PDF-1.4 nothing"}))
    assert caught.value.details["document"] == "a.zip/b.pdf"


@pytest.mark.parametrize("name", ["../../etc/x.txt", "/etc/x.txt", "C:\\x.txt", "a\\..\\..\\x.txt"])
def test_paths_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_archive(tmp_path, make({"ok.txt": SENTENCE.encode(), name: SENTENCE.encode()}))
    assert caught.value.details["reason"] == "unsafe_path"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip"]


def test_link_is_not_followed(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", SENTENCE)
    (text,) = read_archive(tmp_path, data.getvalue())
    assert text.name == "a.zip/a.txt"


def test_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    data = make({f"{number}.txt": bytes(4 << 20) for number in range(20)})
    assert len(data) < 1 << 20
    with pytest.raises(LimitError) as caught:
        read_archive(tmp_path, data, max_archive_size=64 << 20)
    assert caught.value.details["reason"] == "archive_too_large"


def test_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    data = make({"a.txt": SENTENCE.encode() * 200_000})
    true_size = (len(SENTENCE.encode()) * 200_000).to_bytes(4, "little")
    assert data.count(true_size) == 2
    with pytest.raises(DocumentError) as caught:
        read_archive(tmp_path, data.replace(true_size, (100).to_bytes(4, "little")))
    assert caught.value.details["reason"] == "broken"


def test_bomb_of_archives_is_counted_as_a_whole(tmp_path: Path) -> None:
    inner = make({"x.txt": SENTENCE.encode() * 1000})
    members = {f"{number}.zip": inner for number in range(40)}
    with pytest.raises(LimitError) as caught:
        read_archive(tmp_path, make(members), max_archive_size=30_000 * 10)
    assert caught.value.details["reason"] == "archive_too_large"


def test_too_many_files(tmp_path: Path) -> None:
    with pytest.raises(LimitError) as caught:
        read_archive(tmp_path, make({f"{n}.txt": b"1" for n in range(30)}), max_archive_files=20)
    assert caught.value.details["reason"] == "too_many_files"


def test_encrypted_member(tmp_path: Path) -> None:
    data = bytearray(make({"a.txt": SENTENCE.encode()}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    with pytest.raises(DocumentError) as caught:
        read_archive(tmp_path, bytes(data))
    assert caught.value.details["reason"] == "encrypted"


def test_damaged_archives(tmp_path: Path) -> None:
    data = make({"a.txt": zlib.compress(bytes(3000)) + SENTENCE.encode() * 90})
    for cut in (30, len(data) // 2, len(data) - 5):
        with pytest.raises(DocumentError):
            read_archive(tmp_path, data[:cut])
    with pytest.raises(DocumentError) as caught:
        read_archive(tmp_path, make({}))
    assert caught.value.details["reason"] == "no_text"
    with pytest.raises(DocumentError):
        read_bytes(tmp_path, "pictures.zip", make({"a.png": b"\x89PNG", "b.css": b"p{}"}))
