"""What stands at the top of the page: what was found in a sentence or two, and the articles graded worst."""

from typing import NamedTuple

from auditor.model import ArticleEntry, Family, Reliability, Severity, Signal, State, story_id
from auditor.reporters.html.records import Page
from auditor.text import counted

# Articles named as the worst, and reasons given for each.
WORST, REASONS = 3, 3


class Graded(NamedTuple):
    """An article with the signals that cost it most."""

    place: int
    name: str
    graded: Reliability
    reasons: list[Signal]


def headline(page: Page) -> str:
    """The finding that matters most, as a sentence."""
    total = page.report.summary
    if not total.articles:
        return "Nothing was checked"
    largest = max(page.report.families, key=lambda family: len(family.members), default=None)
    if largest is None:
        if total.articles == 1:
            return "One article was checked"
        return f"None of {counted(total.articles, 'article')} shares text with another"
    articles = len({page.split(story)[0] for story in largest.members})
    sources = counted(largest.independent_sources, "source")
    if len(page.report.families) > 1:
        tied = len({page.split(story)[0] for family in page.report.families for story in family.members})
        return f"{tied:,} of {counted(total.articles, 'article')} share their text with others"
    if articles == 1:
        return "Stories of one article share text"
    return f"{articles:,} of {counted(total.articles, 'article')} tell one story, from {sources}"


def sentences(page: Page) -> list[str]:
    """What else an editor should know before reading on."""
    found = [_family(family, page) for family in page.report.families[:1]]
    if len(page.report.families) > 1:
        missing = sum(1 for family in page.report.families if family.upstream.known and not family.upstream.in_corpus)
        families = counted(len(page.report.families), "family", "families")
        found = [f"{families} of stories that share text; the upstream of {missing:,} of them is not in the corpus."]
    alone = sum(
        1
        for one in page.report.articles
        if not one.library and one.stories and story_id(one.id, 1) not in page.families
    )
    if alone and page.report.families:
        found.append(
            f"{counted(alone, 'article tells an independent story', 'articles tell independent stories')}, "
            "and shares no text with the others."
            if alone == 1
            else f"{counted(alone, 'article')} tell independent stories, and share no text with others."
        )
    return found


def _family(family: Family, page: Page) -> str:
    source = family.upstream
    if source.in_corpus:
        where = f"is in the corpus: {page.names.story(source.story)}" if source.story else "is in the corpus"
    elif source.known:
        where = "is missing: it is not in the corpus"
    else:
        where = "is not known"
    credited = f" (credited: {source.credited})" if source.credited else ""
    direction = "" if source.direction != "undetermined" else " Which of them was first is undetermined."
    return f"The upstream they descend from {where}{credited}.{direction}"


def worst(page: Page) -> list[Graded]:
    """The articles with the fewest points, and why; ties by open errors, warnings, then the id."""

    def order(found: tuple[ArticleEntry, Reliability]) -> tuple[int, int, int, str]:
        article, graded = found
        open_ones = [one.severity for one in page.findings[article.id] if one.state is State.OPEN]
        errors, warnings = open_ones.count(Severity.ERROR), open_ones.count(Severity.WARNING)
        return (graded.points, -errors, -warnings, article.id)

    all_graded = [(one, one.reliability) for one in page.report.articles if one.reliability]
    found = []
    for article, graded in sorted(all_graded, key=order)[:WORST]:
        costly = sorted((one for one in graded.signals if one.points < 0), key=lambda one: one.points)
        found.append(Graded(page.place[article.id], page.names[article.id], graded, costly[:REASONS]))
    return found


def grades(page: Page) -> dict[str, int]:
    """How many articles have each grade, from A to F."""
    found = dict.fromkeys("ABCDEF", 0)
    for article in page.report.articles:
        if article.reliability:
            found[article.reliability.grade] += 1
    return found
