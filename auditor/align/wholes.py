"""How alike two stories are as wholes: what they are judged by, apart from single passages.

Two reporters on one event share its names, its numbers and the order of its telling in part. What
they do not share is the rest: each has facts of their own, and words of one stand elsewhere in the
other. A rewrite brings few new facts and leaves most things where they were.
"""

import numpy as np
from numpy.typing import NDArray

from auditor.align.prepared import Prepared, terms_of_both

Indices = NDArray[np.int64]
Values = NDArray[np.float64]

# Words this far apart, as a share of the story and in words, are not in the same place any more: in
# a book every word has its like within a quarter of it.
_PLACE, _PLACE_WORDS = 0.25, 300


def cosine(a: Prepared, b: Prepared) -> float:
    """TF-IDF cosine of the two stories, term counts damped by a logarithm."""
    values_a, values_b = (_values(story) for story in (a, b))
    in_a, in_b = terms_of_both(a, b)
    length = float(np.linalg.norm(values_a) * np.linalg.norm(values_b))
    return round(float(values_a[in_a] @ values_b[in_b]) / length, 4) if length else 0.0


def own_facts(a: Prepared, b: Prepared) -> float:
    """The share of names and numbers of its own, by weight, in the story that has less of them, 0..1.

    Of two independent reports each names something that the other does not. A rewrite leaves out
    or adds, but seldom both.
    """
    in_a, in_b = terms_of_both(a, b)
    return round(min(_facts_beyond(a, in_a), _facts_beyond(b, in_b)), 4)


def in_place(a: Prepared, b: Prepared) -> float:
    """The share of the weight of one story that stands in the other and in about the same place, 0..1.

    A word counts in full where the other story has it at the same distance from the beginning,
    as a share of its length, and less the farther away it is, up to a quarter of the story or 300
    words. Of the two directions the higher one counts: a story may be told again in brief.
    """
    in_a, in_b = terms_of_both(a, b)
    keys_a, keys_b = _places(a, in_a), _places(b, in_b)
    reach = min(_PLACE, _PLACE_WORDS / max(len(a.story), len(b.story), 1))
    return round(max(_near(a, in_a, keys_a, keys_b, reach), _near(b, in_b, keys_b, keys_a, reach)), 4)


def _values(story: Prepared) -> Values:
    values: Values = story.weights * (1 + np.log(np.maximum(story.frequencies, 1)))
    return values


def _facts_beyond(story: Prepared, shared: Indices) -> float:
    own, total = story.facts.copy(), float(story.weights.sum())
    own[shared] = False
    return float(story.weights[own].sum()) / total if total else 0.0


def _places(story: Prepared, shared: Indices) -> Values:
    """For each word that is shared and has weight: the number of its term plus half its place, 0..1; sorted."""
    number = np.full(len(story.vocabulary), -1.0)
    number[shared] = np.arange(len(shared))
    number[story.weights <= 0] = -1.0
    of_word = number[story.columns]
    words = np.flatnonzero(of_word >= 0)
    return np.sort(of_word[words] + words / (2 * max(len(story.story), 1)))


def _near(story: Prepared, shared: Indices, keys: Values, others: Values, reach: float) -> float:
    """The weight of the words at `keys` that have their like among the others near by, as a share of all.

    `reach` is how near, as a share of the story.
    """
    total = float(story.weights[story.columns].sum())
    if not total or not len(keys) or not len(others):
        return 0.0
    at = np.searchsorted(others, keys)
    # Keys of different terms are half a unit apart or more: as far as the two ends of a story.
    gaps = np.minimum(
        np.abs(others[np.minimum(at, len(others) - 1)] - keys), np.abs(others[np.maximum(at - 1, 0)] - keys)
    )
    weights = story.weights[shared[keys.astype(np.int64)]]
    return float((weights * np.maximum(0.0, 1 - 2 * gaps / reach)).sum()) / total
