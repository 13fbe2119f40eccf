"""Statements that several stories make, and how many independent sources stand behind each.

A claim is a sentence with the one or two sentences of each other story that were aligned with it.
It is gathered around the sentence that most stories make, and goes no further: what resembles a
sentence that resembles it is another claim. Stories of one source count once; so do stories that
make the claim in the same words, or within a passage that one has from the other or both from a
third. What is left are reports that no evidence here traces to one text: at most so many sources.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from auditor.families.ties import parts
from auditor.families.wording import Wording
from auditor.model import Alignment, Claim, Claims, Made, Passage, Relation, Span

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


def ledger(alignments: Iterable[Alignment], wording: Wording) -> Ledger:
    """Each sentence with its counterparts in other stories, by story."""
    found: dict[Sentence, dict[str, Counterpart]] = {}
    for alignment in alignments:
        if alignment.link.relation is Relation.UNRELATED or alignment.link.kind == "template":
            continue
        for seen in (alignment, alignment.mirrored()):
            link = seen.link
            here, there = wording.of(link.a), wording.of(link.b)
            shared = [one for one in link.passages if link.relation.is_reuse or one.kind != "reworded"]
            for statement in seen.statements:
                ours, theirs = here.within(statement.a), there.within(statement.b)
                if ours.stop - ours.start != 1 or theirs.start == theirs.stop:
                    continue  # two sentences that together say what one does are no claim by themselves
                same = _same(shared, statement.a, statement.b)
                other = Counterpart(theirs.start, theirs.stop, same, statement.score)
                counterparts = found.setdefault((link.a, ours.start), {})
                if link.b not in counterparts or counterparts[link.b].score < other.score:
                    counterparts[link.b] = other
    return found


def _same(passages: Iterable[Passage], a: Span, b: Span) -> bool:
    return any(
        one.a.start < a.end and a.start < one.a.end and one.b.start < b.end and b.start < one.b.end for one in passages
    )


def told(found: Ledger, source_of: Mapping[str, str]) -> list[Told]:
    """The claims, those of most stories first; `source_of` names the source of stories that share theirs."""
    taken: set[Sentence] = set()
    claims = []
    for sentence in sorted(found, key=lambda sentence: (-len(found[sentence]), sentence)):
        if sentence in taken:
            continue
        others = dict(sorted(found[sentence].items()))
        claim = Told(sentence, others, _sources(sentence, others, found, source_of))
        claims.append(claim)
        taken.add(sentence)
        taken.update((story, at) for story, other in others.items() for at in range(other.first, other.end))
    return claims


def _sources(sentence: Sentence, others: Mapping[str, Counterpart], found: Ledger, source_of: Mapping[str, str]) -> int:
    stories = {sentence[0]: source_of.get(sentence[0], sentence[0])}
    stories |= {story: source_of.get(story, story) for story in others}
    places = chain([sentence], ((story, other.first) for story, other in others.items()))
    tied = (
        (stories[place[0]], stories[peer])
        for place in places
        for peer, other in found.get(place, {}).items()
        if other.same and peer in stories
    )
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
