"""Sentences that recur where nothing else is shared: a site's furniture, left out of comparisons.

Recurrence alone does not tell: a report printed by fifty outlets recurs too. What recurs in
stories that have nothing else to do with one another is furniture; what recurs in stories on one
subject is copying, and stays.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from auditor.tokens import StoryTokens, recurring
from auditor.tokens.scan import Hashes
from auditor.weights import Weights

# Shingles that recur in four articles of a source were 2.5 % of the text and 80 % of false pairs.
# Three do for what is a small part of each story.
RECURRING = 3
# The cosine of the rest of two stories below which they are on different subjects.
UNLIKE = 0.25
# Within one outlet more is shared by habit: there the rest must be nearly one story to be copying.
UNLIKE_IN_OUTLET, ONE_OUTLET = 0.5, 0.75
# A story of which more than this recurs is a copy with a tail of its own, not a text with furniture.
MOST_FURNITURE, MOST_FURNITURE_OF_THREE = 0.5, 0.15
# Neighbours in the order of ids that are looked at for each recurring sentence.
_LOOKED_AT = 6


def furniture(stories: Sequence[StoryTokens], weights: Weights) -> Hashes:
    """The keys of the sentences that are furniture, sorted."""
    found = [np.unique(recurring.keys(story)[0]) for story in stories]
    keys = np.concatenate([*found, np.zeros(0, dtype=np.uint64)])
    owners = np.repeat(np.arange(len(stories)), [len(one) for one in found])
    order = np.lexsort((owners, keys))
    keys, owners = keys[order], owners[order]
    unique, starts, sizes = np.unique(keys, return_index=True, return_counts=True)
    often = sizes >= RECURRING
    known: dict[tuple[int, ...], bool] = {}
    vectors = _Vectors(stories, weights, unique[often])
    unlike = []
    for key, start, size in zip(unique[often].tolist(), starts[often].tolist(), sizes[often].tolist(), strict=True):
        members = owners[start : start + size]
        spread = np.unique(np.linspace(0, size - 1, min(size, _LOOKED_AT)).astype(np.int64))
        looked_at = tuple(members[spread].tolist())
        if looked_at not in known:
            known[looked_at] = vectors.unlike(looked_at)
        if known[looked_at]:
            unlike.append(key)
    return np.array(unlike, dtype=np.uint64)


class _Vectors:
    """Term vectors of stories without the sentences that recur, made when they are asked for."""

    def __init__(self, stories: Sequence[StoryTokens], weights: Weights, unwanted: Hashes) -> None:
        self._stories, self._weights, self._unwanted = stories, weights, unwanted
        self._share: dict[int, float] = {}
        self._made: dict[int, tuple[Hashes, NDArray[np.float64]]] = {}

    def unlike(self, members: Sequence[int]) -> bool:
        """Whether these stories are texts of their own, and their neighbours on different subjects."""
        most = MOST_FURNITURE if len(members) > RECURRING else MOST_FURNITURE_OF_THREE
        if float(np.median([self._recurring_share(member) for member in members])) > most:
            return False
        cosines = [self._cosine(one, other) for one, other in pairwise(members)]
        return float(np.median(cosines)) < self._limit(members)

    def _recurring_share(self, index: int) -> float:
        self._vector(index)
        return self._share[index]

    def _limit(self, members: Sequence[int]) -> float:
        outlets = Counter(self._stories[member].outlet for member in members)
        outlet, times = outlets.most_common(1)[0]
        return UNLIKE_IN_OUTLET if outlet and times >= ONE_OUTLET * len(members) else UNLIKE

    def _cosine(self, one: int, other: int) -> float:
        terms_a, values_a = self._vector(one)
        terms_b, values_b = self._vector(other)
        if not len(terms_a) or not len(terms_b):
            return 1.0  # nothing is left to tell them apart: the same text again
        _, in_a, in_b = np.intersect1d(terms_a, terms_b, assume_unique=True, return_indices=True)
        return float(values_a[in_a] @ values_b[in_b])

    def _vector(self, index: int) -> tuple[Hashes, NDArray[np.float64]]:
        if index not in self._made:
            story = self._stories[index]
            rest = recurring.without(story, self._unwanted)
            self._share[index] = 1.0 if rest is story else 1 - len(rest) / len(story)
            terms, counts = np.unique(rest.terms, return_counts=True)
            values = self._weights.of(terms) * (1 + np.log(np.maximum(counts, 1)))
            self._made[index] = terms, values / max(float(np.linalg.norm(values)), 1e-9)
        return self._made[index]
