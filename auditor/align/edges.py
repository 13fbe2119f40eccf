"""Where a passage begins and ends: fragments of whole sentences cut or widened word by word.

Each word near a fragment speaks for or against standing in the passage. If a share r of the words
was carried over, a word whose term stands by chance in a share q of stretches like the other
side's is found there with probability q + (1 - q) r, and outside the passage, where the stories
are on one subject still, with q + (1 - q) r0. The passage is the stretch whose log-likelihood
ratio is highest (the maximal scoring segment of Karlin and Altschul, 1990). As r is measured on
the fragment, copies get sharp edges and free rewrites lenient ones.
"""

from dataclasses import dataclass

import numpy as np

from auditor.align.fragments import Fragment
from auditor.align.pieces import Piece
from auditor.align.seeds import Seeds, Side, Values
from auditor.sketch import SHINGLE_WORDS
from auditor.tokens.scan import Flags

# Units before and after a fragment that are looked at.
_MARGIN = 1
_LEAST, _MOST = 0.2, 0.95
# A sentence that is in the passage by this share of its words is in it as a whole, unless copied.
_WHOLE_SENTENCE = 0.5
_COPIED = 0.9


@dataclass(frozen=True)
class Strictness:
    """How edges are drawn: r is `edges` of the share measured, and r0 is `subject` of r."""

    edges: float
    subject: float


# The edges of what was reworded are changed more than its middle; beside something copied word
# for word, what is merely on the same subject is no passage.
REWORDING, COPYING = Strictness(0.8, 0.5), Strictness(1.0, 0.5)


def trimmed(seeds: Seeds, fragment: Fragment, taken: list[Piece], strictness: Strictness) -> Piece:
    """The words of a fragment, its edges drawn without touching what was taken before.

    In a summary only the side that sums up is drawn; the longer side is left as it is.
    """
    bounds_a, bounds_b = seeds.a.story.units.bounds, seeds.b.story.units.bounds
    a, a_end = int(bounds_a[fragment.a]), int(bounds_a[fragment.a_end])
    b, b_end = int(bounds_b[fragment.b]), int(bounds_b[fragment.b_end])
    if fragment.summary != 1:
        free = _free([(piece.a, piece.a_end) for piece in taken], a, a_end)
        a, a_end = _edges(seeds, seeds.a, (a, a_end), (fragment.a, fragment.a_end), (b, b_end), free, strictness)
    if fragment.summary != 0:
        free = _free([(piece.b, piece.b_end) for piece in taken], b, b_end)
        b, b_end = _edges(seeds, seeds.b, (b, b_end), (fragment.b, fragment.b_end), (a, a_end), free, strictness)
    return Piece(a, a_end, b, b_end, seeds.similarity(a, a_end, b, b_end))


Range = tuple[int, int]


def _free(taken: list[Range], first: int, end: int) -> Range:
    """How far a stretch may be widened before it meets another."""
    left = max((stop for _, stop in taken if stop <= first), default=0)
    right = min((start for start, _ in taken if start >= end), default=1 << 62)
    return left, right


def _edges(
    seeds: Seeds, side: Side, core: Range, units: Range, other: Range, free: Range, strictness: Strictness
) -> Range:
    """The best stretch of one side, given the words of the other side."""
    bounds = side.story.units.bounds
    first = max(int(bounds[max(units[0] - _MARGIN, 0)]), free[0])
    end = min(int(bounds[min(units[1] + _MARGIN, len(bounds) - 1)]), free[1])
    columns = side.story.columns[first:end]
    opposite = seeds.b if side is seeds.a else seeds.a
    present = np.zeros(len(opposite.weights) + 1, dtype=np.bool_)
    present[opposite.story.columns[other[0] : other[1]]] = True
    held = present[side.other][columns]
    lengths = opposite.story.units.bounds
    around = np.searchsorted(lengths, other[1]) - np.searchsorted(lengths, other[0], side="right") + 1
    chance: Values = np.clip(1 - (1 - np.minimum(side.share[columns], 0.98)) ** around, 0.002, 0.98)
    inside = slice(core[0] - first, core[1] - first)
    carried = _carried(held[inside], chance[inside])
    start, stop = _best(_scores(held, chance, carried, strictness))
    start, stop = first + start, first + stop
    if carried >= _COPIED or strictness is COPYING:
        return _without_stubs(side, start, stop)
    # The outermost units of a fragment are seeds, and stand in it as wholes.
    start = core[0] if core[0] < start < bounds[units[0] + 1] else start
    stop = core[1] if bounds[units[1] - 1] < stop < core[1] else stop
    return _whole_sentences(side, start, stop, free)


def _carried(held: Flags, chance: Values) -> float:
    """The share of words carried over, beyond what chance would bring."""
    share = (held.mean() - chance.mean()) / max(1 - chance.mean(), 0.01)
    return float(np.clip(share, _LEAST, _MOST))


def _scores(held: Flags, chance: Values, carried: float, strictness: Strictness) -> Values:
    share = carried * strictness.edges
    outside = share * strictness.subject
    scores: Values = np.where(
        held,
        np.log((chance + share * (1 - chance)) / (chance + outside * (1 - chance))),
        np.log((1 - share) / (1 - outside)),
    )
    return scores


def _best(scores: Values) -> Range:
    """The stretch with the highest sum, the first of equals."""
    total = np.concatenate([[0.0], np.cumsum(scores)])
    low = np.minimum.accumulate(total[:-1])
    end = int(np.argmax(total[1:] - low)) + 1
    return int(np.argmin(total[:end])), end


def _without_stubs(side: Side, first: int, end: int) -> Range:
    """The edges without the few words of a next sentence that happen to be the same."""
    bounds = side.story.story.bounds
    start = int(bounds[np.searchsorted(bounds, first, side="right")])
    stop = int(bounds[np.searchsorted(bounds, end) - 1])
    begin = start if start - first < SHINGLE_WORDS and first not in bounds else first
    until = stop if end - stop < SHINGLE_WORDS and end not in bounds else end
    return (begin, until) if begin < until else (first, end)


def _whole_sentences(side: Side, first: int, end: int, free: Range) -> Range:
    """The edges moved to those of sentences: the nearer part of a cut sentence decides for all of it."""
    bounds = side.story.story.bounds
    at = int(np.searchsorted(bounds, first, side="right")) - 1
    start, stop = int(bounds[at]), int(bounds[at + 1])
    begin = start if min(stop, end) - first >= _WHOLE_SENTENCE * (stop - start) else stop
    at = int(np.searchsorted(bounds, end)) - 1
    start, stop = int(bounds[at]), int(bounds[at + 1])
    until = stop if end - max(start, first) >= _WHOLE_SENTENCE * (stop - start) else start
    if begin >= until:
        return first, end
    return (begin if begin >= free[0] else first), (until if until <= free[1] else end)
