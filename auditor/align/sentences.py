"""Which sentences of one story are contained in the other, whatever their wording.

A sentence is held against every sentence and every two adjacent sentences of the other story:
rewriting joins and splits sentences, so containment in one direction tells more than a
symmetric similarity. Weights come from the corpus and from inside the pair: a name that stands
in every sentence of both stories ties no two of them.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.align.prepared import Prepared, terms_of_both

Indices = NDArray[np.int64]
Values = NDArray[np.float64]

# A sentence is aligned when half of its weight stands in the other story.
CONTAINED = 0.5
# A second sentence must add this much to be taken into the window.
_SECOND_SENTENCE = 0.1
# Softens the in-pair weights of short stories, in sentences.
_SMOOTHING = 20
# How much of its weight a term loses that stands in every sentence of both stories.
_DAMPING = 0.5
# Pairs of sentences that meet in a term, over all terms of a pair of stories. Ordinary pairs have
# some thousands; beyond it the terms that meet most often weigh nothing, for they tie no two
# sentences. This keeps the work linear: a story of one sentence repeated is compared by its runs.
_MOST_MEETINGS = 3_000_000
# Pairs of sentences up to which their sums are kept in a table of all pairs: faster than sorting.
_MOST_CELLS = 1 << 18


@dataclass(frozen=True)
class Match:
    """Sentence `a` to `a_end` (exclusive) of one story and `b` to `b_end` of the other."""

    a: int
    a_end: int
    b: int
    b_end: int
    score: float


@dataclass(frozen=True)
class Sentences:
    """The aligned sentences of a pair.

    `share_a` is the share of a's sentences that are contained in b; `order` the share of
    aligned sentences that stand in the same order in both stories. `bounded` says whether terms
    were left out because they meet too often.
    """

    matches: tuple[Match, ...]
    share_a: float
    share_b: float
    soft_a: float
    soft_b: float
    order: float
    bounded: bool = False


NONE = Sentences((), 0.0, 0.0, 0.0, 0.0, 0.0)


def align_sentences(a: Prepared, b: Prepared) -> Sentences:
    """The sentences two stories share: O(n log n) in the meetings of their terms."""
    in_a, in_b = terms_of_both(a, b)
    if not len(in_a):
        return NONE
    weights_a, weights_b = _pair_weights(a, b, in_a, in_b)
    total_a = _totals(a, weights_a)
    total_b = _totals(b, weights_b)
    terms_a, terms_b = _terms(a, in_a, weights_a), _terms(b, in_b, weights_b)
    single = _sums(_meet(terms_a, terms_b, weights_a[in_a], 1.0))
    best_a = _best(single, _windows(single, terms_a, terms_b, weights_a[in_a], b.sentences), total_a)
    turned = _turned(single)
    best_b = _best(turned, _windows(turned, terms_b, terms_a, weights_a[in_a], a.sentences), total_b)
    of_a = list(_contained(best_a, a))
    of_b = [Match(m.b, m.b_end, m.a, m.a_end, m.score) for m in _contained(best_b, b)]
    return Sentences(
        matches=tuple(_joined(of_a, of_b)),
        share_a=len(of_a) / max(int(a.enough.sum()), 1),
        share_b=len(of_b) / max(int(b.enough.sum()), 1),
        soft_a=float((best_a.most * total_a).sum() / max(total_a.sum(), 1e-6)),
        soft_b=float((best_b.most * total_b).sum() / max(total_b.sum(), 1e-6)),
        order=max(_ordered([(m.a, m.b) for m in of_a]), _ordered([(m.b, m.a) for m in of_b])),
        bounded=int((a.frequencies[in_a] * b.frequencies[in_b]).sum()) > _MOST_MEETINGS,
    )


@dataclass(frozen=True)
class _Meetings:
    """What sentences of one story (rows) share with sentences or windows of the other (columns).

    Sums stand in the order of rows, then of columns.
    """

    rows: Indices
    columns: Indices
    values: Values


@dataclass(frozen=True)
class _Best:
    """For each sentence the best window of the other story: where it begins, its length, the score.

    `most` is the highest score of any window, also where a second sentence adds too little.
    """

    begins: Indices
    lengths: Indices
    scores: Values
    most: Values


def _pair_weights(a: Prepared, b: Prepared, in_a: Indices, in_b: Indices) -> tuple[Values, Values]:
    """Corpus weights times an inverse sentence frequency taken over both stories."""
    meetings = a.frequencies[in_a] * b.frequencies[in_b]
    frequency_a, frequency_b = a.frequencies.copy(), b.frequencies.copy()
    frequency_a[in_a] += b.frequencies[in_b]
    frequency_b[in_b] = frequency_a[in_a]
    scale = np.log(a.sentences + b.sentences + _SMOOTHING)
    weights_a = a.weights * (1 - _DAMPING * np.log(np.maximum(frequency_a, 1)) / scale)
    weights_b = b.weights * (1 - _DAMPING * np.log(np.maximum(frequency_b, 1)) / scale)
    if meetings.sum() > _MOST_MEETINGS:
        order = np.argsort(meetings, kind="stable")
        dropped = order[np.cumsum(meetings[order]) > _MOST_MEETINGS]
        weights_a[in_a[dropped]] = 0.0
        weights_b[in_b[dropped]] = 0.0
    return weights_a, weights_b


def _totals(story: Prepared, weights: Values) -> Values:
    """The weight of all terms of each sentence."""
    return np.bincount(story.sentence, weights[story.column], story.sentences).astype(np.float64)


def _terms(story: Prepared, shared: Indices, weights: Values) -> tuple[Indices, Indices]:
    """The sentences and the shared terms with weight in them, by term and then by sentence."""
    place = np.full(len(story.vocabulary), -1)
    place[shared] = np.arange(len(shared))
    place[weights <= 0] = -1
    columns = place[story.column]
    sentences, columns = story.sentence[columns >= 0], columns[columns >= 0]
    order = np.argsort(columns, kind="stable")
    return sentences[order], columns[order]


def _meet(one: tuple[Indices, Indices], other: tuple[Indices, Indices], weights: Values, sign: float) -> _Meetings:
    """A row for each term that a sentence of one and a sentence of the other have."""
    left = np.searchsorted(other[1], one[1])
    times = np.searchsorted(other[1], one[1], side="right") - left
    offsets = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    values = np.repeat(weights[one[1]] * sign, times)
    return _Meetings(np.repeat(one[0], times), other[0][np.repeat(left, times) + offsets], values)


def _sums(*parts: _Meetings) -> _Meetings:
    """The meetings of the same row and column added up; those that add up to nothing are left out."""
    rows = np.concatenate([part.rows for part in parts])
    columns = np.concatenate([part.columns for part in parts])
    values = np.concatenate([part.values for part in parts])
    height, width = int(rows.max(initial=-1)) + 1, int(columns.max(initial=0)) + 1
    keys = rows * width + columns
    if height * width <= _MOST_CELLS:
        total: Values = np.bincount(keys, values, height * width).astype(np.float64)
        met = np.flatnonzero(total)
        return _Meetings(met // width, met % width, total[met])
    met, inverse = np.unique(keys, return_inverse=True)
    total = np.bincount(inverse, values, len(met)).astype(np.float64)
    return _Meetings(met // width, met % width, total)


def _turned(single: _Meetings) -> _Meetings:
    """The same meetings seen from the other story."""
    order = np.argsort(single.columns, kind="stable")
    return _Meetings(single.columns[order], single.rows[order], single.values[order])


def _windows(
    single: _Meetings, one: tuple[Indices, Indices], other: tuple[Indices, Indices], weights: Values, sentences: int
) -> _Meetings:
    """What rows share with each two adjacent sentences, a term in both of them counted once."""
    left, right = single.columns < sentences - 1, single.columns > 0
    keys = other[1] * (sentences + 1) + other[0]
    repeated = np.append(keys[:-1] + 1 == keys[1:], [False] * min(len(keys), 1)).astype(np.bool_)
    return _sums(
        _Meetings(single.rows[left], single.columns[left], single.values[left]),
        _Meetings(single.rows[right], single.columns[right] - 1, single.values[right]),
        _meet(one, (other[0][repeated], other[1][repeated]), weights, -1.0),
    )


def _best(single: _Meetings, double: _Meetings, total: Values) -> _Best:
    begins, scores = _top(single, total)
    begins_double, scores_double = _top(double, total)
    two = scores_double >= scores + _SECOND_SENTENCE
    return _Best(
        np.where(two, begins_double, begins),
        1 + two,
        np.where(two, scores_double, scores),
        np.maximum(scores, scores_double),
    )


def _top(meetings: _Meetings, total: Values) -> tuple[Indices, Values]:
    """The column and the score of each row's best meeting, the first of equals; 0 for none."""
    begins, best = np.zeros(len(total), dtype=np.int64), np.zeros(len(total))
    if not len(meetings.rows):
        return begins, best
    scores = np.round(meetings.values / np.maximum(total[meetings.rows], 1e-6), 6)
    starts = np.flatnonzero(np.diff(meetings.rows, prepend=-1))
    highest = np.maximum.reduceat(scores, starts)
    lengths = np.diff(starts, append=len(scores))
    top = np.flatnonzero(scores == np.repeat(highest, lengths))
    first = top[np.searchsorted(top, starts)]
    begins[meetings.rows[first]] = meetings.columns[first]
    best[meetings.rows[first]] = np.minimum(highest, 1.0)
    return begins, best


def _contained(best: _Best, story: Prepared) -> Iterator[Match]:
    """The sentences that are contained in their best window, in order."""
    for row in np.flatnonzero(story.enough & (best.scores >= CONTAINED)).tolist():
        begin = int(best.begins[row])
        yield Match(row, row + 1, begin, begin + int(best.lengths[row]), round(float(best.scores[row]), 4))


def _joined(of_a: list[Match], of_b: list[Match]) -> list[Match]:
    """The matches of both directions, each statement once, in the order of the first story."""
    seen = {(match.a, index) for match in of_a for index in range(match.b, match.b_end)}
    found = list(of_a)
    for match in of_b:
        cells = {(index, match.b) for index in range(match.a, match.a_end)}
        if not cells & seen:
            found.append(match)
            seen |= cells
    return sorted(found, key=lambda match: (match.a, match.b, match.a_end, match.b_end))


def _ordered(places: list[tuple[int, int]]) -> float:
    """The share of places in the longest run of them that never goes back (patience sorting)."""
    tails: list[int] = []
    for _, place in sorted(places):
        at = bisect_right(tails, place)
        tails[at : at + 1] = [place]
    return len(tails) / len(places) if places else 0.0
