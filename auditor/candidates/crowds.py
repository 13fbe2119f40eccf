"""Keys that many stories share are joined in a bounded way, and it is said how many there are."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from auditor.tokens.hashing import Hashes

Indices = NDArray[np.int64]

# A key held by more stories than this is joined as a star and a chain instead of all pairs.
CROWD = 24


class Crowds:
    """Counts the keys that too many stories share."""

    def __init__(self) -> None:
        self._keys = 0
        self._largest = 0

    def add(self, sizes: Indices) -> None:
        """So many stories share a key, for several keys."""
        self._keys += len(sizes)
        self._largest = max(self._largest, int(sizes.max(initial=0)))

    def notes(self) -> Iterator[str]:
        """What there is to say about them."""
        if self._keys:
            yield (
                f"{self._keys:,} text keys are shared by more than {CROWD} stories (at most {self._largest:,}): "
                "their stories were each compared with the first and the next one, not all with all"
            )


def join(keys: Hashes, owners: Indices, crowds: Crowds) -> Iterator[tuple[Indices, Indices]]:
    """The pairs of owners that hold the same key, low < high, a pair for each key they share.

    No owner holds a key twice. A key of more than CROWD owners gives a star around the first and
    a chain. Keys are compared by their upper bits, at least 40 of them: a pair in a hundred
    million is there by chance.
    """
    bits = np.uint64(max(int(owners.max(initial=0)).bit_length(), 1))
    packed = np.sort((keys >> bits << bits) | owners.astype(np.uint64))
    held = (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    again = np.flatnonzero(packed[1:] >> bits == packed[:-1] >> bits)
    del packed
    begins = np.diff(again, prepend=-2) != 1
    starts = again[begins]
    sizes = np.diff(np.append(np.flatnonzero(begins), len(again))) + 1
    crowded = sizes > CROWD
    crowds.add(sizes[crowded])
    for size in np.unique(sizes[~crowded]).tolist():
        members = held[starts[sizes == size][:, None] + np.arange(size)]
        low, high = np.triu_indices(size, 1)
        yield members[:, low].ravel(), members[:, high].ravel()
    if crowded.any():
        first = np.repeat(starts[crowded], sizes[crowded] - 1)
        following = again[np.repeat(crowded, sizes - 1)] + 1
        yield held[first], held[following]
        chain = following > first + 1
        yield held[following[chain] - 1], held[following[chain]]


def packed(pairs: tuple[Indices, Indices]) -> Hashes:
    """Pairs as one number each, by which they sort."""
    keys: Hashes = (pairs[0].astype(np.uint64) << np.uint64(32)) | pairs[1].astype(np.uint64)
    return keys


def unpacked(pairs: Hashes) -> tuple[Indices, Indices]:
    """The two sides of packed pairs."""
    return (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
