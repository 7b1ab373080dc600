"""Questions made from the figures of documents: what stands around a figure, asked for.

Written questions over reports and tables are few. A figure's own words, thinned, exchanged for
synonyms and put in another order, teach the reader to tell it from its neighbours; the seed is
fixed, so that the same documents give the same questions.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from retrieval.evaluation.gold import GoldQuestion
from retrieval.folding import fold
from retrieval.periods import find_period, text_years, true_years
from retrieval.question.lexicon import find_cues, stop_words, synonyms
from retrieval.question.subject import find_subject
from retrieval.reader.alignment import Alignment, align
from retrieval.reader.clauses import clause_bounds
from retrieval.records import (
    Article,
    Document,
    Figure,
    FigureKind,
    Paragraph,
    ParagraphKind,
    Sentence,
)
from retrieval.segmentation import segment

_SEED = 11
_GROWTH = re.compile(
    r"(增长|增加|提高|提升|上升|上涨|下降|减少|降低|下滑|回落|下跌|增|降)(?:了|约|近|超过|超)?$"
)
_FROM = re.compile(r"(?:由|从)$")
_TO = re.compile(r"(?:到|至)$")
_MULTIPLIER = re.compile(r"万亿|百万|千万|[万亿]")
_ASKED = frozenset(
    {
        FigureKind.COUNT,
        FigureKind.MEASURE,
        FigureKind.MONEY,
        FigureKind.PERCENT,
        FigureKind.POINTS,
        FigureKind.MULTIPLE,
    }
)
_GROWTH_WORDS = {
    "增": ("增长", "增长了", "增速是", "增幅是", "同比增长", "涨了", "增加了"),
    "降": ("下降", "下降了", "降幅是", "减少了", "同比下降", "降了"),
}


def make_questions(document: Document, most: int) -> Iterator[GoldQuestion]:
    """Make at most ``most`` questions from a document's figures, chosen by chance."""
    chance = random.Random(f"{_SEED}-{document.name}")
    places = [
        (article, paragraph, sentence, index)
        for article in document.articles
        for paragraph in article.paragraphs
        for sentence in paragraph.sentences
        for index, figure in enumerate(sentence.figures)
        if figure.kind in _ASKED or (paragraph.kind is ParagraphKind.TABLE and figure.label)
    ]
    chance.shuffle(places)
    made = 0
    for article, paragraph, sentence, index in places:
        if made == most:
            return
        text = _question(chance, document, article, paragraph, sentence, index)
        if text is None:
            continue
        made += 1
        yield GoldQuestion(
            id=f"made-{document.name}-{made}",
            question=text,
            kind="figure",
            figures=(sentence.figures[index].text,),
            sentence_contains=(sentence.text,),
            document=Path(document.name).name,
        )


def make_list_questions(document: Document, most: int) -> Iterator[GoldQuestion]:
    """Make at most ``most`` questions for several figures of one sentence, or of one table row."""
    chance = random.Random(f"{_SEED}-{document.name}-lists")
    sentences = [
        (article, paragraph, sentence)
        for article in document.articles
        for paragraph in article.paragraphs
        for sentence in paragraph.sentences
        if len(sentence.figures) > 1
    ]
    chance.shuffle(sentences)
    made = 0
    for article, paragraph, sentence in sentences:
        if made == most:
            return
        figures = sentence.figures
        members = _parallel(chance, sentence) or _alike(chance, sentence)
        if not members or len(set(members.values())) < len(members):
            continue
        indices = list(members)
        if chance.random() < 0.15:
            chance.shuffle(indices)
        items = [members[index] for index in indices]
        headings = f"{' '.join(paragraph.headings)} {article.title}"
        head = [
            _subject(document, article) if chance.random() < 0.85 else "",
            _period(chance, fold(sentence.text), headings, article),
        ]
        if chance.random() < 0.5:
            head.reverse()
        unit = figures[indices[0]].unit if chance.random() < 0.4 else ""
        asked = chance.choice(("分别是多少", "各是多少", "各多少", "分别多少", "分别有多少"))
        listed = "、".join(items[:-1]) + chance.choice(("、", "和", "和")) + items[-1]
        made += 1
        yield GoldQuestion(
            id=f"made-{document.name}-list-{made}",
            question=f"{''.join(head)}{listed}{asked}{unit}",
            kind="list",
            figures=tuple(figures[index].text for index in indices),
            sentence_contains=(sentence.text,),
            document=Path(document.name).name,
        )


def _parallel(chance: random.Random, sentence: Sentence) -> dict[int, str]:
    """Return the item of each figure of a parallel list; what is said of all ends the last."""
    aligned = align(fold(sentence.text), sentence.figures)
    if not aligned:
        return {}
    group = aligned[chance.choice(sorted(aligned))].group
    if any(index not in aligned for index in group):
        return {}
    members = {index: aligned[index].item for index in group}
    common = "".join(_content(aligned[group[-1]].common))
    members[group[-1]] += f"{chance.choice(('', '的'))}{common}" if common else ""
    return members


def _alike(chance: random.Random, sentence: Sentence) -> dict[int, str]:
    """Return what stands before two or three figures of one kind and unit in a sentence."""
    figures = sentence.figures
    first = chance.randrange(len(figures))
    if figures[first].kind not in _ASKED:
        return {}
    same = [
        index
        for index, figure in enumerate(figures)
        if (figure.kind, figure.unit) == (figures[first].kind, figures[first].unit)
    ]
    count = chance.choice((2, 2, 3))
    start = chance.randrange(max(1, len(same) - count + 1))
    members: dict[int, str] = {}
    for index in same[start : start + count]:
        left, _, _ = _around(fold(sentence.text), figures, index)
        label = [part for part in re.split(r"\s*·\s*|\s+", fold(figures[index].label)) if part]
        words = ["的".join(label)] if label else _content(left)[-chance.choice((2, 3)) :]
        members[index] = "".join(words)
    return members if len(members) > 1 and all(members.values()) else {}


def _question(
    chance: random.Random,
    document: Document,
    article: Article,
    paragraph: Paragraph,
    sentence: Sentence,
    index: int,
) -> str | None:
    figure = sentence.figures[index]
    text = fold(sentence.text)
    subject = _subject(document, article) if chance.random() < 0.85 else ""
    if figure.label:
        return _table_question(chance, subject, figure)
    left, right, clause = _around(text, sentence.figures, index)
    words = _content(left)
    words = [word for word in words if word not in subject]
    if not words:
        return None
    growth = _GROWTH.search(left)
    cues = find_cues(clause)
    headings = " ".join(paragraph.headings)
    period = _period(chance, text, f"{headings} {article.title}", article)
    core = words[-chance.randint(2, 5) :]
    if growth and core and core[-1] == growth[1]:
        core = core[:-1] or core
    core = _vary(chance, core)
    if not core:
        return None
    parts = [subject, period] if chance.random() < 0.5 else [period, subject]
    if "target" in cues | find_cues(headings) and chance.random() < 0.6:
        parts.append(chance.choice(("计划", "目标", "")))
    asked = _ask(chance, figure, core, right, growth[1] if growth else "", left)
    return "".join(parts) + asked + chance.choice(("", "？", "?"))


def _ask(
    chance: random.Random, figure: Figure, core: list[str], right: str, growth: str, left: str
) -> str:
    metric = "".join(core)
    if figure.kind is FigureKind.PERCENT:
        if growth:
            words = _GROWTH_WORDS["降" if growth[0] in "下减降回" else "增"]
            return f"{metric}{chance.choice(words)}多少"
        return metric + chance.choice(("占多少", "是多少", "占比多少", "达到多少", "为百分之几"))
    multiplier = _MULTIPLIER.search(figure.text)
    unit = figure.unit
    if multiplier and chance.random() < 0.6:
        unit = multiplier[0] + unit
    if _FROM.search(left):
        return f"{metric}{chance.choice(('原来', '之前', '调整前'))}是多少{unit}"
    if _TO.search(left) and chance.random() < 0.6:
        return f"{metric}{chance.choice(('升到', '达到', '增加到', '提高到', '变为'))}了多少{unit}"
    if growth and figure.kind is not FigureKind.POINTS:
        word = chance.choice(("增加了", "新增", "多了", growth))
        return f"{metric}{word}多少{unit}"
    noun = "".join(_content(right)[:2]) if figure.kind is FigureKind.COUNT else ""
    if noun and chance.random() < 0.6:
        return chance.choice((f"{metric}多少{unit}{noun}", f"{metric}的{noun}有多少{unit}"))
    form = chance.choice(("是多少", "有多少{}", "是多少{}", "达到多少{}", "多少{}", "有多少"))
    return metric + form.format(unit)


def _table_question(chance: random.Random, subject: str, figure: Figure) -> str | None:
    parts = [part for part in re.split(r"\s*·\s*|\s+", fold(figure.label)) if part]
    if not parts:
        return None
    chance.shuffle(parts)
    unit = figure.unit if chance.random() < 0.4 else ""
    if unit and (multiplier := _MULTIPLIER.search(figure.text)):
        unit = multiplier[0] + unit
    head = [subject, *parts] if chance.random() < 0.8 else [*parts, subject]
    asked = chance.choice(("是多少", "有多少", "为多少"))
    return chance.choice(("", "的")).join(part for part in head if part) + asked + unit


def _around(text: str, figures: tuple[Figure, ...], index: int) -> tuple[str, str, str]:
    figure = figures[index]
    begin, end = clause_bounds(text, figure.start, figure.end)
    alignment: Alignment | None = align(text, figures).get(index)
    start = begin
    for other in figures[:index]:
        if other.kind is not FigureKind.DATE:
            start = max(start, min(other.end, figure.start))
    stop = end
    for other in figures[index + 1 :]:
        if other.kind is not FigureKind.DATE:
            stop = min(stop, max(other.start, figure.end))
            break
    left = text[start : figure.start]
    if alignment is not None:
        left = alignment.item + alignment.common.replace("分别", "")
    if len(_content(left)) < 2:
        before, _ = clause_bounds(text, max(begin - 1, 0), max(begin - 1, 0))
        left = text[before:begin] + left
    return left, text[figure.end : stop], text[begin:end]


def _content(text: str) -> list[str]:
    return [
        word
        for word in segment(text)
        if word not in stop_words()
        and word.isalnum()
        and not word[0].isdigit()
        and word not in ("分别", "其中", "同比", "比", "亿", "万", "年", "月", "日")
    ]


def _vary(chance: random.Random, words: list[str]) -> list[str]:
    varied: list[str] = []
    for word in words:
        if len(words) > 2 and chance.random() < 0.15:
            continue
        others = synonyms().get(word, ())
        varied.append(chance.choice(others) if others and chance.random() < 0.3 else word)
    if len(varied) > 2 and chance.random() < 0.1:
        chance.shuffle(varied)
    return varied


def _subject(document: Document, article: Article) -> str:
    for title in (article.title, document.title):
        subject = find_subject(segment(fold(title)), lambda name: False)
        if subject:
            return subject
    return ""


def _period(chance: random.Random, text: str, context: str, article: Article) -> str:
    if chance.random() < 0.5:
        return ""
    published = article.published.year if article.published else None
    years_of_text = text_years(fold(article.title), published)
    for part in (text, fold(context)):
        years = sorted(true_years(find_period(part, years_of_text).years))
        if len(years) == 1:
            return f"{years[0]}年"
        if years:
            return ""
    return f"{years_of_text.reported}年" if years_of_text.reported else ""
