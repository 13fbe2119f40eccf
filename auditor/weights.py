"""How much a term tells: background frequencies as the prior, the corpus as the evidence.

The weight of a term is the negative logarithm of the share of articles expected to hold it.
A corpus of N articles counts against a prior worth `PRIOR_ARTICLES` articles (a Dirichlet
prior, as in language-model smoothing: Zhai and Lafferty, 2004), so that five articles are
weighted sensibly and one more hardly moves a weight.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from auditor.tokens import StoryTokens, terms_of
from auditor.tokens.scan import Hashes

Array = NDArray[np.float64]

PRIOR_ARTICLES = 1000
# The length of article for which a word's frequency becomes a share of articles, in words.
ARTICLE_WORDS = 400
# wordfreq's short lists end near one word in a million; a word beyond is at most half as common.
_UNKNOWN_FREQUENCY = 5e-7
# A term expected in more than this share of articles is a function word or nearly one.
COMMON_SHARE = 0.3
CONTENT_WEIGHT = float(-np.log(COMMON_SHARE))


@dataclass
class Counts:
    """In how many stories each term stands, accumulated in place."""

    stories: int = 0
    terms: Hashes = field(default_factory=lambda: np.zeros(0, dtype=np.uint64))
    frequencies: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def merge(self, other: "Counts") -> "Counts":
        """Add the counts of other stories: O(distinct terms)."""
        terms = np.concatenate([self.terms, other.terms])
        frequencies = np.concatenate([self.frequencies, other.frequencies])
        self.terms, inverse = np.unique(terms, return_inverse=True)
        self.frequencies = np.bincount(inverse, frequencies, len(self.terms)).astype(np.int64)
        self.stories += other.stories
        return self


@dataclass(frozen=True, eq=False)
class Weights:
    """The weights of terms: a sorted table, and one weight for every term that is not in it."""

    terms: Hashes
    values: Array
    unknown: float

    def of(self, terms: Hashes) -> Array:
        """The weight of each term: 0 for one that stands in every article."""
        if not len(self.terms):
            return np.full(len(terms), self.unknown)
        at = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        return np.where(self.terms[at] == terms, self.values[at], self.unknown)


def count(stories: Sequence[StoryTokens]) -> Counts:
    """The document frequencies of a batch of stories."""
    if not stories:
        return Counts()
    present = np.concatenate([np.unique(story.terms) for story in stories])
    terms, frequencies = np.unique(present, return_counts=True)
    return Counts(len(stories), terms, frequencies.astype(np.int64))


def blend(counts: Counts, stories: Iterable[StoryTokens]) -> Weights:
    """Weights from what was counted and from the background of the stories' languages."""
    background_terms, background = _background(tuple(sorted({story.language for story in stories})))
    terms = np.union1d(background_terms, counts.terms)
    frequency = np.full(len(terms), _UNKNOWN_FREQUENCY)
    frequency[np.searchsorted(terms, background_terms)] = background
    found = np.zeros(len(terms))
    found[np.searchsorted(terms, counts.terms)] = counts.frequencies
    return Weights(terms, _weight(found, frequency, counts.stories), float(_unseen(counts.stories)))


def widened(table: Weights, languages: Sequence[str], stories: int) -> Weights:
    """Weights that know the background of further languages; `stories` were counted, none with their words.

    What the table says already stays as it is.
    """
    terms, frequency = _background(tuple(languages))
    new = np.isin(terms, table.terms, invert=True)
    if not new.any():
        return table
    every = np.concatenate([table.terms, terms[new]])
    values = np.concatenate([table.values, _weight(np.zeros(int(new.sum())), frequency[new], stories)])
    order = np.argsort(every)
    return Weights(every[order], values[order], table.unknown)


def _unseen(stories: int) -> float:
    return float(_weight(np.zeros(1), np.full(1, _UNKNOWN_FREQUENCY), stories)[0])


def _weight(found: Array, frequency: Array, stories: int) -> Array:
    expected = -np.expm1(ARTICLE_WORDS * np.log1p(-np.minimum(frequency, 0.5)))
    share = (found + PRIOR_ARTICLES * expected) / (stories + PRIOR_ARTICLES)
    weight: Array = np.maximum(-np.log(share), 0.0)
    return weight


@cache
def _background(languages: tuple[str, ...]) -> tuple[Hashes, Array]:
    """The frequency of terms in everyday text, the highest over the languages."""
    tables = [_table(language) for language in languages]
    if not tables:
        return np.zeros(0, dtype=np.uint64), np.zeros(0)
    terms, inverse = np.unique(np.concatenate([table[0] for table in tables]), return_inverse=True)
    frequency = np.zeros(len(terms))
    np.maximum.at(frequency, inverse, np.concatenate([table[1] for table in tables]))
    return terms, frequency


@cache
def _table(language: str) -> tuple[Hashes, Array]:
    from wordfreq import available_languages, get_frequency_dict

    name = language.partition("-")[0]
    if name not in available_languages("small"):
        return np.zeros(0, dtype=np.uint64), np.zeros(0)
    words = get_frequency_dict(name, "small")
    terms, origin = terms_of(list(words), language)
    unique, inverse = np.unique(terms, return_inverse=True)
    frequencies = np.fromiter(words.values(), dtype=np.float64, count=len(words))[origin]
    return unique, np.bincount(inverse, frequencies, len(unique)).astype(np.float64)
