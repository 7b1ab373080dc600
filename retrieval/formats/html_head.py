"""What an HTML page says of itself: title and date of publication."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from retrieval.formats.characters import one_line
from retrieval.formats.dates import find_date
from retrieval.formats.lexicon import formats_lexicon

_SEPARATORS = re.compile(
    r"\s*[_|｜]+\s*|\s+[-–—]+\s+|\s*--+\s*|(?<=[\u4e00-\u9fff])-(?=[\u4e00-\u9fff])"
)
_TITLE_METAS = ("og:title", "articletitle", "twitter:title", "title")
_DATE_METAS = (
    "article:published_time", "og:published_time", "pubdate", "publishdate", "publish_date",
    "og:release_date", "firstpublishedtime", "apub:time", "weibo: article:create_at",
    "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "og:time",
    "bytedance:published_time", "publication_date"
)  # fmt: skip
_INFO_AT_MOST = 100  # characters of the line below the title
_WITH_TIME = re.compile(
    r"(?:19|20)\d\d\s*[-/年.]\s*\d{1,2}\s*[-/月.]\s*\d{1,2}\s*日?\s*\d{1,2}\s*[:：]\s*\d\d"
)
_DATE_IN_TEXT = re.compile(r"(?:19|20)\d\d\s*[-/年.]\s*\d{1,2}\s*[-/月.]\s*\d{1,2}\s*日?")


def find_title(root: Any) -> str:
    """Return the page's title without the site's name."""
    metas = _metas(root)
    heads = [text for h1 in root.iter("h1") if (text := one_line(h1.text_content()))]
    whole = one_line(root.findtext(".//title") or "")
    named = next((text for name in _TITLE_METAS if (text := one_line(metas.get(name, "")))), whole)
    if not named:
        return heads[0] if len(heads) == 1 else ""
    title = _without_site(named)
    # A heading that says the same at more length was not cut short by the site.
    stem = title.rstrip(".…")
    return next((head for head in heads if head.startswith(stem) and len(stem) >= 4), title)


def find_published(root: Any) -> date | None:
    """Return the date of publication: from the head, structured data or a line near the title."""
    metas = _metas(root)
    for name in _DATE_METAS:
        if (text := metas.get(name)) and (day := find_date(text)):
            return day
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "") and (day := _from_json(script.text or "")):
            return day
    for element in root.iter("time"):
        if day := find_date(element.get("datetime") or element.text_content() or ""):
            return day
    return _from_text(root)


def _from_text(root: Any) -> date | None:
    named = formats_lexicon().published
    texts: list[str] = []
    body = root.find(".//body")
    for element in (body if body is not None else root).iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        for text in (element.text, element.tail):
            if text and text.strip():
                texts.append(text.strip())
    for index, text in enumerate(texts):
        if len(text) <= _INFO_AT_MOST and "。" not in text and (found := _WITH_TIME.search(text)):
            return find_date(found[0])
        if found := _DATE_IN_TEXT.match(text):
            before = texts[index - 1] if index else ""
            if named.search(before):
                return find_date(found[0])
        elif (found := _DATE_IN_TEXT.search(text)) and named.search(text[: found.start()]):
            return find_date(found[0])
    for text in texts:
        if (found := _DATE_IN_TEXT.fullmatch(text)) and (day := find_date(found[0])):
            return day
    return None


def _metas(root: Any) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = meta.get("content") or ""
        if name and content:
            metas.setdefault(name.strip().lower(), content)
    return metas


def _from_json(text: str) -> date | None:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            for key in ("datePublished", "pubDate", "dateCreated"):
                if isinstance(item.get(key), str) and (day := find_date(item[key])):
                    return day
    return None


def _without_site(text: str) -> str:
    """The longest part of a title: the names of a site and its sections are shorter."""
    parts = [part for part in _SEPARATORS.split(text) if part]
    return max(parts, key=len) if parts else text
