"""The unit of a table's cell: its column's, its row's, or the one said for the whole table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.layout.lexicon import layout_lexicon
from retrieval.records import FigureKind

JOINT = " · "
_UNIT = re.compile(r"(?:计量|金额|货币)?单\s*位\s*[：:]\s*(?P<said>[^\s，。；)）]{1,16})")
_COUNTED = re.compile(r"(?:数量|人数|户数|家数|次数|件数|个数|天数|面积)\s*(?:[·（(]|$)")
_BRACKETED = re.compile(r"[（(](?P<unit>[^（()）]{1,10})[）)]\s*$")
_CURRENCY = re.compile(r"^(?:以|按)?人民币(?=.)|(?<=元)人民币$")  # 人民币亿元, 百万元人民币
_SEVERAL = re.compile(r"[、,，;；]|(?<=[^\W\d])和")
_SHARE_SIGNS = ("%", "％", "‰")
# Yuan to the cent, its thousands marked: no other quantity is written so.
_ACCOUNTED = re.compile(r"[(（]?[-－−]?\d{1,3}(?:[,，]\d{3})+\.\d\d[)）]?")
_YUAN = "元"


@dataclass(frozen=True, slots=True)
class TableUnit:
    """The units said for a whole table, and what its headings say of them."""

    units: tuple[str, ...]
    shares_are_told: bool  # whether headings or cells say which figures are percentages
    carried: str = ""  # the unit of the tables before, where this one says none

    def of(self, shown: str, row: str, column: str) -> str:
        """Return the unit of the cell ``shown`` under headings that name none themselves."""
        share = is_share(row) or is_share(column)
        if share or not self.units:
            found = next((unit for unit in self.units if unit in _SHARE_SIGNS), "")
            return found if share else self._carried(shown, row, column)
        others = [unit for unit in self.units if unit not in _SHARE_SIGNS]
        if not others:
            return self.units[0]
        if len(others) > 1 or (len(self.units) > 1 and not self.shares_are_told):
            return ""
        counts = any(_COUNTED.search(heading) for heading in (row, column))
        return "" if counts and _kind(others[0]) is FigureKind.MONEY else others[0]

    def _carried(self, shown: str, row: str, column: str) -> str:
        if not self.carried or not _ACCOUNTED.fullmatch(shown):
            return ""
        named = layout_lexicon().money_words.search
        return self.carried if named(column) or named(row) else ""


def table_unit(said: str, headings: Iterable[str], cells: Iterable[str], carried: str) -> TableUnit:
    """Return what ``said`` (亿元, or 亿元、%) means for a table with these headings and cells."""
    units = tuple(part for part in _SEVERAL.split(said) if part and "：" not in part)
    told = len(units) > 1 and (
        any(is_share(heading) or unit_of(heading) in _SHARE_SIGNS for heading in headings)
        or any(cell.endswith(_SHARE_SIGNS) for cell in cells)
    )
    return TableUnit(units, told, carried)


def carried_unit(said: Sequence[str]) -> str:
    """Return the unit that a table may take over from those before it in its chapter.

    Only 元, and only where two tables said so and none said anything else: the accounts of a
    report are kept in one currency, and a figure to the cent is in no multiple of it.
    """
    return _YUAN if len(said) > 1 and set(said) == {_YUAN} else ""


def stated_unit(text: str) -> str:
    """Return the unit that a caption or heading states (单位：亿元), or an empty string."""
    found = _UNIT.search(text)
    return found["said"].strip("、,") if found else ""


def unit_of(heading: str) -> str:
    """Return the unit that a row or column heading names: 营业收入（万元）, 单位：亿元, 增长%."""
    if said := stated_unit(heading):
        return said
    for part in reversed(heading.split(JOINT)):
        found = _BRACKETED.search(part)
        unit = _CURRENCY.sub("", found["unit"].strip()).strip() if found else ""
        if unit and _is_unit(unit):
            return unit
    bare = heading.rstrip()
    return bare[-1] if bare.endswith(_SHARE_SIGNS) else ""


def is_share(heading: str) -> bool:
    """Whether a heading names a share or a rate of change, whatever the unit of the table."""
    return layout_lexicon().share_heading.search(heading) is not None


def _kind(unit: str) -> FigureKind | None:
    from retrieval.figures import unit_kind

    return unit_kind(unit)


def _is_unit(text: str) -> bool:
    return _kind(text) not in (None, FigureKind.DATE, FigureKind.ORDINAL)
