"""How a paragraph of Word looks: many documents set their titles by hand, without a style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_USUAL_SIZE = 21  # half points: 五号, the default of Chinese documents
_OFF = ("0", "false", "off", "none")
_STYLES_AT_MOST = 20  # in a chain of styles based on one another


@dataclass(frozen=True, slots=True)
class Look:
    """The largest size of a paragraph in half points, whether all is bold, whether centred."""

    size: int
    bold: bool
    centred: bool


class Looks:
    """The looks of the paragraphs of one document; ``body`` is the size of most characters."""

    def __init__(self, document: Any) -> None:
        self._styles = {
            style.get(f"{_W}styleId"): style
            for style in document.styles.element.iterfind(f"{_W}style")
        }
        default = document.styles.element.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        self._default = _size(default) or _USUAL_SIZE
        counts: dict[int, int] = {}
        for paragraph in document.element.body.iter(f"{_W}p"):
            for run in paragraph.iterchildren(f"{_W}r"):
                length = sum(len(text.text or "") for text in run.iterchildren(f"{_W}t"))
                size = self._run_size(paragraph, run)
                counts[size] = counts.get(size, 0) + length
        self.body = max(counts, key=lambda size: counts[size]) if counts else self._default

    def of(self, paragraph: Any) -> Look:
        """Return the look of a paragraph."""
        runs = [
            run
            for run in paragraph.iterdescendants(f"{_W}r")
            if any((text.text or "").strip() for text in run.iterchildren(f"{_W}t"))
        ]
        size = max((self._run_size(paragraph, run) for run in runs), default=self._default)
        bold = bool(runs) and all(self._is_bold(paragraph, run) for run in runs)
        aligned = paragraph.find(f"{_W}pPr/{_W}jc")
        centred = aligned is not None and aligned.get(f"{_W}val") == "center"
        return Look(size, bold, centred)

    def _run_size(self, paragraph: Any, run: Any) -> int:
        for properties in self._properties(paragraph, run):
            if size := _size(properties):
                return size
        return self._default

    def _is_bold(self, paragraph: Any, run: Any) -> bool:
        for properties in self._properties(paragraph, run):
            bold = properties.find(f"{_W}b")
            if bold is not None:
                return bold.get(f"{_W}val") not in _OFF
        return False

    def _properties(self, paragraph: Any, run: Any) -> list[Any]:
        """The character properties that hold for a run, the nearest first."""
        found = [run.find(f"{_W}rPr")]
        name = paragraph.find(f"{_W}pPr/{_W}pStyle")
        style = self._styles.get(name.get(f"{_W}val")) if name is not None else None
        for _ in range(_STYLES_AT_MOST):
            if style is None:
                break
            found.append(style.find(f"{_W}rPr"))
            based = style.find(f"{_W}basedOn")
            style = self._styles.get(based.get(f"{_W}val")) if based is not None else None
        return [properties for properties in found if properties is not None]


def _size(properties: Any) -> int:
    size = properties.find(f"{_W}sz") if properties is not None else None
    try:
        return int(size.get(f"{_W}val")) if size is not None else 0
    except (TypeError, ValueError):
        return 0
