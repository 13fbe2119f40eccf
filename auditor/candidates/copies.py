"""Pairs of stories that may be copies of one another: exact, near, or one within the other.

A sketch keeps the shingles of a story with the lowest hashes, so that two sketches hold the same
sample of what both stories share. Two lanes look for pairs in them:

`runs`: three neighbours in the order of hashes are one key, every second of which is looked for. Of
the tokens of two stories with a Jaccard similarity J any one is shared with probability J; that 60 or
more of them hold no key in common has a chance of 0.0001 at J = 0.7. Banded MinHash signatures
(25 x 5) miss 0.01 there, and cost 128 permutations of every shingle. Two stories that share a few
sentences have a key in common in one case of a hundred.

`parts`: of a story that stands in another to 0.8, half of its sixteen lowest tokens are found in the
longer one but for a chance of 0.001. Here the longer one is at least a fifth longer; of pairs of
more even length `runs` finds all but 0.004.

Every pair is verified afterwards by counting all shingles.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.candidates.crowds import Crowds, Indices, join, packed, unpacked
from auditor.sketch import TOKEN_BITS, Sketches, token_share
from auditor.text import counted
from auditor.tokens.hashing import Hashes, flat, mix

Flags = NDArray[np.bool_]
# The story each token belongs to: millions of them.
Owners = NDArray[np.int32]

RUN = 3
# Of a story with so many tokens every second run is a key.
MANY_TOKENS = 56
PROBES = 16
SHARED_PROBES, SURE_PROBES = 0.5, 0.3
LONGER = 1.2
# Of a shorter story the longer one's sketch may hold too few tokens to find it by.
BRIEF_WORDS = 128
_FACTOR = np.uint64(0xD6E8FEB86659FD93)
_NONE = np.zeros(0, dtype=np.uint64)
# A story and a token in one number: four million stories, and a pair in a million is kept by chance.
_PLACED_BITS = 42
SAMPLE = 64
# The share of a sample that is asked for, by its size.
_NEEDED = (31, 32, 48, 56), (0.3, 0.5, 0.5, 0.6)
_AT_ONCE = 1 << 14
_TOKENS_AT_ONCE = 1 << 16


@dataclass(frozen=True, eq=False)
class Copies:
    """Candidates: pairs of positions, first < second, in order; and what was bounded.

    `equal` are stories with the same words, each with the first of its kind; `pairs` are of stories
    that are the first of their kind.
    """

    equal: Indices
    pairs: Indices
    notes: tuple[str, ...]


def find(sketches: Sketches) -> Copies:
    """The pairs of stories to verify. O(n log n) in the tokens."""
    filled = np.flatnonzero(sketches.words)
    _, first, kind = np.unique(sketches.sequences[filled], return_index=True, return_inverse=True)
    firsts = filled[first]
    equal = np.column_stack([firsts[kind], filled])
    kept = np.zeros(len(sketches), dtype=np.bool_)
    kept[firsts] = True
    crowds = Crowds()
    owners = np.repeat(np.arange(len(sketches), dtype=np.int32), np.diff(sketches.bounds))
    pairs = np.union1d(_runs(sketches, owners, kept, crowds), _parts(sketches, owners, kept, crowds))
    pairs = pairs[_likely(sketches, owners, pairs)]
    notes = (*crowds.notes(), *_briefs(sketches, kept))
    return Copies(equal[equal[:, 0] < equal[:, 1]], np.column_stack(unpacked(pairs)), notes)


def _runs(sketches: Sketches, owners: Owners, kept: Flags, crowds: Crowds) -> Hashes:
    """The packed pairs of stories that share a run of neighbouring tokens."""
    keys, at = _run_keys(sketches, owners)
    chosen = kept[owners[at]]
    found = [packed(pairs) for pairs in join(keys[chosen], owners[at[chosen]].astype(np.int64), crowds)]
    return np.unique(np.concatenate([_NONE, *found]))


def _run_keys(sketches: Sketches, owners: Owners) -> tuple[Hashes, Indices]:
    """The keys of runs, and the token that each begins with: of a story with many tokens every second key."""
    counts = np.diff(sketches.bounds)
    many = counts >= MANY_TOKENS
    found: list[tuple[Hashes, Indices]] = [(_NONE, np.zeros(0, dtype=np.int64))]
    for first in range(0, len(owners), _TOKENS_AT_ONCE):
        tokens = sketches.tokens[first : first + _TOKENS_AT_ONCE + RUN - 1]
        owner = owners[first : first + _TOKENS_AT_ONCE + RUN - 1]
        length = min(_TOKENS_AT_ONCE, len(owners) - first)
        # Of a story with fewer tokens than that all are one run, closed by nothing.
        tokens = np.append(tokens, np.zeros(length + RUN - 1 - len(tokens), dtype=np.uint64))
        owner = np.append(owner, np.full(length + RUN - 1 - len(owner), -1, dtype=np.int32))
        keys = np.zeros(length, dtype=np.uint64)
        for step in range(RUN):
            same = owner[step : length + step] == owner[:length]
            keys = keys * _FACTOR + tokens[step : length + step] * same
        keys = mix(keys)
        begins = sketches.bounds[owner[:length]] == np.arange(first, first + length)
        whole = same | (begins & (counts[owner[:length]] < RUN))
        at = np.flatnonzero(whole & ((keys & np.uint64(1) == 0) | ~many[owner[:length]]))
        found.append((keys[at], at + first))
    return np.concatenate([keys for keys, _ in found]), np.concatenate([at for _, at in found])


def _parts(sketches: Sketches, owners: Owners, kept: Flags, crowds: Crowds) -> Hashes:
    """The packed pairs of stories of which the shorter may stand in the longer."""
    tokens, words = sketches.tokens, sketches.words
    counts = np.diff(sketches.bounds)
    filled = counts > 0
    # The last token that each story is looked for by; another story needs none above all of these.
    last = np.zeros(len(words), dtype=np.uint64)
    last[filled] = tokens[(sketches.bounds[:-1] + np.minimum(counts, PROBES) - 1)[filled]]
    chosen = np.flatnonzero(kept[owners] & (tokens <= last[kept].max(initial=0)))
    probes = tokens <= last[owners]
    found = [_NONE]
    for one, other in join(mix(tokens[chosen]), chosen, crowds):
        probed = np.flatnonzero(probes[one] | probes[other])
        one, other = one[probed], other[probed]  # noqa: PLW2901  # what is left of them
        low, high = owners[one].astype(np.int64), owners[other].astype(np.int64)
        shorter = np.where(words[low] <= words[high], low, high)
        longer = np.where(words[low] <= words[high], high, low)
        probing = (words[longer] >= LONGER * words[shorter]) & (tokens[one] <= last[shorter])
        found.append(packed((low[probing], high[probing])))
    rows, shared = np.unique(np.concatenate(found), return_counts=True)
    low, high = (words[side] for side in unpacked(rows))
    # So many of the shorter story's shingles are low enough for the longer one's sketch, more or less.
    reached = np.minimum(low, high) * token_share(np.maximum(low, high))
    needed = np.where(reached >= 2 * PROBES, SHARED_PROBES * PROBES, SURE_PROBES * np.minimum(reached, PROBES))
    return rows[shared >= np.maximum(needed, 1)]


def _likely(sketches: Sketches, owners: Owners, pairs: Hashes) -> Flags:
    """Whether enough of the shorter story's sample, as far as the longer one's reaches, stands in that one.

    Of a near-duplicate at least 0.8 of the shorter story stands in the longer one: 0.6 of a sample of
    64 are missed with a chance of 0.0001, and half of a sample of 32 as well.
    """
    cut = np.uint64(TOKEN_BITS - _PLACED_BITS)
    places = (owners.astype(np.uint64) << np.uint64(_PLACED_BITS)) | (sketches.tokens >> cut)
    limits = token_share(sketches.words) * float(1 << TOKEN_BITS)
    likely = np.zeros(len(pairs), dtype=np.bool_)
    for first in range(0, len(pairs), _AT_ONCE):
        low, high = unpacked(pairs[first : first + _AT_ONCE])
        swapped = sketches.words[low] > sketches.words[high]
        shorter, longer = np.where(swapped, high, low), np.where(swapped, low, high)
        counts = np.minimum(np.diff(sketches.bounds)[shorter], SAMPLE)
        at, _ = flat(sketches.bounds[shorter], counts)
        pair = np.repeat(np.arange(len(low)), counts)
        reached = sketches.tokens[at] < limits[longer][pair]
        wanted = (longer[pair].astype(np.uint64) << np.uint64(_PLACED_BITS)) | (sketches.tokens[at] >> cut)
        found = np.minimum(np.searchsorted(places, wanted), len(places) - 1)
        shared = np.bincount(pair[reached & (places[found] == wanted)], minlength=len(low))
        sampled = np.bincount(pair[reached], minlength=len(low))
        likely[first : first + _AT_ONCE] = shared >= np.interp(sampled, *_NEEDED) * sampled
    return likely


def _briefs(sketches: Sketches, kept: Flags) -> Iterator[str]:
    briefs = int((kept & (sketches.words > 0) & (sketches.words < BRIEF_WORDS)).sum())
    if briefs and sketches.words.max() >= LONGER * BRIEF_WORDS:
        yield (
            f"{counted(briefs, 'story has', 'stories have')} fewer than {BRIEF_WORDS} words: that such a story is a "
            "part of a longer one may have been missed"
        )
