"""Titles gathered at one end of a page, away from their bodies, as a PDF can leave them.

Each line goes to the article whose words it shares; lines that follow each other go together
unless their words clearly part (Viterbi's algorithm over the lines, articles as states).
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.layout.groups import Stretch
from retrieval.layout.items import Item, ItemKind
from retrieval.layout.titles import MOST_TITLE_LINES, Units
from retrieval.layout.words import PageWords

_FEWEST_LINES = 5  # short lines in one group that can be titles of several articles
_MOST_LINES = 80
_MOST_ARTICLES = 40
_SWITCH = 0.3  # cost of going over to another article
_NO_TITLE = 0.12  # what a line gains that is nobody's title


def gathered_titles(
    groups: Sequence[Stretch], units: Units, words: PageWords
) -> dict[int, list[Item]]:
    """Return the titles gathered in the first or last group, by the number of their article."""
    count = len(groups) - 1
    if not 3 <= count <= _MOST_ARTICLES:
        return {}
    for group in (groups[-1], groups[0]):
        shorts = [item for item in group.items if item.kind is ItemKind.SHORT and not item.level]
        if not _FEWEST_LINES <= len(shorts) <= _MOST_LINES:
            continue
        bodies = [units(number) for number in range(count)]
        given = _assign([_shares(item, bodies, words) for item in shorts])
        titles: dict[int, list[Item]] = {}
        for number in range(count):
            run = _longest_run(given, number)
            if run:
                titles[number] = [shorts[line] for line in run][:MOST_TITLE_LINES]
        if len(titles) >= 3:
            return titles
    return {}


def _shares(item: Item, bodies: Sequence[set[str]], words: PageWords) -> list[float]:
    return [words.affinity(item.text.text, body) for body in bodies]


def _assign(shares: Sequence[Sequence[float]]) -> list[int]:
    """Return for each line the article it belongs to, -1 for none."""
    states = [*range(len(shares[0])), -1]
    scores = [0.0] * len(states)
    links: list[list[int]] = []
    for line in shares:
        best = max(range(len(states)), key=scores.__getitem__)
        came: list[int] = []
        following: list[float] = []
        for index, state in enumerate(states):
            stays = scores[index] >= scores[best] - _SWITCH
            came.append(index if stays else best)
            gain = line[state] if state >= 0 else _NO_TITLE
            following.append((scores[index] if stays else scores[best] - _SWITCH) + gain)
        scores = following
        links.append(came)
    index = max(range(len(states)), key=scores.__getitem__)
    given: list[int] = []
    for came in reversed(links):
        given.append(states[index])
        index = came[index]
    given.reverse()
    return given


def _longest_run(given: Sequence[int], number: int) -> list[int]:
    best: list[int] = []
    run: list[int] = []
    for line, article in enumerate(given):
        run = [*run, line] if article == number else []
        if len(run) > len(best):
            best = run
    return best
