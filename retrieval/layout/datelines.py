"""Datelines: 新华社北京10月9日电, 本报讯（记者 某某） at the head of an article's text."""

from __future__ import annotations

import re
from functools import cache

from retrieval.layout.characters import HAN
from retrieval.layout.lexicon import layout_lexicon

_LONGEST = 120  # characters


@cache
def _pattern() -> re.Pattern[str]:
    lexicon = layout_lexicon()
    ending = f"(?:{lexicon.dateline_endings})"
    agency = rf"(?:{lexicon.agencies}|[{HAN}A-Za-z]{{2,10}}(?:{lexicon.agency_endings}))"
    reporters = f"(?:{lexicon.reporters})"
    bracketed = r"(?:\s*[（(【\[][^）)】\]]{0,60}[）)】\]])?"
    said = rf"(?:\s*{reporters}[\s：:]*[{HAN}·\s、]{{2,30}}?{ending}(?=[\s：:，,（(0-9]))?"
    return re.compile(
        rf"(?:{agency}[^，。：！？；“”（）()]{{0,30}}?{ending}(?=[\s（(【\[，,：:0-9]|$)"
        rf"{bracketed}{said}"
        rf"|[（(【\[][^）)】\]。]{{0,30}}(?:{ending}|{reporters})[^）)】\]。]{{0,40}}[）)】\]])"
        rf"\s*(?:题\s*)?[：:，,]?\s*"
    )


@cache
def _hint() -> re.Pattern[str]:
    """What every dateline holds, looked for first because hardly any line does."""
    lexicon = layout_lexicon()
    return re.compile(f"{lexicon.dateline_endings}|{lexicon.reporters}")


def dateline_end(text: str) -> int:
    """Return where the dateline with which ``text`` begins ends, 0 where there is none."""
    head = text[:_LONGEST]
    if _hint().search(head) is None:
        return 0
    found = _pattern().match(head)
    return found.end() if found else 0
