"""For any text: no exception, nothing lost or doubled, every sentence leads back to its place."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.layout import close_numbers, lay_out
from retrieval.layout.sentences import LONGEST_SENTENCE, split_sentences
from retrieval.records import (
    Article,
    Block,
    BlockKind,
    Cell,
    ExtractedText,
    ParagraphKind,
    Table,
)

HAN = "临江县市区今年以来坚持推进工作服务群众企业项目建设提升水平解决问题农村环境教育医疗"
LOOSE_TEXT = st.text(
    alphabet=st.sampled_from(HAN + "0123456789.%％．，。；：！？“”（）《》、 \u3000\nABc□"),
    max_size=400,
)
ANY_TEXT = st.text(max_size=300)


def bare(text: str) -> str:
    return "".join(text.split()).replace("％", "%").replace("．", ".")


def text_of(articles: tuple[Article, ...]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for article in articles:
        counted.update(bare(article.title + article.byline + article.dateline))
        shown: tuple[str, ...] = ()
        for paragraph in article.paragraphs:
            for index, heading in enumerate(paragraph.headings):
                if paragraph.headings[: index + 1] != shown[: index + 1]:
                    counted.update(bare(heading))
            shown = paragraph.headings
            for sentence in paragraph.sentences:
                counted.update(bare(sentence.text))
    return counted


def lay(text: str) -> tuple[Article, ...]:
    return lay_out(ExtractedText("", text, "txt"))


@given(ANY_TEXT)
@settings(max_examples=150, deadline=None)
def test_any_text_is_laid_out(text: str) -> None:
    for article in lay(text):
        for paragraph in article.paragraphs:
            assert paragraph.sentences
            for sentence in paragraph.sentences:
                assert 0 <= sentence.start < sentence.end <= len(text)
                assert sentence.text.strip() == sentence.text != ""
                assert len(sentence.text) <= LONGEST_SENTENCE


@given(LOOSE_TEXT)
@settings(max_examples=150, deadline=None)
def test_sentences_lead_back_to_their_place(text: str) -> None:
    for article in lay(text):
        assert 0 <= article.start <= article.end <= len(text)
        for paragraph in article.paragraphs:
            if paragraph.kind is ParagraphKind.PROSE:
                for sentence in paragraph.sentences:
                    assert bare(text[sentence.start : sentence.end]) == bare(sentence.text)


WORDS = st.text(alphabet=HAN, min_size=2, max_size=14)
NUMBERS = st.sampled_from(
    [
        "1 0 6 名",
        "5 . 3 万个",
        "15 .3%",
        "91 . 4％",
        "192 . 9 亿元",
        "37 个",
        "7 月 17 日",
        "2022年",
    ]
)
CLAUSES = st.builds("{}{}".format, WORDS, st.one_of(st.just(""), NUMBERS))
SENTENCES = st.builds(
    lambda clauses, end: "，".join(clauses) + end,
    st.lists(CLAUSES, min_size=1, max_size=4),
    st.sampled_from("。。。！；"),
)
PARAGRAPHS = st.builds(lambda parts: "".join(parts) + "完。", st.lists(SENTENCES, max_size=6))
BODIES = st.lists(PARAGRAPHS, min_size=1, max_size=4)
TITLES = st.lists(st.text(alphabet=HAN, min_size=4, max_size=12), min_size=1, max_size=3)
NAMES = st.sampled_from(["□王小明", "□李华 张伟", "本报记者 赵明", ""])
ARTICLES = st.tuples(TITLES, NAMES, BODIES, st.sampled_from(["tyb", "ytb", "byt", "bty"]))


def varied(paragraph: str, number: int) -> str:
    """Make the words of each paragraph its own: a line that a page repeats is a running head."""
    return "".join(chr(ord(c) + 8 * number) if c in HAN else c for c in paragraph)


def broken(paragraph: str, width: int, between: str) -> str:
    lines: list[str] = []
    start, room = 0, width - 2  # the indent of the first line is lost
    while start < len(paragraph):
        lines.append(paragraph[start : start + room])
        start, room = start + room, width
    return between.join(lines)


@given(st.lists(ARTICLES, min_size=1, max_size=5), st.integers(10, 30), st.data())
@settings(max_examples=60, deadline=None)
def test_nothing_of_a_page_is_lost_or_doubled(
    articles: list[tuple[list[str], str, list[str], str]], width: int, data: st.DataObject
) -> None:
    pieces: list[str] = []
    for number, (titles, byline, paragraphs, order) in enumerate(articles):
        between = data.draw(st.sampled_from(["\n", "\n\n"]))
        parts = {
            "t": "\n\n".join(varied(t, 7 * number + i) for i, t in enumerate(titles)),
            "y": byline,
            "b": "\n\n".join(
                broken(varied(p, 5 * number + i), width, between) for i, p in enumerate(paragraphs)
            ),
        }
        pieces.extend(parts[letter] for letter in order if parts[letter])
    page = "\n\n".join(pieces)
    assert text_of(lay(page)) == Counter(bare(page))


@given(LOOSE_TEXT)
@settings(max_examples=150, deadline=None)
def test_split_sentences_keep_every_character_in_order(text: str) -> None:
    stretches = split_sentences(text)
    assert "".join(text[start:end] for start, end in stretches).split() == [] or bare(
        "".join(text[start:end] for start, end in stretches)
    ) == bare(text)
    ends = [0, *(end for _, end in stretches)]
    assert all(end <= start for end, (start, _) in zip(ends, stretches, strict=False))


@given(st.text(alphabet="0123456789 .．,，%％-—～万亿元名A县 \n", max_size=60))
@settings(max_examples=100, deadline=None)
def test_closing_numbers_takes_out_blanks_only(text: str) -> None:
    closed, back = close_numbers(text)
    assert bare(closed) == bare(text)
    assert back.text == closed
    for position, character in enumerate(closed):
        original = text[back.origin(position)]
        assert bare(original) == bare(character)


@given(st.text(alphabet="0123456789 .．%％万名县", max_size=60))
@settings(max_examples=150, deadline=None)
def test_closing_numbers_twice_changes_little_more(text: str) -> None:
    closed, _ = close_numbers(text)
    again, _ = close_numbers(closed)
    assert bare(again) == bare(closed)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([k for k in BlockKind if k is not BlockKind.TABLE]),
            st.integers(0, 7),
            LOOSE_TEXT,
        ),
        max_size=8,
    ),
    st.sampled_from(["html", "pdf", "docx", "md"]),
)
@settings(max_examples=100, deadline=None)
def test_any_blocks_are_laid_out(blocks: list[tuple[BlockKind, int, str]], format: str) -> None:
    text = ""
    made: list[Block] = []
    for kind, level, content in blocks:
        made.append(Block(kind, len(text), len(text) + len(content), level))
        text += content + "\n"
    articles = lay_out(ExtractedText("", text, format, blocks=tuple(made)))
    for article in articles:
        for paragraph in article.paragraphs:
            for sentence in paragraph.sentences:
                assert bare(text[sentence.start : sentence.end]) == bare(sentence.text)


CELLS = st.one_of(
    st.sampled_from(
        ["", "-", "1,234.5", "12%", "甲县", "2019年", "营业收入（万元）", "单位", "台", "长" * 300]
    ),
    st.text(max_size=12),
)


@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=30),
    st.integers(0, 4),
    st.integers(0, 3),
    st.sampled_from(["", "万元", "单位：万元"]),
)
@settings(max_examples=100, deadline=None)
def test_any_table_is_laid_out(
    rows: list[list[str]], header_rows: int, header_columns: int, unit: str
) -> None:
    width = max(map(len, rows))
    text = ""
    cells: list[tuple[Cell, ...]] = []
    for row in rows:
        made: list[Cell] = []
        for content in [*row, *[""] * (width - len(row))]:
            made.append(Cell(content, len(text), len(text) + len(content)))
            text += content + "\t"
        cells.append(tuple(made))
    table = Table(tuple(cells), header_rows, header_columns, unit, unit)
    block = Block(BlockKind.TABLE, 0, len(text), 0, table)
    for article in lay_out(ExtractedText("", text, "xlsx", blocks=(block,))):
        for paragraph in article.paragraphs:
            assert len(paragraph.sentences) > 0
            for sentence in paragraph.sentences:
                assert 0 < len(sentence.text) <= LONGEST_SENTENCE
                assert 0 <= sentence.start < sentence.end <= len(text)
                for figure in sentence.figures:
                    assert 0 <= figure.start < figure.end <= len(sentence.text)
