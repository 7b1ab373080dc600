"""Figures: every number of a sentence with its unit, qualifier, kind and exact value.

What ``Figure.value`` and ``unit`` are, by kind: of 5.3万个 53000 and 个; of 3亿元 300000000 and
元; of 15.3% 15.3 and %; of 百分之五 5 and 百分之; of a fraction or a ratio the quotient (28
digits); of 两成 2 and 成; of 第十八届 18 and 届; of 3小时20分钟 200 and 分钟; of a date and a time
of day see ``dates`` and ``times``. An indefinite numeral (几十, 十几, 数百) has its least value.

``Figure.text`` holds 余 多 几 (3000余次), and 近 上 逾 before a bare multiplier (近百亿元); 约,
超过 and 以上 stand beside the figure. The end of a range is ``high``; a change from one value to
another (由5%到8%) is two figures.
"""

from retrieval.figures.cells import find_cell_figures
from retrieval.figures.finding import find_figures
from retrieval.figures.numerals import parse_number
from retrieval.figures.units import dimension, same_unit, unit_kind

__all__ = [
    "dimension",
    "find_cell_figures",
    "find_figures",
    "parse_number",
    "same_unit",
    "unit_kind",
]
