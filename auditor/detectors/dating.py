"""TMP: what an article says about when it happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from auditor.anatomy import years
from auditor.detector import ArticleDetector, Example, Rule, clean, flagged
from auditor.dissection import Dissection
from auditor.model import Finding, Precision, Role, Severity, Span, Story

_TALKS = "Ministers met in Geneva on 7 October and agreed to speak again within a month, officials said."
_BORDER = "Lorries waited for two days at the border while the talks went on, according to the hauliers’ union."


@dataclass(frozen=True, kw_only=True)
class TimeMixture(ArticleDetector):
    """The headline promises years that the article does not tell about.

    ## What it finds
    A headline with a span of years ("in 2024–25", "from 2019 to 2021") above a story that names no
    year at all, or only years outside the span. The year in which the article's record or a date
    line says that it was published counts as named. A span in front of a noun ("the 2024–25
    season") is a name and claims nothing. The finding stands at the headline.

    ## Why it matters
    Events of different years are told as if they were one: nobody can say when each took place. Texts
    that a machine put together from several articles are like this.

    ## What to do
    Find out when each event took place before you rely on the order of events.

    ## When it is wrong
    Above an essay or a review of a period whose dates every reader knows.
    """

    rule: ClassVar[Rule] = Rule("TMP001", "time mixture", Severity.WARNING, Precision.MEDIUM)
    examples: ClassVar[tuple[Example, ...]] = (
        flagged("no year in the text", f"Border Talks and Their Failure in 2024–25\n\n{_TALKS}\n\n{_BORDER}\n", 1),
        flagged(
            "only years outside the span, CRLF",
            f"Border Talks Fail Again, 2018-2020\r\n\r\n{_TALKS}\r\n\r\n{_BORDER} The last strike was in 2009.\r\n",
            1,
        ),
        clean(
            "a year of the span", f"Border Talks and Their Failure in 2024–25\n\n{_TALKS}\n\nIn May 2025 it rained.\n"
        ),
        clean("a season", f"Ice Hockey: The 2024–25 Season Begins at the Border\n\n{_TALKS}\n\n{_BORDER}\n"),
        clean("no span", f"Border Talks Fail in 2024\n\n{_TALKS}\n\n{_BORDER}\n"),
        clean("a date line", f"Border Talks and Their Failure in 2024–25\n\nMarch 3, 2025\n\n{_TALKS}\n\n{_BORDER}\n"),
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """At most one finding a story."""
        for story in dissection.stories:
            yield from self._of(dissection, story)

    def _of(self, dissection: Dissection, story: Story) -> Iterator[Finding]:
        headline = next((block.span for block in story.blocks if block.role is Role.HEADLINE), None)
        text = dissection.quote(headline) if headline else story.title
        promised = next(years.spans(text), None)
        if promised is None:
            return
        told = "\n".join(dissection.quote(block.span) for block in story.blocks if block.span != headline)
        if story.lead:
            told += f"\n{dissection.article.date}"
        named = years.named(told)
        if any(promised.first <= year <= promised.last for year in named):
            return
        says = f"only {', '.join(map(str, sorted(named)))}" if named else "no year"
        yield self.finding(
            dissection,
            headline or Span(story.span.start, story.blocks[0].span.end),
            f"The headline is about {promised.first} to {promised.last}; the text names {says}.",
            evidence={"first": promised.first, "last": promised.last, "years named": len(named)},
        )
