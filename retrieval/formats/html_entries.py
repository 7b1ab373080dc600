"""Pages of several entries: each <article> with a heading of its own is an article by itself."""

from __future__ import annotations

from typing import Any

from retrieval.formats.html_main import link_density

_HEADINGS = ("h1", "h2", "h3")
_LENGTH_AT_LEAST = 60  # characters of an entry; shorter ones are cards that lead elsewhere
_MOST_LINKS = 0.3  # of its text


def entry_heads(root: Any) -> dict[Any, Any]:
    """Return the entries of a page and the heading of each; none where there are not several.

    They stand side by side, and all their headings are of one rank.
    """
    entries: dict[Any, Any] = {}
    for element in root.iter("article"):
        head = _head(element)
        if head is not None and not any(up.tag == "article" for up in element.iterancestors()):
            entries[element] = head
    parents = {element.getparent() for element in entries}
    ranks = {head.tag for head in entries.values()}
    return entries if len(entries) > 1 and len(parents) == 1 and len(ranks) == 1 else {}


def _head(element: Any) -> Any | None:
    """Return the only heading of its rank with which an entry that has a text begins."""
    heads = [child for child in element.iter(*_HEADINGS) if child.text_content().strip()]
    if not heads or sum(other.tag == heads[0].tag for other in heads) > 1:
        return None
    text = element.text_content().strip()
    if not text.startswith(heads[0].text_content().strip()[:10]):
        return None
    has_text = len(text) >= _LENGTH_AT_LEAST and "。" in text
    return heads[0] if has_text and link_density(element) < _MOST_LINKS else None
