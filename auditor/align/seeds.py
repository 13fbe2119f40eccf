"""Where two stories resemble each other: pairs of sentences with like words.

Terms are weighted by how few sentences of this very pair hold them (tf-isf), so that function
words stay in and a name that stands everywhere tells nothing. Two sentences are a seed when both
the cosine and the Dice coefficient of their terms are high (Sanchez-Perez, Gelbukh and Sidorov,
"Adaptive algorithm for plagiarism detection", CLEF 2015).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.align.prepared import Prepared, terms_of_both

Indices = NDArray[np.int64]
Values = NDArray[np.float64]

COSINE = 0.30
DICE = 0.25
# From here on two sentences have something in common, if not enough to say that one is the other.
FAINT = 0.05
# Pairs of sentences that meet in a term, over all terms of a pair of stories. Beyond it, and only
# in texts of thousands of sentences, the terms that meet most often are left out, so that time
# and memory stay linear in the text.
_MOST_MEETINGS = 3_000_000
_MOST_CELLS = 1 << 22
# Terms of a story up to which a stretch of it is held as a weight for every term.
_MOST_TERMS = 1 << 14


_NONE = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Side:
    """One story within a pair: `weights` by its vocabulary, `other` the term's index on the other side.

    A term the other side lacks has the index after the other's last term. `share` is the share
    of the pair's units that hold a term, one of them not counted: the one it was taken over from.
    """

    story: Prepared
    weights: Values
    share: Values
    other: Indices

    def vector(self, first: int, end: int) -> Values:
        """The weighted term counts of words `first` to `end`."""
        columns = self.story.columns[first:end]
        return np.bincount(columns, minlength=len(self.weights) + 1)[: len(self.weights)] * self.weights


@dataclass(frozen=True, eq=False)
class Seeds:
    """The seeds of a pair: unit `i` of the first story resembles unit `j` of the second.

    `faint` are the units, one row for each side, that have at least something in common. `bounded`
    says whether terms were left out because they meet too often.
    """

    a: Side
    b: Side
    i: Indices
    j: Indices
    cosine: Values
    faint: Indices
    bounded: bool = False

    def __len__(self) -> int:
        return len(self.i)

    @property
    def units(self) -> int:
        """How many units both stories have together."""
        return len(self.a.story.units) + len(self.b.story.units)

    def similarity(self, a: int, a_end: int, b: int, b_end: int) -> float:
        """The cosine of two stretches of words, 0..1."""
        if max(len(self.a.weights), len(self.b.weights)) > _MOST_TERMS:
            return self._sparse_similarity(a, a_end, b, b_end)
        one, other = self.a.vector(a, a_end), self.b.vector(b, b_end)
        length = float(np.linalg.norm(one) * np.linalg.norm(other))
        shared = np.flatnonzero(self.a.other < len(other))
        return float(one[shared] @ other[self.a.other[shared]]) / length if length else 0.0

    def _sparse_similarity(self, a: int, a_end: int, b: int, b_end: int) -> float:
        """The same without a place for every term: books have many stretches, and many terms."""
        of_a, times_a = np.unique(self.a.story.columns[a:a_end], return_counts=True)
        of_b, times_b = np.unique(self.b.story.columns[b:b_end], return_counts=True)
        one, other = times_a * self.a.weights[of_a], times_b * self.b.weights[of_b]
        length = float(np.linalg.norm(one) * np.linalg.norm(other))
        _, in_a, in_b = np.intersect1d(self.a.other[of_a], of_b, return_indices=True)
        return float(one[in_a] @ other[in_b]) / length if length else 0.0


def find_seeds(a: Prepared, b: Prepared) -> Seeds:
    """The seeds of a pair: O(n log n) in the words plus the pairs of sentences that share a term."""
    in_a, in_b = terms_of_both(a, b)
    side_a, side_b = _side(a, b, in_a, in_b), _side(b, a, in_b, in_a)
    if not len(in_a):
        return Seeds(side_a, side_b, _NONE, _NONE, np.zeros(0), np.array([_NONE, _NONE]))
    shared = len(in_a)
    in_a, in_b = _bounded(a, b, in_a, in_b)
    entry_a, entry_b = _meetings(a, b, in_a, in_b)
    width = len(b.units)
    keys = a.units.unit[entry_a] * width + b.units.unit[entry_b]
    cells = len(a.units) * width
    if cells > _MOST_CELLS:
        met, keys = np.unique(keys, return_inverse=True)
        cells = len(met)
    else:
        met = np.arange(cells)
    i, j = np.divmod(met, width)
    values_a, values_b = _values(side_a), _values(side_b)
    length = _lengths(side_a, values_a)[i] * _lengths(side_b, values_b)[j]
    cosine = np.bincount(keys, values_a[entry_a] * values_b[entry_b], cells) / np.maximum(length, 1e-9)
    dice = 2 * np.bincount(keys, minlength=cells) / np.maximum(a.units.distinct[i] + b.units.distinct[j], 1)
    faint = np.flatnonzero((cosine > FAINT) & (dice > FAINT))
    found = faint[(cosine[faint] > COSINE) & (dice[faint] > DICE)]
    bounded = len(in_a) < shared
    return Seeds(side_a, side_b, i[found], j[found], cosine[found], np.array([i[faint], j[faint]]), bounded)


def _side(one: Prepared, other: Prepared, in_one: Indices, in_other: Indices) -> Side:
    frequency = np.diff(one.units.first)
    frequency[in_one] += np.diff(other.units.first)[in_other]
    units = len(one.units) + len(other.units)
    index = np.full(len(one.vocabulary), len(other.vocabulary))
    index[in_one] = in_other
    weights: Values = np.log((units + 1) / np.maximum(frequency, 1))
    return Side(one, weights, np.maximum(frequency - 1, 0.5) / max(units, 1), index)


def _values(side: Side) -> Values:
    """The weight of each entry of the units' term table."""
    units = side.story.units
    values: Values = np.repeat(side.weights, np.diff(units.first)) * units.count
    return values


def _lengths(side: Side, values: Values) -> Values:
    units = side.story.units
    lengths: Values = np.sqrt(np.bincount(units.unit, values**2, len(units)))
    return lengths


def _bounded(a: Prepared, b: Prepared, in_a: Indices, in_b: Indices) -> tuple[Indices, Indices]:
    """The shared terms, without those that meet most often when all of them are too many."""
    meetings = np.diff(a.units.first)[in_a] * np.diff(b.units.first)[in_b]
    if meetings.sum() <= _MOST_MEETINGS:
        return in_a, in_b
    order = np.argsort(meetings, kind="stable")
    kept = np.sort(order[np.cumsum(meetings[order]) <= _MOST_MEETINGS])
    return in_a[kept], in_b[kept]


def _meetings(a: Prepared, b: Prepared, in_a: Indices, in_b: Indices) -> tuple[Indices, Indices]:
    """The entries of both term tables that meet: each of a term on one side with each on the other."""
    times_a, times_b = np.diff(a.units.first)[in_a], np.diff(b.units.first)[in_b]
    total = times_a * times_b
    within = np.arange(total.sum()) - np.repeat(np.cumsum(total) - total, total)
    left, right = np.divmod(within, np.repeat(times_b, total))
    return np.repeat(a.units.first[in_a], total) + left, np.repeat(b.units.first[in_b], total) + right
