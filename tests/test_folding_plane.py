"""Text is folded alike one character at a time and by the table of the whole plane."""

from __future__ import annotations

import pytest

from retrieval import folding

CHARACTERS = [chr(code) for code in range(0x30000) if not 0xD800 <= code < 0xE000]


@pytest.fixture
def fresh(monkeypatch):
    monkeypatch.setattr(folding, "_plane", [])
    monkeypatch.setattr(folding, "_count", 0)


def test_many_characters_are_folded_as_few_are(fresh, monkeypatch):
    one_by_one = [folding._fold_character(character) for character in CHARACTERS[: 1 << 16]]
    monkeypatch.setattr(folding, "_plane", folding._fold_plane())
    assert list(folding.fold("".join(CHARACTERS[: 1 << 16]))) == one_by_one


def test_characters_beyond_the_plane_are_folded_too(fresh):
    text = "臺灣𝟏𠀀ＡⅫ①㎡"
    before = folding.fold(text)
    folding.fold("多" * 200_000)
    assert folding._plane
    assert folding.fold(text) == before == "台湾1𠀀aⅫ①㎡".replace("Ⅻ", before[5])
    assert folding.fold("臺灣") == "台湾"
