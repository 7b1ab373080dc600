"""Evaluation: gold files → exact match, wrong-figure rate, abstention, recall, by kind."""

from retrieval.evaluation.gold import GoldQuestion, read_gold, read_squad
from retrieval.evaluation.measuring import Judgement, Measures, Report, evaluate
from retrieval.evaluation.squad import squad_engine

__all__ = [
    "GoldQuestion",
    "Judgement",
    "Measures",
    "Report",
    "evaluate",
    "read_gold",
    "read_squad",
    "squad_engine",
]
