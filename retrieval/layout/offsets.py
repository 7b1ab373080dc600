"""Text that remembers where it came from.

While lines are joined and blanks closed, every character keeps its way back to the extracted
text. Only the places where the way bends are kept, so a long paragraph costs no more than its
lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TracedText:
    """A text in runs: from ``places[i]`` on, its characters stand from ``origins[i]`` on.

    ``places`` and ``origins`` are offsets in characters, equally long; ``places`` begins with 0
    unless the text is empty, and rises.
    """

    text: str
    places: tuple[int, ...] = ()
    origins: tuple[int, ...] = ()

    def origin(self, position: int) -> int:
        """Return the offset in the source of the character at ``position``."""
        index = bisect_right(self.places, position) - 1
        if index < 0:
            return 0
        return self.origins[index] + position - self.places[index]

    @property
    def start(self) -> int:
        """The offset in the source where the text begins."""
        return self.origin(0)

    @property
    def end(self) -> int:
        """The offset in the source behind the text's last character."""
        return self.origin(len(self.text) - 1) + 1 if self.text else self.start

    def cut(self, start: int, end: int) -> TracedText:
        """Return the stretch ``[start, end)`` of this text."""
        text = self.text[start:end]
        if not text:
            return TracedText("")
        first = bisect_right(self.places, start) - 1
        last = bisect_right(self.places, start + len(text) - 1)
        places = [0]
        origins = [self.origin(start)]
        for index in range(first + 1, last):
            places.append(self.places[index] - start)
            origins.append(self.origins[index])
        return TracedText(text, tuple(places), tuple(origins))

    def strip(self) -> TracedText:
        """Return this text without the white space at its ends."""
        text = self.text
        start = len(text) - len(text.lstrip())
        end = len(text.rstrip())
        if start == 0 and end == len(text):
            return self
        return self.cut(start, max(start, end))

    def without(self, gaps: Iterable[tuple[int, int]]) -> TracedText:
        """Return this text without the stretches ``gaps``, in order and not overlapping."""
        kept: list[TracedText] = []
        position = 0
        for start, end in gaps:
            if start > position:
                kept.append(self.cut(position, start))
            position = end
        if not kept and position == 0:
            return self
        kept.append(self.cut(position, len(self.text)))
        return concatenate(kept)


def trace(source: str, start: int, end: int) -> TracedText:
    """Return the stretch ``source[start:end]`` as traced text."""
    if end <= start:
        return TracedText("")
    return TracedText(source[start:end], (0,), (start,))


def concatenate(parts: Iterable[TracedText]) -> TracedText:
    """Return the parts as one text, nothing between them."""
    parts = list(parts)
    if len(parts) == 1:
        return parts[0]
    texts: list[str] = []
    places: list[int] = []
    origins: list[int] = []
    length = 0
    for part in parts:
        if not part.text:
            continue
        texts.append(part.text)
        for place, origin in zip(part.places, part.origins, strict=True):
            here = length + place
            if places and origins[-1] + here - places[-1] == origin:
                continue
            places.append(here)
            origins.append(origin)
        length += len(part.text)
    return TracedText("".join(texts), tuple(places), tuple(origins))
