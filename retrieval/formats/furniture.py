"""Lines of a saved page that belong to its frame, not to its text: buttons, lists of other news."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.formats.lexicon import formats_lexicon

_SENTENCE_END = re.compile(r"[。！？!?；;：:，,]")
_BUTTON_AT_MOST = 8
_TOOLS_AT_MOST = 30


def without_furniture(lines: Sequence[str], *, title: str = "") -> list[str]:
    """Return the lines of the text proper, blank ones left out; see ``kept_lines``."""
    return [lines[index].strip() for index in kept_lines(lines, title=title)]


def kept_lines(lines: Sequence[str], *, title: str = "") -> list[int]:
    """Return the indexes of the lines that are text.

    What stands before the title is dropped where it is nothing but buttons (short lines without
    punctuation); from a closing mark (相关报道：) on, what follows is dropped where it is no text;
    and so is a line that counts the page's readers or offers its tools.
    """
    lexicon = formats_lexicon()
    kept = [(index, text) for index, line in enumerate(lines) if (text := line.strip())]
    kept = kept[_opening([text for _, text in kept], title) :]
    kept = [
        (index, text)
        for index, text in kept
        if len(text) > _TOOLS_AT_MOST or not lexicon.page_tools.match(text)
    ]
    for place in range(len(kept) - 1, -1, -1):
        closing = lexicon.closing.fullmatch(kept[place][1])
        if closing and not any(_is_text(text) for _, text in kept[place + 1 :]):
            kept = kept[:place]
    return [index for index, _ in kept]


def _opening(lines: Sequence[str], title: str) -> int:
    """The index of the first line that is no button."""
    if title:
        for index, line in enumerate(lines[:40]):
            if line == title:
                return index + 1
            if _is_text(line):
                break
    buttons = 0
    while buttons < len(lines) and _is_button(lines[buttons]):
        buttons += 1
    return buttons if buttons >= 3 and buttons < len(lines) else 0


def _is_button(line: str) -> bool:
    return len(line) <= _BUTTON_AT_MOST and not re.search(r"[。！？；，、\d]", line)


def _is_text(line: str) -> bool:
    return len(line) >= 30 and bool(_SENTENCE_END.search(line))
