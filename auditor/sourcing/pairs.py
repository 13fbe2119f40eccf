"""The sourcing of two aligned stories, side by side."""

from dataclasses import dataclass

from auditor.dissection import Dissection
from auditor.model import Alignment, Span, Story
from auditor.outlets import Credit
from auditor.sourcing.facts import Sourcing, facts


@dataclass(frozen=True)
class Side:
    """One story of an alignment: its sourcing, and its spans of the aligned statements.

    Statement n of one side stands beside statement n of the other.
    """

    dissection: Dissection
    story: Story
    sourcing: Sourcing
    statements: tuple[Span, ...]

    @property
    def id(self) -> str:
        """The id of the story."""
        return self.dissection.story_id(self.story)

    @property
    def outlet(self) -> str:
        """The outlet that published the story, as the table of outlets calls it; empty when unknown."""
        return self.dissection.publisher

    def same_outlet(self, other: "Side") -> bool:
        """Whether one outlet is known to have published both: they may be versions of one text."""
        return bool(self.outlet) and self.outlet == other.outlet

    def credits(self) -> tuple[Credit, ...]:
        """The credits of others: an outlet's own name in its dateline or text credits nobody."""
        return tuple(credit for credit in self.sourcing.credits if credit.name != self.outlet)


def sides(alignment: Alignment, a: tuple[Dissection, Story], b: tuple[Dissection, Story]) -> tuple[Side, Side]:
    """Both stories of an alignment."""
    return (
        Side(*a, facts(*a), tuple(statement.a for statement in alignment.statements)),
        Side(*b, facts(*b), tuple(statement.b for statement in alignment.statements)),
    )
