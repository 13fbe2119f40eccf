"""The words two stories share in the same order: runs of shared word 5-grams."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.align.prepared import Prepared
from auditor.sketch import SHINGLE_WORDS
from auditor.tokens.scan import Hashes

# Places of the other story at which one 5-gram is looked up: a refrain is not all of the text.
MOST_PLACES = 4


@dataclass(frozen=True, order=True)
class Run:
    """`length` words from word `a` of one story that are those from word `b` of the other."""

    a: int
    b: int
    length: int


def common(a: Prepared, b: Prepared) -> Hashes:
    """The distinct shingles both stories have."""
    if not len(a.distinct) or not len(b.distinct):
        return a.distinct[:0]
    at = np.minimum(np.searchsorted(b.distinct, a.distinct), len(b.distinct) - 1)
    both: Hashes = a.distinct[b.distinct[at] == a.distinct]
    return both


def runs(a: Prepared, b: Prepared, shared: Hashes) -> tuple[Run, ...]:
    """The longest shared runs, no word of the first story in two of them, in its order."""
    if not len(shared):
        return ()
    if np.array_equal(a.story.words, b.story.words):
        return (Run(0, 0, len(a.story)),)
    size = min(SHINGLE_WORDS, len(a.story), len(b.story))
    at_a, at_b = _places(a, b, shared)
    order = np.lexsort((at_a, at_b - at_a))
    at_a, at_b = at_a[order], at_b[order]
    breaks = np.flatnonzero((np.diff(at_a) != 1) | (np.diff(at_b) != 1)) + 1
    first = np.concatenate([[0], breaks])
    last = np.append(breaks, len(at_a)) - 1
    found = zip(at_a[first].tolist(), at_b[first].tolist(), (at_a[last] - at_a[first] + size).tolist(), strict=True)
    return tuple(_longest([Run(*one) for one in found], len(a.story), len(b.story)))


def recurring(b: Prepared, shared: Hashes) -> bool:
    """Whether a shared 5-gram stands in more than `MOST_PLACES` places of the second story."""
    ordered = b.shingles[b.order]
    often = ordered[MOST_PLACES:][ordered[MOST_PLACES:] == ordered[:-MOST_PLACES]]
    return bool(np.isin(often, shared).any())


def _places(a: Prepared, b: Prepared, shared: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the shared shingles stand in both stories, one row for each meeting."""
    at = np.minimum(np.searchsorted(shared, a.shingles), len(shared) - 1)
    places = np.flatnonzero(shared[at] == a.shingles)
    sorted_b = b.shingles[b.order]
    left = np.searchsorted(sorted_b, a.shingles[places])
    right = np.searchsorted(sorted_b, a.shingles[places], side="right")
    times = np.minimum(right - left, MOST_PLACES)
    offsets = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    return np.repeat(places, times), b.order[np.repeat(left, times) + offsets]


def _longest(found: list[Run], words_a: int, words_b: int) -> list[Run]:
    """Runs taken longest first; what a longer run already holds is cut off the shorter."""
    taken_a, taken_b = np.zeros(words_a, dtype=np.bool_), np.zeros(words_b, dtype=np.bool_)
    kept = []
    for run in sorted(found, key=lambda run: (-run.length, run.a, run.b)):
        free = ~(taken_a[run.a : run.a + run.length] | taken_b[run.b : run.b + run.length])
        if free.all():
            start, length = 0, run.length
        else:
            inside = np.flatnonzero(free)
            if len(inside) < SHINGLE_WORDS or inside[-1] - inside[0] + 1 != len(inside):
                continue
            start, length = int(inside[0]), len(inside)
        cut = Run(run.a + start, run.b + start, length)
        taken_a[cut.a : cut.a + length] = True
        taken_b[cut.b : cut.b + length] = True
        kept.append(cut)
    return sorted(kept)
