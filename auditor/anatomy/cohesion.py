"""Lexical cohesion: how well a text falls into two before each of its paragraphs.

The gain of a cut is that of Utiyama and Isahara, "A Statistical Model for Domain-Independent Text
Segmentation" (ACL 2001): the code length of the whole text minus the code lengths of its two
parts, each coded with its own word frequencies under Laplace's law.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

# Inflections share their first letters; longer prefixes split "Iran" from "Iranian's" no better.
PREFIX = 6
LEAST_LETTERS = 3
# A language's commonest words say nothing about a topic; the next few thousand say little.
STOPWORDS = 300
COMMON_WORDS = 3_000
# Words that recur over more paragraphs than this tie no paragraph to its neighbour.
_NEAR = 4


class Cuts(NamedTuple):
    """What speaks for a cut before each of n paragraphs, arrays of length n.

    `gain` is the code length saved, in nats; `cosine` how alike the two sides are; `carry` the
    words found on both sides against the number expected were the words in random order (1: no
    change); `links` how many words recur across the cut within four paragraphs.
    """

    gain: Numbers
    cosine: Numbers
    carry: Numbers
    links: Numbers


class Stretches(NamedTuple):
    """The terms of several stretches of a text: where each term stands, of which stretch it is, how many each has."""

    at: Indices
    row: Indices
    sizes: Indices


@dataclass(frozen=True)
class Terms:
    """The terms of a text in order, with the paragraphs in which each stands, flat arrays.

    `starts` has the first term of each paragraph and the number of terms at its end; `first` and
    `previous` are the paragraphs of a term's first and previous occurrence, -1 for none.
    """

    total: int
    counts: Indices
    occurrence: Indices
    frequency: Indices
    starts: Indices
    paragraph: Indices
    first: Indices
    last: Indices
    previous: Indices

    @classmethod
    def of(cls, paragraphs: Sequence[Sequence[str]]) -> "Terms":
        """The terms of the paragraphs. O(n log n)."""
        flat = list(chain.from_iterable(paragraphs))
        ids = {one: at for at, one in enumerate(dict.fromkeys(flat))}
        term = np.fromiter(map(ids.__getitem__, flat), np.int64, len(flat))
        sizes = np.array([len(told) for told in paragraphs], np.int64)
        paragraph = np.repeat(np.arange(len(paragraphs)), sizes)
        counts = np.bincount(term, minlength=1)
        order = np.argsort(term, kind="stable")
        occurrence = np.empty_like(term)
        occurrence[order] = np.arange(len(term)) - (np.cumsum(counts) - counts)[term[order]]
        previous = np.full(len(term), -1, np.int64)
        again = occurrence[order[1:]] > 0
        previous[order[1:][again]] = paragraph[order[:-1][again]]
        first, last = np.full(len(counts), -1, np.int64), np.full(len(counts), -1, np.int64)
        first[term[::-1]] = paragraph[::-1]
        last[term] = paragraph
        return cls(
            total=len(term),
            counts=counts,
            occurrence=occurrence,
            frequency=counts[term],
            starts=np.concatenate(([0], np.cumsum(sizes))),
            paragraph=paragraph,
            first=first[term],
            last=last[term],
            previous=previous,
        )

    def cuts(self) -> Cuts:
        """Every cut before a paragraph."""
        size = len(self.starts) - 1
        if not self.total:
            return Cuts(np.zeros(size), np.zeros(size), np.ones(size), np.zeros(size))
        return Cuts(self._gain(), self._cosine(), self._carry(), self._links())

    def between(self, start: Indices, end: Indices) -> "Stretches":
        """The terms of the paragraphs from each start up to its end."""
        begin = self.starts[start]
        sizes = self.starts[np.minimum(end, len(self.starts) - 1)] - begin
        row = np.repeat(np.arange(len(sizes)), sizes)
        return Stretches(np.arange(len(row)) + (begin - np.cumsum(sizes) + sizes)[row], row, sizes)

    def _before(self, changes: Indices | Numbers) -> Numbers:
        """The sums of what each term changes, before each paragraph."""
        return np.concatenate(([0.0], np.cumsum(changes)))[self.starts[:-1]]

    def _gain(self) -> Numbers:
        informed = np.arange(self.frequency.max() + 2)
        information = informed * np.log(informed + 1.0)
        step = np.diff(information)
        whole = float(information[self.counts].sum())
        before = self._before(step[self.occurrence])
        after = whole - self._before(step[self.frequency - self.occurrence - 1])
        size, vocabulary = self.starts[:-1].astype(float), len(self.counts)
        coded = size * np.log(size + vocabulary) - before
        coded += (self.total - size) * np.log(self.total - size + vocabulary) - after
        gain: Numbers = self.total * math.log(self.total + vocabulary) - whole - coded
        return gain

    def _cosine(self) -> Numbers:
        dot = self._before(self.frequency - 2 * self.occurrence - 1)
        before = self._before(2 * self.occurrence + 1)
        after = float((self.counts**2).sum()) - self._before(2 * (self.frequency - self.occurrence) - 1)
        alike: Numbers = dot / np.sqrt(np.maximum(1.0, before * after))
        return alike

    def _carry(self) -> Numbers:
        size = len(self.starts) - 1
        begun = np.bincount(self.first, minlength=size)[::-1].cumsum()[::-1]
        ended = np.concatenate(([0], np.bincount(self.last, minlength=size).cumsum()[:-1]))
        before = self.starts[:-1]
        shared = (self.total - before - begun) + (before - ended)
        share = before / self.total
        expected = np.zeros(size)
        # One frequency at a time: a table of all would be large for a long text.
        for frequency, terms in zip(*np.unique(self.counts, return_counts=True), strict=True):
            alone = (1 - share) * (1 - share) ** (frequency - 1) + share * share ** (frequency - 1)
            expected += terms * frequency * (1 - alone)
        carried: Numbers = (shared + 1) / (expected + 1)
        return carried

    def _links(self) -> Numbers:
        near = (self.previous >= 0) & (self.previous < self.paragraph) & (self.paragraph - self.previous <= _NEAR)
        size = len(self.starts)
        opened = np.bincount(self.previous[near] + 1, minlength=size)
        closed = np.bincount(self.paragraph[near] + 1, minlength=size)
        return np.cumsum(opened - closed)[: size - 1].astype(float)


def folded(word: str) -> str:
    """A word for comparison: without case and possessive."""
    return word.casefold().replace("’", "'").removesuffix("'s")


class Topical(dict[str, str]):
    """The term that a word as it stands means: folded and cut to a prefix, "" for words that bear no topic.

    Filled as words are met: a text has far fewer different words than words.
    """

    # Some 20 MB; a text of words never met before empties the table, and costs no more than without it.
    _MOST = 100_000

    def __init__(self, common: frozenset[str]) -> None:
        """`common` are the words that bear none."""
        super().__init__()
        self._common = common

    def __missing__(self, word: str) -> str:
        if len(self) >= self._MOST:
            self.clear()
        term = folded(word)
        telling = len(term) >= LEAST_LETTERS and not term.isdigit() and term not in self._common
        self[word] = found = term[:PREFIX] if telling else ""
        return found


@cache
def topical(language: str, count: int) -> Topical:
    """The terms of a language, of which its `count` commonest words are none."""
    return Topical(common_words(language, count))


@cache
def common_words(language: str, count: int) -> frozenset[str]:
    """The commonest words of a language, of English for one without a list."""
    from wordfreq import available_languages, top_n_list

    return frozenset(top_n_list(language if language in available_languages() else "en", count))
