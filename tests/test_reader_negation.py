"""What was done does not answer a question for what was not."""

import pytest

from retrieval.question import understand
from retrieval.reader.negation import affirms_what_is_denied


@pytest.mark.parametrize(
    ("question", "clause", "denied"),
    [
        ("没有解决的问题有多少", "推动解决103条", True),
        ("没解决的有几条", "已办结103条", True),
        ("不满意的人占百分之几", "表示满意的占84.3%", True),
        ("没有解决的问题有多少", "其余22条正在解决", False),
        ("不满意的人占百分之几", "不满意的占2.1%", False),
        ("解决的问题有多少", "推动解决103条", False),
        ("有没有解决问题的数字", "推动解决103条", False),
        ("没有发生的事故", "收到线索125条", False),
    ],
)
def test_denied_and_affirmed(question: str, clause: str, denied: bool) -> None:
    assert affirms_what_is_denied(understand(question), clause) is denied
