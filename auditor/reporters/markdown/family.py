"""The page of a family, and claims as tables: which stories say the same, and how many sources they have."""

from collections.abc import Iterator
from functools import lru_cache

from auditor.escaping.markdown import excerpt, plain
from auditor.model import Claim, Claims, Family, Made, Member
from auditor.reporters.markdown.passage import where
from auditor.reporters.markdown.site import Site, count, percent, table
from auditor.text import Lines

# Members on a page; the rest is in report.json.
MEMBERS = 200
CHARACTERS = 160


def render(site: Site, family: Family) -> Iterator[str]:
    """The page, in chunks."""
    yield f"# Family {plain(family.id)}\n\n[All articles](../index.md)\n\n"
    yield f"{count(len(family.members), 'story', 'stories')} tied by reuse, "
    yield f"{count(family.independent_sources, 'independent source')}.\n\n"
    for reason in family.upstream.evidence:
        yield f"- {plain(reason)}\n"
    yield "\n" * bool(family.upstream.evidence)
    yield from _members(site, family)
    yield "## Statements that several members make\n\n"
    yield from claims(site, family.claims, "../")


def _members(site: Site, family: Family) -> Iterator[str]:
    source_of = {member: number for number, source in enumerate(family.sources, 1) for member in source}
    yield "## Members\n\n"
    yield "Shared: the share of a story's content words in statements that another member makes, too; the rest stands "
    yield "in statements only this story makes. Stories of one source descend from one text. The last two columns "
    yield "count the statements below that a story makes, and those that it lacks.\n\n"
    header = ("Story", "Source:", "Shared:", "Only here:", "Statements only here:", "Makes:", "Lacks:")
    yield table(header, (_member(site, one, source_of.get(one.story, 0)) for one in family.shares[:MEMBERS])) + "\n"
    if len(family.shares) > MEMBERS:
        yield f"{count(len(family.shares) - MEMBERS, 'story', 'stories')} more in report.json.\n\n"


def _member(site: Site, one: Member, source: int) -> tuple[str, ...]:
    numbers = (f"{number:,}" for number in (one.own.statements, one.claims, one.lacks))
    return (site.story_link(one.story, "../"), str(source), percent(one.reused), percent(one.own.share), *numbers)


def claims(site: Site, found: Claims, base: str, most: int | None = None) -> Iterator[str]:
    """A table of claims; at most so many, and what was left out."""
    if not found.total:
        yield "None.\n\n"
        return
    split = ", ".join(f"{number:,} {_standing(number, int(sources))}" for sources, number in found.by_sources.items())
    yield f"{count(found.total, 'statement')}: {split}. A source counts once, whoever repeats it; what is not traced "
    yield "to a shared text here may still come from one.\n\n"
    shown = found.listed[:most]
    yield table(("Stories:", "Sources:", "Statement", "Also made by"), (_claim(site, claim, base) for claim in shown))
    yield "\n"
    if left := found.left_out + len(found.listed) - len(shown):
        more = " more; report.json lists some of them" if len(found.listed) > len(shown) else " more"
        yield f"{count(left, 'statement')}{more}.\n\n"


def _standing(number: int, sources: int) -> str:
    return f"{'has' if number == 1 else 'have'} {count(sources, 'independent source')}"


def _claim(site: Site, claim: Claim, base: str) -> tuple[str, ...]:
    others = [_place(site, made, base) for made in claim.also]
    if (left := claim.stories - 1 - len(claim.also)) > 0:
        others.append(f"{left:,} more")
    text = site.texts.get(site.split(claim.made.story)[0])
    quoted = excerpt(text[claim.made.span.start : claim.made.span.end], CHARACTERS) if text is not None else ""
    statement = f"{_place(site, claim.made, base)}: {quoted}"
    return f"{claim.stories:,}", f"{claim.independent_sources:,}", statement, "; ".join(others)


@lru_cache(maxsize=64)
def _lines(text: str) -> Lines:
    """The claims of a family stand in the same few texts."""
    return Lines(text)


def _place(site: Site, made: Made, base: str) -> str:
    text = site.texts.get(site.split(made.story)[0])
    line = f" {where(_lines(text), made.span)}" if text is not None else ""
    return site.story_link(made.story, base) + line
