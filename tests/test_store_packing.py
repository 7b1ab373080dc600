"""A paragraph comes back from its blob exactly as it was, whatever its text holds."""

from __future__ import annotations

from base64 import b85decode
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_support import rich_document

from retrieval.records import (
    Figure,
    FigureKind,
    Paragraph,
    ParagraphKind,
    Sentence,
    StoredSentence,
)
from retrieval.store.packing import pack_paragraph, stored_sentences, unpack, unpack_paragraph

FIGURE = Figure(
    "5.3万元", 2, 7, FigureKind.MONEY, Decimal(53000), "元", "约", Decimal("6E+4"), "投资", 6
)
INVESTED = Sentence("投资5.3万元。", 3, 11, (FIGURE,), ("投资", "5.3万", "元", "。"), 2)

TEXT = st.text(alphabet=st.sampled_from("多少年5.３ \x1d\x1e\x1f\n\0\ud800😀𠀀'\"\\"), max_size=12)
NUMBER = st.decimals(allow_nan=False, allow_infinity=False)


@st.composite
def sentences(draw):
    words = draw(st.lists(TEXT, max_size=6))
    text = draw(st.one_of(st.just("".join(words)), TEXT))
    figures = draw(
        st.lists(
            st.builds(
                Figure,
                text=TEXT,
                start=st.integers(0, 9),
                end=st.integers(0, 9),
                kind=st.sampled_from(FigureKind),
                value=NUMBER,
                unit=TEXT,
                qualifier=TEXT,
                high=st.none() | NUMBER,
                label=TEXT,
                unit_start=st.integers(-1, 9),
            ),
            max_size=3,
        )
    )
    page = draw(st.none() | st.integers(1, 999))
    return Sentence(text, 3, 3 + len(text), tuple(figures), tuple(words), page)


PARAGRAPH = st.builds(
    Paragraph,
    sentences=st.lists(sentences(), max_size=4).map(tuple),
    headings=st.lists(TEXT, max_size=3).map(tuple),
    kind=st.sampled_from(ParagraphKind),
    caption=TEXT,
)


@settings(max_examples=60, deadline=None)
@given(PARAGRAPH)
def test_packed_and_unpacked(paragraph):
    assert unpack_paragraph(pack_paragraph(paragraph)) == paragraph


def test_exact_values_keep_their_form():
    for paragraph in rich_document("年鉴").articles[0].paragraphs:
        back = unpack_paragraph(pack_paragraph(paragraph))
        assert back == paragraph
        for before, after in zip(paragraph.sentences, back.sentences, strict=True):
            assert [str(f.value) for f in before.figures] == [str(f.value) for f in after.figures]


def test_it_is_smaller_than_its_text():
    words = ("今年", "解决", "诉求", "1391", "条", "，", "完成", "投资", "5.3万", "元", "。") * 8
    text = "".join(words)
    figure = Figure("1391条", 6, 11, FigureKind.COUNT, Decimal(1391), "条")
    paragraph = Paragraph((Sentence(text, 0, len(text), (figure,), words),))
    assert len(pack_paragraph(paragraph)) < len(text.encode()) // 2


# As the first version wrote them: words as text, and, for the control character, as JSON.
FIRST_FORM = (
    (
        Paragraph((INVESTED, Sentence("完成。", 11, 14, (), ("完成", "。"))), ("一、工作",)),
        "cma!6Dk#b?PF2#0R(i6d;c-Lb)9p*2?46?&tD^)Ii#FCVG}JKyG7NyExsFn9eqL&&l8%z8v4MdBkbc_Q3?!fLS_"
        "UM|T(wPr)U&RsFSfQQ>6pdF#_B`^wHun~<dx>+=tKhrVr3!H@}_#mPj<A+1NF;4ZfKHwx~}J0#{>`)0Q=%M<^",
    ),
    (
        Paragraph(
            (INVESTED, Sentence("完成\x1f。", 11, 15, (), ("完成", "\x1f", "。"))),
            ("一、工作",),
            ParagraphKind.TABLE,
            "单位：元",
        ),
        "cma!6DoISrNmbH`R(i6d;c-Lb)9p*2?46?&tE2R^cj}Y9z3=zTdfM6yl#e#nF*MXM0x}GMq`8h#Zhl^BrIL=4sj-2"
        "90gwhOQ+mE@8IWz}s%-+Ko^?%qv9(1>$1FBBRwo*$-OyAguQVq|CmJje4OL*OXZ&PGJ5c}Qh9;0pVA_-*5^%FY(j"
        "bGBp04Y8)-fTb)WE<n4XOts1XKzU1u`J2V`F6jGU;1h",
    ),
)


@pytest.mark.parametrize(("paragraph", "blob"), FIRST_FORM)
def test_what_the_first_version_packed_is_still_read(paragraph, blob):
    assert unpack_paragraph(b85decode(blob)) == paragraph


@settings(max_examples=60, deadline=None)
@given(PARAGRAPH)
def test_a_stored_sentence_is_the_same_before_and_after_it_is_decoded(paragraph):
    eager = tuple(
        StoredSentence(70 + number, s.text, s.words, s.figures, s.start, s.end, s.page)
        for number, s in enumerate(paragraph.sentences)
    )
    deferred = stored_sentences(unpack(pack_paragraph(paragraph)).sentences, 70)
    assert [hash(one) for one in deferred] == [hash(one) for one in eager]
    assert deferred == eager
    for one, other in zip(deferred, eager, strict=True):
        assert (one.id, one.text, one.start, one.end) == (
            other.id,
            other.text,
            other.start,
            other.end,
        )
        assert (one.words, one.figures, one.page) == (other.words, other.figures, other.page)
        assert repr(one) == repr(other)


def test_a_stored_sentence_cannot_be_changed_and_differs_by_any_field():
    blob = pack_paragraph(Paragraph((INVESTED,)))
    (sentence,) = stored_sentences(unpack(blob).sentences, 0)
    for field in ("id", "text", "words", "figures", "start", "end", "page"):
        with pytest.raises(AttributeError):
            setattr(sentence, field, None)
    same = {"id": 0, "text": INVESTED.text, "words": INVESTED.words, "figures": (FIGURE,)}
    same |= {"start": 3, "end": 11, "page": 2}
    assert sentence == StoredSentence(**same)
    for field, value in {
        "id": 1,
        "text": "投资。",
        "words": (),
        "figures": (),
        "start": 4,
        "end": 9,
        "page": 3,
    }.items():
        assert sentence != StoredSentence(**{**same, field: value})
