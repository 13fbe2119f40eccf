"""What a family descends from: whom its stories credit, and what the best attributed of them lacks."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from auditor.direction import UNDETERMINED
from auditor.dissection import Dissection
from auditor.families.grouping import overlaps
from auditor.families.ties import derived
from auditor.model import Alignment, Role, Statement, Story, Upstream
from auditor.outlets import Credit

if TYPE_CHECKING:
    from auditor.families.wording import Wording

# DUP005: so many statements the best-attributed member lacks.
UNATTRIBUTED_STATEMENTS = 2
# Pairs that are named as evidence; more are counted.
MOST_EVIDENCE = 10
# Forms of credit by which an outlet signs a text as its own.
_SIGNED = frozenset({"dateline", "wire"})
# A statement is made by a story when so much of its weight stands in two adjacent sentences of it.
HELD = 0.5


@dataclass(frozen=True)
class Attribution:
    """Whom the stories of a family credit in their running text, and which does so most."""

    credited: str | None
    story: str | None
    mentions: int
    photos: int


def attribution(members: Sequence[str], articles: Mapping[str, Dissection]) -> Attribution:
    """Whom a family credits: the agency or outlet with most mentions, agencies first."""
    running: dict[str, Counter[str]] = defaultdict(Counter)
    photos: Counter[str] = Counter()
    agencies: set[str] = set()
    for member in members:
        dissection, story = story_of(member, articles)
        own = dissection.outlet
        for credit in credits_of(dissection, story):
            if (own is not None and credit.name == own.name) or (credit.form == "dateline" and credit.kind != "agency"):
                continue  # an outlet's own dateline credits nobody
            if credit.kind == "agency":
                agencies.add(credit.name)
            if credit.form == "photo":
                photos[credit.name] += 1
            else:
                running[credit.name][member] += 1
    if not running:
        return Attribution(None, None, 0, 0)
    name = min(running, key=lambda name: (name not in agencies, -running[name].total(), name))
    best = min(running[name], key=lambda member: (-running[name][member], member))
    return Attribution(name, best, running[name][best], photos[name])


def unattributed(pair: Alignment, best: str, wording: "Wording") -> tuple[Statement, ...]:
    """The statements a pair shares that a third story, the best attributed, does not make.

    What both sentences say is looked for in every sentence and every two adjacent sentences of
    the third; it is missing where less than HELD of its weight is found together.
    """
    import numpy as np

    if best in (pair.link.a, pair.link.b) or not pair.statements:
        return ()
    a, b, third = (wording.of(story) for story in (pair.link.a, pair.link.b, best))
    windows = [one | other for one, other in pairwise([*third.terms, frozenset()])]
    frequency = Counter(chain.from_iterable(third.terms))
    missing = []
    for statement in pair.statements:
        shared = np.intersect1d(a.terms_in(statement.a), b.terms_in(statement.b))
        rarity = [1 / (1 + math.log(max(frequency[term], 1))) for term in shared.tolist()]
        weight = dict(zip(shared.tolist(), (wording.weights.of(shared) * rarity).tolist(), strict=True))
        found = max((sum(weight[term] for term in weight.keys() & window) for window in windows), default=0.0)
        if found < HELD * sum(weight.values()):
            missing.append(statement)
    return tuple(missing)


def upstream(
    members: Sequence[str], alignments: Sequence[Alignment], articles: Mapping[str, Dissection], wording: "Wording"
) -> Upstream:
    """What a family descends from, with the evidence for it."""
    found = attribution(members, articles)
    source = _in_corpus(members, found.credited, articles)
    evidence: list[str] = []
    missing_somewhere = False
    if found.credited and found.story:
        evidence.append(
            f"{found.story} credits {found.credited} {_times(found.mentions)} in its text"
            + (f" and {_times(found.photos)} in photo credits" if found.photos else "")
        )
        beyond = [] if source is not None else _beyond(alignments, found.story, wording)
        missing_somewhere = bool(beyond)
        evidence += beyond[:MOST_EVIDENCE]
        if len(beyond) > MOST_EVIDENCE:
            evidence.append(f"and so do {len(beyond) - MOST_EVIDENCE} more pairs")
    if source is not None:
        evidence.append(f"{source} is by {found.credited} itself")
    return Upstream(
        known=source is not None or missing_somewhere,
        in_corpus=source is not None,
        story=source,
        credited=found.credited,
        direction=UNDETERMINED if source is None else f"{source} is upstream",
        evidence=tuple(evidence),
    )


def _beyond(alignments: Sequence[Alignment], best: str, wording: "Wording") -> list[str]:
    """The pairs that share statements the best attributed story lacks, in words."""
    pairs = ((pair.link, len(unattributed(pair, best, wording))) for pair in alignments if derived(pair))
    return [
        f"{link.a} and {link.b} share {missing} statements that {best} does not have"
        for link, missing in pairs
        if missing >= UNATTRIBUTED_STATEMENTS
    ]


def _in_corpus(members: Sequence[str], credited: str | None, articles: Mapping[str, Dissection]) -> str | None:
    """The first member that the credited outlet published, or whose dateline or last line names it."""
    for member in members:
        dissection, story = story_of(member, articles)
        if dissection.outlet is not None and dissection.outlet.name == credited:
            return member
        signed = (credit for credit in credits_of(dissection, story) if credit.form in _SIGNED)
        if any(credit.name == credited for credit in signed):
            return member
    return None


def credits_of(dissection: Dissection, story: Story) -> tuple[Credit, ...]:
    """Whom a story credits; what a bare "Cited: X" names was not shown to stand behind it."""
    if not story.blocks:
        return ()
    bare = [block.span for block in story.blocks if block.role is Role.CITATION]
    found = dissection.credits(story.span)
    return tuple(credit for credit in found if not overlaps(credit.span, bare))


def story_of(member: str, articles: Mapping[str, Dissection]) -> tuple[Dissection, Story]:
    """The article and the story behind a story id."""
    article, _, index = member.rpartition("@")
    if member in articles:
        return articles[member], articles[member].stories[0]
    return articles[article], articles[article].stories[int(index) - 1]


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
