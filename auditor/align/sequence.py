"""How far two stories keep their words in one order, beyond what chance would give them."""

import numpy as np

from auditor.align.prepared import Prepared, terms_of_both
from auditor.tokens.scan import Flags, Hashes, Offsets

# Words of each story that are put in order: the rarest shared terms, and as many of the others
# as fit. Short texts are compared whole; the work is bounded by the square of this.
_MOST_WORDS = 400


def sequence(a: Prepared, b: Prepared) -> float:
    """The longest common subsequence of terms, corrected for chance, 0..1.

    Chance is what one story shares in order with the other read backwards: it has the same
    words, the same length and the same favourite words, and none of the other's order. As in
    Cohen's kappa (1960), the value is (found - chance) / (possible - chance), so that neither
    the lengths of the stories nor the words of a language or subject move it. Independent
    coverage of one event has 0.03 on average, a rewrite 0.5 (benchmarks/reuse.py).
    """
    in_a, in_b = terms_of_both(a, b)
    if not len(in_a):
        return 0.0
    counts_a, counts_b = _counts(a), _counts(b)
    rare = np.argsort(np.maximum(counts_a[in_a], counts_b[in_b]), kind="stable")
    fits = np.maximum(np.cumsum(counts_a[in_a][rare]), np.cumsum(counts_b[in_b][rare])) <= _MOST_WORDS
    kept, common = rare[fits], rare[~fits]
    possible = min(
        len(a.story) - int(counts_a[in_a[common]].sum()),
        len(b.story) - int(counts_b[in_b[common]].sum()),
    )
    terms = np.sort(a.vocabulary[in_a[kept]])
    of_a, of_b = (story.terms[_among(story.terms, terms)].tolist() for story in (a.story, b.story))
    found, chance = longest_common(of_a, of_b), longest_common(of_a, of_b[::-1])
    return round(max(found - chance, 0) / (possible - chance), 4) if possible > chance else float(possible > 0)


def longest_common(a: list[int], b: list[int]) -> int:
    """The length of the longest common subsequence, bit-parallel (Crochemore et al., 2001).

    O(len(b)) operations on integers of len(a) bits.
    """
    masks: dict[int, int] = {}
    for at, term in enumerate(a):
        masks[term] = masks.get(term, 0) | 1 << at
    everything = (1 << len(a)) - 1
    free = everything
    for term in b:
        met = free & masks.get(term, 0)
        free = (free + met) | (free - met)
    return len(a) - (free & everything).bit_count()


def _counts(story: Prepared) -> Offsets:
    """How often each term of the vocabulary stands in the story."""
    return np.bincount(story.columns, minlength=len(story.vocabulary))


def _among(terms: Hashes, wanted: Hashes) -> Flags:
    at = np.minimum(np.searchsorted(wanted, terms), max(len(wanted) - 1, 0))
    return wanted[at] == terms if len(wanted) else np.zeros(len(terms), dtype=np.bool_)
