"""Links of reuse made into families, with the text they seem to descend from.

A link is strong when it is exact, near-duplicate or rewrite, and weak when only part is reused.
Strong links tie stories into one family however many there are. A weak link adds one story that
has no family yet: to a family with strong links, or to another single story, or to a family held
by weak links when it is the same passage again that ties it or when half of the members tie it.
Two families are never joined by a weak link, so that a digest of two stories does not make them
one. Templates and shared quotations tie nothing.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from auditor.direction import UNDETERMINED
from auditor.dissection import Dissection
from auditor.model import Alignment, Family, Relation, Role, Span, Statement, Story, Upstream
from auditor.outlets import Credit

if TYPE_CHECKING:
    from auditor.tokens import StoryTokens
    from auditor.tokens.scan import Hashes

_STRONG = frozenset({Relation.EXACT, Relation.NEAR_DUPLICATE, Relation.REWRITE})
NOT_REUSE = frozenset({"template", "shared-quotation"})
# DUP005: so many statements the best-attributed member lacks.
UNATTRIBUTED_STATEMENTS = 2
# Forms of credit by which an outlet signs a text as its own.
_SIGNED = frozenset({"dateline", "wire"})
# A statement is made by a story when so much of its weight stands in two adjacent sentences of it.
HELD = 0.5


@dataclass
class _Group:
    """A family in the making: members, its spanning edges, and what ties each member."""

    members: set[str]
    strong: bool = False
    edges: list[tuple[str, str]] = field(default_factory=list)
    ties: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True)
class Attribution:
    """Whom the stories of a family credit in their running text, and which does so most."""

    credited: str | None
    story: str | None
    mentions: int
    photos: int


def ties(alignment: Alignment) -> bool:
    """Whether an alignment is a link of reuse that makes families."""
    return alignment.link.relation.is_reuse and alignment.link.kind not in NOT_REUSE


def derived(alignment: Alignment) -> bool:
    """Whether a pair can tell of a third text: two equal stories say nothing about one."""
    return ties(alignment) and alignment.link.relation in (Relation.REWRITE, Relation.PARTIAL_REUSE)


def group(alignments: Sequence[Alignment], dissections: Iterable[Dissection]) -> tuple[Family, ...]:
    """The families of at least two stories, in the order of their first members."""
    articles = {dissection.article.id: dissection for dissection in dissections}
    groups = sorted((sorted(found.members), found.edges) for found in _groups(alignments))
    by_family: dict[str, list[Alignment]] = defaultdict(list)
    family_of = {member: members[0] for members, _ in groups for member in members}
    for alignment in alignments:
        a, b = family_of.get(alignment.link.a), family_of.get(alignment.link.b)
        if a is not None and a == b:
            by_family[a].append(alignment)
    return tuple(
        Family(
            id=f"F{number}",
            members=tuple(members),
            edges=tuple(edges),
            upstream=_upstream(members, by_family[members[0]], articles),
            independent_sources=1,
        )
        for number, (members, edges) in enumerate(groups, start=1)
    )


def independent_sources(families: Sequence[Family], stories: Iterable[str]) -> int:
    """How many distinct upstreams stand behind these stories: one a family, one a single story."""
    family_of = {member: family.id for family in families for member in family.members}
    return len({family_of.get(story, f"={story}") for story in stories})


def attribution(members: Sequence[str], articles: Mapping[str, Dissection]) -> Attribution:
    """Whom a family credits: the agency or outlet with most mentions, agencies first."""
    running: dict[str, Counter[str]] = defaultdict(Counter)
    photos: Counter[str] = Counter()
    agencies: set[str] = set()
    for member in members:
        dissection, story = _story(member, articles)
        own = dissection.outlet
        for credit in _credits(dissection, story):
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


def unattributed(pair: Alignment, best: str, articles: Mapping[str, Dissection]) -> tuple[Statement, ...]:
    """The statements a pair shares that a third story, the best attributed, does not make.

    What both sentences say is looked for in every sentence and every two adjacent sentences of
    the third; it is missing where less than HELD of its weight is found together.
    """
    import numpy as np

    from auditor import weights

    if best in (pair.link.a, pair.link.b) or not pair.statements:
        return ()
    a, b, third = (_tokens(*_story(story, articles)) for story in (pair.link.a, pair.link.b, best))
    table = weights.blend(weights.Counts(), (a, b, third))
    sentences = [set(part.tolist()) for part in np.split(third.terms, third.bounds[1:-1])]
    windows = [one | other for one, other in pairwise([*sentences, set()])]
    frequency = Counter(chain.from_iterable(sentences))
    missing = []
    for statement in pair.statements:
        shared = np.intersect1d(_terms_in(a, statement.a), _terms_in(b, statement.b))
        rarity = [1 / (1 + math.log(max(frequency[term], 1))) for term in shared.tolist()]
        weight = dict(zip(shared.tolist(), (table.of(shared) * rarity).tolist(), strict=True))
        found = max((sum(weight[term] for term in weight.keys() & window) for window in windows), default=0.0)
        if found < HELD * sum(weight.values()):
            missing.append(statement)
    return tuple(missing)


@lru_cache(maxsize=256)
def _tokens(dissection: Dissection, story: Story) -> "StoryTokens":
    """The words of a story; those of a family stand in many of its pairs."""
    from auditor.tokens import tokenise

    return tokenise(dissection, story)


def _terms_in(story: "StoryTokens", span: Span) -> "Hashes":
    return story.terms[(story.starts >= span.start) & (story.ends <= span.end)]


def _groups(alignments: Sequence[Alignment]) -> list[_Group]:
    linked = [alignment for alignment in alignments if ties(alignment)]
    linked.sort(key=lambda one: (one.link.relation not in _STRONG, -one.link.score, one.link.a, one.link.b))
    of: dict[str, _Group] = {}
    partners: dict[str, set[str]] = defaultdict(set)
    for alignment in linked:
        link = alignment.link
        one, other = (of.setdefault(story, _Group({story})) for story in (link.a, link.b))
        partners[link.a].add(link.b)
        partners[link.b].add(link.a)
        if one is other:
            continue
        strong = link.relation in _STRONG
        if not strong and not _may_join(alignment, one, other, partners):
            continue
        larger, smaller = (one, other) if len(one.members) >= len(other.members) else (other, one)
        larger.members |= smaller.members
        larger.strong = larger.strong or smaller.strong or strong
        larger.edges += [*smaller.edges, (link.a, link.b)]
        for story, spans in smaller.ties.items():
            larger.ties[story] += spans
        for story, span in _tied(alignment):
            larger.ties[story].append(span)
        of.update(dict.fromkeys(smaller.members, larger))
    distinct = {id(found): found for found in of.values()}
    return [found for found in distinct.values() if len(found.members) > 1]


def _may_join(alignment: Alignment, one: _Group, other: _Group, partners: Mapping[str, set[str]]) -> bool:
    """Whether a weak link may add a single story to a group."""
    single, group = (one, other) if len(one.members) == 1 else (other, one)
    if len(single.members) > 1:
        return False
    if group.strong or len(group.members) == 1:
        return True
    story = next(iter(single.members))
    if 2 * len(group.members & partners[story]) >= len(group.members):
        return True
    return any(
        span_story in group.members and _overlaps(span, group.ties[span_story]) for span_story, span in _tied(alignment)
    )


def _tied(alignment: Alignment) -> list[tuple[str, Span]]:
    link = alignment.link
    return [(link.a, passage.a) for passage in link.passages] + [(link.b, passage.b) for passage in link.passages]


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _upstream(members: Sequence[str], alignments: Sequence[Alignment], articles: Mapping[str, Dissection]) -> Upstream:
    found = attribution(members, articles)
    source = _in_corpus(members, found.credited, articles)
    evidence: list[str] = []
    missing_somewhere = False
    if found.credited and found.story:
        evidence.append(
            f"{found.story} credits {found.credited} {_times(found.mentions)} in its text"
            + (f" and {_times(found.photos)} in photo credits" if found.photos else "")
        )
        for alignment in alignments:
            missing = unattributed(alignment, found.story, articles) if derived(alignment) else ()
            if source is None and len(missing) >= UNATTRIBUTED_STATEMENTS:
                missing_somewhere = True
                evidence.append(
                    f"{alignment.link.a} and {alignment.link.b} share {len(missing)} statements "
                    f"that {found.story} does not have"
                )
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


def _in_corpus(members: Sequence[str], credited: str | None, articles: Mapping[str, Dissection]) -> str | None:
    """The first member that the credited outlet published, or whose dateline or last line names it."""
    for member in members:
        dissection, story = _story(member, articles)
        if dissection.outlet is not None and dissection.outlet.name == credited:
            return member
        signed = (credit for credit in _credits(dissection, story) if credit.form in _SIGNED)
        if any(credit.name == credited for credit in signed):
            return member
    return None


def _credits(dissection: Dissection, story: Story) -> tuple[Credit, ...]:
    """Whom a story credits; what a bare "Cited: X" names was not shown to stand behind it."""
    if not story.blocks:
        return ()
    bare = [block.span for block in story.blocks if block.role is Role.CITATION]
    found = dissection.credits(story.span)
    return tuple(credit for credit in found if not _overlaps(credit.span, bare))


def _story(member: str, articles: Mapping[str, Dissection]) -> tuple[Dissection, Story]:
    article, _, index = member.rpartition("@")
    if member in articles:
        return articles[member], articles[member].stories[0]
    return articles[article], articles[article].stories[int(index) - 1]


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
