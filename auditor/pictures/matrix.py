"""Which article shares how much with which, as a matrix: for up to some hundred articles."""

from collections.abc import Callable

from auditor.model import Link, story_id
from auditor.overview import Overview
from auditor.pictures import svg
from auditor.pictures.family import PairAddress, nowhere
from auditor.pictures.naming import Names
from auditor.text import counted

# Articles in the matrix. Those of the largest families stand first.
ARTICLES = 120
_MOST, _LEAST, _WIDTH = 44.0, 7.0, 760.0


def matrix(overview: Overview, names: Names, to_pair: PairAddress = nowhere) -> tuple[float, float, str] | None:
    """The matrix as width, height and markup; None where no two stories share text.

    A row says how much of its article's story stands in passages of the column's.
    """
    shown = _shown(overview)
    if len(shown) < 2:
        return None
    size = max(min(_MOST, _WIDTH / len(shown)), _LEAST)
    place = {article: number for number, article in enumerate(shown)}
    left, top = (170.0, 34.0) if size >= 11 else (12.0, 12.0)
    found = [svg.box(left, top, size * len(shown), size * len(shown), "cell", radius=0)]
    for number, article in enumerate(shown):
        found.append(svg.box(left + number * size, top + number * size, size - 1, size - 1, "self", radius=0))
        if size >= 11:
            found.append(svg.label(left - 6, top + (number + 0.5) * size + 4, names[article], "end", room=left - 10))
        if size >= 40:
            found.append(svg.label(left + (number + 0.5) * size, top - 8, names[article], "middle", room=size, size=11))
    for link in overview.report.links:
        for a, b, share in ((link.a, link.b, link.coverage_a), (link.b, link.a, link.coverage_b)):
            if a in place and b in place and share > 0:
                x, y = left + place[b] * size, top + place[a] * size
                found.append(
                    _cell(
                        names,
                        link,
                        (a, b),
                        share,
                        (x, y, size),
                        to_pair if (link.a, link.b) in overview.links else nowhere,
                    )
                )
    height = top + size * len(shown) + 8
    if (hidden := _tied(overview) - len(shown)) > 0:
        height += 20
        found.append(svg.label(left, height - 6, f"{counted(hidden, 'article')} that share text are left out", "dim"))
    return left + size * len(shown) + 12, height, "".join(found)


def _cell(
    names: Names,
    link: Link,
    stories: tuple[str, str],
    share: float,
    at: tuple[float, float, float],
    to_pair: Callable[[Link], str],
) -> str:
    x, y, size = at
    a, b = stories
    side, weight = f"{size - 1:.1f}", f"{0.12 + 0.88 * min(share, 1):.2f}"
    fill = f'<rect class="heat" fill-opacity="{weight}" x="{x:.1f}" y="{y:.1f}" width="{side}" height="{side}"/>'
    if size >= 40:
        fill += svg.label(x + size / 2, y + size / 2 + 4, f"{share:.0%}", "middle", size=12)
    said = f"{link.relation}: {share:.0%} of {names.story(a)} stands in passages of {names.story(b)}"
    return svg.linked(fill, to_pair(link), said)


def _tied(overview: Overview) -> int:
    return sum(1 for article in overview.articles if story_id(article, 1) in overview.families)


def _shown(overview: Overview) -> list[str]:
    """The articles of the matrix, family by family: all of a small corpus, else those that share text."""
    found = [member for family in overview.largest_families for member in family.members if member in overview.articles]
    if found and len(overview.articles) <= ARTICLES:
        found += [article for article in overview.articles if article not in set(found)]
    return list(dict.fromkeys(found))[:ARTICLES]


def drawing(overview: Overview, names: Names) -> str:
    """The matrix as a file."""
    width, height, markup = matrix(overview, names) or (420.0, 40.0, svg.label(12, 24, "Only one article shares text."))
    return svg.file(width, height, "How much of each article stands in passages of each other", markup)
