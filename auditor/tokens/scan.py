"""A text to word hashes and offsets, for all its words at once.

The hash of a word is a polynomial over its folded code points, taken from one cumulative sum
over the text (Karp and Rabin, 1987) and finished with splitmix64: the same word has the same
64 bits in every run and on every machine.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Offsets = NDArray[np.int64]
Flags = NDArray[np.bool_]

_OTHER, _LETTER, _DIGIT, _APOSTROPHE, _STOP, _COMMA, _UNSPACED, _IGNORED = range(1, 9)

_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)

_APOSTROPHES = "'’‘ʼ′＇"
# Zero-width characters and the soft hyphen: a reader does not see them, so a word is the same.
_INVISIBLE = "\u00ad\u034f\u200b\u200c\u200d\u2060\ufeff"
# Scripts written without spaces between words: Han, kana, Thai, Lao, Tibetan, Myanmar, Khmer.
_UNSPACED_RANGES = (
    (0x0E00, 0x0EFF),
    (0x0F00, 0x109F),
    (0x1780, 0x17FF),
    (0x3005, 0x3007),
    (0x3040, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


@dataclass(frozen=True)
class Words:
    """The words of a text: hashes, half-open code-point offsets, and what their letters show."""

    hashes: Hashes
    starts: Offsets
    ends: Offsets
    numeric: Flags
    capitalised: Flags


class _Alphabet:
    """What each code point is and folds to, learnt as code points are met."""

    def __init__(self) -> None:
        self.kind = np.zeros(0x110000, dtype=np.uint8)
        self.value = np.zeros(0x110000, dtype=np.uint64)
        self.upper = np.zeros(0x110000, dtype=np.bool_)
        # Folds to more or less than one code point: its words take the slow, exact path.
        self.irregular = np.zeros(0x110000, dtype=np.bool_)

    def learn(self, codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
        """The kinds of these code points."""
        kinds = self.kind[codes]
        if not kinds.all():
            for code in np.unique(codes[kinds == 0]).tolist():
                self._learn(code)
            kinds = self.kind[codes]
        return kinds

    def _learn(self, code: int) -> None:
        character = chr(code)
        self.kind[code] = kind = _kind(character)
        if kind in {_LETTER, _DIGIT, _UNSPACED, _STOP}:
            folded = fold(character)
            self.irregular[code] = len(folded) != 1 or unicodedata.category(character).startswith("M")
            self.value[code] = _mix(ord(folded[0]) if folded else code)
            self.upper[code] = character.isupper() or character.istitle()


def fold(word: str) -> str:
    """A word as it is compared: NFKC and casefolded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())


def scan(text: str, outside: Flags | None = None) -> Words:
    """The words of a text in order; `outside` marks code points that are not to be read.

    O(n) in the code points of the text.
    """
    codes = np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), dtype=np.uint32)
    kinds = _alphabet().learn(codes)
    if outside is not None:
        kinds = np.where(outside, np.uint8(_OTHER), kinds)
    offsets = np.arange(len(codes), dtype=np.int64)
    if (kinds == _IGNORED).any():
        seen = kinds != _IGNORED
        codes, kinds, offsets = codes[seen], kinds[seen], offsets[seen]
    if not len(codes):
        return _nothing()
    return _Scan(text, codes, kinds, offsets).words()


class _Scan:
    """One text being cut into words."""

    def __init__(self, text: str, codes: NDArray[np.uint32], kinds: NDArray[np.uint8], offsets: Offsets) -> None:
        self._text, self._codes, self._kinds, self._offsets = text, codes, kinds, offsets

    def words(self) -> Words:
        starts, ends, counted = self._cut()
        if not len(starts):
            return _nothing()
        alphabet = _alphabet()
        hashes = _polynomial(alphabet.value[self._codes], counted, starts, ends)
        irregular = _within(alphabet.irregular[self._codes] & counted, starts, ends)
        for at in np.flatnonzero(irregular).tolist():
            inside = counted[starts[at] : ends[at]]
            kept = self._codes[starts[at] : ends[at]][inside]
            hashes[at] = word_hash(fold("".join(map(chr, kept.tolist()))))
        return Words(
            hashes,
            self._offsets[starts],
            self._offsets[ends - 1] + 1,
            self._kinds[starts] == _DIGIT,
            alphabet.upper[self._codes[starts]],
        )

    def _cut(self) -> tuple[Offsets, Offsets, Flags]:
        """Starts and ends of the words, and which code points enter their hashes."""
        kinds = self._kinds
        letter, digit = kinds == _LETTER, kinds == _DIGIT
        word = letter | digit
        before, after = _shift(word, 1), _shift(word, -1)
        apostrophe = (kinds == _APOSTROPHE) & before & after
        possessive = apostrophe & _shift(self._is_s() & ~after, -1)
        number = ((kinds == _COMMA) | (kinds == _STOP)) & _shift(digit, 1) & _shift(digit, -1)
        # A full stop between single letters: "U.S.", "a.m."
        single = letter & ~before & ~after
        initials = (kinds == _STOP) & _shift(single, 1) & _shift(single, -1)
        counted = (word & ~_shift(possessive, 1)) | (number & (kinds == _STOP))
        inside = counted | (apostrophe & ~possessive) | number | initials
        starts = np.flatnonzero(inside & ~_shift(inside, 1))
        ends = np.flatnonzero(inside & ~_shift(inside, -1)) + 1
        unspaced = kinds == _UNSPACED
        if unspaced.any():
            pairs = np.flatnonzero(unspaced & (_shift(unspaced, -1) | ~_shift(unspaced, 1)))
            lengths = 1 + (_shift(unspaced, -1)[pairs]).astype(np.int64)
            starts, ends = np.concatenate([starts, pairs]), np.concatenate([ends, pairs + lengths])
            order = np.argsort(starts, kind="stable")
            starts, ends, counted = starts[order], ends[order], counted | unspaced
        return starts, ends, counted

    def _is_s(self) -> Flags:
        return np.isin(self._codes, (ord("s"), ord("S")))


def word_hash(folded: str) -> int:
    """The hash of one folded word: what `scan` computes for all words of a text."""
    total, power = 0, 1
    for character in folded:
        total += _mix(ord(character)) * power
        power = power * _BASE % (1 << 64)
    return _mix(total % (1 << 64))


def mix(values: Hashes) -> Hashes:
    """splitmix64's finaliser (Steele, Lea and Flood, 2014): every bit depends on every bit."""
    values = values ^ (values >> np.uint64(30))
    values = values * np.uint64(0xBF58476D1CE4E5B9)
    values = values ^ (values >> np.uint64(27))
    values = values * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _mix(value: int) -> int:
    return int(mix(np.array([value], dtype=np.uint64))[0])


def _polynomial(values: Hashes, counted: Flags, starts: Offsets, ends: Offsets) -> Hashes:
    before = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counted)])
    powers, inverses = _powers(len(values) + 1)
    weighted = np.where(counted, values * powers[before[:-1]], np.uint64(0))
    total = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(weighted, dtype=np.uint64)])
    return mix((total[ends] - total[starts]) * inverses[before[starts]])


def _powers(length: int) -> tuple[Hashes, Hashes]:
    """The first powers of the base and of its inverse modulo 2^64."""
    kept = 1 << 16
    while kept < length:
        kept <<= 1
    return _power_table(kept) if kept <= 1 << 20 else (_progression(_BASE, kept), _progression(_INVERSE, kept))


@cache
def _power_table(length: int) -> tuple[Hashes, Hashes]:
    return _progression(_BASE, length), _progression(_INVERSE, length)


def _progression(base: int, length: int) -> Hashes:
    factors = np.full(length, base, dtype=np.uint64)
    factors[0] = 1
    return np.cumprod(factors, dtype=np.uint64)


def _within(flags: Flags, starts: Offsets, ends: Offsets) -> Flags:
    """Whether any code point of each word has the flag."""
    if not flags.any():
        return np.zeros(len(starts), dtype=np.bool_)
    total = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(flags)])
    return total[ends] > total[starts]


def _shift(flags: Flags, by: int) -> Flags:
    """The flag of the code point `by` places before."""
    moved = np.zeros_like(flags)
    if by > 0:
        moved[by:] = flags[:-by]
    else:
        moved[:by] = flags[-by:]
    return moved


def _kind(character: str) -> int:
    category = unicodedata.category(character)
    code = ord(character)
    if character in _INVISIBLE:
        return _IGNORED
    if character in _APOSTROPHES:
        return _APOSTROPHE
    if character == ".":
        return _STOP
    if character == ",":
        return _COMMA
    if category[0] in "LMN" and any(low <= code <= high for low, high in _UNSPACED_RANGES):
        return _UNSPACED
    if category in {"Nd", "No"}:
        return _DIGIT
    return _LETTER if category[0] in "LM" or category == "Nl" else _OTHER


def _nothing() -> Words:
    offsets = np.zeros(0, dtype=np.int64)
    flags = np.zeros(0, dtype=np.bool_)
    return Words(np.zeros(0, dtype=np.uint64), offsets, offsets, flags, flags)


@cache
def _alphabet() -> _Alphabet:
    return _Alphabet()
