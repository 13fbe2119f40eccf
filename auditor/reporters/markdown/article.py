"""The page of an article: findings, stories, what is not body text, links of reuse."""

from collections import Counter
from collections.abc import Iterator

from auditor.escaping.markdown import excerpt, plain
from auditor.model import ArticleEntry, BlockEntry, Finding, Place, Reliability, Role, Signal, StoryEntry, story_id
from auditor.reporters.markdown.graph import share
from auditor.reporters.markdown.passage import stretches
from auditor.reporters.markdown.site import Site, anchor, count, counts, lines, number, percent, table
from auditor.text import clip

# Findings and blocks listed on one page; the rest is in report.json.
FINDINGS = 500
BLOCKS = 500


def render(site: Site, article: ArticleEntry) -> Iterator[str]:
    """The page, in chunks."""
    found = site.findings[article.id]
    yield f"# {plain(clip(article.title)) or plain(article.id)}\n\n"
    yield f"[All articles](../index.md) · {plain(article.id)}\n\n"
    yield f"{count(article.words, 'word')}, {count(len(article.stories), 'story', 'stories')}, "
    yield f"language {plain(article.language) or 'unknown'}, SHA-256 {plain(article.sha256[:16])}…\n\n"
    if article.id not in site.texts:
        yield "The text of this article was not at hand when this page was written: quotations are missing.\n\n"
    if article.reliability:
        yield from _reliability(article.reliability)
    yield from _findings(site, found)
    yield from _stories(article.stories)
    yield from _blocks(article, site.texts.get(article.id))
    yield from _links(site, article)
    yield from _family(site, article)


def _reliability(graded: Reliability) -> Iterator[str]:
    yield f"## Reliability: {graded.grade}\n\n"
    yield f"{graded.points:+} points; auditor explain reliability says what each signal is worth.\n\n"
    if graded.signals:
        yield table(("Signal", "Value:", "Points:", "Why"), map(_signal, graded.signals)) + "\n"


def _signal(signal: Signal) -> tuple[str, ...]:
    points = f"{signal.points:+}" if signal.points else "0"
    return (plain(signal.name), number(signal.value), points, plain(signal.why))


def headings(findings: list[Finding]) -> list[tuple[str, str]]:
    """The heading of each finding on the page and the fragment it is found under."""
    seen: Counter[str] = Counter()
    found = []
    for finding in findings[:FINDINGS]:
        heading = f"Line {finding.start_line}: {plain(finding.rule)} {plain(finding.name)} ({finding.severity})"
        fragment = anchor(heading)
        times = seen[fragment]
        seen[fragment] += 1
        found.append((heading, f"{fragment}-{times}" if times else fragment))
    return found


def _findings(site: Site, findings: list[Finding]) -> Iterator[str]:
    yield "## Findings\n\n"
    if not findings:
        yield "None.\n\n"
        return
    yield f"{counts(findings).capitalize()}.\n\n"
    for finding, (heading, _) in zip(findings[:FINDINGS], headings(findings), strict=True):
        yield f"### {heading}\n\n{plain(finding.message)}\n\n"
        where = lines(finding.start_line, finding.end_line)
        yield f"> {where.capitalize()}, column {finding.start_column}: {excerpt(finding.quote)}\n\n"
        if finding.evidence:
            shown = (
                f"{plain(name.replace('_', ' '))} {plain(number(value))}" for name, value in finding.evidence.items()
            )
            yield f"Evidence: {'; '.join(shown)}.\n\n"
        if finding.related:
            yield "Related:\n\n"
            yield from (_related(site, finding, place) for place in finding.related)
            yield "\n"
    if len(findings) > FINDINGS:
        yield f"{count(len(findings) - FINDINGS, 'finding')} more in report.json.\n\n"


def _related(site: Site, finding: Finding, place: Place) -> str:
    where = lines(place.start_line, place.end_line)
    link = site.pairs.get(frozenset({finding.article, place.article}))
    beside = f" ([side by side](../links/{site.link_name(link)}.md))" if link else ""
    return f"- {site.article_link(place.article, '../')}, {where}{beside}: {excerpt(place.quote)}\n"


def _stories(stories: tuple[StoryEntry, ...]) -> Iterator[str]:
    yield "## Stories\n\n"
    for story in stories:
        kind = "lead story" if story.lead else "appended story"
        where = lines(story.start_line, story.end_line)
        title = plain(clip(story.title)) or "No headline"
        yield f"{story.index}. {title} ({kind}, {where}, {count(story.words, 'word')})\n"
        for cue in story.cues:
            yield f"   - Boundary drawn: {plain(cue)}\n"
        if story.cues:
            yield f"   - Share of its content words that the lead story has, too: {percent(story.similarity)}\n"
    yield "\n"


def _blocks(article: ArticleEntry, text: str | None) -> Iterator[str]:
    blocks = [block for block in article.blocks if block.role is not Role.BODY]
    yield "## Other than body text\n\n"
    if not blocks:
        yield "Nothing.\n\n"
        return
    yield "Taken out before stories are compared, but for subheads.\n\n"
    header = ("Lines:", "Role", "Story:", "Why", "Text")
    yield table(header, (_block(block, text) for block in blocks[:BLOCKS]))
    if len(blocks) > BLOCKS:
        yield f"\n{count(len(blocks) - BLOCKS, 'block')} more in report.json.\n"
    yield "\n"


def _block(block: BlockEntry, text: str | None) -> tuple[str, ...]:
    start, end = block.start_line, block.end_line
    why = ": ".join(filter(None, (block.strength and block.strength.value, plain(block.reason))))
    quoted = "(text not at hand)" if text is None else excerpt(text[block.start : block.end], 120)
    return (str(start) if start == end else f"{start}–{end}", block.role.value, str(block.story), why, quoted)


def _links(site: Site, article: ArticleEntry) -> Iterator[str]:
    links = site.links_of.get(article.id, [])
    yield "## Links of reuse\n\n"
    if not links:
        yield "None.\n"
        return
    yield "The share of each story that stands in passages of the other, and the share in statements that the other "
    yield "does not make.\n\n"
    header = ("With", "Relation", "Of this story:", "Of the other:", "Only here:", "Only there:", "Passages")
    rows = []
    for link in links:
        mine, other, here, there = link.a, link.b, link.only_a, link.only_b
        if site.split(link.a)[0] != article.id:
            mine, other, here, there = other, mine, there, here
        page = f"[{count(len(link.passages), 'passage')}](../links/{site.link_name(link)}.md)"
        shares = percent(share(link, mine)), percent(share(link, other))
        own = (percent(only.share) if only else "" for only in (here, there))
        rows.append((site.story_link(other, "../"), link.relation.value, *shares, *own, page))
    yield table(header, rows)


def _family(site: Site, article: ArticleEntry) -> Iterator[str]:
    """What the stories of an article have in common with their families as wholes, and what they alone have."""
    text = site.texts.get(article.id, "")
    for story in article.stories:
        member = site.members.get(story_id(article.id, story.index))
        if member is None:
            continue
        family = site.families[member.story]
        which = "" if story.lead else f" of story {story.index}"
        yield f"\n## Family{which}\n\n"
        yield f"In [family {plain(family.id)}](../families/{site.family_name(family)}.md) of "
        yield f"{count(len(family.members), 'story', 'stories')} and "
        yield f"{count(family.independent_sources, 'independent source')}: {percent(member.reused)} of the content "
        yield "words stand in statements that another member makes, too. "
        yield f"Of {count(family.claims.total, 'statement')} that several members make, it makes {member.claims:,} and "
        yield f"lacks {member.lacks:,}.\n\n"
        if member.own.statements:
            yield f"Only here: {count(member.own.statements, 'statement')}, {percent(member.own.share)} of the content "
            yield "words.\n\n"
            yield from stretches(text, member.own.spans)
