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
    """What a family descends from, with the evidence for it.

    Where several members are by the credited agency or outlet, its report is in the corpus, and
    which of them it is remains open.
    """
    found = attribution(members, articles)
    own = _by(members, found.credited, articles)
    evidence: list[str] = []
    beyond: list[str] = []
    if found.credited and found.story:
        evidence.append(
            f"{found.story} credits {found.credited} {_times(found.mentions)} in its text"
            + (f" and {_times(found.photos)} in photo credits" if found.photos else "")
        )
        beyond = [] if own else _beyond(alignments, found.story, wording)
        evidence += _named(beyond, "so do {} more pairs")
    evidence += _named([f"{member} is by {found.credited} itself" for member in own], "so are {} more")
    return Upstream(
        known=bool(own or beyond),
        in_corpus=bool(own),
        story=own[0] if len(own) == 1 else None,
        credited=found.credited,
        direction=f"{own[0]} is upstream" if len(own) == 1 else UNDETERMINED,
        evidence=tuple(evidence),
    )


def _named(evidence: Sequence[str], more: str) -> list[str]:
    """The first pieces of evidence, and how many more there are."""
    left = len(evidence) - MOST_EVIDENCE
    return [*evidence[:MOST_EVIDENCE], *([more.format(left)] if left > 0 else ())]


def _beyond(alignments: Sequence[Alignment], best: str, wording: "Wording") -> list[str]:
    """The pairs that share statements the best attributed story lacks, in words."""
    pairs = ((pair.link, len(unattributed(pair, best, wording))) for pair in alignments if derived(pair))
    return [
        f"{link.a} and {link.b} share {missing} statements that {best} does not have"
        for link, missing in pairs
        if missing >= UNATTRIBUTED_STATEMENTS
    ]


def _by(members: Sequence[str], credited: str | None, articles: Mapping[str, Dissection]) -> list[str]:
    """The members that the credited outlet published, or else those that it signed as their agency."""
    stories = [(member, *story_of(member, articles)) for member in members]
    published = [member for member, dissection, _ in stories if credited and dissection.publisher == credited]
    return published or [member for member, one, story in stories if story.lead and credited in one.agencies]


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
