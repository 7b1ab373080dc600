"""A paragraph comes back from its blob exactly as it was, whatever its text holds."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from store_support import rich_document

from retrieval.records import Figure, FigureKind, Paragraph, ParagraphKind, Sentence
from retrieval.store.packing import pack_paragraph, unpack_paragraph

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
