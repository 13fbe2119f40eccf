"""What code points are in a word, and what they fold to: learnt as they are met.

Each code point of a text is read as one byte. ASCII letters stand for themselves in lower case,
and so does whatever folds to one ASCII character; the rest has a code of its own below.
"""

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint8]

OTHER, SKIPPED, SPACE, APOSTROPHE, COMMA, STOP, FIRST_WORD = 0, 1, 32, 39, 44, 46, 48
# What does not fold to one ASCII character: to another one, or to more or fewer than one.
LETTER, DIGIT, IRREGULAR_LETTER, IRREGULAR_DIGIT = 200, 201, 202, 203
# Scripts without spaces between words, and what nobody sees.
UNSPACED, IRREGULAR_UNSPACED, IGNORED = 204, 205, 206
# UTF-8: bytes that begin a code point beyond ASCII, and those that go on with it.
LEAD = 0xC0
CONTINUATION = bytes(range(0x80, 0xC0))

_APOSTROPHES = "'’‘ʼ′＇"
# Zero-width characters and the soft hyphen: a reader does not see them, so a word is the same.
_INVISIBLE = "\u00ad\u034f\u200b\u200c\u200d\u2060\ufeff"
# Han, kana, Thai, Lao, Tibetan, Myanmar, Khmer.
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
# Hangul letters that compose into syllables, as marks compose with letters.
_JAMO = (0x1100, 0x11FF)


def fold(word: str) -> str:
    """A word as it is compared: NFKC and casefolded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())


class Alphabet:
    """The code and the folded code point of every code point met so far."""

    def __init__(self) -> None:
        self._code = np.full(0x110000, 255, dtype=np.uint8)
        self._folded = np.arange(0x110000, dtype=np.uint32)

    def codes(self, points: NDArray[np.uint32]) -> Codes:
        """The codes of these code points."""
        codes = self._code[points]
        if (codes == 255).any():
            for point in np.unique(points[codes == 255]).tolist():
                self._learn(point)
            codes = self._code[points]
        return codes

    def folded(self, points: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """What code points met before fold to, those that fold to one."""
        return self._folded[points]

    def _learn(self, point: int) -> None:
        code, folded = code_of(chr(point))
        self._code[point] = code
        self._folded[point] = folded


def code_of(character: str) -> tuple[int, int]:
    """The code of a character, and the code point it folds to if it folds to one."""
    kind = _kind(character)
    folded = fold(character)
    if kind not in (LETTER, DIGIT, UNSPACED):
        return kind, ord(character)
    point = ord(character)
    if len(folded) != 1 or unicodedata.category(character)[0] == "M" or _JAMO[0] <= point <= _JAMO[1]:
        return kind + (1 if kind == UNSPACED else 2), point
    return (ord(folded) if folded.isascii() and folded.isalnum() else kind), ord(folded)


def _kind(character: str) -> int:
    point, category = ord(character), unicodedata.category(character)
    if character in _INVISIBLE:
        return IGNORED
    if character in _APOSTROPHES:
        return APOSTROPHE
    if character in ",.":
        return ord(character)
    if category[0] in "LMN" and any(low <= point <= high for low, high in _UNSPACED_RANGES):
        return UNSPACED
    if category in {"Nd", "No"}:
        return DIGIT
    if category[0] in "LM" or category == "Nl":
        return LETTER
    return SPACE if character.isspace() else OTHER


@cache
def alphabet() -> Alphabet:
    """The alphabet of this process."""
    return Alphabet()


@cache
def ascii_codes() -> bytes:
    """The code of each ASCII byte; other bytes stand for themselves."""
    return bytes(code_of(chr(byte))[0] for byte in range(128)) + bytes(range(128, 256))
