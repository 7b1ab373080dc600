"""Dates of publication in texts and names of files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from formats_support import read_bytes

from retrieval.formats.dates import date_in_name, find_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-08-13 17:05", date(2019, 8, 13)),
        ("发布时间：2019年8月13日", date(2019, 8, 13)),
        ("2019/8/13", date(2019, 8, 13)),
        ("2019.08.13", date(2019, 8, 13)),
        ("2019-08-13T17:05:00+08:00", date(2019, 8, 13)),
        ("Mon, 26 Apr 2021 12:01:40 GMT", date(2021, 4, 26)),
        ("20190813", date(2019, 8, 13)),
        ("2019-13-45，2020-02-29", date(2020, 2, 29)),
        ("2019年8月", None),
        ("第12019-08-134号", None),
        ("1.2019.08", None),
        ("", None),
    ],
)
def test_first_whole_date(text: str, day: date | None) -> None:
    assert find_date(text) == day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2020-04-16__某公司__年度报告.pdf", date(2020, 4, 16)),
        ("日报20230807第3版.txt", date(2023, 8, 7)),
        ("20230101-20231231报表.csv", None),
        ("2019年年度报告.pdf", None),
        ("report.txt", None),
    ],
)
def test_date_in_the_name_of_a_file(name: str, day: date | None) -> None:
    assert date_in_name(name) == day


def test_name_gives_the_date_where_the_text_has_none(tmp_path: Path) -> None:
    text = read_bytes(tmp_path, "日报20230807.txt", "全县粮食总产量61.3万吨。")
    assert text.published == date(2023, 8, 7)
    data = '{"text": "好", "date": "2021-05-06"}'
    assert read_bytes(tmp_path, "20230807.jsonl", data).published == date(2021, 5, 6)
