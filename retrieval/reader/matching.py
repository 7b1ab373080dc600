"""How much of a question a stretch of text speaks of: its terms, their synonyms, their parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import mul

from retrieval.question.lexicon import synonyms
from retrieval.terms import word_terms

SYNONYM_CREDIT = 0.7
PART_CREDIT = 0.6

Credits = tuple[float, ...]
# A term, its synonyms and, of a longer term, its bigrams; how many bigrams it has.
Forms = tuple[str, tuple[str, ...], tuple[str, ...], int]


class Matcher:
    """The terms of one question, each with a weight and the forms it may stand in."""

    def __init__(
        self,
        terms: Sequence[str],
        weights: Mapping[str, float],
        matched: str,
        metric: frozenset[str] = frozenset(),
        naming: frozenset[str] = frozenset(),
    ) -> None:
        self.terms = tuple(terms)
        self.weights = tuple(weights[term] for term in terms)
        self.total = sum(self.weights) or 1.0
        self._metric = tuple(
            weight if term in metric else 0.0
            for term, weight in zip(self.terms, self.weights, strict=True)
        )
        self._naming = tuple(
            weight if term in naming else 0.0
            for term, weight in zip(self.terms, self.weights, strict=True)
        )
        self._naming_total = max(self._naming, default=0.0) or 1.0
        self._metric_total = sum(self._metric) or 1.0
        self.matched = matched
        self.bigrams = tuple(_bigrams("".join(term + " " for term in terms)))
        self._pairs = [matched[i : i + 2] for i in range(len(matched) - 1)]
        self._none = (0.0,) * len(self.terms)
        self._forms = tuple(map(_forms, self.terms))
        spelled = {form for term, forms, *_ in self._forms for form in (term, *forms)}
        self.spelled = "|".join(sorted(spelled))
        self.known_bigrams = _bigrams(self.spelled)

    def forms_in(self, text: str) -> tuple[Forms | None, ...]:
        """Return what a folded text holds of the forms of each term, None where it holds none."""
        held: list[Forms | None] = []
        for term, forms, parts, count in self._forms:
            forms = tuple([form for form in forms if form in text]) if forms else ()
            parts = tuple([part for part in parts if part in text]) if parts else ()
            found = forms or parts or term in text
            held.append((term, forms, parts, count) if found else None)
        return tuple(held)

    def credits(self, text: str, held: Sequence[Forms | None] | None = None) -> Credits:
        """Return for each term how well a folded text holds it, from 0.0 to 1.0.

        ``held`` are the forms in a longer text that this one is part of, where they are known.
        """
        if not text:
            return self._none
        return tuple(
            [
                0.0 if forms is None else 1.0 if forms[0] in text else _lesser_credit(text, forms)
                for forms in (self._forms if held is None else held)
            ]
        )

    def credits_of_all(self, texts: Sequence[str]) -> tuple[Credits, ...]:
        """Return the credits of each of several texts that stand together.

        Most forms stand in none of them, which one look at all of them tells.
        """
        rows: list[Sequence[float]] = []
        for forms in self.forms_in("\n".join(texts)):
            if forms is None:
                rows.append((0.0,) * len(texts))
                continue
            term, others, parts, _ = forms
            if others or parts:
                rows.append(
                    [1.0 if term in text else _lesser_credit(text, forms) for text in texts]
                )
            else:
                rows.append([1.0 if term in text else 0.0 for text in texts])
        return tuple(zip(*rows, strict=True)) if rows else ((),) * len(texts)

    def coverage(self, credits: Credits) -> float:
        """Return the weighted mean of credits, from 0.0 to 1.0."""
        return _dot(self.weights, credits) / self.total

    def metric_coverage(self, credits: Credits) -> float:
        """Return the weighted mean of the credits of the terms that name what is measured."""
        return _dot(self._metric, credits) / self._metric_total

    def metric_missing(self, credits: Credits) -> float:
        """Return the weight of the heaviest such term that is not covered, as a share of all."""
        missing = [
            weight * (1.0 - credit) for weight, credit in zip(self._metric, credits, strict=True)
        ]
        return max(missing, default=0.0) / self._metric_total

    def name_missing(self, credits: Credits) -> float:
        """Return the weight of the heaviest term that names anything and is not covered.

        As a share of the heaviest there is: whose figure it is weighs as much as what it measures.
        """
        missing = [
            weight * (1.0 - credit) for weight, credit in zip(self._naming, credits, strict=True)
        ]
        return max(missing, default=0.0) / self._naming_total

    def missing_elsewhere(self, credits: Credits, elsewhere: Credits) -> float:
        """Return the weight of the heaviest such term that only other paragraphs hold.

        ``elsewhere`` are the best credits among all the paragraphs found. A term that none of them
        holds may be another word for one that is covered; one that they hold is meant.
        """
        missing = [
            weight * (1.0 - credit) if other == 1.0 else 0.0
            for weight, credit, other in zip(self._naming, credits, elsewhere, strict=True)
        ]
        return max(missing, default=0.0) / self._naming_total

    def claimed(self, credits: Credits, others: Credits) -> float:
        """Return the weight of the heaviest such term that another figure's words hold better."""
        claimed = [
            weight * (other - credit) if other > credit and other >= SYNONYM_CREDIT else 0.0
            for weight, credit, other in zip(self._naming, credits, others, strict=True)
        ]
        return max(claimed, default=0.0) / self._naming_total

    def sibling(self, text: str, credits: Credits) -> bool:
        """Tell whether ``text`` speaks of another of the kind: of 一期 where 二期 is asked for.

        ``credits`` tell which terms are covered anyway.
        """
        for term, credit, naming in zip(self.terms, credits, self._naming, strict=True):
            length = len(term)
            if credit >= PART_CREDIT or not naming or length < 2:
                continue
            place = text.find(term[-1])
            while place >= 0:
                other = text[place - length + 1 : place + 1] if place >= length - 1 else ""
                if other and other != term and other.isalpha() and not other.isascii():
                    return True
                place = text.find(term[-1], place + 1)
        return False

    def bigrams_in(self, text: str) -> tuple[str, ...]:
        """Return those of the question's character bigrams that stand in a folded text."""
        return tuple([bigram for bigram in self.bigrams if bigram in text])

    def bigram_coverage(self, text: str, held: Sequence[str] | None = None) -> float:
        """Return which part of the question's character bigrams stand in a folded text.

        ``held`` are those in a longer text that this one is part of, where they are known.
        """
        if not self.bigrams:
            return 0.0
        bigrams = self.bigrams if held is None else held
        return sum([bigram in text for bigram in bigrams]) / len(self.bigrams)

    def precision(self, text: str) -> float:
        """Return which part of the bigrams of a folded text the question, or a synonym, holds."""
        bigrams = _bigrams(text)
        if not bigrams:
            return -1.0
        known = self.known_bigrams
        return len(bigrams & known) / len(bigrams)

    def longest_common(self, text: str) -> int:
        """Return the length of the longest stretch that question and folded text share."""
        question = self.matched
        starts = [start for start, pair in enumerate(self._pairs) if pair in text]
        if not starts:
            return int(any(character in text for character in question))
        best = 2
        for start in starts:
            while start + best < len(question) and question[start : start + best + 1] in text:
                best += 1
        return best


def _forms(term: str) -> Forms:
    parts = tuple(_bigrams(term)) if len(term) >= 3 else ()
    return term, synonyms().get(term, ()), parts, len(parts)


def _lesser_credit(text: str, forms: Forms) -> float:
    """Return what a text is worth that does not hold the term itself."""
    _, others, parts, count = forms
    for other in others:
        if other in text:
            return SYNONYM_CREDIT
    if parts:
        present = sum([part in text for part in parts])
        if present:
            return PART_CREDIT * present / count
    return 0.0


def _dot(weights: Sequence[float], credits: Credits) -> float:
    return float(sum(map(mul, weights, credits)))


def most(*several: Credits) -> Credits:
    """Return the best credit of each term."""
    best = several[0]
    for other in several[1:]:
        if other is not best and any(other):  # most hold nothing
            best = tuple([a if a >= b else b for a, b in zip(best, other, strict=True)])
    return best


def term_weights(terms: Iterable[str], idf: Mapping[str, float], unseen: float) -> dict[str, float]:
    """Return the weight of each term: its inverse document frequency.

    A term that no paragraph holds weighs as its rarest part does, or ``unseen`` where no part is
    known either.
    """
    weights: dict[str, float] = {}
    for term in terms:
        weight = idf.get(term, 0.0)
        if weight <= 0.0:
            weight = max((idf.get(part, 0.0) for part in word_terms(term)), default=0.0)
        weights[term] = weight if weight > 0.0 else unseen
    return weights


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(
        text[i : i + 2] for i in range(len(text) - 1) if text[i].isalnum() and text[i + 1].isalnum()
    )
