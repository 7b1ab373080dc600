"""The newspaper page in seeds/ comes apart into its articles."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from retrieval.layout import lay_out
from retrieval.records import Article, ExtractedText

PAGE = Path(__file__).parent.parent / "seeds" / "shandong_newspaper_page.txt"


def bare(text: str) -> str:
    return "".join(text.split()).replace("％", "%").replace("．", ".")


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def articles(page: str) -> tuple[Article, ...]:
    return lay_out(ExtractedText(PAGE.name, page, "txt"))


def sentences(article: Article) -> list[str]:
    return [s.text for paragraph in article.paragraphs for s in paragraph.sentences]


def test_seven_articles_with_their_titles_and_bylines(articles: tuple[Article, ...]) -> None:
    assert [(article.title, article.byline) for article in articles] == [
        ("崂山区推进“访企问政督效”活动走深走实 有效监督护航重点项目落地", "隔林威江"),
        ("临朐县 教育惠民“三举措” 绘就民生新答卷", "□谭磊 王小滨"),
        ("德州天衢新区主动服务融入 打造全省对接京津冀桥头堡", "□王大山"),
        ("兰陵镇 “四个聚焦”展新姿 “清”风拂面“廉”入心", "□张敏"),
        ("济南解放路街道办事处 多举措加强预算绩效管理", "□聂慧"),
        ("聊城开发区 加大宣传力度 促进农村人居环境整治", "□李春国 王波"),
        ("临邑县靶向发力 建立群众诉求闭环解决机制", "□于萍"),
    ]


def test_each_article_begins_with_its_own_text(articles: tuple[Article, ...]) -> None:
    assert [sentences(article)[0][:12] for article in articles] == [
        "“你们在项目审批、施工中",
        "近年来，临朐县坚持教育优",
        "德州是山东唯一纳入京津冀",
        "去年以来，兰陵县兰陵镇主",
        "为持续推动提升预算绩效管",
        "近日，聊城市农业农村局开",
        "临邑县坚持把人民利益作为",
    ]


def test_section_headings_of_two_lines(articles: tuple[Article, ...]) -> None:
    headings = list(dict.fromkeys(p.headings for p in articles[1].paragraphs))
    assert headings == [
        (),
        ("课后延时“小服务” 凝聚教育为民“大情怀”",),
        ("午休午餐“小切口” 撬动教育惠民“大工程”",),
        ("为民服务“微举措” 助推基层治理“大提升”",),
    ]
    headings = list(dict.fromkeys(p.headings for p in articles[2].paragraphs))
    assert headings[1:] == [
        (name,)
        for name in ("强化规划引领", "推动产业升级", "搭建合作平台", "打造科创基地", "激发消费热点")
    ]


@pytest.mark.parametrize(
    ("article", "snippet"),
    [
        (0, "今年以来，已推动解决企业合理诉求70个，查办问题线索42件。"),
        (
            1,
            "集中采购午休垫5.3万个，午餐午休服务已覆盖全县96所中小学，覆盖率达100%，惠及学生10.8万人",
        ),
        (1, "全县19978名义务教育阶段学生"),
        (1, "咨询量同比下降15.3%。"),
        (2, "总投资192.9亿元。"),
        (2, "6英寸硅片、8英寸硅片、12英寸大硅片"),
        (2, "涵盖38个大中城市3亿人口"),
        (2, "推进中央CBD 发展"),
        (3, "监督App 上传"),
        (6, "分别占总量的10.83%、10.69%、8.92%、4.73%和3.86%。"),
        (6, "现场处理率达91.4%；"),
        (6, "106名“CGO”实现规上企业服务全覆盖"),
        (6, "7月17日启动幸福临邑大走访活动以来"),
        (6, "分别高于全省、全市9.5、7.9个百分点。"),
    ],
)
def test_numbers_are_closed_and_words_kept(
    articles: tuple[Article, ...], article: int, snippet: str
) -> None:
    assert any(snippet in sentence for sentence in sentences(articles[article]))


def test_one_sentence_holds_all_its_figures(articles: tuple[Article, ...]) -> None:
    (sentence,) = [s for s in sentences(articles[6]) if "1391条" in s]
    assert sentence == (
        "目前，收集到的1442条评价认识类和814条政策咨询类问题已顺利销号，1982条诉求建议类问题中的"
        "1391条已对接解释沟通到位，其它591条问题正在全力解决中。"
    )


def test_offsets_lead_back_to_the_page(page: str, articles: tuple[Article, ...]) -> None:
    for article in articles:
        for paragraph in article.paragraphs:
            for sentence in paragraph.sentences:
                assert bare(page[sentence.start : sentence.end]) == bare(sentence.text)


def test_no_character_is_lost_or_doubled(page: str, articles: tuple[Article, ...]) -> None:
    counted: Counter[str] = Counter()
    for article in articles:
        counted.update(bare(article.title + article.byline + article.dateline))
        counted.update(bare("".join(sentences(article))))
        shown: tuple[str, ...] = ()
        for paragraph in article.paragraphs:
            for heading in paragraph.headings:
                if heading not in shown:
                    counted.update(bare(heading))
            shown = paragraph.headings
    assert counted == Counter(bare(page))


def test_body_text_stands_in_order_and_once(page: str, articles: tuple[Article, ...]) -> None:
    spans = [
        (sentence.start, sentence.end)
        for article in articles
        for paragraph in article.paragraphs
        for sentence in paragraph.sentences
    ]
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


# The same articles set otherwise: where titles and bylines stand must not decide whose they are.


def _parts(page: str, articles: tuple[Article, ...]) -> list[tuple[str, str, str]]:
    """Return title lines, byline and body of each article, as they stand on the page."""
    lines = page.split("\n")
    places = [  # first and last line of body and title
        ((2, 67), (69, 71)), ((75, 213), (215, 217)), ((221, 382), (384, 386)),
        ((389, 434), (436, 440)), ((444, 483), (485, 487)), ((491, 506), (508, 512)),
        ((516, 718), (720, 722)),
    ]  # fmt: skip
    return [
        (
            "\n".join(lines[title[0] : title[1] + 1]),
            "□" + article.byline.lstrip("□"),
            "\n".join(lines[body[0] : body[1] + 1]),
        )
        for (body, title), article in zip(places, articles, strict=True)
    ]


@pytest.mark.parametrize("order", ["tyb", "ytb", "bty", "bt", "tb"])
def test_titles_are_found_wherever_they_stand(
    page: str, articles: tuple[Article, ...], order: str
) -> None:
    pieces: list[str] = []
    for title, byline, body in _parts(page, articles):
        pieces.extend({"t": title, "y": byline, "b": body}[letter] for letter in order)
    found = lay_out(ExtractedText("page.txt", "\n\n".join(pieces), "txt"))
    assert [(a.title, sentences(a)[0]) for a in found] == [
        (a.title, sentences(a)[0]) for a in articles
    ]
    if "y" in order:
        assert [a.byline for a in found] == ["□" + a.byline.lstrip("□") for a in articles]


def test_titles_gathered_at_the_end_go_to_their_articles(
    page: str, articles: tuple[Article, ...]
) -> None:
    parts = _parts(page, articles)
    pieces = [piece for _, byline, body in parts for piece in (byline, body)]
    order = (3, 1, 5, 6, 0, 2, 4)
    found = lay_out(
        ExtractedText("page.txt", "\n\n".join(pieces + [parts[n][0] for n in order]), "txt")
    )
    assert [(a.title, a.byline.lstrip("□")) for a in found] == [
        (a.title, a.byline.lstrip("□")) for a in articles
    ]


def test_some_titles_before_and_some_behind(page: str, articles: tuple[Article, ...]) -> None:
    pieces: list[str] = []
    for number, (title, byline, body) in enumerate(_parts(page, articles)):
        pieces.extend([byline, title, body] if number % 3 else [byline, body, title])
    found = lay_out(ExtractedText("page.txt", "\n\n".join(pieces), "txt"))
    assert [a.title for a in found] == [a.title for a in articles]


def set_in_lines(paragraph: str, width: int) -> list[str]:
    """Break a paragraph at a column's width in half ems, the indent of its first line lost."""
    lines = [""]
    room = width - 4
    for character in paragraph:
        room -= 1 if ord(character) < 0x2000 else 2
        if room < 0 and character not in "，。、；：”！？）":
            lines.append("")
            room = width - (1 if ord(character) < 0x2000 else 2)
        lines[-1] += character
    return lines


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("width", [24, 28, 40, 56])
def test_columns_of_any_width_give_the_same_sentences(
    articles: tuple[Article, ...], width: int, between: str
) -> None:
    pieces: list[str] = []
    for article in articles:
        for paragraph in article.paragraphs:
            text = "".join(sentence.text for sentence in paragraph.sentences)
            pieces.append(between.join(set_in_lines(text, width)))
        pieces.extend(["\n".join(article.title.split(" ")), "□" + article.byline.lstrip("□")])
    found = lay_out(ExtractedText("page.txt", "\n\n".join(pieces[:-1]), "txt"))
    assert [article.title for article in found] == [article.title for article in articles]
    expected = [sentence for article in articles for sentence in sentences(article)]
    same = set(expected) & {sentence for article in found for sentence in sentences(article)}
    # A Latin word broken by the column cannot be told from two: CB, D.
    assert len(same) >= len(set(expected)) - 2
