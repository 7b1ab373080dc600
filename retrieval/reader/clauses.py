"""The clauses of a sentence, and what the words before a figure name."""

from __future__ import annotations

import re

_CLAUSE_END = re.compile(r"[，,。；;：:！!？?]")
# Words before a figure that name no measure, only when, how far or that it changed: 上年为,
# 而第二季度仅为, 同比增长, 占比.
_NO_MEASURE = re.compile(
    r"(?:其中|而|则|又|再|且|即|为|是|达到?|到|至|约|近|超过?|仅|只|有|的|了|也|均|分别|[上去前今本当同明]年"
    r"|同期|本期|上期|年度|年[末初底]|[一二三四前]+个?季度?|第|季度|[上下]半年|全年|[\d一二三四五六七八九十]+"
    r"|[年月日]份?|[末初底]|同比|环比|比|较|两年|平均|年均|名义|实际|净|新|可比价格?|口径|按|扣除价格因素"
    r"|(?:增|上|下|提|降|减|回|收|放|加|跌|涨|扩)(?:长|升|涨|降|高|低|少|落|窄|缓|快|大|加|跌|幅|速)?"
    r"|增速|幅度?|占比?|比重|比例|率|[,，、；;:：()（）\s])*"
)


def clause_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the clause around ``text[start:end]`` begins and ends."""
    begin = 0
    for match in _CLAUSE_END.finditer(text, 0, start):
        begin = match.end()
    following = _CLAUSE_END.search(text, end)
    return begin, following.start() if following else len(text)


def names_no_measure(words: str) -> bool:
    """Tell whether the words before a figure say only when, or how far: 上年为."""
    return _NO_MEASURE.fullmatch(words) is not None
