"""Gold files → questions with their accepted answers: our JSON lines, and sets in SQuAD layout."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.errors import DocumentError
from retrieval.figures import find_figures
from retrieval.formats.failures import broken, unreadable, unsupported

KINDS = ("figure", "list", "text", "unanswerable")


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One question with what is accepted for an answer.

    ``figures`` are alternatives for ``kind`` figure and all, in order, for list;
    ``sentence_contains`` are alternatives. ``conversation`` names the talk it is a turn of.
    ``answer_start`` is an offset into ``context``, the paragraph, in SQuAD layout, else -1.
    """

    id: str
    question: str
    kind: str
    figures: tuple[str, ...] = ()
    sentence_contains: tuple[str, ...] = ()
    conversation: str = ""
    document: str = ""
    context: str = ""
    answers: tuple[str, ...] = ()
    answer_start: int = -1


@dataclass(frozen=True, slots=True)
class GoldParagraph:
    """One paragraph of a set in SQuAD layout: a document of its own."""

    id: str
    title: str
    text: str


def normalise(text: str) -> str:
    """Return ``text`` for comparison: NFKC, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read_gold(path: Path) -> list[GoldQuestion]:
    """Read a gold file of ours; raises ``DocumentError`` that names the line that is wrong."""
    questions: list[GoldQuestion] = []
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise unreadable(path.name, error) from error
    except UnicodeDecodeError as error:
        raise unsupported(path.name, "binary", "this is no text in UTF-8") from error
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            questions.extend(_questions(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DocumentError(
                f"{path.name}, line {number} is not a gold question: {error}",
                document=path.name,
                reason="no_gold",
                line=number,
                detail=f"{type(error).__name__}: {error}",
            ) from error
    return questions


def _questions(record: dict[str, Any]) -> Iterator[GoldQuestion]:
    turns = record.get("turns")
    for position, turn in enumerate(turns or [record], start=1):
        if turn["kind"] not in KINDS:
            raise ValueError(f"kind {turn['kind']}")
        yield GoldQuestion(
            id=f"{record['id']}-{position}" if turns else str(record["id"]),
            question=str(turn["question"]),
            kind=turn["kind"],
            figures=tuple(turn.get("figures", ())),
            sentence_contains=tuple(turn.get("sentence_contains", ())),
            conversation=str(record["id"]) if turns else "",
            document=str(record.get("doc", "")),
        )


def read_squad(path: Path) -> tuple[list[GoldParagraph], list[GoldQuestion]]:
    """Read a set in SQuAD layout; raises ``DocumentError`` where it is none."""
    paragraphs: list[GoldParagraph] = []
    questions: list[GoldQuestion] = []
    try:
        articles = json.loads(path.read_text(encoding="utf-8"))["data"]
        for article in articles:
            for paragraph in article["paragraphs"]:
                name = f"{path.stem}-{len(paragraphs):05d}"
                context = paragraph["context"]
                title = str(article.get("title", ""))
                paragraphs.append(GoldParagraph(name, title, context))
                for asked in paragraph["qas"]:
                    questions.append(_squad_question(asked, name, context))
    except OSError as error:
        raise unreadable(path.name, error) from error
    except (ValueError, KeyError, TypeError) as error:
        raise broken(path.name, "not in SQuAD layout") from error
    return paragraphs, questions


def _squad_question(asked: dict[str, Any], name: str, context: str) -> GoldQuestion:
    answers = tuple(dict.fromkeys(str(answer["text"]) for answer in asked["answers"]))
    first = asked["answers"][0]
    return GoldQuestion(
        id=str(asked["id"]),
        question=str(asked["question"]),
        kind="figure" if is_figure(answers[0]) else "text",
        figures=answers if is_figure(answers[0]) else (),
        sentence_contains=answers,
        document=name,
        context=context,
        answers=answers,
        answer_start=int(first["answer_start"]),
    )


def is_figure(answer: str) -> bool:
    """Tell whether an answer is one figure: its span is more than half of the answer."""
    figures = find_figures(answer)
    return len(figures) == 1 and figures[0].end - figures[0].start > len(answer) / 2
