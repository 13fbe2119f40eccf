"""Word hashes: 64 bits of the folded word, the same in every run and on every machine.

A folded word in ASCII is read eight bytes at a time, little-endian, as the coefficients of a
polynomial; any other word is a polynomial over its code points. Both are finished with splitmix64.
"""

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Offsets = NDArray[np.int64]
Bytes = NDArray[np.uint8]

_BASE = 0x9E3779B97F4A7C15
_MODULUS = (1 << 64) - 1
_BLOCK = 8
# What is kept of eight bytes for a word that ends among them.
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_BLOCK + 1)], dtype=np.uint64)


def word_hash(folded: str) -> int:
    """The hash of one folded word: what `scan` computes for all words of a text."""
    if folded.isascii():
        data = folded.encode()
        values = [int.from_bytes(data[at : at + _BLOCK], "little") for at in range(0, len(data), _BLOCK)]
    else:
        values = [_mix(ord(character)) for character in folded]
    total, power = 0, 1
    for value in values:
        total += value * power
        power = power * _BASE & _MODULUS
    return _mix(total & _MODULUS)


def mix(values: Hashes) -> Hashes:
    """splitmix64's finaliser (Steele, Lea and Flood, 2014): every bit depends on every bit."""
    values = values ^ (values >> np.uint64(30))
    values *= np.uint64(0xBF58476D1CE4E5B9)
    values ^= values >> np.uint64(27)
    values *= np.uint64(0x94D049BB133111EB)
    values ^= values >> np.uint64(31)
    return values


def hash_ascii(text: Bytes, starts: Offsets, lengths: Offsets) -> Hashes:
    """The hashes of words of folded ASCII in a text, which goes on for 8 bytes after the last."""
    hashes = _blocks(text)[starts] & _MASKS[np.minimum(lengths, _BLOCK)]
    longer = np.flatnonzero(lengths > _BLOCK)
    if len(longer):
        rest = lengths[longer] - _BLOCK
        second = _blocks(text)[starts[longer] + _BLOCK] & _MASKS[np.minimum(rest, _BLOCK)]
        hashes[longer] += second * np.uint64(_BASE)
        longest = longer[rest > _BLOCK]
        if len(longest):
            hashes[longest] += _tails(text, starts[longest] + 2 * _BLOCK, lengths[longest] - 2 * _BLOCK)
    return mix(hashes)


def _tails(text: Bytes, starts: Offsets, lengths: Offsets) -> Hashes:
    """What the third and further blocks add to the polynomials of words."""
    counts = -(-lengths // _BLOCK)
    block, first = flat(np.zeros_like(counts), counts)
    values = _blocks(text)[np.repeat(starts, counts) + _BLOCK * block]
    values &= _MASKS[np.minimum(np.repeat(lengths, counts) - _BLOCK * block, _BLOCK)]
    return np.add.reduceat(values * _powers(int(counts.max()) + 2)[block + 2], first)


def hash_points(points: NDArray[np.uint32], lengths: Offsets) -> Hashes:
    """The hashes of words given as folded code points, one after the other, none of them empty."""
    place, first = flat(np.zeros_like(lengths), lengths)
    return mix(np.add.reduceat(mix(points.astype(np.uint64)) * _powers(int(lengths.max()))[place], first))


def flat(starts: Offsets, lengths: Offsets) -> tuple[Offsets, Offsets]:
    """All places of ranges, one after the other, and where the places of each begin."""
    first = np.cumsum(lengths) - lengths
    return np.arange(int(lengths.sum()), dtype=np.int64) + np.repeat(starts - first, lengths), first


def _blocks(text: Bytes) -> Hashes:
    """The eight bytes that begin at each byte of a text but its last seven, without a copy."""
    return np.ndarray((len(text) - _BLOCK + 1,), dtype="<u8", buffer=text, strides=(1,))


def _powers(count: int) -> Hashes:
    factors = np.full(count, _BASE, dtype=np.uint64)
    factors[:1] = 1
    return np.cumprod(factors, dtype=np.uint64)


def _mix(value: int) -> int:
    return int(mix(np.array([value], dtype=np.uint64))[0])
