"""An article taken apart: what anatomy makes and everything after it reads."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.model import Article, Block, Place, Role, Span, Story, story_id
from auditor.outlets import Credit, Outlet, Outlets, credits, outlets  # noqa: A004
from auditor.text import Lines, place

# The roles that tell the story. Everything else is about it, or not part of it.
CONTENT = (Role.BODY, Role.SUBHEAD)


@dataclass(frozen=True)
class Dissection:
    """An article, its lines, and its stories with their blocks, all in the order of the text.

    `outlets` is the table by which names of outlets are read in it.
    """

    article: Article
    language: str
    lines: Lines
    stories: tuple[Story, ...]
    outlets: Outlets = field(default_factory=outlets)

    @property
    def outlet(self) -> Outlet | None:
        """Who published the article, if its record gives an outlet or site that the table knows."""
        named = self.outlets.lookup(self.article.outlet) if self.article.outlet else None
        return named or (self.outlets.of_domain(self.article.site) if self.article.site else None)

    @property
    def publisher(self) -> str:
        """Who published the article, by the name that the table gives it; empty when unknown."""
        return self.outlet.name if self.outlet else self.article.outlet

    @property
    def agencies(self) -> frozenset[str]:
        """The agencies whose report this is by its publisher, its byline or its dateline. O(length)."""
        record = (self.outlet, self.outlets.lookup(self.article.byline) if self.article.byline else None)
        named = {outlet.name for outlet in record if outlet is not None and outlet.kind == "agency"}
        signed = {credit.name for credit in self.credits() if credit.form == "dateline" and credit.kind == "agency"}
        return frozenset(named | signed)

    @property
    def domains(self) -> tuple[str, ...]:
        """Where the article was published: the site of its record, else the domains of its outlet."""
        if self.article.site:
            return (self.article.site,)
        return self.outlet.domains if self.outlet else ()

    def credits(self, span: Span | None = None) -> tuple[Credit, ...]:
        """Where the text, or the part of it in `span`, credits an outlet, in order. O(length)."""
        return credits(self.article.text, span, self.outlets)

    def blocks(self, *roles: Role) -> Iterator[Block]:
        """The blocks of these roles, or all of them."""
        for story in self.stories:
            for block in story.blocks:
                if not roles or block.role in roles:
                    yield block

    def quote(self, span: Span) -> str:
        """The text of a span, exactly."""
        return self.article.text[span.start : span.end]

    def place(self, span: Span) -> Place:
        """Where a span stands."""
        return place(self.article.id, self.article.text, self.lines, span)

    def story_id(self, story: Story) -> str:
        """The id by which links and families name a story of this article."""
        return story_id(self.article.id, story.index)


def content(story: Story) -> Iterator[Block]:
    """The blocks that are compared with other stories: what is left when noise is taken out."""
    return (block for block in story.blocks if block.role in CONTENT)
