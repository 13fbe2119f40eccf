"""Families as graphs: stories as boxes, reuse as ties with shares, the missing upstream as a ghost."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from auditor.model import Family, Link, story_id
from auditor.overview import Overview
from auditor.pictures import svg
from auditor.pictures.naming import Names
from auditor.text import counted

# Stories of a family that are drawn, most tied first; families in one file; stories without one.
MEMBERS, FAMILIES, ALONE = 10, 30, 5
_NODE, _TALL, _GAP, _IN_A_ROW = 148.0, 58.0, 96.0, 5
_GHOST, _TOP = 36.0, 42.0


class Places(NamedTuple):
    """Where the drawn stories stand, and the whole picture's size."""

    at: dict[str, tuple[float, float]]
    width: float
    height: float


Address = Callable[[str], str]
PairAddress = Callable[[Link], str]


def nowhere(_: object) -> str:
    """No address: a file of its own has no pages to lead to."""
    return ""


def graph(
    overview: Overview, names: Names, family: Family, to_story: Address = nowhere, to_pair: PairAddress = nowhere
) -> tuple[float, float, str]:
    """A family as width, height and markup."""
    drawn = _order(family)
    ghost = not family.upstream.in_corpus
    places = _places(drawn, _TOP + (_GHOST + 34 if ghost else 0))
    ties = [edge for edge in family.edges if edge[0] in places.at and edge[1] in places.at]
    found = [svg.label(2, 18, title(family), "strong", size=14)]
    if ghost:
        found.append(_ghost(family, places))
    links = {frozenset((link.a, link.b)): link for link in overview.links.values()}
    found += [_tie(places, edge, links.get(frozenset(edge)), names, to_pair) for edge in ties]
    found += [_story(overview, names, story, places.at[story], to_story, family) for story in drawn]
    if left := len(family.members) - len(drawn):
        found.append(svg.label(2, places.height - 8, f"and {counted(left, 'more story', 'more stories')}", "dim"))
    return places.width, places.height, "".join(found)


def title(family: Family) -> str:
    """How many stories and sources, in words."""
    sources = counted(family.independent_sources, "independent source")
    return f"{counted(len(family.members), 'story', 'stories')}, {sources}"


def upstream(family: Family) -> str:
    """Where a family descends from, in words."""
    credited = f", credited: {family.upstream.credited}" if family.upstream.credited else ""
    return ("Upstream not in the corpus" if family.upstream.known else "Upstream not known") + credited


def _order(family: Family) -> list[str]:
    """The stories that are drawn, neighbours by ties side by side: a walk along the spanning ties."""
    ties: dict[str, list[str]] = {member: [] for member in family.members}
    for a, b in family.edges:
        ties[a].append(b)
        ties[b].append(a)
    kept = sorted(family.members, key=lambda member: (member != family.upstream.story, -len(ties[member]), member))
    chosen = set(kept[:MEMBERS])
    walk: list[str] = []
    # From an end of the chain, where there is one.
    for start in sorted(chosen, key=lambda member: (len(ties[member]), member)):
        stack = [start]
        while stack:
            one = stack.pop()
            if one in chosen:
                chosen.discard(one)
                walk.append(one)
                stack += sorted(ties[one], reverse=True)
    return walk


def _places(drawn: Sequence[str], top: float) -> Places:
    columns = min(len(drawn), _IN_A_ROW)
    at = {
        story: (2 + (number % columns) * (_NODE + _GAP), top + (number // columns) * (_TALL + 60))
        for number, story in enumerate(drawn)
    }
    rows = -(-len(drawn) // max(columns, 1))
    width = max(columns * _NODE + (columns - 1) * _GAP, 300) + 4
    return Places(at, width, top + rows * (_TALL + 60) - 14)


def _ghost(family: Family, places: Places) -> str:
    text = upstream(family)
    wide = min(places.width - 4, max(220, len(text) * 7.8 + 28))
    x, y = (places.width - wide) / 2, _TOP - 12
    lines = "".join(
        svg.path(f"M{places.width / 2:.1f} {y + _GHOST:.1f} L{left + _NODE / 2:.1f} {top:.1f}", "descent")
        for left, top in places.at.values()
        if top < _TOP + _GHOST + 36
    )
    shape = svg.box(x, y, wide, _GHOST, "ghost", radius=18)
    shown = svg.label(places.width / 2, y + 23, text, "middle strong", room=wide - 16, size=13)
    return lines + svg.titled(shape + shown, ". ".join((text, *family.upstream.evidence)))


def _tie(places: Places, edge: tuple[str, str], link: Link | None, names: Names, to_pair: PairAddress) -> str:
    a, b = sorted(edge, key=lambda story: places.at[story][::-1])
    (ax, ay), (bx, by) = places.at[a], places.at[b]
    share = {link.a: link.coverage_a, link.b: link.coverage_b} if link else {}
    shares = [f"{share[story]:.0%}" if link else "" for story in (a, b)]
    thick = 1.5 + 5 * max(share.values(), default=0)
    if ay == by and bx - ax < _NODE + _GAP + 1:
        left, right, y = ax + _NODE, bx, ay + _TALL / 2
        shape = f"M{left:.1f} {y:.1f} L{right:.1f} {y:.1f}"
        words = svg.label(left + 4, y - 8, shares[0], size=12) + svg.label(right - 4, y - 8, shares[1], "end", size=12)
        words += svg.label((left + right) / 2, y + 18, link.relation.value if link else "", "middle dim", size=11)
    else:
        start, end = (ax + _NODE / 2, ay + _TALL), (bx + _NODE / 2, by + (_TALL if ay == by else 0))
        low = ay + _TALL + (46 if ay == by else 30)
        shape = f"M{start[0]:.1f} {start[1]:.1f} Q{(start[0] + end[0]) / 2:.1f} {low:.1f} {end[0]:.1f} {end[1]:.1f}"
        words = svg.label((start[0] + end[0]) / 2, low - 8, " · ".join(shares), "middle", size=11)
    line = f'<path class="tie" stroke-width="{thick:.1f}" d="{shape}"/>'
    if link is None:
        return line
    said = (
        f"{link.relation}: {shares[0]} of {names.story(a)} stands in passages of {names.story(b)}, "
        f"{shares[1]} of {names.story(b)} in passages of {names.story(a)}"
    )
    return svg.linked(line + words, to_pair(link), said)


def _story(
    overview: Overview, names: Names, story: str, at: tuple[float, float], to_story: Address, family: Family | None
) -> str:
    x, y = at
    article = overview.articles.get(overview.split(story)[0])
    entry = overview.story(story)
    headline = entry.title if entry and entry.title else "no headline"
    member = overview.members.get(story)
    source = family is not None and family.upstream.in_corpus and family.upstream.story == story
    shapes = [svg.box(x, y, _NODE, _TALL, "node upstream" if source else "node")]
    shapes.append(svg.label(x + 8, y + 19, names.story(story), "strong", room=_NODE - 44, size=13))
    graded = article.reliability if article else None
    if graded:
        grade = graded.grade
        shapes.append(svg.box(x + _NODE - 28, y + 6, 22, 18, f"grade-{grade.lower()}", radius=4))
        shapes.append(svg.label(x + _NODE - 17, y + 20, grade, "letter", size=13))
    shapes.append(svg.label(x + 8, y + 36, headline, room=_NODE - 14, size=11))
    status = "upstream" if source else f"{member.reused:.0%} told elsewhere" if member else "shares no text"
    shapes.append(svg.label(x + 8, y + 51, status, "dim", room=_NODE - 14, size=11))
    grade_said = f", grade {graded.grade}" if graded else ""
    return svg.linked("".join(shapes), to_story(story), f"{names.story(story)}{grade_said}: {headline}; {status}")


def alone(overview: Overview, names: Names, to_story: Address = nowhere) -> tuple[float, float, str] | None:
    """The lead stories that no family holds, a few of them drawn; None where there are none."""
    found = [
        story
        for article in overview.report.articles
        if article.stories and (story := story_id(article.id, 1)) not in overview.families
    ]
    if not found:
        return None
    drawn = found[:ALONE]
    heading = f"{counted(len(found), 'independent story', 'independent stories')}"
    parts = [svg.label(2, 18, heading, "strong", size=14)]
    parts += [
        _story(overview, names, story, (2 + at * (_NODE + 16), _TOP), to_story, None) for at, story in enumerate(drawn)
    ]
    height = _TOP + _TALL + 8
    if left := len(found) - len(drawn):
        height += 20
        parts.append(svg.label(2, height - 6, f"and {counted(left, 'more story', 'more stories')}", "dim"))
    return max(len(drawn) * (_NODE + 16), 190.0), height, "".join(parts)


def drawing(overview: Overview, names: Names) -> str:
    """The families as a file, one below the other."""
    pictures = [graph(overview, names, family) for family in overview.largest_families[:FAMILIES]]
    pictures += filter(None, (alone(overview, names),))
    y, found = 12.0, []
    for _, height, markup in pictures:
        found.append(f'<g transform="translate(12 {y:.0f})">{markup}</g>')
        y += height + 18
    if (left := len(overview.report.families) - FAMILIES) > 0:
        found.append(svg.label(14, y + 8, f"{counted(left, 'family', 'families')} more in report.json", "dim"))
        y += 24
    width = max((width for width, _, _ in pictures), default=200.0) + 24
    return svg.file(width, y, "Families of articles that share text", "".join(found))
