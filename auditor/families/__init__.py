"""Links of reuse made into families, with the text they seem to descend from.

What ties stories stands in `ties`, how they are grouped in `grouping`, where a family comes from
in `upstream`; `shares` and `claims` say what its stories have in common, and how many sources
stand behind it. Templates and shared quotations tie nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from auditor.direction import UNDETERMINED
from auditor.dissection import Dissection
from auditor.families.grouping import groups
from auditor.families.ties import binding, derived, one_source, parts, ties
from auditor.families.upstream import (
    UNATTRIBUTED_STATEMENTS,
    Attribution,
    attribution,
    credits_of,
    story_of,
    unattributed,
    upstream,
)
from auditor.model import Alignment, Claims, Family, Upstream

if TYPE_CHECKING:
    from auditor.families.wording import Wording

__all__ = [
    "UNATTRIBUTED_STATEMENTS",
    "Attribution",
    "attribution",
    "claimed",
    "copied",
    "derived",
    "group",
    "independent_sources",
    "ties",
    "unattributed",
]


def group(
    alignments: Sequence[Alignment], articles: Mapping[str, Dissection], wording: "Wording"
) -> tuple[Family, ...]:
    """The families of at least two stories, in the order of their first members."""

    @cache
    def credited(story: str) -> frozenset[str]:
        return frozenset(credit.name for credit in credits_of(*story_of(story, articles)) if credit.form != "photo")

    found = groups(binding(alignments, credited))
    by_family: dict[str, list[Alignment]] = defaultdict(list)
    family_of = {member: members[0] for members, _ in found for member in members}
    for alignment in alignments:
        a, b = family_of.get(alignment.link.a), family_of.get(alignment.link.b)
        if a is not None and a == b:
            by_family[a].append(alignment)
    return tuple(
        _family(f"F{number}", members, edges, by_family[members[0]], articles, wording)
        for number, (members, edges) in enumerate(found, start=1)
    )


def copied(alignments: Sequence[Alignment]) -> tuple[Family, ...]:
    """The families that exact and near duplicates make. What else could be said of them is not asked.

    No upstream is known: it is not looked whom the stories credit, nor what each of them adds.
    """
    unknown = Upstream(known=False, in_corpus=False, story=None, credited=None, direction=UNDETERMINED, evidence=())
    found = groups(alignment for alignment in alignments if ties(alignment))
    return tuple(
        Family(
            id=f"F{number}",
            members=tuple(members),
            edges=tuple(edges),
            upstream=unknown,
            independent_sources=1,
            sources=(tuple(members),),
        )
        for number, (members, edges) in enumerate(found, start=1)
    )


def _family(
    name: str,
    members: Sequence[str],
    edges: Sequence[tuple[str, str]],
    within: Sequence[Alignment],
    articles: Mapping[str, Dissection],
    wording: "Wording",
) -> Family:
    from auditor.families.claims import LISTED, ledger, listed, told
    from auditor.families.shares import shares

    links = [alignment.link for alignment in within if ties(alignment)]
    sources = parts(members, ((link.a, link.b) for link in links if one_source(link)))
    source_of = {member: source[0] for source in sources for member in source}
    claims = told(ledger(within, wording, family=True), source_of, wording)
    return Family(
        id=name,
        members=tuple(members),
        edges=tuple(edges),
        upstream=upstream(members, within, articles, wording),
        independent_sources=len(sources),
        sources=tuple(map(tuple, sources)),
        shares=shares(members, within, claims, wording),
        claims=listed(claims, wording, LISTED),
    )


def claimed(alignments: Iterable[Alignment], families: Sequence[Family], wording: "Wording") -> Claims:
    """The statements made by stories that no family holds together, those of most sources first."""
    from auditor.families.claims import LISTED_ACROSS, ledger, listed, told

    sources = _sources(families)
    family_of = {member: family.id for family in families for member in family.members}
    claims = [
        claim
        for claim in told(ledger(alignments, wording, family=False), sources, wording)
        if len({family_of.get(story, f"={story}") for story in claim.stories}) > 1
    ]
    claims.sort(key=lambda claim: (-claim.sources, -len(claim.others), claim.sentence))
    return listed(claims, wording, LISTED_ACROSS)


def independent_sources(families: Sequence[Family], stories: Iterable[str]) -> int:
    """How many distinct upstreams stand behind these stories: those of their families, and one a single story."""
    sources = _sources(families)
    return len({sources.get(story, story) for story in stories})


def _sources(families: Sequence[Family]) -> dict[str, str]:
    """The first story of the source of each story in a family."""
    return {member: source[0] for family in families for source in family.sources for member in source}
