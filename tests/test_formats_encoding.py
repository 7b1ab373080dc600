"""Encodings: told apart for texts of any length, cleaned, refused with the place."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from formats_support import read_bytes, settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from retrieval.errors import DocumentError, EncodingError, UnsupportedFormatError
from retrieval.formats import extract
from retrieval.formats.characters import clean
from retrieval.formats.encoding import decode

SIMPLIFIED = (
    "全县粮食总产量61.3万吨，比上年增长1.1%。",
    "市民服务热线共受理群众来电",
    "第二产业增加值150.3亿元",
    "他们在学校图书馆里读书，直到天黑才回家。",
    "会议强调，要坚持稳中求进。",
    "联通",
    "中国",
)
TRADITIONAL = (
    "臺北市立圖書館新館開幕，藏書一百二十萬冊。",
    "該國總人口約兩千三百萬人",
    "這座橋樑全長2680公尺，於1998年通車。",
    "歷史悠久的學校",
    "臺灣",
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", SIMPLIFIED)
def test_simplified_text(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt")[0] == text


@pytest.mark.parametrize("encoding", [*ENCODINGS, "big5"])
@pytest.mark.parametrize("text", TRADITIONAL)
def test_traditional_text(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt")[0] == text


def test_names_of_the_encodings() -> None:
    text = SIMPLIFIED[0]
    assert decode(text.encode(), "a")[1] == "utf-8"
    assert decode(text.encode("gbk"), "a")[1] == "gb18030"
    assert decode(TRADITIONAL[0].encode("big5"), "a")[1] == "big5hkscs"
    assert decode(text.encode("utf-16-le"), "a")[1] == "utf-16-le"
    assert decode(b"\xff\xfe" + text.encode("utf-16-le"), "a")[1] == "utf-16-le"


def test_characters_beyond_gbk() -> None:
    text = "㐀㐁是扩展区的字，𠮷野家有1200家店。"
    assert decode(text.encode("gb18030"), "a")[0] == text


def test_first_chinese_far_behind_ascii() -> None:
    data = b"id,value\n" * 40_000 + SIMPLIFIED[0].encode("gbk")
    assert decode(data, "a.csv")[0].endswith(SIMPLIFIED[0])


@pytest.mark.parametrize("text", ["Привет, мир: 12", "😀 15%", "plain ascii 42", "有\ufffd个坏字"])
def test_other_scripts_in_utf8(text: str) -> None:
    assert decode(text.encode(), "a.txt")[0] == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), min_size=1))
def test_any_text_in_utf8_with_mark_comes_back(text: str) -> None:
    assert decode(text.encode("utf-8-sig"), "a.txt")[0] == text


@pytest.mark.parametrize(
    ("data", "encoding", "offset", "line"),
    [
        ("第一行\n第二行有错".encode() + b"\xff\xff", "utf-8", 25, 2),
        ("全县粮食总产量".encode()[:-1], "utf-8", 18, 1),
        ("第一行\n第二行\n第三行增长".encode("gbk") + b"\xff\n", "gb18030", 24, 3),
        (b"\xff\xfe" + "增长".encode("utf-16-le") + b"\x00", "utf-16-le", 6, 1),
    ],
)
def test_what_cannot_be_decoded_is_refused_with_the_place(
    data: bytes, encoding: str, offset: int, line: int
) -> None:
    with pytest.raises(EncodingError) as caught:
        decode(data, "a.txt")
    details = caught.value.details
    assert (details["document"], details["reason"]) == ("a.txt", "undecodable")
    assert (details["encoding"], details["offset"], details["line"]) == (encoding, offset, line)


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_are_no_text(seed: int) -> None:
    data = random.Random(seed).randbytes(2000)
    with pytest.raises((UnsupportedFormatError, EncodingError)):
        decode(data, "a.txt")


@given(st.binary(max_size=400))
@hypothesis_settings(max_examples=300, deadline=None)
def test_any_bytes_give_text_or_an_error_of_ours(data: bytes) -> None:
    try:
        text, encoding = decode(data, "a.txt")
    except DocumentError as error:
        assert error.details["document"] == "a.txt"
    else:
        assert isinstance(text, str) and encoding


@given(st.text(max_size=200))
def test_clean_is_stable_and_leaves_no_control(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not any(c < " " and c not in "\t\n\f" for c in once)


def test_line_ends_and_controls_are_cleaned(tmp_path: Path) -> None:
    data = "第一行\r\n第二行\r第三行\n\x00第\x07四\x7f行\u200b\ufeff".encode()
    text = read_bytes(tmp_path, "mixed.txt", data)
    assert text.text == "第一行\n第二行\n第三行\n第四行"


def test_stand_ins_of_fonts_become_plain_characters() -> None:
    assert clean("⼈⺠⽣活⾯积") == "人民生活面积"


def test_form_feeds_part_pages(tmp_path: Path) -> None:
    text = read_bytes(tmp_path, "pages.txt", "第一页\n\f第二页\n\f第三页")
    assert "\f" not in text.text
    assert [(p.number, text.text[p.start : p.end].strip()) for p in text.pages] == [
        (1, "第一页"),
        (2, "第二页"),
        (3, "第三页"),
    ]


def test_endless_line_is_read(tmp_path: Path) -> None:
    text = read_bytes(tmp_path, "line.txt", "增长15.3%。" * 20_000)
    assert len(text.text) == 8 * 20_000


def test_text_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes("增长".encode() * 600)
    with pytest.raises(DocumentError) as caught:
        extract(path, settings=settings(max_text_length=1000))
    assert caught.value.details["reason"] == "text_too_long"


def test_file_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 1 << 40)  # a terabyte of holes
    with pytest.raises(DocumentError) as caught:
        extract(path, settings=settings())
    assert caught.value.details["reason"] == "file_too_large"
