"""Figures: every number of a sentence with its unit, qualifier, kind and exact value."""

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
