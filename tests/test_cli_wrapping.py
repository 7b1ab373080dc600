"""Lines broken by width: nothing lost, nothing too wide, no mark at the beginning of a line."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.wrapping import line_starts, width_of, wrap

TEXT = st.text(alphabet="多少条，。“”（）12.5%ab  \n", max_size=60)


@given(TEXT, st.integers(2, 30), st.integers(2, 30))
def test_nothing_is_lost_and_nothing_too_wide(text: str, width: int, first: int) -> None:
    bounds = [0, *line_starts(text, width, first), len(text)]
    assert all(a < b for a, b in pairwise(bounds[:-1]))
    lines = [text[a:b] for a, b in pairwise(bounds)]
    assert "".join(lines) == text
    for number, line in enumerate(lines):
        assert width_of(line.rstrip()) <= (width if number else first)


def test_breaks_between_han_and_at_blanks_only() -> None:
    assert wrap("共收到诉求216条，办结。", 13) == ["共收到诉求", "216条，办结。"]
    assert wrap("two words", 5) == ["two", "words"]
    assert wrap("一二三，四", 6) == ["一二", "三，四"]
    assert wrap("一二（三）", 6) == ["一二", "（三）"]
    assert wrap("1234567890", 4) == ["1234", "5678", "90"]
    assert wrap("", 10) == []
