"""Families as a Mermaid graph, and as tables where a graph would be too large."""

from collections.abc import Iterable, Iterator

from auditor.escaping.markdown import label, plain
from auditor.model import Family, Link
from auditor.reporters.markdown.site import Site, count, percent, table

# More nodes than this are no picture any more.
NODES = 60
# Rows of a table on the index; the rest is in report.json.
ROWS = 200


def families(site: Site) -> Iterator[str]:
    """The section on families: a table, the graph of those that fit, the ties of those that do not."""
    found = site.report.families
    yield "## Families\n\n"
    if not found:
        yield "No two stories share enough text to form a family.\n\n"
        return
    yield "A family is a set of stories tied by links of reuse. Its upstream is the text it descends from; "
    yield "independent sources are the distinct upstreams behind it: stories that "
    yield "share a passage and little else are sources of their own.\n\n"
    header = ("Family", "Stories:", "Independent sources:", "Upstream", "Direction")
    yield table(header, (_row(site, family) for family in found[:ROWS]))
    yield _more(len(found) - ROWS, "family", "families")
    yield "\n"
    drawn, left = _fitting(found)
    if drawn:
        yield "Each tie shows the share of the first and of the second story that stands in aligned passages. "
        yield "A dashed node is a text that is not in the corpus.\n\n"
        yield from _graph(site, drawn)
        yield "\n"
    if left:
        yield f"{count(len(left), 'family', 'families').capitalize()} not drawn: a graph of more than {NODES} "
        yield "stories cannot be read. The ties instead:\n\n"
        ties = [(family.id, *edge) for family in left for edge in family.edges]
        yield table(("Family", "Story", "Story", "Relation"), (_tie(site, *tie) for tie in ties[:ROWS]))
        yield _more(len(ties) - ROWS, "tie")
        yield "\n"


def upstream(family: Family) -> str:
    """Where a family descends from, in words; escaped."""
    source = family.upstream
    credited = f"credited: {plain(source.credited)}" if source.credited else "nobody credited"
    if source.in_corpus:
        return plain(source.story or "in the corpus")
    return f"{'not in the corpus' if source.known else 'not known'}, {credited}"


def _row(site: Site, family: Family) -> tuple[str, ...]:
    name = f"[{plain(family.id)}](families/{site.family_name(family)}.md)"
    sources = f"{family.independent_sources:,}"
    return (name, f"{len(family.members):,}", sources, upstream(family), plain(family.upstream.direction))


def _tie(site: Site, family: str, a: str, b: str) -> tuple[str, ...]:
    return (plain(family), site.story_link(a, ""), site.story_link(b, ""), plain(_edge(site, a, b)))


def _more(left: int, one: str, many: str = "") -> str:
    return f"\n{count(left, one, many)} more in report.json.\n" if left > 0 else ""


def _fitting(found: Iterable[Family]) -> tuple[list[Family], list[Family]]:
    """The families that fit into one graph, in their order, and the others."""
    drawn: list[Family] = []
    left: list[Family] = []
    room = NODES
    for family in found:
        if len(family.members) <= room:
            room -= len(family.members)
            drawn.append(family)
        else:
            left.append(family)
    return drawn, left


def _graph(site: Site, drawn: list[Family]) -> Iterator[str]:
    nodes = {member: f"s{n}" for n, member in enumerate((m for family in drawn for m in family.members), 1)}
    yield "```mermaid\ngraph LR\n"
    for n, family in enumerate(drawn, 1):
        stories, sources = len(family.members), family.independent_sources
        title = f"{count(stories, 'story', 'stories')}, {count(sources, 'independent source')}"
        yield f'  subgraph f{n}["{label(title)}"]\n'
        for member in family.members:
            yield f'    {nodes[member]}["{_node(site, member)}"]\n'
        for a, b in family.edges:
            yield f'    {nodes[a]} ---|"{label(_edge(site, a, b))}"| {nodes[b]}\n'
        yield "  end\n"
        if family.upstream.in_corpus:
            if family.upstream.story in nodes:
                yield f"  class {nodes[family.upstream.story]} upstream\n"
        else:
            credited = family.upstream.credited
            where = "Not in the corpus" if family.upstream.known else "Upstream not known"
            text = f"{where} · {credited}" if credited else where
            yield f'  u{n}(["{label(text)}"])\n'
            for member in family.members:
                yield f"  u{n} -.- {nodes[member]}\n"
            yield f"  class u{n} ghost\n"
    yield "  classDef ghost stroke-dasharray:5 5\n  classDef upstream stroke-width:3px\n```\n"


def _node(site: Site, story: str) -> str:
    article, index = site.split(story)
    name = article.rpartition("/")[2] + (f" (story {index})" if index > 1 else "")
    entry = site.story(story)
    return f"{label(name, 40)} · {label(entry.title, 48)}" if entry and entry.title else label(name, 40)


def _edge(site: Site, a: str, b: str) -> str:
    link = site.links.get((a, b)) or site.links.get((b, a))
    if link is None:
        return "tie"
    return f"{link.relation} {percent(share(link, a))} · {percent(share(link, b))}"


def share(link: Link, story: str) -> float:
    """How much of one of a link's stories stands in aligned passages."""
    return link.coverage_a if story == link.a else link.coverage_b
