"""Links of reuse made into groups of stories, without chaining through weak links.

Strong links tie stories into one group however many there are. A weak link adds one story that
has no group yet: to one that strong links hold, if its partner is among those, or to another
single story, or to any group if it is the same passage again that ties it or if most of the
members do. Two groups are never joined by a weak link, so that a digest of two stories does not
make them one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from auditor.families.ties import strong
from auditor.model import Alignment, Span


@dataclass
class Group:
    """A family in the making: members, those tied strongly, spanning edges, and what ties each member."""

    members: set[str]
    core: set[str] = field(default_factory=set)
    edges: list[tuple[str, str]] = field(default_factory=list)
    tied: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))


def groups(binding: Iterable[Alignment]) -> list[tuple[list[str], list[tuple[str, str]]]]:
    """Members and spanning edges, strongest first, of each group of at least two stories, in order."""
    linked = sorted(binding, key=lambda one: (not strong(one.link), -one.link.score, one.link.a, one.link.b))
    of: dict[str, Group] = {}
    partners: dict[str, set[str]] = defaultdict(set)
    for alignment in linked:
        link = alignment.link
        one, other = (of.setdefault(story, Group({story})) for story in (link.a, link.b))
        partners[link.a].add(link.b)
        partners[link.b].add(link.a)
        if one is other or not (strong(link) or _may_join(alignment, one, other, partners)):
            continue
        larger, smaller = (one, other) if len(one.members) >= len(other.members) else (other, one)
        _join(larger, smaller, alignment)
        of.update(dict.fromkeys(smaller.members, larger))
    distinct = {id(found): found for found in of.values()}
    return sorted((sorted(found.members), found.edges) for found in distinct.values() if len(found.members) > 1)


def _join(larger: Group, smaller: Group, alignment: Alignment) -> None:
    link = alignment.link
    larger.members |= smaller.members
    larger.core |= smaller.core
    if strong(link):
        larger.core |= {link.a, link.b}
    larger.edges += [*smaller.edges, (link.a, link.b)]
    for story, spans in smaller.tied.items():
        larger.tied[story] += spans
    for story, span in _tied(alignment):
        larger.tied[story].append(span)


def _may_join(alignment: Alignment, one: Group, other: Group, partners: Mapping[str, set[str]]) -> bool:
    """Whether a weak link may add a single story to a group."""
    single, group = (one, other) if len(one.members) == 1 else (other, one)
    if len(single.members) > 1:
        return False
    story = next(iter(single.members))
    partner = alignment.link.a if story == alignment.link.b else alignment.link.b
    if partner in group.core or len(group.members) == 1:
        return True
    if 2 * len(group.members & partners[story]) > len(group.members):
        return True
    return any(story in group.members and overlaps(span, group.tied[story]) for story, span in _tied(alignment))


def _tied(alignment: Alignment) -> list[tuple[str, Span]]:
    link = alignment.link
    return [(link.a, passage.a) for passage in link.passages] + [(link.b, passage.b) for passage in link.passages]


def overlaps(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span has a code point in common with any of the others."""
    return any(span.start < other.end and other.start < span.end for other in others)
