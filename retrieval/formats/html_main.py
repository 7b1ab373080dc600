"""Which element of an HTML page holds its main text, after Readability's scoring."""

from __future__ import annotations

import re
from typing import Any

from retrieval.formats.html_tables import is_data_table
from retrieval.formats.lexicon import formats_lexicon

_DROPPED = frozenset(
    {"script", "style", "noscript", "nav", "footer", "aside", "iframe", "object", "embed", "svg"}
    | {"canvas", "form", "button", "select", "option", "input", "textarea", "template", "head"}
    | {"link", "meta", "map", "audio", "video", "dialog", "menu"}
)
_NEVER_FRAME = frozenset({"html", "body", "article", "main"})
_INLINE = frozenset({"b", "strong", "i", "em", "font", "u", "sup", "sub"})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LENGTH_AT_LEAST = 15
_HOLDERS = (
    "p",
    "td",
    "pre",
    "div",
    "section",
    "span",
    "article",
    "li",
    "blockquote",
    "table",
    "center",
)
_CONTAINERS = frozenset({"div", "section", "article", "td", "center"})
_CONTROLS = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_MARKS = re.compile(r"[，。；：！？、,.;!?]")
_CONTENT_HINT = re.compile(r"article|content|post|text|detail|zoom|main|body|news|正文", re.I)


def strip_furniture(root: Any) -> None:
    """Remove from the tree what is never main text."""
    for element in list(root.iter()):
        if element.tag in _DROPPED and not (element.tag == "form" and _holds_text(element)):
            detach(element)
    total = max(1, len(root.text_content()))
    for element in list(root.iter()):
        framed = isinstance(element.tag, str) and element.tag not in _NEVER_FRAME
        if framed and _is_furniture(element, total):
            detach(element)


def main_element(root: Any) -> Any:
    """Return the element that holds the main text."""
    body = root.find(".//body")
    body = root if body is None else body
    scores: dict[Any, float] = {}
    for element in body.iter(*_HOLDERS):
        points = _points(element)
        if not points:
            continue
        share = 1.0
        ancestor = element if element.tag in _CONTAINERS else element.getparent()
        for _ in range(5):
            if ancestor is None or ancestor is root:
                break
            scores[ancestor] = scores.get(ancestor, 0.0) + points * share
            share *= 0.6 if share == 1.0 else 0.5
            ancestor = ancestor.getparent()
    best, best_score = body, 0.0
    for element, score in scores.items():
        score *= 1 - link_density(element)
        if _CONTENT_HINT.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            score *= 1.25
        if score > best_score:
            best, best_score = element, score
    return _outside_table(best, body)


def _points(element: Any) -> float:
    """What the text of an element itself is worth: its length and its punctuation."""
    if element.tag == "table":
        if not is_data_table(element):
            return 0.0
        return 5 + min(30.0, len(element.text_content()) / 25)
    text = _own_text(element)
    if len(text) < _LENGTH_AT_LEAST:
        return 0.0
    return 1 + len(_MARKS.findall(text)) + min(len(text) / 50, 5)


def _outside_table(element: Any, body: Any) -> Any:
    """The element, or where it is a part of a data table what holds that table."""
    for ancestor in [element, *element.iterancestors()]:
        if ancestor is body:
            break
        if ancestor.tag == "table" and is_data_table(ancestor):
            parent = ancestor.getparent()
            return body if parent is None else parent
    if element.tag in ("tr", "tbody", "thead", "tfoot", "ul", "ol", "p", "span", "li"):
        parent = element.getparent()
        return element if parent is None else parent
    return element


def link_density(element: Any) -> float:
    """The share of the text inside links."""
    total = len(element.text_content().strip())
    if not total:
        return 0.0
    return min(1.0, sum(len(link.text_content().strip()) for link in element.iter("a")) / total)


def _own_text(element: Any) -> str:
    """The text of an element outside of its block children and links."""
    parts = [element.text or ""]
    for child in element:
        if child.tag in _INLINE or (
            child.tag == "span" and element.tag in ("p", "td", "li", "pre")
        ):
            parts.append(child.text_content())
        parts.append(child.tail or "")
    return "".join(parts).strip()


def _is_furniture(element: Any, total: int) -> bool:
    if _HIDDEN.search(element.get("style") or "") and len(element.text_content()) < total / 3:
        return True
    names = _CAMEL.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}")
    if not formats_lexicon().frame.search(names):
        return False
    # A frame around everything may be called anything.
    return len(element.text_content()) < total / 2


def _holds_text(element: Any) -> bool:
    return len(element.text_content().strip()) > 300


def detach(element: Any) -> None:
    """Take an element out of its tree and leave the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        # lxml refuses to be given the controls that it reads from character references.
        tail = _CONTROLS.sub("", element.tail)
        previous = element.getprevious()
        if previous is not None:
            previous.tail = _CONTROLS.sub("", previous.tail or "") + tail
        else:
            parent.text = _CONTROLS.sub("", parent.text or "") + tail
    parent.remove(element)
