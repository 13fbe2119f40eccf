"""An article taken apart: what anatomy makes and everything after it reads."""

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.model import Article, Block, Place, Role, Span, Story, story_id
from auditor.text import Lines, place

# The roles that tell the story. Everything else is about it, or not part of it.
CONTENT = (Role.BODY, Role.SUBHEAD)


@dataclass(frozen=True)
class Dissection:
    """An article, its lines, and its stories with their blocks, all in the order of the text."""

    article: Article
    language: str
    lines: Lines
    stories: tuple[Story, ...]

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
