"""What a story is found by: its word 5-grams, their MinHash signature, and a sample of them.

Signatures are bit-identical to datasketch 2.0's `affine32` scheme over the low 32 bits of the
shingle hashes, so that its users can load them: `MinHash(128, hashfunc=int, hashvalues=row)`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from auditor.tokens import StoryTokens
from auditor.tokens.hashing import Hashes, flat, mix

SHINGLE_WORDS = 5
PERMUTATIONS = 128
# 25 bands of 5 rows find .9998 of the pairs with a Jaccard similarity of at least 0.7.
BANDS, ROWS = 25, 5
SAMPLED = 16

Signatures = NDArray[np.uint32]

_FACTOR = np.uint64(0xD6E8FEB86659FD93)
# Shingles a chunk: signatures are taken while they stay in the processor's cache.
_CHUNK = 1 << 15


@dataclass(frozen=True, eq=False)
class Shingles:
    """The distinct word 5-grams of stories as one flat array.

    Those of story i are `hashes[bounds[i]:bounds[i + 1]]`, sorted.
    """

    hashes: Hashes
    bounds: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def of(self, index: int) -> Hashes:
        """The distinct shingles of one story, sorted."""
        return self.hashes[self.bounds[index] : self.bounds[index + 1]]

    @property
    def owners(self) -> NDArray[np.int64]:
        """The story each shingle belongs to."""
        return np.repeat(np.arange(len(self)), np.diff(self.bounds))


def positional(words: Hashes) -> Hashes:
    """The hash of the word 5-gram beginning at each word: n - 4 of them, one for a shorter text."""
    if not len(words):
        return words
    size = min(SHINGLE_WORDS, len(words))
    total = np.zeros(len(words) - size + 1, dtype=np.uint64)
    for offset in range(size):
        total = total * _FACTOR + words[offset : len(words) - size + 1 + offset]
    return mix(total)


def shingle(stories: Sequence[StoryTokens]) -> Shingles:
    """The distinct word 5-grams of each story."""
    hashes = np.empty(sum(len(story) for story in stories), dtype=np.uint64)
    bounds = np.zeros(len(stories) + 1, dtype=np.int64)
    for index, story in enumerate(stories):
        found = np.unique(positional(story.words))
        bounds[index + 1] = bounds[index] + len(found)
        hashes[bounds[index] : bounds[index + 1]] = found
    return Shingles(hashes[: bounds[-1]], bounds)


def signatures(shingles: Shingles) -> Signatures:
    """MinHash signatures, one row of 128 values a story; all ones for a story without words."""
    result = np.full((len(shingles), PERMUTATIONS), 0xFFFFFFFF, dtype=np.uint32)
    factors, offsets = permutations()
    for first, last in _chunks(shingles.bounds):
        start, end = shingles.bounds[first], shingles.bounds[last]
        filled = first + np.flatnonzero(np.diff(shingles.bounds[first : last + 1]))
        if not len(filled):
            continue
        hashes = _fmix32(shingles.hashes[start:end].astype(np.uint32))
        cuts = shingles.bounds[filled] - start
        for column in range(PERMUTATIONS):
            permuted = hashes * factors[column]
            permuted += offsets[column]
            result[filled, column] = np.minimum.reduceat(permuted, cuts)
    return result


def bands(rows: Signatures) -> Hashes:
    """The key of each band of each signature, one row of 25 keys a story."""
    keys = np.zeros((len(rows), BANDS), dtype=np.uint64)
    for row in range(ROWS):
        keys = keys * _FACTOR + rows[:, row : BANDS * ROWS : ROWS]
    return mix(keys)


@cache
def permutations() -> tuple[Signatures, Signatures]:
    """The factors and offsets of datasketch's `affine32` permutations for its default seed."""
    generator = np.random.RandomState(1)
    factors = generator.randint(0, 1 << 31, PERMUTATIONS, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, generator.randint(0, 1 << 32, PERMUTATIONS, dtype=np.uint32)


def _fmix32(values: Signatures) -> Signatures:
    """MurmurHash3's finaliser for 32 bits (Appleby, 2011)."""
    values = (values ^ (values >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    values = (values ^ (values >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))


def _chunks(bounds: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Runs of stories that together hold about one chunk of shingles."""
    first = 0
    while first < len(bounds) - 1:
        last = int(np.searchsorted(bounds, bounds[first] + _CHUNK, side="right")) - 1
        last = min(max(last, first + 1), len(bounds) - 1)
        yield first, last
        first = last


# What a story is found by as a copy: so many of its shingles on average, and of a long one this share.
TOKENS = 64
TOKEN_SHARE = 1 / 8
# Tokens are the upper bits of shingle hashes.
TOKEN_BITS = 48


@dataclass(frozen=True, eq=False)
class Sketches:
    """What copies among stories are found by, as flat arrays with one entry a story.

    `tokens[bounds[i]:bounds[i + 1]]` are the distinct shingles of story i with the lowest hashes, cut
    to 48 bits, sorted: all below a limit that follows from the story's length alone, about 64 of them.
    `words` counts the words, and `sequences` is equal for stories of equal words in equal order.
    """

    tokens: Hashes
    bounds: NDArray[np.int64]
    words: NDArray[np.int64]
    sequences: Hashes

    def __len__(self) -> int:
        return len(self.words)

    def taken(self, stories: NDArray[np.int64]) -> "Sketches":
        """The sketches of these stories, in this order."""
        if (stories == np.arange(len(self))[: len(stories)]).all() and len(stories) == len(self):
            return self
        counts = np.diff(self.bounds)[stories]
        places, _ = flat(self.bounds[stories], counts)
        bounds = np.append(0, np.cumsum(counts))
        return Sketches(self.tokens[places], bounds, self.words[stories], self.sequences[stories])

    @staticmethod
    def joined(parts: Sequence["Sketches"]) -> "Sketches":
        """The sketches of several batches, in order."""
        hashes, none = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
        sizes = np.concatenate([none, *(np.diff(part.bounds) for part in parts)])
        return Sketches(
            np.concatenate([hashes, *(part.tokens for part in parts)]),
            np.append(0, np.cumsum(sizes)),
            np.concatenate([none, *(part.words for part in parts)]),
            np.concatenate([hashes, *(part.sequences for part in parts)]),
        )


def sketch(words: Hashes, bounds: NDArray[np.int64]) -> Sketches:
    """The sketches of stories whose words are `words[bounds[i]:bounds[i + 1]]`, at most 65,536 of them."""
    lengths = np.diff(bounds)
    size = min(SHINGLE_WORDS, len(words))
    hashes = positional(words)
    # A story shorter than a shingle has one of all its words; the others have theirs within their bounds.
    short = np.flatnonzero((lengths > 0) & (lengths < SHINGLE_WORDS))
    whole = np.array([int(positional(words[bounds[at] : bounds[at + 1]])[0]) for at in short.tolist()], dtype=np.uint64)
    limits = _limits(lengths)
    low = np.flatnonzero(hashes < np.repeat(limits, lengths)[: len(hashes)])
    owners = np.searchsorted(bounds, low, side="right") - 1
    inside = low + size <= bounds[owners + 1]
    packed = (owners[inside].astype(np.uint64) << np.uint64(TOKEN_BITS)) | _token(hashes[low[inside]])
    packed = np.sort(np.concatenate([packed, short.astype(np.uint64) << np.uint64(TOKEN_BITS) | _token(whole)]))
    packed = packed[np.append(True, packed[1:] != packed[:-1])[: len(packed)]]
    counts = np.bincount((packed >> np.uint64(TOKEN_BITS)).astype(np.int64), minlength=len(lengths))
    return Sketches(
        packed & np.uint64((1 << TOKEN_BITS) - 1),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        lengths,
        _sequences(hashes, bounds, lengths, short, whole),
    )


def token_share(lengths: NDArray[np.int64]) -> NDArray[np.float64]:
    """The share of the shingles of stories of these lengths, in words, that are in their sketches."""
    return np.clip(TOKENS / np.maximum(lengths, 1), TOKEN_SHARE, 1.0)


def _limits(lengths: NDArray[np.int64]) -> Hashes:
    share = token_share(lengths)
    limits: Hashes = (share * float((1 << 64) - 4096)).astype(np.uint64)
    limits[share == 1.0] = np.uint64((1 << 64) - 1)
    return limits


def _token(hashes: Hashes) -> Hashes:
    return hashes >> np.uint64(64 - TOKEN_BITS)


def _sequences(
    hashes: Hashes, bounds: NDArray[np.int64], lengths: NDArray[np.int64], short: NDArray[np.int64], whole: Hashes
) -> Hashes:
    """Sums of shingle hashes: two orders of the same words share it by chance only."""
    sums = np.zeros(len(lengths), dtype=np.uint64)
    long = np.flatnonzero(lengths >= SHINGLE_WORDS)
    if len(long):
        edges = np.stack([bounds[long], bounds[long + 1] - SHINGLE_WORDS + 1], axis=1).ravel()
        sums[long] = np.add.reduceat(np.append(hashes, np.uint64(0)), edges)[::2]
    sums[short] = whole
    return mix(sums + lengths.astype(np.uint64) * _FACTOR)
