"""Simplified or traditional: which script a person writes in, and so which we answer in."""

from __future__ import annotations

import re

from retrieval.folding import fold

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
# Some characters of simplified texts are the traditional form of others (著 乾 後), but few:
# of a traditional text a third and more of the characters have another simplified form.
_TRADITIONAL_SHARE = 0.15


def has_han(text: str) -> bool:
    """Tell whether ``text`` holds a Han character."""
    return _HAN.search(text) is not None


def is_traditional(text: str) -> bool:
    """Tell whether ``text`` is written in traditional characters."""
    han = "".join(_HAN.findall(text))
    changed = sum(a != b for a, b in zip(han, fold(han), strict=True))
    return changed > 0 and changed >= _TRADITIONAL_SHARE * len(han)


def voice(text: str, *, chosen: str = "", client: str = "") -> str:
    """Return the language to answer ``text`` in: ``zh``, ``zh-hant`` or ``en``.

    ``chosen`` is what the person chose, ``client`` the language code of their Telegram.
    """
    if chosen == "en":
        return "en"
    if has_han(text):
        return "zh-hant" if is_traditional(text) else "zh"
    if chosen:
        return chosen
    client = client.lower()
    if client.startswith("zh"):
        regions = ("hant", "tw", "hk", "mo")
        return "zh-hant" if any(region in client for region in regions) else "zh"
    return "en" if client.startswith("en") else "zh"
