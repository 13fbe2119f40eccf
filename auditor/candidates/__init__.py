"""Which pairs of stories are worth aligning: three lanes, each bounded, none quadratic.

`bands` finds the same article again (MinHash), `shingles` a passage inside longer texts
(sampled word 5-grams), `terms` a paraphrase (rare weighted terms). Every pair is verified by
alignment afterwards, so a lane may be generous; what it must not do is leave out in silence.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from auditor import sketch
from auditor.candidates.furniture import furniture
from auditor.text import counted
from auditor.tokens import StoryTokens, recurring
from auditor.tokens.scan import Hashes
from auditor.weights import Weights

Indices = NDArray[np.int64]

ALL, EXACT, BANDS, SHINGLES, TERMS = ("all", "exact", "bands", "shingles", "terms")
RECALLED = "library"

# Up to this many stories every pair is looked at, so that no reader wonders why one is missing.
ALL_PAIRS = 10
# A key held by more stories than this is joined as a star and a chain instead of all pairs.
CROWD = 24
SHARED_SHINGLES = 2
# Stories of fewer shingles keep all of them: a sample of 1 in 16 would miss them.
SHORT = 160
# The paraphrase lane: rarest terms a story is found by, neighbours kept, least cosine.
KEY_TERMS = 60
NEIGHBOURS = 8
LEAST_COSINE = 0.25
# A term in more stories than this finds nothing by itself and costs the most.
COMMON_TERM = 400
_CHUNK = 256


@dataclass(frozen=True)
class Pair:
    """Two stories by their position, i < j, and the lanes that brought them together."""

    i: int
    j: int
    lanes: tuple[str, ...]


@dataclass(frozen=True)
class Candidates:
    """Pairs in order, how many each lane found, and what was bounded on the way.

    `furniture` are the keys of the sentences that recur in stories otherwise unlike one another:
    alignment leaves them out.
    """

    pairs: tuple[Pair, ...]
    counts: dict[str, int]
    notes: tuple[str, ...]
    furniture: Hashes


def find(stories: Sequence[StoryTokens], weights: Weights, known: Hashes | None = None) -> Candidates:
    """The pairs of stories to align, in the order of positions; `known` are keys of furniture met before.

    Stories of equal text are tied in a chain, and only the first of them enters the lanes.
    Grows with the number of words; never with the square of the number of stories.
    """
    left_out = furniture(stories, weights)
    if known is not None:
        left_out = np.union1d(left_out, known)
    stories = [recurring.without(story, left_out) for story in stories]
    filled = [index for index, story in enumerate(stories) if len(story)]
    if len(filled) <= ALL_PAIRS:
        pairs = tuple(Pair(i, j, (ALL,)) for i, j in combinations(range(len(stories)), 2))
        return Candidates(pairs, {ALL: len(pairs)}, tuple(_told(left_out)), left_out)
    first: dict[str, int] = {}
    same = [(first.setdefault(stories[index].digest, index), index) for index in filled]
    kept = np.array(sorted(first.values()), dtype=np.int64)
    chosen = [stories[index] for index in kept.tolist()]
    crowds = _Crowds()
    shingles = sketch.shingle(chosen)
    lanes = {
        EXACT: _packed(np.array([pair for pair in same if pair[0] != pair[1]], dtype=np.int64).reshape(-1, 2)),
        BANDS: _packed(kept[_banded(shingles, crowds)]),
        SHINGLES: _packed(kept[_sampled(shingles, crowds)]),
        TERMS: _packed(kept[_neighbours(chosen, weights, crowds)]),
    }
    notes = (*_told(left_out), *crowds.notes())
    return Candidates(_merged(lanes), {lane: len(found) for lane, found in lanes.items()}, notes, left_out)


def _told(left_out: Hashes) -> Iterator[str]:
    if len(left_out):
        yield (
            f"{len(left_out):,} sentences or stretches of words recur in stories that are otherwise unlike: "
            "site furniture, left out of all comparisons"
        )


class _Crowds:
    """Counts what was bounded: keys that too many stories share, and neighbours beyond the nearest."""

    def __init__(self) -> None:
        self._keys = 0
        self._largest = 0
        self.common_terms = 0
        self.crowded_stories = 0

    def add(self, sizes: Indices) -> None:
        self._keys += len(sizes)
        self._largest = max(self._largest, int(sizes.max(initial=0)))

    def notes(self) -> Iterator[str]:
        if self._keys:
            yield (
                f"{self._keys:,} text keys are shared by more than {CROWD} stories (at most {self._largest:,}): "
                "their stories were each compared with the first and the next one, not all with all"
            )
        if self.common_terms:
            yield (
                f"{self.common_terms:,} terms stand in more than {COMMON_TERM} stories: no pair was looked for by them"
            )
        if self.crowded_stories:
            yield (
                f"{counted(self.crowded_stories, 'story has', 'stories have')} more than {NEIGHBOURS} others on the "
                f"subject: of these, only the nearest {NEIGHBOURS} were compared for paraphrase"
            )


def _packed(pairs: Indices) -> Hashes:
    low, high = pairs.min(axis=1, initial=1 << 31), pairs.max(axis=1, initial=0)
    distinct = low < high
    return np.unique((low[distinct].astype(np.uint64) << np.uint64(32)) | high[distinct].astype(np.uint64))


def _merged(lanes: dict[str, Hashes]) -> tuple[Pair, ...]:
    keys = np.unique(np.concatenate(list(lanes.values())))
    found = {lane: np.isin(keys, of_lane).tolist() for lane, of_lane in lanes.items()}
    return tuple(
        Pair(key >> 32, key & 0xFFFFFFFF, tuple(lane for lane in lanes if found[lane][at]))
        for at, key in enumerate(keys.tolist())
    )


def _banded(shingles: sketch.Shingles, crowds: _Crowds) -> Indices:
    keys = sketch.bands(sketch.signatures(shingles))
    found = [_join(keys[:, band], np.arange(len(shingles)), crowds) for band in range(sketch.BANDS)]
    return np.unique(np.concatenate(found), axis=0)


def _sampled(shingles: sketch.Shingles, crowds: _Crowds) -> Indices:
    """Pairs that share at least two sampled shingles."""
    sampled = (shingles.hashes % np.uint64(sketch.SAMPLED)) == 0
    lengths = np.diff(shingles.bounds)
    short = lengths < SHORT
    if short.any():
        of_short = np.unique(shingles.hashes[np.repeat(short, lengths)])
        sampled |= _member(shingles.hashes, of_short)
    at = np.flatnonzero(sampled)
    owners = np.searchsorted(shingles.bounds, at, side="right") - 1
    pairs = _join(shingles.hashes[at], owners, crowds)
    unique, shared = np.unique(pairs, axis=0, return_counts=True)
    return unique[shared >= SHARED_SHINGLES]


def _member(hashes: Hashes, wanted: Hashes) -> NDArray[np.bool_]:
    """Which hashes are among the wanted ones: a bit table first, as few of them are."""
    table = np.zeros(1 << 22, dtype=np.bool_)
    table[wanted & np.uint64((1 << 22) - 1)] = True
    member: NDArray[np.bool_] = table[hashes & np.uint64((1 << 22) - 1)]
    at = np.flatnonzero(member)
    member[at] = np.isin(hashes[at], wanted)
    return member


def _join(keys: Hashes, owners: Indices, crowds: _Crowds) -> Indices:
    """The pairs of owners that hold the same key, one row for each key they share.

    A key of more than CROWD owners gives a star around the first and a chain.
    """
    order = np.lexsort((owners, keys))
    keys, owners = keys[order], owners[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, np.int64)
    sizes = np.diff(np.append(starts, len(keys)))
    crowds.add(sizes[sizes > CROWD])
    found = [np.zeros((0, 2), dtype=np.int64)]
    for size in np.unique(sizes[(sizes > 1) & (sizes <= CROWD)]).tolist():
        members = owners[starts[sizes == size][:, None] + np.arange(size)]
        found += [members[:, list(pair)] for pair in combinations(range(size), 2)]
    for start, size in zip(starts[sizes > CROWD].tolist(), sizes[sizes > CROWD].tolist(), strict=True):
        members = owners[start : start + size]
        found.append(np.column_stack([np.repeat(members[:1], size - 1), members[1:]]))
        found.append(np.column_stack([members[:-1], members[1:]])[1:])
    return np.concatenate(found)


def _neighbours(stories: Sequence[StoryTokens], weights: Weights, crowds: _Crowds) -> Indices:
    """Each story's nearest others by the cosine of their rarest terms, term counts damped."""
    from scipy.sparse import csr_array

    rows, terms, values = key_terms(stories, weights)
    _, columns, frequencies = np.unique(terms, return_inverse=True, return_counts=True)
    kept = (frequencies[columns] > 1) & (frequencies[columns] <= COMMON_TERM)
    crowds.common_terms = int((frequencies > COMMON_TERM).sum())
    norms = np.sqrt(np.bincount(rows, values**2, len(stories)))
    values = values / norms[rows]
    shape = (len(stories), len(frequencies))
    matrix = csr_array((values[kept], (rows[kept], columns[kept])), shape=shape)
    other = matrix.T.tocsr()
    found = [
        _nearest((matrix[first : first + _CHUNK] @ other).tocsr(), first, crowds)
        for first in range(0, len(stories), _CHUNK)
    ]
    return np.concatenate(found)


def joined(found: Candidates, recalled: Mapping[tuple[int, int], tuple[str, ...]], members: int) -> Candidates:
    """The candidates among the first `members` stories, known before, and others, with the pairs recalled.

    Two known stories stay a pair when their texts brought them together, and not their subject alone.
    """
    pairs = {(pair.i, pair.j): pair.lanes for pair in found.pairs if pair.j >= members or pair.lanes != (TERMS,)}
    for places, lanes in recalled.items():
        pairs[places] = tuple(dict.fromkeys((*pairs.get(places, ()), *lanes)))
    kept = tuple(Pair(i, j, lanes) for (i, j), lanes in sorted(pairs.items()))
    return Candidates(kept, {**found.counts, RECALLED: len(recalled)}, found.notes, found.furniture)


def key_terms(stories: Sequence[StoryTokens], weights: Weights) -> tuple[Indices, Hashes, NDArray[np.float64]]:
    """The terms each story is found by, as rows, terms and values."""
    rows, found, values = [], [], []
    for row, story in enumerate(stories):
        terms, counts = np.unique(story.terms, return_counts=True)
        value = weights.of(terms) * (1 + np.log(counts))
        if len(terms) > KEY_TERMS:
            # By value, then by hash: equal values must not be cut in the order of the memory.
            best = np.lexsort((terms, -value))[:KEY_TERMS]
            terms, value = terms[best], value[best]
        rows.append(np.full(len(terms), row))
        found.append(terms)
        values.append(value)
    return np.concatenate(rows), np.concatenate(found), np.concatenate(values)


def _nearest(products, first: int, crowds: _Crowds) -> Indices:  # type: ignore[no-untyped-def]
    """The best neighbours of each row of a chunk of products."""
    near = np.repeat(np.arange(first, first + products.shape[0]), np.diff(products.indptr))
    far, cosine = products.indices.astype(np.int64), np.round(products.data, 9)
    good = (cosine >= LEAST_COSINE) & (near != far)
    near, far, cosine = near[good], far[good], cosine[good]
    order = np.lexsort((far, -cosine, near))
    near, far = near[order], far[order]
    begins = np.searchsorted(near, near)
    rank = np.arange(len(near)) - begins
    best = rank < NEIGHBOURS
    crowds.crowded_stories += int((rank == NEIGHBOURS).sum())
    return np.column_stack([near[best], far[best]])
