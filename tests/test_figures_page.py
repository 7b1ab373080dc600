"""The figures of a newspaper page that the reader is asked for are found in its sentences."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from retrieval.figures import find_figures

ROOT = Path(__file__).parent.parent


def plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


PAGE = plain((ROOT / "seeds" / "shandong_newspaper_page.txt").read_text(encoding="utf-8"))
QUESTIONS = [
    question
    for line in (ROOT / "tests" / "gold" / "seed_dev.jsonl").read_text("utf-8").splitlines()
    if (question := json.loads(line))["figures"]
]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
def test_the_figure_asked_for_is_found_in_its_sentence(question: dict[str, object]) -> None:
    wanted = [plain(str(figure)) for figure in question["figures"]]  # type: ignore[attr-defined]
    places = [PAGE.find(plain(part)) for part in question["sentence_contains"]]  # type: ignore[attr-defined]
    place = next(place for place in places if place >= 0)
    start = PAGE.rfind("。", 0, place) + 1
    end = PAGE.find("。", place + 1)
    found = {plain(figure.text) for figure in find_figures(PAGE[start:end])}
    if question["kind"] == "list":
        # 3亿 stands as 3亿人口: number and noun are one figure.
        assert all(any(text.startswith(figure) for text in found) for figure in wanted)
    else:
        assert found & set(wanted)
