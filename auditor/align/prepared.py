"""What alignment needs of a story, computed once for all pairs it stands in."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from auditor import sketch
from auditor.tokens import StoryTokens
from auditor.tokens.scan import Flags, Hashes, Offsets
from auditor.weights import CONTENT_WEIGHT, Weights

# A sentence with fewer content terms says too little to be told from another of its kind.
ENOUGH_TERMS = 6
# A shorter sentence is read together with the one after it: "He agreed." resembles too much.
UNIT_WORDS = 4


@dataclass(frozen=True, eq=False)
class Units:
    """Sentences as passages are sought in them: none shorter than `UNIT_WORDS` words.

    Unit u is the words `bounds[u]` to `bounds[u + 1]`. `unit` and `count` say, term by term in
    the order of the vocabulary, which units hold a term and how often; those of term t stand at
    `first[t]` to `first[t + 1]`. `distinct` counts the distinct terms of each unit.
    """

    bounds: Offsets
    unit: Offsets
    count: Offsets
    first: Offsets
    distinct: Offsets

    def __len__(self) -> int:
        return len(self.bounds) - 1


@dataclass(frozen=True, eq=False)
class Prepared:
    """A story with its weights, shingles and sentence terms.

    `content` marks the words that carry meaning. `shingles` are the word 5-grams in the order
    of the text, `order` sorts them, `distinct` holds each once, sorted. `sentence` and `column`
    list the distinct terms of each sentence, as indices into `vocabulary`, whose weights are
    `weights`; `columns` holds that index for every word. `facts` marks the terms that are numbers
    or names. `enough` marks the sentences with sufficient content terms to be judged.
    """

    story: StoryTokens
    content: Flags
    shingles: Hashes
    order: Offsets
    distinct: Hashes
    vocabulary: Hashes
    weights: NDArray[np.float64]
    sentence: Offsets
    column: Offsets
    frequencies: Offsets
    enough: Flags
    columns: Offsets
    facts: Flags
    units: Units

    @property
    def sentences(self) -> int:
        """How many sentences the story has."""
        return len(self.enough)


@lru_cache(maxsize=4)
def terms_of_both(a: Prepared, b: Prepared) -> tuple[Offsets, Offsets]:
    """Where the terms that both stories have stand in their vocabularies.

    Every measure of a pair asks for them, so those of the last pairs are kept.
    """
    if not len(a.vocabulary) or not len(b.vocabulary):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    at = np.minimum(np.searchsorted(b.vocabulary, a.vocabulary), len(b.vocabulary) - 1)
    in_a = np.flatnonzero(b.vocabulary[at] == a.vocabulary)
    return in_a, at[in_a]


def prepare(story: StoryTokens, weights: Weights) -> Prepared:
    """A story made ready: O(n log n) in its words."""
    vocabulary, columns = np.unique(story.terms, return_inverse=True)
    values = weights.of(vocabulary)
    content = values[columns] >= CONTENT_WEIGHT
    sentences = len(story.bounds) - 1
    keys, _ = _counted(story.sentence_of * max(len(vocabulary), 1) + columns)
    sentence, column = np.divmod(keys, max(len(vocabulary), 1))
    meaningful = np.bincount(sentence[values[column] >= CONTENT_WEIGHT], minlength=sentences)
    shingles = sketch.positional(story.words)
    order = np.argsort(shingles, kind="stable")
    return Prepared(
        story=story,
        content=content if content.any() else np.ones(len(story), dtype=np.bool_),
        shingles=shingles,
        order=order,
        distinct=shingles[order][np.flatnonzero(np.diff(shingles[order], prepend=~shingles[order][:1]))],
        vocabulary=vocabulary,
        weights=np.where(values >= CONTENT_WEIGHT, values, 0.0),
        sentence=sentence,
        column=column,
        frequencies=np.bincount(column, minlength=len(vocabulary)),
        enough=_enough(meaningful),
        columns=columns,
        facts=_facts(story, columns, len(vocabulary)),
        units=_units(story.bounds, columns, len(vocabulary)),
    )


def _counted(keys: Offsets) -> tuple[Offsets, Offsets]:
    """The distinct keys, none of them negative, in order, and how often each stands.

    By sorting: `numpy.unique` hashes, which takes longer for so few.
    """
    keys = np.sort(keys)
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    return keys[first], np.diff(first, append=len(keys))


def _facts(story: StoryTokens, columns: Offsets, terms: int) -> Flags:
    """The terms that are numbers or names: written with a capital inside a sentence, and never without."""
    inside = story.capitalised.copy()
    inside[story.bounds[:-1]] = False
    facts, plain = (np.zeros(terms, dtype=np.bool_) for _ in range(2))
    facts[columns[inside]] = True
    plain[columns[~story.capitalised]] = True
    facts &= ~plain
    facts[columns[story.numeric]] = True
    return facts


def _enough(meaningful: Offsets) -> Flags:
    enough = meaningful >= ENOUGH_TERMS
    return enough if enough.any() else meaningful > 0


def _units(sentences: Offsets, columns: Offsets, terms: int) -> Units:
    bounds = _joined(sentences)
    size = len(bounds) - 1
    keys, count = _counted(columns * max(size, 1) + np.repeat(np.arange(size), np.diff(bounds)))
    term, unit = np.divmod(keys, max(size, 1))
    first = np.searchsorted(term, np.arange(terms + 1))
    return Units(bounds, unit, count, first, np.bincount(unit, minlength=size))


def _joined(bounds: Offsets) -> Offsets:
    """The bounds that leave no unit of fewer than `UNIT_WORDS` words; the last joins the one before."""
    if not (np.diff(bounds) < UNIT_WORDS).any():
        return bounds
    kept = [0]
    for bound in bounds[1:-1].tolist():
        if bound - kept[-1] >= UNIT_WORDS:
            kept.append(bound)
    end = int(bounds[-1])
    if len(kept) > 1 and end - kept[-1] < UNIT_WORDS:
        kept.pop()
    return np.array([*kept, end], dtype=np.int64)
