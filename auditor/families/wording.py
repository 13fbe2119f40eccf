"""The words of a run's stories and what they weigh, for what is asked about families afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from auditor.model import Only, Span
from auditor.tokens import StoryTokens, recurring
from auditor.tokens.scan import Flags, Hashes, Offsets
from auditor.weights import CONTENT_WEIGHT, Weights


@dataclass(frozen=True, eq=False)
class Sentences:
    """A story's sentences as they were compared: without site furniture.

    `content` counts the words of each that carry meaning.
    """

    tokens: StoryTokens
    content: Offsets

    def __len__(self) -> int:
        return len(self.content)

    def within(self, span: Span) -> slice:
        """The sentences that begin in a span: O(log n)."""
        first, end = np.searchsorted(self.tokens.sentence_starts, [span.start, span.end])
        return slice(int(first), int(end))

    def span(self, first: int, end: int) -> Span:
        """From the beginning of one sentence to the end of the one before `end`."""
        return Span(self.tokens.sentence(first).start, self.tokens.sentence(end - 1).end)

    def only(self, chosen: Flags) -> Only:
        """The sentences marked, as what only this story has."""
        share = float(self.content[chosen].sum() / max(int(self.content.sum()), 1))
        return Only(round(share, 4), int(chosen.sum()), self.tokens.stretches(chosen))

    @cached_property
    def terms(self) -> tuple[frozenset[int], ...]:
        """The terms of each sentence."""
        return tuple(frozenset(part.tolist()) for part in np.split(self.tokens.terms, self.tokens.bounds[1:-1]))

    def words_in(self, span: Span) -> slice:
        """The words that begin in a span: O(log n)."""
        first, end = np.searchsorted(self.tokens.starts, [span.start, span.end])
        return slice(int(first), int(end))

    def terms_in(self, span: Span) -> Hashes:
        """The terms of the words in a span."""
        return self.tokens.terms[self.words_in(span)]


class Wording:
    """The stories of a run by their ids, each made ready when it is asked for, and kept."""

    def __init__(self, stories: Mapping[str, StoryTokens], weights: Weights, furniture: Hashes) -> None:
        """The stories as they were read, the weights and the furniture they were aligned with."""
        self.weights = weights
        self._stories, self._furniture = stories, furniture
        self._made: dict[str, Sentences] = {}
        self._marked: dict[str, Flags] = {}

    def of(self, story: str) -> Sentences:
        """The sentences of a story."""
        if story not in self._made:
            tokens = recurring.without(self._stories[story], self._furniture)
            meaningful = self.weights.of(tokens.terms) >= CONTENT_WEIGHT
            words = (meaningful if meaningful.any() else np.ones(len(tokens))).astype(np.int64)
            counts = np.add.reduceat(words, tokens.bounds[:-1]) if len(tokens) else np.zeros(0, dtype=np.int64)
            self._made[story] = Sentences(tokens, counts)
        return self._made[story]

    def is_furniture(self, story: str, span: Span) -> bool:
        """Whether all words in a span of a story recur in stories otherwise unlike, and were not compared."""
        if not len(self._furniture):
            return False
        if story not in self._marked:
            self._marked[story] = recurring.holding(self._stories[story], self._furniture)
        first, end = np.searchsorted(self._stories[story].starts, [span.start, span.end])
        return bool(end > first and self._marked[story][first:end].all())
