"""Texts to word hashes and offsets, for all words of a batch of texts at once.

The texts are laid out as one array with one byte a code point (`alphabet`), in which words are
runs of bytes from FIRST_WORD on. What joins runs to words is looked at where it stands:

- an apostrophe between letters or digits joins ("don't" is "dont"), but a final "'s" is left out;
- a comma or full stop between digits joins ("1,000" is "1000"), and the stop is part of the word;
- a full stop between single letters joins ("U.S." is "us").

Scripts without spaces between words are read as overlapping pairs of characters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from auditor.tokens import alphabet as codes
from auditor.tokens.alphabet import alphabet, ascii_codes, fold
from auditor.tokens.hashing import Hashes, Offsets, flat, hash_ascii, hash_points, mix, word_hash

__all__ = ["Batch", "Flags", "Hashes", "Offsets", "Words", "fold", "mix", "scan", "scan_all", "word_hash"]

Flags = NDArray[np.bool_]
Points = NDArray[np.uint32]

# Before the first code point and after the last one, so that no neighbour has to be checked for.
_BEFORE, _AFTER = b"\n\n", b"\n" * 8
_MARGIN = len(_BEFORE)
# How far white space before a word is looked for step by step.
_LOOKED_BACK = 16


@dataclass(frozen=True)
class Words:
    """The words of a text: hashes, half-open code-point offsets, and what their letters show."""

    hashes: Hashes
    starts: Offsets
    ends: Offsets
    numeric: Flags
    capitalised: Flags


def scan(text: str, outside: Flags | None = None) -> Words:
    """The words of a text in order; `outside` marks code points that are not to be read.

    O(n) in the code points of the text.
    """
    batch = scan_all([text], outside)
    return Words(batch.hashes, batch.starts, batch.ends, batch.numeric, batch.capitalised())


def scan_all(texts: Sequence[str], outside: Flags | None = None) -> "Batch":
    """The words of many texts. `outside` counts through them with one code point between two."""
    encoded = [text.encode(errors="surrogatepass") for text in texts]
    return Batch(b"".join((_BEFORE, b"\n".join(encoded), _AFTER)), outside)


class Batch:
    """The words of texts that were laid out as one, in order.

    `hashes`, `starts` and `ends` have an entry for each word; offsets are code points into the
    texts joined by one code point. `text_starts` is where the text of each word range begins.
    """

    def __init__(self, data: bytes, outside: Flags | None = None) -> None:
        self._data = data
        plain = data.isascii()
        table = ascii_codes()
        laid_out = bytearray(data).translate(table) if plain else bytearray(data).translate(table, codes.CONTINUATION)
        self._codes = np.frombuffer(laid_out, dtype=np.uint8)
        # Where code points beyond ASCII stand, and which they are.
        self._at = np.zeros(0, dtype=np.int64) if plain else np.flatnonzero(self._codes >= codes.LEAD)
        self._points = _decoded(data) if not plain else np.zeros(0, dtype=np.uint32)
        # The place of each code in the texts, when there are codes that were left out.
        self._places: Offsets | None = None
        if not plain:
            self._codes[self._at] = alphabet().codes(self._points)
        if outside is not None:
            self._codes[_MARGIN : _MARGIN + len(outside)][outside] = codes.OTHER
        if not plain:
            self._leave_out_ignored()
        starts, ends, irregular = self._cut()
        self.hashes = self._hashes(starts, ends, irregular)
        self._first, self._last = starts, ends
        self.starts = self._offsets(starts)
        self.ends = self._offsets(ends - 1) + 1

    @cached_property
    def numeric(self) -> Flags:
        """Whether each word begins with a digit."""
        return _is_digit(self._codes[self._first])

    def capitalised(self) -> Flags:
        """Whether each word begins with a capital."""
        data = np.frombuffer(self._data, dtype=np.uint8)
        if self._data.isascii():
            return _is_capital(data[self._first])
        raw = np.frombuffer(self._data.translate(None, codes.CONTINUATION), dtype=np.uint8)
        first = self.starts + _MARGIN
        flags = _is_capital(raw[first])
        for word in np.flatnonzero(raw[first] >= codes.LEAD).tolist():
            character = self._data_text[int(self.starts[word])]
            flags[word] = character.isupper() or character.istitle()
        return flags

    def spaced(self) -> Flags:
        """Whether white space stands somewhere between each word and the one before it."""
        code = self._codes[self._first - 1]
        spaced: Flags = code == codes.SPACE
        unsure = np.flatnonzero(~spaced & (code < codes.FIRST_WORD))
        at = self._first[unsure] - 1
        for _ in range(_LOOKED_BACK):
            at -= 1
            code = self._codes[at]
            spaced[unsure[code == codes.SPACE]] = True
            open_ = (code != codes.SPACE) & (code < codes.FIRST_WORD)
            unsure, at = unsure[open_], at[open_]
            if not len(unsure):
                return spaced
        spaces = np.cumsum(self._codes == codes.SPACE)
        ends = np.append(1, self._last)[:-1]
        spaced[unsure] = spaces[self._first[unsure] - 1] > spaces[ends[unsure] - 1]
        return spaced

    @cached_property
    def _data_text(self) -> str:
        return self._data[_MARGIN : len(self._data) - len(_AFTER)].decode(errors="surrogatepass")

    def _leave_out_ignored(self) -> None:
        ignored = self._codes[self._at] == codes.IGNORED
        if not ignored.any():
            return
        kept = self._codes != codes.IGNORED
        self._places = np.flatnonzero(kept)
        self._at = (self._at - np.cumsum(ignored))[~ignored]
        self._points = self._points[~ignored]
        self._codes = self._codes[kept]

    def _offsets(self, at: Offsets) -> Offsets:
        return (at if self._places is None else self._places[at]) - _MARGIN

    def _cut(self) -> tuple[Offsets, Offsets, Offsets]:
        """Starts and ends of the words, and which of them are not plain runs of ASCII."""
        word = self._codes >= codes.FIRST_WORD
        unspaced = self._at[_is_unspaced(self._codes[self._at])]
        word[unspaced] = False
        edges = np.flatnonzero(word[1:] != word[:-1])
        edges += 1
        starts, ends = edges[::2], edges[1::2]
        joints, dropped = self._joints(word)
        if len(joints) or len(dropped):
            keep_start, keep_end = np.ones(len(starts), dtype=np.bool_), np.ones(len(ends), dtype=np.bool_)
            after = np.searchsorted(starts, joints)
            gone = np.searchsorted(starts, dropped)
            keep_start[after] = keep_start[gone] = False
            keep_end[after - 1] = keep_end[gone] = False
            starts, ends = starts[keep_start], ends[keep_end]
        else:
            starts, ends = starts.copy(), ends.copy()
        exotic = self._at[(self._codes[self._at] >= codes.LETTER) & word[self._at]]
        irregular = np.unique(np.searchsorted(starts, np.concatenate([joints, exotic]), side="right") - 1)
        if len(unspaced):
            return self._with_pairs(starts, ends, irregular, unspaced)
        return starts, ends, irregular

    def _joints(self, word: Flags) -> tuple[Offsets, Offsets]:
        """Where runs are joined to one word, and the runs that are a possessive s."""
        code = self._codes
        found = np.flatnonzero((code - np.uint8(codes.APOSTROPHE)) <= codes.STOP - codes.APOSTROPHE)
        at = found[word[found - 1] & word[found + 1]]
        kind, left, right = code[at], code[at - 1], code[at + 1]
        apostrophe = kind == codes.APOSTROPHE
        digits = _is_digit(left), _is_digit(right)
        number = ~apostrophe & digits[0] & digits[1]
        single = ~word[at - 2] & ~word[at + 2] & ~digits[0] & ~digits[1]
        initials = (kind == codes.STOP) & single
        following = code[at + 2]
        # "It's." ends with a possessive, "it's.x" goes on.
        goes_on = (following - np.uint8(codes.APOSTROPHE) <= codes.STOP - codes.APOSTROPHE) & word[at + 3]
        possessive = apostrophe & (right == ord("s")) & ~word[at + 2] & ~goes_on
        joined = (apostrophe & ~possessive) | number | initials
        # What joins is no part of the word, but for the point of a number.
        code[at[joined & ~(number & (kind == codes.STOP))]] = codes.SKIPPED
        return at[joined], at[possessive] + 1

    def _with_pairs(
        self, starts: Offsets, ends: Offsets, irregular: Offsets, unspaced: Offsets
    ) -> tuple[Offsets, Offsets, Offsets]:
        """The words, and among them the pairs of characters that stand beside each other."""
        before = np.diff(unspaced, prepend=-1) == 1
        after = np.diff(unspaced, append=-1) == 1
        pairs = unspaced[after | ~before]
        lengths = np.where(after, 2, 1)[after | ~before]
        order = np.argsort(np.concatenate([starts, pairs]), kind="stable")
        special = np.zeros(len(order), dtype=np.bool_)
        special[irregular] = special[len(starts) :] = True
        starts, ends = np.concatenate([starts, pairs]), np.concatenate([ends, pairs + lengths])
        return starts[order], ends[order], np.flatnonzero(special[order])

    def _hashes(self, starts: Offsets, ends: Offsets, irregular: Offsets) -> Hashes:
        hashes = hash_ascii(self._codes, starts, ends - starts)
        if not len(irregular):
            return hashes
        counts = ends[irregular] - starts[irregular]
        places, _ = flat(starts[irregular], counts)
        owner = np.repeat(np.arange(len(irregular)), counts)
        code = self._codes[places]
        kept = code != codes.SKIPPED
        places, owner, code = places[kept], owner[kept], code[kept]
        counts = np.bincount(owner, minlength=len(irregular))
        exotic, slow = np.zeros((2, len(irregular)), dtype=np.bool_)
        exotic[owner[code >= codes.LETTER]] = True
        slow[owner[_is_irregular(code)]] = True
        regular = ~exotic
        if regular.any():
            padded = np.append(code[regular[owner]], np.zeros(16, dtype=np.uint8))
            lengths = counts[regular]
            hashes[irregular[regular]] = hash_ascii(padded, np.cumsum(lengths) - lengths, lengths)
        points = self._points_at(places, code)
        folded = exotic & ~slow
        if folded.any():
            hashes[irregular[folded]] = hash_points(alphabet().folded(points[folded[owner]]), counts[folded])
        for one in np.flatnonzero(slow).tolist():
            word = "".join(map(chr, points[owner == one].tolist()))
            hashes[irregular[one]] = word_hash(fold(word))
        return hashes

    def _points_at(self, places: Offsets, code: codes.Codes) -> Points:
        """The code points at these places, those of ASCII in lower case."""
        points = code.astype(np.uint32)
        beyond = np.flatnonzero(code >= codes.LETTER)
        points[beyond] = self._points[np.searchsorted(self._at, places[beyond])]
        return points


def _decoded(data: bytes) -> Points:
    """The code points of a UTF-8 text that are not ASCII, in order."""
    octets = np.frombuffer(data, dtype=np.uint8)
    at = np.flatnonzero(octets >= codes.LEAD)
    lead, second = octets[at].astype(np.uint32), octets[at + 1].astype(np.uint32) & 0x3F
    points = ((lead & 0x1F) << 6 | second).astype(np.uint32)
    wide = np.flatnonzero(lead >= 0xE0)
    third = octets[at[wide] + 2].astype(np.uint32) & 0x3F
    points[wide] = (lead[wide] & 0xF) << 12 | second[wide] << 6 | third
    widest = np.flatnonzero(lead[wide] >= 0xF0)
    fourth = octets[at[wide[widest]] + 3].astype(np.uint32) & 0x3F
    points[wide[widest]] = (lead[wide[widest]] & 7) << 18 | second[wide[widest]] << 12 | third[widest] << 6 | fourth
    return points


def _is_digit(code: codes.Codes) -> Flags:
    plain: Flags = (code >= ord("0")) & (code <= ord("9"))
    exotic: Flags = (code == codes.DIGIT) | (code == codes.IRREGULAR_DIGIT)
    return plain | exotic


def _is_capital(code: codes.Codes) -> Flags:
    capital: Flags = (code >= ord("A")) & (code <= ord("Z"))
    return capital


def _is_unspaced(code: codes.Codes) -> Flags:
    unspaced: Flags = (code == codes.UNSPACED) | (code == codes.IRREGULAR_UNSPACED)
    return unspaced


def _is_irregular(code: codes.Codes) -> Flags:
    irregular: Flags = np.isin(code, (codes.IRREGULAR_LETTER, codes.IRREGULAR_DIGIT, codes.IRREGULAR_UNSPACED))
    return irregular
