"""Whether a text's places are the one asked for, within it, or another."""

import pytest

from retrieval.places import place_match


@pytest.mark.parametrize(
    ("asked", "found", "expected"),
    [
        ({"河南"}, ({"河南"},), 1.0),
        ({"河南"}, (set(), {"河南"}), 0.9),
        ({"河南"}, ({"郑州"},), 0.0),  # lies within it
        ({"郑州"}, ({"河南"},), 0.0),  # lies around it
        ({"河南"}, ({"吉林"},), -1.0),
        ({"郑州"}, ({"长春"},), -1.0),
        ({"郑州"}, ({"洛阳"},), -1.0),  # another city of the same province
        ({"郑州"}, ({"洛阳"}, {"郑州"}), 0.9),
        ({"平塬"}, ({"沅皋"},), -0.5),  # neither is known
        (set(), ({"河南"},), 0.0),
        ({"河南"}, (set(),), 0.0),
    ],
)
def test_places(asked: set[str], found: tuple[set[str], ...], expected: float) -> None:
    assert place_match(frozenset(asked), *map(frozenset, found)) == pytest.approx(expected)
