"""Telegram's HTML: nothing a document or a person writes becomes markup, cuts break no entity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram_html import parse, utf16

from bot import html_text

TEXT = st.text(alphabet="数字<>&\"';#x0123ab\n 😀é", max_size=60)


def markup(depth: int = 2) -> st.SearchStrategy[str]:
    plain = TEXT.map(html_text.escape)
    if depth == 0:
        return plain
    inner = st.lists(markup(depth - 1), max_size=4).map("".join)
    tagged = st.tuples(st.sampled_from(["b", "i", "u"]), inner).map(
        lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
    )
    return st.one_of(plain, tagged)


QUOTED = st.lists(
    st.one_of(markup(), markup().map(lambda inner: f"<blockquote>{inner}</blockquote>")),
    max_size=5,
).map("".join)


@given(st.text(max_size=200))
def test_escaped_text_is_no_markup(text: str) -> None:
    shown, entities = parse(html_text.escape(text))
    assert entities == []
    assert len(shown) == len(text)
    assert all(
        a == b or (not b.isprintable() and a == " ") for a, b in zip(shown, text, strict=True)
    )


@given(QUOTED, st.integers(2, 80))
def test_a_cut_fits_parses_and_keeps_the_beginning(html: str, limit: int) -> None:
    cut = html_text.cut(html, limit)
    shown, _ = parse(cut)
    whole, _ = parse(html)
    assert utf16(shown) <= limit
    if utf16(whole) <= limit:
        assert cut == html
    else:
        assert shown.endswith("…")
        assert whole.startswith(shown[:-1])


@given(QUOTED, st.integers(2, 80))
def test_a_cut_never_ends_an_entity_early(html: str, limit: int) -> None:
    _, whole = parse(html)
    shown, kept = parse(html_text.cut(html, limit))
    complete = {(e.kind, e.start, e.text) for e in whole}
    for entity in kept:
        if entity.kind != "blockquote":
            assert (entity.kind, entity.start, entity.text) in complete
    assert shown is not None


@pytest.mark.parametrize(
    ("html", "limit", "expected"),
    [
        ("<blockquote>ab<b>1391条</b>cd</blockquote>ef", 7, "<blockquote>ab…</blockquote>"),
        (
            "<blockquote>ab<b>1391条</b>cd</blockquote>ef",
            8,
            "<blockquote>ab<b>1391条</b>…</blockquote>",
        ),
        ("a&amp;b&lt;c", 3, "a&amp;…"),
        ("😀😀😀", 5, "😀😀…"),
        ("<b>1391</b>条件", 20, "<b>1391</b>条件"),
    ],
)
def test_cuts(html: str, limit: int, expected: str) -> None:
    assert html_text.cut(html, limit) == expected


def test_a_message_of_4096_units_is_left_whole() -> None:
    text = "数" * 4094 + "😀"
    assert html_text.cut(text) == text
    assert html_text.length(html_text.cut(text + "a")) == 4095  # the emoji gives way to the dots
