"""The lines of an article as numbers: what each looks like, where it stands, what stands around it.

One row a line, one column a feature, all in NumPy: no Python runs per word or character.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from auditor.tokens.scan import Hashes, Offsets, Words, mix, scan

Matrix = NDArray[np.float32]

# What a code point is, as far as the look of a line goes.
_KINDS = ("symbol", "lower", "upper", "digit", "space", "stop", "comma", "quote", "bracket", "bar", "money", "address")
_OF = {name: index for index, name in enumerate(_KINDS)}
_MARKS = {
    "stop": ".!?…。！？",
    "comma": ",;:",
    "quote": "\"'“”‘’«»„*_",
    "bracket": "()[]{}<>",
    "bar": "|",
    "money": "$€£¥%",
    "address": "@#/\\=&+",
}
_TABLE = 0x3000
_CLOSING = ("quote", "bracket", "space")

# What columns about cues are called, before the name of the group.
CUES, CUES_A_WORD, CUE_FIRST = "cues: ", "cues a word: ", "opens with cue: "
# A line of this many words that ends as a sentence does is running text; any line of more words is.
_SENTENCE_WORDS, _LONG_WORDS = 6, 30
_PAIR = np.uint64(0x9E3779B97F4A7C15)
_WINDOW = 3


@dataclass(frozen=True)
class Vocabulary:
    """Sorted hashes of a language's commonest words, and of what lines around articles talk about, by group."""

    common: Hashes
    groups: tuple[tuple[str, Hashes], ...]

    @cached_property
    def cues(self) -> tuple[Hashes, NDArray[np.bool_]]:
        """The hashes of all groups, sorted, and which groups each is of: a row a hash, a column a group."""
        cues = np.unique(np.concatenate([group for _, group in self.groups]))
        return cues, np.stack([np.isin(cues, group) for _, group in self.groups], axis=1)


def gram_hash(gram: str) -> int:
    """The hash of a word or of two neighbouring words: what `grams` computes for all of them."""
    hashes = scan(gram).hashes
    return int(hashes[0] if len(hashes) == 1 else _pairs(hashes[:1], hashes[1:2])[0])


def _pairs(first: Hashes, second: Hashes) -> Hashes:
    return mix(first * _PAIR + second)


@dataclass(frozen=True)
class Grams:
    """The words and pairs of the lines, with the line each stands in; pairs do not cross lines."""

    found: Words
    word_lines: Offsets
    pairs: Hashes
    pair_lines: Offsets


def grams(lines: Sequence[str]) -> Grams:
    """The words of lines, and the pairs of words that are neighbours in one line."""
    found = scan("\n".join(lines))
    starts = np.cumsum([0, *(len(line) + 1 for line in lines[:-1])])
    word_lines = np.searchsorted(starts, found.starts, side="right") - 1
    together = word_lines[1:] == word_lines[:-1]
    pairs = _pairs(found.hashes[:-1], found.hashes[1:])[together]
    return Grams(found, word_lines, pairs, word_lines[:-1][together])


def features(lines: Sequence[str], vocabulary: Vocabulary) -> tuple[Matrix, tuple[str, ...]]:
    """The matrix of the lines of one article, in order, and the names of its columns."""
    table = _Table(len(lines))
    words = grams(lines)
    look = _look(table, lines, words)
    _wording(table, words, vocabulary, look)
    _surroundings(table, look)
    _echoes(table, words, look, vocabulary)
    return table.matrix(), tuple(table.names)


class _Table:
    """Columns by name."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.names: list[str] = []
        self._columns: list[NDArray[np.generic] | float] = []

    def add(self, name: str, values: NDArray[np.generic] | float) -> None:
        """One more column; a single value is the article's, the same in every row."""
        self.names.append(name)
        self._columns.append(values)

    def matrix(self) -> Matrix:
        filled = np.empty((self.rows, len(self.names)), dtype=np.float32)
        for at, values in enumerate(self._columns):
            filled[:, at] = values
        return filled


@dataclass
class _Look:
    """What later groups of features read of earlier ones: one value a line."""

    size: NDArray[np.float64]
    words: NDArray[np.float64]
    prose: NDArray[np.float64]
    closed: NDArray[np.float64]
    common: NDArray[np.float64]
    cues: NDArray[np.float64]


def _look(table: _Table, lines: Sequence[str], words: Grams) -> _Look:
    rows = len(lines)
    text = "\n".join(lines)
    codes = np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), dtype=np.uint32)
    sizes = np.array([len(line) for line in lines], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes[:-1] + 1)]).astype(np.int64)
    kinds = _kinds(codes)
    owner = np.repeat(np.arange(rows), sizes + 1)[: len(codes)]
    counts = np.bincount(owner * len(_KINDS) + kinds, minlength=rows * len(_KINDS)).reshape(rows, -1).astype(float)
    size = np.maximum(sizes, 1).astype(float)
    number = np.bincount(words.word_lines, minlength=rows).astype(float)
    letters = np.maximum(counts[:, _OF["lower"]] + counts[:, _OF["upper"]], 1)
    first, last = _edges(kinds, codes, starts, sizes)
    closed = _among(last, _codes(_MARKS["stop"])).astype(float)
    prose = ((number >= _SENTENCE_WORDS) & (closed > 0)) | (number > _LONG_WORDS)
    table.add("size", np.log1p(sizes))
    table.add("words", np.log1p(number))
    table.add("word length", size / np.maximum(number, 1))
    table.add("capitals", counts[:, _OF["upper"]] / letters)
    capitalised = np.bincount(words.word_lines, words.found.capitalised, minlength=rows)
    numeric = np.bincount(words.word_lines, words.found.numeric, minlength=rows)
    table.add("capitalised", capitalised / np.maximum(number, 1))
    table.add("numeric", numeric / np.maximum(number, 1))
    for name in ("digit", "symbol", "comma", "quote", "bracket", "bar", "money", "address"):
        table.add(name, counts[:, _OF[name]] / size)
    table.add("stops", counts[:, _OF["stop"]])
    table.add("closed", closed)
    table.add("asks", last == ord("?"))
    table.add("colon", last == ord(":"))
    table.add("exclaims", last == ord("!"))
    table.add("trails", _among(last, _codes("…>»→")))
    for name in ("symbol", "lower", "upper", "digit", "quote", "bracket", "bar", "address"):
        table.add(f"opens with {name}", first == _OF[name])
    table.add("bullet", _among(codes[np.minimum(starts, max(len(codes) - 1, 0))], _codes("-–—•·*▪■►✓✔")))
    return _Look(size, number, prose.astype(float), closed, np.zeros(rows), np.zeros(rows))


def _edges(kinds: Offsets, codes: NDArray[np.uint32], starts: Offsets, sizes: Offsets) -> tuple[Offsets, Offsets]:
    """The kind of each line's first code point, and its last code point before closing marks."""
    places = np.where(_closing()[kinds], -1, np.arange(len(codes)))
    reached = np.maximum.accumulate(places) if len(places) else places
    ends = np.minimum(starts + np.maximum(sizes, 1) - 1, max(len(codes) - 1, 0))
    at = reached[ends] if len(codes) else ends
    last = np.where((at >= starts) & (sizes > 0), codes[np.maximum(at, 0)], 0).astype(np.int64)
    first = np.where(sizes > 0, kinds[np.minimum(starts, len(codes) - 1)], _OF["space"])
    return first, last


@cache
def _closing() -> NDArray[np.bool_]:
    return np.array([name in _CLOSING for name in _KINDS])


def _wording(table: _Table, words: Grams, vocabulary: Vocabulary, look: _Look) -> None:
    rows = len(look.words)
    hashes = np.concatenate([words.found.hashes, words.pairs])
    owners = np.concatenate([words.word_lines, words.pair_lines])
    opens = np.zeros(len(hashes), dtype=np.bool_)
    opens[np.flatnonzero(np.diff(words.word_lines, prepend=-1))] = True
    opens[len(words.word_lines) + np.flatnonzero(np.diff(words.pair_lines, prepend=-1))] = True
    common = _among(words.found.hashes, vocabulary.common)
    look.common[:] = np.bincount(words.word_lines, common, minlength=rows) / np.maximum(look.words, 1)
    table.add("function words", look.common)
    # Few words are cues: only these are asked for their groups.
    cues, member = vocabulary.cues
    place = np.minimum(np.searchsorted(cues, hashes), len(cues) - 1)
    cued = np.flatnonzero(cues[place] == hashes)
    place, owners, opens = place[cued], owners[cued], opens[cued]
    for group, (name, _) in enumerate(vocabulary.groups):
        at = member[place, group]
        count = np.bincount(owners[at], minlength=rows)
        look.cues[:] += count / np.sqrt(look.words + 1)
        table.add(f"{CUES}{name}", count)
        table.add(f"{CUES_A_WORD}{name}", count / np.maximum(look.words, 1))
        table.add(f"{CUE_FIRST}{name}", np.bincount(owners[at & opens], minlength=rows) > 0)
    table.add("cues", look.cues)


def _among(values: NDArray[np.integer], known: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Which values are known; `known` is sorted and short."""
    found: NDArray[np.bool_] = known[np.minimum(np.searchsorted(known, values), len(known) - 1)] == values
    return found


@cache
def _codes(marks: str) -> Offsets:
    return np.array(sorted(map(ord, marks)), dtype=np.int64)


def _surroundings(table: _Table, look: _Look) -> None:
    rows = len(look.words)
    order = np.arange(rows)
    table.add("from start", np.log1p(order))
    table.add("from end", np.log1p(rows - 1 - order))
    table.add("place", order / max(rows - 1, 1))
    reached = np.cumsum(look.size)
    table.add("text before", (reached - look.size) / max(reached[-1], 1))
    table.add("text after", np.log1p(reached[-1] - reached))
    prose = look.prose > 0
    before = order - np.maximum.accumulate(np.where(prose, order, -1))
    after = np.minimum.accumulate(np.where(prose, order, rows)[::-1])[::-1] - order
    table.add("since prose", np.log1p(before))
    table.add("until prose", np.log1p(after))
    table.add("prose before", np.log1p(np.cumsum(prose) - prose))
    table.add("prose after", np.log1p(np.cumsum(prose[::-1])[::-1] - prose))
    table.add("short run", np.log1p(before + after))
    for name, column in (
        ("lines", np.log1p(rows)),
        ("mean size", float(np.log1p(look.size).mean())),
        ("prose share", float(prose.mean())),
        ("mean cues", float(look.cues.mean())),
        ("mean function words", float(look.common.mean())),
        ("closed share", float(look.closed.mean())),
    ):
        table.add(name, column)
    for name, values in (
        ("words", np.log1p(look.words)),
        ("prose", look.prose),
        ("function words", look.common),
    ):
        for step in (-2, -1, 1, 2):
            table.add(f"{name} at {step:+d}", neighbour(values, step))
        around, tail, head = nearby(values)
        table.add(f"{name} around", around)
        table.add(f"{name} from here on", tail)
        table.add(f"{name} up to here", head)


def neighbour(values: NDArray[np.float64], step: int) -> NDArray[np.float64]:
    """The value of the line `step` lines on; -1 outside the article."""
    moved = np.full(len(values), -1.0)
    if step > 0:
        moved[:-step] = values[step:]
    else:
        moved[-step:] = values[:step]
    return moved


def nearby(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Means over the lines within three of each, over those from it to the end, and from the start to it."""
    rows = len(values)
    total = np.concatenate([[0.0], np.cumsum(values)])
    order = np.arange(rows)
    low, high = np.maximum(order - _WINDOW, 0), np.minimum(order + _WINDOW + 1, rows)
    around = (total[high] - total[low]) / (high - low)
    return around, (total[-1] - total[:-1]) / (rows - order), total[1:] / (order + 1)


def _echoes(table: _Table, words: Grams, look: _Look, vocabulary: Vocabulary) -> None:
    """What a line shares with the rest of its article."""
    rows = len(look.words)
    hashes, owners = words.found.hashes, words.word_lines
    told = ~_among(hashes, vocabulary.common) & ~words.found.numeric
    topical, of_line = hashes[told], owners[told]
    unique, inverse = np.unique(topical, return_inverse=True)
    once = np.unique(inverse * np.int64(max(rows, 1)) + of_line)
    term, line = once // max(rows, 1), once % max(rows, 1)
    spread = np.bincount(term, minlength=len(unique))
    number = np.maximum(np.bincount(line, minlength=rows), 1)
    table.add("echoed", np.bincount(line, spread[term] > 1, minlength=rows) / number)
    table.add("echoes", np.bincount(line, np.log(spread[term]), minlength=rows) / number)
    in_prose = np.bincount(term, look.prose[line], minlength=len(unique))
    table.add("echoed in prose", np.bincount(line, in_prose[term] > look.prose[line], minlength=rows) / number)
    opened = np.zeros(len(unique), dtype=np.bool_)
    opened[term[line < _WINDOW]] = True
    opening = opened[term]
    table.add("echoes the opening", np.bincount(line, opening & (line >= _WINDOW), minlength=rows) / number)
    known = once if len(once) else np.zeros(1, dtype=np.int64)
    for step in (-1, 1):
        wanted = term * max(rows, 1) + line + step
        at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        inside = (line + step >= 0) & (line + step < rows)
        table.add(f"echoes {step:+d}", np.bincount(line, (known[at] == wanted) & inside, minlength=rows) / number)
    begins = np.flatnonzero(np.diff(owners, prepend=-1))
    ends = np.append(begins[1:], len(owners)) - 1
    for name, at in (("same first word", begins), ("same last word", ends)):
        column = np.zeros(rows)
        if len(at):
            _, same, times = np.unique(hashes[at], return_inverse=True, return_counts=True)
            column[owners[at]] = times[same]
        table.add(name, np.log1p(column))
        table.add(f"{name} share", column / max(rows, 1))
    key = np.zeros(rows, dtype=np.uint64)
    np.add.at(key, owners, mix(hashes))
    _, same, times = np.unique(key, return_inverse=True, return_counts=True)
    table.add("repeated", np.log(times[same]))


def _kinds(codes: NDArray[np.uint32]) -> Offsets:
    # Beyond the table stand letters without case, and from here on pictographs.
    kinds = _kind_table()[np.minimum(codes, _TABLE - 1)].astype(np.int64)
    kinds[codes >= _TABLE] = _OF["lower"]
    kinds[codes >= 0x1F000] = _OF["symbol"]
    return kinds


@cache
def _kind_table() -> NDArray[np.uint8]:
    table = np.zeros(_TABLE, dtype=np.uint8)
    for code in range(_TABLE):
        category = unicodedata.category(chr(code))
        if category in {"Lu", "Lt"}:
            table[code] = _OF["upper"]
        elif category[0] in "LM":
            table[code] = _OF["lower"]
        elif category[0] == "N":
            table[code] = _OF["digit"]
        elif category[0] == "Z" or category == "Cc":
            table[code] = _OF["space"]
    for name, marks in _MARKS.items():
        for mark in marks:
            if ord(mark) < _TABLE:
                table[ord(mark)] = _OF[name]
    return table
