"""Which links tie stories, and how firmly.

A link is strong when it is exact, near-duplicate or rewrite: one text stands behind both stories
as wholes. Where only a part is reused, a passage that both print ties them by itself; statements
alone, in words of their own, do not: two reporters on one event may agree on them. These need a
third story that bears them out, a resemblance beyond what such reporters show, or an agency or
outlet that both credit.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet

from auditor.model import Alignment, Link, Relation

STRONG = frozenset({Relation.EXACT, Relation.NEAR_DUPLICATE, Relation.REWRITE})
NOT_REUSE = frozenset({"template", "shared-quotation"})
# Words in a row that make a reused passage (DUP004).
PASSAGE_WORDS = 25
# One pair in a hundred of reports by different outlets on one event resembles more (benchmarks/reuse.py).
SURE = 0.42
# Two stories of which one has such a share in the other are one source (DUP003); a smaller part
# may be all they have in common.
ONE_SOURCE = 0.30


def ties(alignment: Alignment) -> bool:
    """Whether an alignment is a link of reuse that makes families."""
    return alignment.link.relation.is_reuse and alignment.link.kind not in NOT_REUSE


def derived(alignment: Alignment) -> bool:
    """Whether a pair can tell of a third text: two equal stories say nothing about one."""
    return ties(alignment) and alignment.link.relation in (Relation.REWRITE, Relation.PARTIAL_REUSE)


def strong(link: Link) -> bool:
    """Whether a link of reuse is about two stories as wholes."""
    return link.relation in STRONG


def one_source(link: Link) -> bool:
    """Whether a link of reuse makes one source of two stories, and not only of a passage in them."""
    return strong(link) or max(link.coverage_a, link.coverage_b) >= ONE_SOURCE


def binding(alignments: Iterable[Alignment], credited: Callable[[str], AbstractSet[str]]) -> list[Alignment]:
    """The alignments that make families, in their order; `credited` tells whom a story credits."""
    tied = [alignment for alignment in alignments if ties(alignment)]
    partners: dict[str, set[str]] = defaultdict(set)
    for alignment in tied:
        partners[alignment.link.a].add(alignment.link.b)
        partners[alignment.link.b].add(alignment.link.a)
    return [alignment for alignment in tied if _bears(alignment.link, partners, credited)]


def _bears(link: Link, partners: Mapping[str, set[str]], credited: Callable[[str], AbstractSet[str]]) -> bool:
    if strong(link) or link.longest >= PASSAGE_WORDS or link.score >= SURE:
        return True
    return bool(partners[link.a] & partners[link.b]) or bool(credited(link.a) & credited(link.b))


def parts(members: Iterable[str], tied: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Names parted into those tied to one another, directly or through others, in their order."""
    root = {member: member for member in members}

    def find(member: str) -> str:
        while root[member] != member:
            root[member] = root[root[member]]
            member = root[member]
        return member

    for one, other in tied:
        first, second = sorted((find(one), find(other)))
        root[second] = first
    found: dict[str, list[str]] = {}
    for member in root:
        found.setdefault(find(member), []).append(member)
    return list(found.values())
