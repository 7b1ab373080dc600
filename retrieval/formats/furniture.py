"""Lines of a saved page that belong to its frame, not to its text: buttons, lists of other news."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SENTENCE_END = re.compile(r"[。！？!?；;：:，,]")
_BUTTON_AT_MOST = 8
_CLOSING = re.compile(
    r"^[【\[]?(?:相关(?:报道|阅读|新闻|链接|文章|推荐|专题)|(?:延伸|推荐|更多|热门|猜你喜欢|精彩)(?:阅读|新闻|推荐|文章|内容|报道)?"
    r"|网友评论|(?:最新|热门|全部|精彩)评论|(?:上|下)一篇|分享到|扫一扫|责任编辑|更多精彩)[】\]]?\s*[:：>]*$"
)


def without_furniture(lines: Sequence[str], *, title: str = "") -> list[str]:
    """Return the lines of the text proper.

    What stands before the title is dropped where it is nothing but buttons (short lines without
    punctuation); from a closing mark (相关报道：) on, what follows is dropped where it is no text.
    """
    kept = [line for line in (line.strip() for line in lines) if line]
    kept = kept[_opening(kept, title) :]
    for index in range(len(kept) - 1, -1, -1):
        if _CLOSING.match(kept[index]) and not any(map(_is_text, kept[index + 1 :])):
            kept = kept[:index]
    return kept


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
