"""Statements that several stories make, and how many independent sources stand behind each.

A claim is a sentence with the one or two sentences of each other story that were aligned with it.
Outside a family each must hold most of what the other says, and say it of the same names: stories
on one subject have many sentences that resemble each other and say different things. A claim is
gathered around the sentence that most stories make, and goes no further: what resembles a sentence
that resembles it is another claim.

Stories of one source count once, and so do those of one outlet; so do stories that make the claim
in the same words, quote it from one speech, or have it in a passage that one has from the other or
both from a third. What is left are reports that no evidence here traces to one text: at most so many sources.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from auditor import sketch
from auditor.families.ties import parts, ties
from auditor.families.wording import Sentences, Wording
from auditor.model import Alignment, Claim, Claims, Made, Passage, Relation, Statement
from auditor.tokens.scan import Hashes
from auditor.weights import CONTENT_WEIGHT, Weights

# Where no reuse bears it out, so much of the weight of either statement must stand in the other, so
# much of that of the words without a capital, for two sentences on one person share the names, and
# so many terms in both. Read by hand: benchmarks/readings/claims.csv.
MUTUAL, MUTUAL_UNNAMED, SHARED_TERMS = 0.65, 0.55, 7
# A claim is a quotation when so much of what two statements share stands between quotation marks in
# both, and in the same words when so much of the shorter one's runs of five stands in the other.
QUOTED, SAME_WORDS = 0.5, 0.5
# Claims listed of a family, and of the folder; places listed of a claim. All are counted.
LISTED, LISTED_ACROSS, PLACES = 25, 100, 10


@dataclass(frozen=True)
class Counterpart:
    """Sentences `first` to `end` of another story; `same` if the two have them from one text."""

    first: int
    end: int
    same: bool
    score: float


# A sentence, as a story's id and its number there.
Sentence = tuple[str, int]
Ledger = Mapping[Sentence, Mapping[str, Counterpart]]


@dataclass(frozen=True)
class Told:
    """A claim with all its places: the sentence it is gathered around, and each other story's."""

    sentence: Sentence
    others: Mapping[str, Counterpart]
    sources: int

    @property
    def stories(self) -> list[str]:
        """Those that make it."""
        return [self.sentence[0], *self.others]


def ledger(alignments: Iterable[Alignment], wording: Wording, *, family: bool) -> Ledger:
    """Each sentence with its counterparts in other stories, by story; `family` if all are of one."""
    found: dict[Sentence, dict[str, Counterpart]] = {}
    for alignment in alignments:
        link = alignment.link
        if link.relation is Relation.UNRELATED or link.kind == "template":
            continue
        here, there = wording.of(link.a), wording.of(link.b)
        shared = [one for one in link.passages if link.relation.is_reuse or one.kind != "reworded"]
        for statement in alignment.statements:
            common = _Common(here, there, statement, wording.weights)
            if not (family and ties(alignment)) and not common.one_claim:
                continue
            same = _same(shared, statement) or common.same
            of_a, of_b = here.within(statement.a), there.within(statement.b)
            # Two sentences that together say what one does are no claim by themselves.
            if of_a.stop - of_a.start == 1 and of_b.stop > of_b.start:
                _add(found, (link.a, of_a.start), link.b, Counterpart(of_b.start, of_b.stop, same, statement.score))
            if of_b.stop - of_b.start == 1 and of_a.stop > of_a.start:
                _add(found, (link.b, of_b.start), link.a, Counterpart(of_a.start, of_a.stop, same, statement.score))
    return found


def _add(found: dict[Sentence, dict[str, Counterpart]], sentence: Sentence, story: str, other: Counterpart) -> None:
    """A sentence has one counterpart in a story: the best."""
    counterparts = found.setdefault(sentence, {})
    if story not in counterparts or counterparts[story].score < other.score:
        counterparts[story] = other


class _Common:
    """What two aligned statements have in common."""

    def __init__(self, here: Sentences, there: Sentences, statement: Statement, weights: Weights) -> None:
        self._sides = (here.tokens, here.words_in(statement.a)), (there.tokens, there.words_in(statement.b))
        self._weights = weights

    @property
    def one_claim(self) -> bool:
        """Whether each holds most of what the other says, of the names and of the rest."""
        shared, part = self._mutual([np.unique(tokens.terms[words]) for tokens, words in self._sides])
        if shared < SHARED_TERMS or part < MUTUAL:
            return False
        names = np.concatenate([tokens.terms[words][tokens.capitalised[words]] for tokens, words in self._sides])
        rest = [np.setdiff1d(tokens.terms[words], names) for tokens, words in self._sides]
        return self._mutual(rest)[1] >= MUTUAL_UNNAMED

    @property
    def same(self) -> bool:
        """Whether both have it in the same words, or from one speaker."""
        a, b = (tokens.terms[words] for tokens, words in self._sides)
        runs_a, runs_b = (np.unique(sketch.positional(tokens.words[words])) for tokens, words in self._sides)
        fewer = min(len(runs_a), len(runs_b))
        if fewer and len(np.intersect1d(runs_a, runs_b, assume_unique=True)) >= SAME_WORDS * fewer:
            return True
        shared = np.intersect1d(a, b)
        spoken = (np.intersect1d(shared, tokens.terms[words][tokens.quoted[words]]) for tokens, words in self._sides)
        return min(map(len, spoken)) > QUOTED * len(shared)

    def _mutual(self, terms: Sequence[Hashes]) -> tuple[int, float]:
        """How many telling terms two sets share, and the smaller share of either's weight in them."""
        a, b = (one[self._weights.of(one) >= CONTENT_WEIGHT] for one in terms)
        shared = np.intersect1d(a, b, assume_unique=True)
        most = max(float(self._weights.of(one).sum()) for one in (a, b))
        return len(shared), float(self._weights.of(shared).sum()) / most if most else 1.0


def _same(passages: Iterable[Passage], statement: Statement) -> bool:
    a, b = statement.a, statement.b
    return any(
        one.a.start < a.end and a.start < one.a.end and one.b.start < b.end and b.start < one.b.end for one in passages
    )


def told(found: Ledger, source_of: Mapping[str, str], wording: Wording) -> list[Told]:
    """The claims, those of most stories first; `source_of` names the source of stories that share theirs."""
    taken: set[Sentence] = set()
    claims = []
    for sentence in sorted(found, key=lambda sentence: (-len(found[sentence]), sentence)):
        if sentence in taken:
            continue
        others = dict(sorted(found[sentence].items()))
        claim = Told(sentence, others, _sources(sentence, others, found, source_of, wording))
        claims.append(claim)
        taken.add(sentence)
        taken.update((story, at) for story, other in others.items() for at in range(other.first, other.end))
    return claims


def _sources(
    sentence: Sentence,
    others: Mapping[str, Counterpart],
    found: Ledger,
    source_of: Mapping[str, str],
    wording: Wording,
) -> int:
    stories = {story: source_of.get(story, story) for story in (sentence[0], *others)}
    places = chain([sentence], ((story, other.first) for story, other in others.items()))
    tied = [
        (stories[place[0]], stories[peer])
        for place in places
        for peer, other in found.get(place, {}).items()
        if other.same and peer in stories
    ]
    first_of: dict[str, str] = {}
    for story, source in stories.items():
        if outlet := wording.of(story).tokens.outlet:
            tied.append((first_of.setdefault(outlet, source), source))
    return len(parts(stories.values(), tied))


def listed(claims: Iterable[Told], wording: Wording, most: int) -> Claims:
    """Claims as a report has them: all counted, the first of them with their places."""
    every = list(claims)
    sources = Counter(claim.sources for claim in every)
    return Claims(
        total=len(every),
        by_sources={str(number): sources[number] for number in sorted(sources)},
        listed=tuple(_claim(claim, wording) for claim in every[:most]),
        left_out=max(len(every) - most, 0),
    )


def _claim(claim: Told, wording: Wording) -> Claim:
    story, at = claim.sentence
    places = [
        Made(other, wording.of(other).span(place.first, place.end))
        for other, place in list(claim.others.items())[:PLACES]
    ]
    return Claim(Made(story, wording.of(story).span(at, at + 1)), len(claim.others) + 1, claim.sources, tuple(places))
