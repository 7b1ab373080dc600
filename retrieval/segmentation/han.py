"""A run of Han characters → words: jieba's algorithm over the mapped dictionary.

The most probable path through the dictionary's words, then, for stretches of single characters,
jieba's hidden Markov model; the words are those of ``jieba.cut`` in every run (tested). What
differs is the time: weights are looked up once for each fragment, and the paths of the Viterbi
algorithm are back pointers in place of copied lists.
"""

from __future__ import annotations

from collections.abc import Callable
from math import log

from retrieval.segmentation.dictionary import Dictionary
from retrieval.segmentation.table import MIN_FLOAT

# Fragments remembered; a fragment takes about 170 bytes.
_REMEMBERED = 200_000

# jieba.finalseg.prob_start and prob_trans
_START_B, _START_S = -0.26268660809250016, -1.4652633398537678
_B_E, _B_M = -0.510825623765990, -0.916290731874155
_E_B, _E_S = -0.5897149736854513, -0.8085250474669937
_M_E, _M_M = -0.33344856811948514, -1.2603623820268226
_S_B, _S_S = -0.7211965654669841, -0.6658631448798212


class _Weights(dict[str, float | None]):
    """Fragment → log probability as a word, 0.0 for a mere prefix, None where no word begins so."""

    def __init__(self, dictionary: Dictionary) -> None:
        super().__init__()
        self._frequency = dictionary.frequency
        self.unknown = -log(dictionary.total)
        self._log_total = log(dictionary.total)

    def __missing__(self, fragment: str) -> float | None:
        frequency = self._frequency(fragment)
        weight = log(frequency) - self._log_total if frequency else frequency
        if len(self) >= _REMEMBERED:
            self.clear()
        self[fragment] = weight
        return weight


class HanSegmenter:
    """Cuts runs of Han characters into words.

    ``path`` finds the most probable path in place of our own search, the words in order: jieba's
    Rust edition without its hidden Markov model does the same arithmetic in the same order.
    """

    def __init__(
        self, dictionary: Dictionary, path: Callable[[str], list[str]] | None = None
    ) -> None:
        self._weights = _Weights(dictionary)
        self._dictionary = dictionary
        self._emissions: dict[str, tuple[float, float, float, float]] = {}
        self._path = path or self._search

    def cut(self, run: str) -> list[str]:
        """Return the words of ``run``, a non-empty string of characters U+4E00 to U+9FD5."""
        words: list[str] = []
        start = single = 0  # from ``single`` to ``start`` stand single characters
        for word in self._path(run):
            size = len(word)
            if size > 1:
                if single < start:
                    self._regroup(run[single:start], words)
                words.append(word)
                single = start + size
            start += size
        if single < start:
            self._regroup(run[single:], words)
        return words

    def knows(self, word: str) -> bool:
        """Tell whether ``word`` stands in the dictionary."""
        return bool(self._dictionary.frequency(word))

    def _search(self, run: str) -> list[str]:
        """Return the words of the most probable path through the dictionary."""
        weights = self._weights
        length = len(run)
        best = [0.0] * (length + 1)
        ends = [0] * length
        for start in range(length - 1, -1, -1):
            end = start + 1
            weight = weights[run[start]]
            chosen = 0
            top = 0.0
            while weight is not None:
                if weight:
                    score = weight + best[end]
                    # Of equal scores jieba takes the longer word.
                    if not chosen or score >= top:
                        top = score
                        chosen = end
                end += 1
                if end > length:
                    break
                weight = weights[run[start:end]]
            if not chosen:
                chosen = start + 1
                top = weights.unknown + best[chosen]
            best[start] = top
            ends[start] = chosen
        words: list[str] = []
        start = 0
        while start < length:
            end = ends[start]
            words.append(run[start:end])
            start = end
        return words

    def _regroup(self, singles: str, words: list[str]) -> None:
        """Add the words that the hidden Markov model sees in characters left over."""
        if len(singles) == 1:
            words.append(singles)
        elif self._dictionary.frequency(singles):
            # The dictionary knows this word and yet the path preferred its characters.
            words.extend(singles)
        else:
            self._viterbi(singles, words)

    def _viterbi(self, run: str, words: list[str]) -> None:
        emissions = self._emissions
        for character in set(run):
            if character not in emissions:
                emissions[character] = self._dictionary.emission(character)
        b, e, m, s = emissions[run[0]]
        b += _START_B
        e += MIN_FLOAT
        m += MIN_FLOAT
        s += _START_S
        back: list[str] = []
        for character in run[1:]:
            to_b, to_e, to_m, to_s = emissions[character]
            # Each state has two predecessors; of equal ones jieba takes the later letter.
            from_e, from_s = e + _E_B + to_b, s + _S_B + to_b
            new_b, pointer = (from_e, "E") if from_e > from_s else (from_s, "S")
            from_b, from_m = b + _B_E + to_e, m + _M_E + to_e
            if from_b > from_m:
                new_e = from_b
                pointer += "B"
            else:
                new_e = from_m
                pointer += "M"
            from_b, from_m = b + _B_M + to_m, m + _M_M + to_m
            if from_b > from_m:
                new_m = from_b
                pointer += "B"
            else:
                new_m = from_m
                pointer += "M"
            from_e, from_s = e + _E_S + to_s, s + _S_S + to_s
            if from_e > from_s:
                new_s = from_e
                pointer += "E"
            else:
                new_s = from_s
                pointer += "S"
            b, e, m, s = new_b, new_e, new_m, new_s
            back.append(pointer)
        state = "E" if e > s else "S"
        states = [state]
        for pointer in reversed(back):
            state = pointer["BEMS".index(state)]
            states.append(state)
        states.reverse()
        begin = 0
        for position, state in enumerate(states):
            if state in "ES":
                words.append(run[begin : position + 1])
                begin = position + 1
        if begin < len(run):
            words.append(run[begin:])
