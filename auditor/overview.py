"""A report by article, story and family: what pages and pictures look up."""

from dataclasses import dataclass
from functools import cached_property

from auditor.model import ArticleEntry, Family, Finding, Link, Member, Report, StoryEntry

# Beyond this many stories a family's links are shown along its spanning ties only: k copies of
# one text are k-1 pages, not k squared.
FULLY_LINKED = 10


@dataclass(frozen=True)
class Overview:
    """A report, arranged for those who show it."""

    report: Report

    @cached_property
    def articles(self) -> dict[str, ArticleEntry]:
        """The articles by id."""
        return {article.id: article for article in self.report.articles}

    @cached_property
    def findings(self) -> dict[str, list[Finding]]:
        """The findings of each article, in the order of the report."""
        found: dict[str, list[Finding]] = {article: [] for article in self.articles}
        for finding in self.report.findings:
            found.setdefault(finding.article, []).append(finding)
        return found

    @cached_property
    def families(self) -> dict[str, Family]:
        """The family of each story that has one."""
        return {member: family for family in self.report.families for member in family.members}

    @cached_property
    def members(self) -> dict[str, Member]:
        """What each story in a family has in common with it."""
        return {member.story: member for family in self.report.families for member in family.shares}

    @cached_property
    def largest_families(self) -> list[Family]:
        """The families, those of the most stories first."""
        return sorted(self.report.families, key=lambda family: (-len(family.members), family.members))

    @cached_property
    def links(self) -> dict[tuple[str, str], Link]:
        """The links of reuse that are shown, by their stories."""
        ties = {frozenset(edge) for family in self.report.families for edge in family.edges}
        return {
            (link.a, link.b): link
            for link in self.report.links
            if link.relation.is_reuse and (frozenset({link.a, link.b}) in ties or not self._crowded(link))
        }

    @cached_property
    def links_of(self) -> dict[str, list[Link]]:
        """The links of reuse that are shown, by article."""
        found: dict[str, list[Link]] = {}
        for link in self.links.values():
            for article in dict.fromkeys((self.split(link.a)[0], self.split(link.b)[0])):
                found.setdefault(article, []).append(link)
        return found

    @cached_property
    def pairs(self) -> dict[frozenset[str], Link]:
        """The strongest link of reuse that is shown, by its two articles."""
        found: dict[frozenset[str], Link] = {}
        for link in sorted(self.links.values(), key=lambda link: -link.score):
            found.setdefault(frozenset({self.split(link.a)[0], self.split(link.b)[0]}), link)
        return found

    def _crowded(self, link: Link) -> bool:
        family = self.families.get(link.a)
        return family is not None and len(family.members) > FULLY_LINKED

    def split(self, story: str) -> tuple[str, int]:
        """The article of a story id and the story's index. An id of an article may hold an `@` itself."""
        if story in self.articles:
            return story, 1
        article, _, index = story.rpartition("@")
        return (article, int(index)) if article in self.articles and index.isdecimal() else (story, 1)

    def story(self, story: str) -> StoryEntry | None:
        """The story behind a story id, if the report lists it."""
        article, index = self.split(story)
        entry = self.articles.get(article)
        return next((each for each in entry.stories if each.index == index), None) if entry else None
