"""HTML pages of several entries: one article for each, with its own heading as its title."""

from __future__ import annotations

from pathlib import Path

from formats_support import read_bytes

from retrieval.layout import lay_out

BRIDGE = (
    "<article><h2>鹄州大桥</h2><p>鹄州大桥跨越湎江，为双塔斜拉桥，主跨1120米，全桥长6428米，"
    "由桓南省投资建设，总投资38.6亿元，2019年动工，2024年6月建成通车，日均车流4.2万辆。</p>"
    "<h3>建设</h3><p>主墩桩基深128米。</p></article>"
)
COLLEGE = (
    "<article><h2>栖梧理工大学</h2><p>栖梧理工大学是一所公立大学，由3所院校的工科系组建，"
    "占地3260亩，校舍面积142万平方米，全日制在校本科生21480人，专任教师2210人。</p>"
    "<h3>规模</h3><p>学校设22个学院。</p></article>"
)


def titles(folder: Path, body: str) -> list[tuple[str, list[tuple[str, ...]]]]:
    head = "<html><head><title>地方百科选条</title></head><body><h1>地方百科选条</h1>"
    extracted = read_bytes(folder, "page.html", f"{head}{body}</body></html>")
    assert extracted.title == "地方百科选条"
    return [(a.title, [p.headings for p in a.paragraphs]) for a in lay_out(extracted)]


def test_each_entry_is_an_article_under_its_own_heading(tmp_path: Path) -> None:
    assert titles(tmp_path, BRIDGE + COLLEGE) == [
        ("鹄州大桥", [(), ("建设",)]),
        ("栖梧理工大学", [(), ("规模",)]),
    ]


def test_one_article_keeps_its_headings(tmp_path: Path) -> None:
    assert titles(tmp_path, BRIDGE) == [("地方百科选条", [("鹄州大桥",), ("鹄州大桥", "建设")])]


def test_cards_beside_an_article_are_no_entries(tmp_path: Path) -> None:
    card = "<article><h2>又一座桥</h2><p>点击阅读。</p></article>"
    assert [title for title, _ in titles(tmp_path, BRIDGE + card + card)] == ["地方百科选条"]


def test_what_stands_before_the_entries_is_under_the_title_of_the_page(tmp_path: Path) -> None:
    found = titles(
        tmp_path,
        "<p>本页收录桓南省的条目，数据截至2024年年底，由编辑部整理。</p>" + BRIDGE + COLLEGE,
    )
    assert [title for title, _ in found] == ["地方百科选条", "鹄州大桥", "栖梧理工大学"]
