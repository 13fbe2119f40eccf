"""Two stories held against each other for copies alone: every shingle is counted, nothing is aligned."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from auditor.align.verdict import Features, kind, relation, score
from auditor.model import Alignment, Link, Passage, Relation, Span
from auditor.sketch import SHINGLE_WORDS, positional
from auditor.text import normalise
from auditor.tokens.hashing import Hashes, Offsets

COPIES = frozenset({Relation.EXACT, Relation.NEAR_DUPLICATE})
LANE = "copies"
# Runs of equal words with so few others between them are one passage.
_GAP_WORDS = 12


@dataclass(frozen=True, eq=False)
class Version:
    """A story as it is held against others for copies.

    `text` is what was compared; `starts` and `ends` are the offsets of its words in the article,
    `numbers` the distinct words that begin with a digit, sorted.
    """

    id: str
    outlet: str
    text: str
    words: Hashes
    starts: Offsets
    ends: Offsets
    numbers: Hashes

    @cached_property
    def shingles(self) -> Hashes:
        """The word 5-grams in the order of the text."""
        return positional(self.words)

    @cached_property
    def order(self) -> Offsets:
        """The order that sorts the shingles."""
        return np.argsort(self.shingles, kind="stable")

    @cached_property
    def sorted(self) -> Hashes:
        """The shingles in order of their hashes."""
        return self.shingles[self.order]

    @cached_property
    def distinct(self) -> Hashes:
        """Each shingle once, sorted."""
        sorted_ = np.sort(self.shingles)
        first = np.ones(len(sorted_), dtype=np.bool_)
        np.not_equal(sorted_[1:], sorted_[:-1], out=first[1:])
        return sorted_[first]

    @cached_property
    def normal(self) -> bytes:
        """Equal for stories whose normalised text is equal."""
        return hashlib.sha256(normalise(self.text).encode(errors="surrogatepass")).digest()

    def span(self, first: int, end: int) -> Span:
        """Where words stand in the article."""
        return Span(int(self.starts[first]), int(self.ends[end - 1]))


def verify(a: Version, b: Version) -> Alignment | None:
    """The link of two stories if one is a copy of the other, exact or near; else None.

    Jaccard similarity and containment are exact, over distinct word 5-grams. Coverage is the share of
    words in shared 5-grams, of all words: which of them carry meaning is not asked here. What only
    an alignment of sentences tells is None. Both stories have words. O(n log n).
    """
    shared = _common(a.distinct, b.distinct)
    jaccard = _share(shared, len(a.distinct) + len(b.distinct) - shared)
    containment = _share(shared, min(len(a.distinct), len(b.distinct)))
    if relation(_features(a, b, jaccard, containment)) not in COPIES:
        return None
    runs = list(_runs(a, b))
    longest = max(end - start for _, start, end in runs)
    fewer = min(len(a.numbers), len(b.numbers))
    found = _features(
        a,
        b,
        jaccard,
        containment,
        equal=jaccard == 1.0 and a.normal == b.normal,
        coverage_a=_covered(a, b),
        coverage_b=_covered(b, a),
        longest=longest,
        numbers=fewer,
        same_numbers=_share(_common(a.numbers, b.numbers), fewer),
    )
    link = Link(
        a=a.id,
        b=b.id,
        relation=relation(found),
        kind=kind(found),
        score=score(found),
        jaccard=jaccard,
        coverage_a=found.coverage_a,
        coverage_b=found.coverage_b,
        aligned_a=None,
        aligned_b=None,
        statements=None,
        order=None,
        longest=longest,
        lanes=(LANE,),
        passages=tuple(_passages(a, b, runs)),
    )
    return Alignment(link, ())


def _features(
    a: Version,
    b: Version,
    jaccard: float,
    containment: float,
    *,
    equal: bool = False,
    coverage_a: float = 0.0,
    coverage_b: float = 0.0,
    longest: int = 0,
    numbers: int = 0,
    same_numbers: float = 0.0,
) -> Features:
    return Features(
        equal=equal,
        jaccard=jaccard,
        containment=containment,
        coverage_a=coverage_a,
        coverage_b=coverage_b,
        longest=longest,
        own=longest,
        surrounding=False,
        words=min(len(a.words), len(b.words)),
        longer=max(len(a.words), len(b.words)),
        quoted=0.0,
        numbers=numbers,
        same_numbers=same_numbers,
        same_outlet=a.outlet == b.outlet != "",
    )


def _common(one: Hashes, other: Hashes) -> int:
    """How many hashes two sorted arrays of distinct ones share."""
    if not len(one) or not len(other):
        return 0
    at = np.searchsorted(other, one)
    at[at == len(other)] = 0
    return int(np.count_nonzero(other[at] == one))


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _covered(story: Version, other: Version) -> float:
    """The share of a story's words that stand in 5-grams the other has, too."""
    at = np.searchsorted(other.distinct, story.shingles)
    at[at == len(other.distinct)] = 0
    held = np.flatnonzero(other.distinct[at] == story.shingles)
    change = np.zeros(len(story.words) + SHINGLE_WORDS, dtype=np.int64)
    change[held] += 1
    change[held + min(SHINGLE_WORDS, len(story.words))] -= 1
    return _share(int(np.count_nonzero(np.cumsum(change))), len(story.words))


def _runs(a: Version, b: Version) -> Iterator[tuple[int, int, int]]:
    """Runs of words equal in both, in b's order: first word in a, first and end in b.

    A shingle that a has several times is found at its first place.
    """
    at = np.searchsorted(a.sorted, b.shingles)
    at[at == len(a.sorted)] = 0
    held = np.flatnonzero(a.sorted[at] == b.shingles)
    diagonal = a.order[at[held]] - held
    begins = np.append(True, (np.diff(held) != 1) | (np.diff(diagonal) != 0))
    first = held[begins]
    last = held[np.append(np.flatnonzero(begins)[1:] - 1, len(held) - 1)]
    size = min(SHINGLE_WORDS, len(a.words), len(b.words))
    reached = 0
    for start, end, shift in zip(first.tolist(), (last + size).tolist(), diagonal[begins].tolist(), strict=True):
        # Neighbouring runs overlap where a shingle of both stands at another place, too.
        if end > reached:
            begin = max(start, reached)
            yield begin + shift, begin, end
            reached = end


def _passages(a: Version, b: Version, runs: list[tuple[int, int, int]]) -> Iterator[Passage]:
    """Runs joined where little stands between them."""
    first_a, first_b, end_b = runs[0]
    end_a, equal = first_a + end_b - first_b, end_b - first_b
    number = 1
    for start_a, start_b, stop_b in [*runs[1:], (-1, -1, -1)]:
        if start_a >= 0 and 0 <= start_a - end_a <= _GAP_WORDS and start_b - end_b <= _GAP_WORDS:
            number += 1
            equal += stop_b - start_b
        else:
            score = _share(equal, max(end_a - first_a, end_b - first_b))
            kind = "verbatim" if number == 1 else "edited"
            yield Passage(a.span(first_a, end_a), b.span(first_b, end_b), score, kind)
            first_a, first_b, number, equal = start_a, start_b, 1, stop_b - start_b
        end_a, end_b = start_a + stop_b - start_b, stop_b
