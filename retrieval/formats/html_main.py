"""Which element of an HTML page holds its main text, after Readability's scoring."""

from __future__ import annotations

import re
from typing import Any

_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "nav",
        "footer",
        "aside",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "form",
        "button",
        "select",
        "option",
        "input",
        "textarea",
        "template",
        "head",
        "link",
        "meta",
        "map",
        "audio",
        "video",
        "dialog",
        "menu",
    ]
)
_FURNITURE = re.compile(
    r"(?:^|[\W_])(?:comment|comments|cmt|pinglun|reply|replies|related|relate|relevant|recommend|"
    r"recom|share|sharing|bdshare|social|nav|navbar|navigation|menu|breadcrumb|breadcrumbs|crumb|"
    r"crumbs|footer|foot|sidebar|side|aside|ad|ads|advert|advertisement|gg|guanggao|banner|"
    r"copyright|login|search|qrcode|toolbar|tool|tools|hot|rank|ranking|pager|pagination|"
    r"disclaimer|subscribe|popup|modal|tags|editor)(?:$|[\W_\d])",
    re.I,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_MARKS = re.compile(r"[，。；：！？、,.;!?]")
_CONTENT_HINT = re.compile(r"article|content|post|text|detail|zoom|main|body|news|正文", re.I)


def strip_furniture(root: Any) -> None:
    """Remove from the tree what is never main text."""
    total = max(1, len(root.text_content()))
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag in _DROPPED and not (element.tag == "form" and _holds_text(element)):
            if element.tag not in ("html", "body"):
                _remove(element)
        elif element.tag not in ("html", "body", "article", "main") and _is_furniture(
            element, total
        ):
            _remove(element)


def main_element(root: Any) -> Any:
    """Return the element that holds the main text."""
    body = root.find(".//body")
    body = root if body is None else body
    scores: dict[Any, float] = {}
    for element in body.iter(
        "p", "td", "pre", "div", "section", "span", "article", "li", "blockquote"
    ):
        text = _own_text(element)
        if len(text) < 15:
            continue
        points = 1 + len(_MARKS.findall(text)) + min(len(text) / 50, 5)
        parent = element.getparent()
        share = 1.0
        ancestor = element if element.tag in ("div", "section", "article") else parent
        for _ in range(4):
            if ancestor is None or ancestor is root:
                break
            scores[ancestor] = scores.get(ancestor, 0.0) + points * share
            share *= 0.6 if share == 1.0 else 0.5
            ancestor = ancestor.getparent()
    if not scores:
        return body
    best, best_score = body, 0.0
    for element, score in scores.items():
        score *= 1 - link_density(element)
        if element.tag in ("td", "tr", "tbody", "table", "li", "ul"):
            score *= 0.8
        if _CONTENT_HINT.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            score *= 1.25
        if score > best_score:
            best, best_score = element, score
    while best.tag in ("td", "tr", "tbody", "thead", "li", "p", "span") and best is not body:
        parent = best.getparent()
        if parent is None:
            break
        best = parent
    return best


def link_density(element: Any) -> float:
    """The share of the text inside links."""
    total = len(element.text_content().strip())
    if not total:
        return 0.0
    return min(1.0, sum(len(link.text_content().strip()) for link in element.iter("a")) / total)


def _own_text(element: Any) -> str:
    """The text of an element outside of its block children."""
    parts = [element.text or ""]
    for child in element:
        if child.tag in ("b", "strong", "i", "em", "font", "span", "a", "u", "sup", "sub", "br"):
            if child.tag not in ("a", "span", "br") or (
                child.tag == "span" and element.tag in ("p", "td", "li")
            ):
                parts.append(child.text_content())
            elif child.tag == "a":
                pass
        parts.append(child.tail or "")
    return "".join(parts).strip()


def _is_furniture(element: Any, total: int) -> bool:
    if _HIDDEN.search(element.get("style") or "") and len(element.text_content()) < total / 3:
        return True
    names = _CAMEL.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}")
    if not _FURNITURE.search(names):
        return False
    # A frame around everything may be called anything.
    return len(element.text_content()) < total / 2


def _holds_text(element: Any) -> bool:
    return len(element.text_content().strip()) > 300


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
