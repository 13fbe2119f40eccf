"""What articles are made of, as bars: own words, reused ones, appended stories, and what is not the article."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate, pairwise

from msgspec import Struct

from auditor.model import ArticleEntry, Link, Role, story_id
from auditor.overview import Overview
from auditor.pictures import svg
from auditor.pictures.naming import Names
from auditor.text import counted

# Bars in one file; articles beyond are counted.
BARS = 100
_WIDTH, _ROW, _LABEL, _BAR = 960.0, 24.0, 250.0, 560.0

_GROUPS = {
    Role.HEADLINE: "heading",
    Role.CAPTION: "heading",
    Role.DATELINE: "heading",
    Role.BYLINE: "heading",
    Role.CREDIT: "citation",
    Role.CITATION: "citation",
    Role.CORRECTION: "citation",
    Role.BIO: "bio",
}
KINDS = {
    "own": "in statements only this story makes",
    "reused": "in statements that another article makes, too",
    "appended": "in other stories after its end",
    "heading": "in headlines, captions, datelines and bylines",
    "citation": "in citations, credits and corrections",
    "furniture": "in page furniture, teasers and leaked labels",
    "bio": "in author bios",
}


class Part(Struct, frozen=True):
    """A part of an article. `words` is how many of its words, as far as the report tells; `source` is a story."""

    kind: str
    words: float
    source: str = ""


def parts(overview: Overview, article: ArticleEntry) -> tuple[Part, ...]:
    """What an article is made of: the parts' words add up to those of the article.

    The lead story's words are split by the share its family says is reused, and that share by the
    story it is found in, by length: a passage counts for the strongest link that holds it. Words
    outside of stories are split by the length of the blocks that are not body.
    """
    words = {story.index: story.words for story in article.stories}
    appended = sum(number for index, number in words.items() if index > 1)
    lead = words.get(1, 0)
    member = overview.members.get(article.id)
    reused = member.reused * lead if member else 0.0
    rest = max(article.words - lead - appended, 0)
    lengths: Counter[str] = Counter()
    for block in article.blocks:
        if block.role not in (Role.BODY, Role.SUBHEAD):
            lengths[_GROUPS.get(block.role, "furniture")] += block.end - block.start
    total = lengths.total()
    found = [Part("own", lead - reused), *_reused(overview, article, reused), Part("appended", appended)]
    found += (Part(kind, rest * lengths[kind] / total) for kind in KINDS if lengths[kind])
    if rest and not total:
        found.append(Part("furniture", rest))
    return tuple(part for part in found if part.words > 0)


def _reused(overview: Overview, article: ArticleEntry, words: float) -> Iterator[Part]:
    """The reused words of a lead story by the story that shares them, most first."""
    if not words:
        return
    story = story_id(article.id, 1)
    links = [link for link in overview.links_of.get(article.id, ()) if story in (link.a, link.b)]
    covered: Counter[str] = Counter()
    # A sweep over the boundaries: each stretch counts for the first, which is the strongest, link over it.
    links.sort(key=lambda link: (-link.score, _other(link, story)))
    for span, first in _first_over(links, story):
        covered[_other(links[first], story)] += span
    total = covered.total()
    if not total:
        yield Part("reused", words)
    for source, length in sorted(covered.items(), key=lambda item: (-item[1], item[0])):
        yield Part("reused", words * length / total, source)


def _other(link: Link, story: str) -> str:
    return link.b if link.a == story else link.a


def _first_over(links: list[Link], story: str) -> Iterator[tuple[int, int]]:
    """Stretches of a story in passages: their length, and the first link over them; O(n log n)."""
    edges: list[tuple[int, int, int]] = []
    for rank, link in enumerate(links):
        for passage in link.passages:
            span = passage.a if link.a == story else passage.b
            edges += ((span.start, rank, 1), (span.end, rank, -1))
    edges.sort()
    active: Counter[int] = Counter()
    for (at, rank, change), (following, _, _) in pairwise(edges):
        active[rank] += change
        if not active[rank]:
            del active[rank]
        if active and following > at:
            yield following - at, min(active)


def drawing(overview: Overview, names: Names) -> str:
    """The bars of the articles as a file."""
    shown = overview.report.articles[:BARS]
    rows = "".join(_row(overview, names, article, 34 + at * _ROW) for at, article in enumerate(shown))
    left = len(overview.report.articles) - len(shown)
    height = 44 + len(shown) * _ROW + (_ROW if left else 0)
    more = svg.label(8, height - 10, f"{counted(left, 'article')} more in report.json", "dim") if left else ""
    return svg.file(_WIDTH, height, "What each article is made of", _legend() + rows + more)


def _legend() -> str:
    names = ("own", "reused", "appended", "heading", "citation", "furniture", "bio")
    return "".join(
        svg.box(8 + at * 110, 10, 12, 12, name, radius=2) + svg.label(26 + at * 110, 20, name)
        for at, name in enumerate(names)
    )


def _row(overview: Overview, names: Names, article: ArticleEntry, y: float) -> str:
    title = f"{names[article.id]}  {article.title}"
    found = svg.label(8, y + 14, title, room=_LABEL - 16)
    return (
        found
        + _bar(parts(overview, article), names.story, y)
        + svg.label(_LABEL + _BAR + 12, y + 14, counted(article.words, "word"), "dim")
    )


def _bar(found: tuple[Part, ...], name: Callable[[str], str], y: float) -> str:
    total = sum(part.words for part in found)
    starts = [0.0, *accumulate(part.words for part in found)]
    return "".join(
        svg.titled(
            svg.box(
                _LABEL + _BAR * start / total, y + 3, max(_BAR * part.words / total - 1, 0.5), 15, part.kind, radius=0
            ),
            said(part, name),
        )
        for part, start in zip(found, starts, strict=False)
    )


def said(part: Part, name: Callable[[str], str]) -> str:
    """A part in words."""
    where = f", shared with {name(part.source)}" if part.source else ""
    return f"about {counted(round(part.words), 'word')} {KINDS[part.kind]}{where}"
