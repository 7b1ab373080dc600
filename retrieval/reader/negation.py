"""Questions for what was not done: 没有解决的 is not answered by what was."""

from __future__ import annotations

import re
from functools import cache

from config.lexicon_file import load_lexicon
from retrieval.folding import fold
from retrieval.question import Question
from retrieval.question.lexicon import find_cues, synonyms
from retrieval.question.subject import predicates

_NEGATION = r"(?:没有?|未能?|不)(?:被|能)?"
# 有没有 asks whether, and denies nothing.
_DENIED = re.compile(rf"(?<!有){_NEGATION}([\u4e00-\u9fff]{{2}})")


@cache
def _qualities() -> frozenset[str]:
    return frozenset(map(fold, load_lexicon("question.txt").keys("qualities")))


def affirms_what_is_denied(question: Question, clause: str) -> bool:
    """Tell whether a question denies what the folded clause of a figure says was done."""
    for match in _DENIED.finditer(question.matched):
        word = match[1]
        if word not in predicates() and word not in _qualities():
            continue
        forms = (word, *synonyms().get(word, ()))
        named = [form for form in forms if len(form) > 1 and form in clause]
        if not named or "ongoing" in find_cues(clause):
            continue
        if not any(re.search(_NEGATION + re.escape(form), clause) for form in named):
            return True
    return False
