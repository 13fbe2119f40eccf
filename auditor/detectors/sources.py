"""SRC: how many sources really stand behind what many articles say."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from auditor.detector import Corpus, CorpusDetector, Count, Example, Rule
from auditor.model import Family, Finding, Precision, Severity

_REPORT = (
    "The night ferry to Havn will stop running in October, the shipping line announced on Monday. "
    "Passenger numbers have fallen by a third since the tunnel was opened two years ago. "
    "Forty seamen will be offered work on the freight route, and the older of the two ships is for sale."
)


@dataclass(frozen=True, kw_only=True)
class OneUpstream(CorpusDetector):
    """Several articles look like confirmation of one another and have one source.

    ## What it finds
    A family of at least `min-articles` articles tied by copies, rewrites or reused passages.
    The finding stands at the beginning of the family's first article, with the beginnings of
    the others as related places; it names the text they descend from as far as that is known.
    A family all of whose articles are known to be of one outlet is left out.

    ## Why it matters
    Syndication passes for confirmation: in one public aggregator a third of the stories
    "confirmed" by several outlets came from a single publisher. Count upstreams, not outlets.

    ## What to do
    Treat the family as one source. Look for the upstream it names.

    ## When it is wrong
    When articles share a long official statement and have reported the rest themselves.
    """

    rule: ClassVar[Rule] = Rule("SRC001", "one upstream behind many", Severity.WARNING, Precision.HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "one report printed three times",
            {"a.txt": _REPORT, "b.txt": _REPORT.upper(), "c.txt": _REPORT + "\n"},
            {"a.txt": (1,)},
        ),
        Example("two copies are a pair, not a family of many", {"a.txt": _REPORT, "b.txt": _REPORT}),
    )

    min_articles: Count = field(default=3, metadata={"help": "Articles of a family from which it is reported."})

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding a family."""
        for family in corpus.families:
            articles = {corpus.story(member)[0].article.id for member in family.members}
            outlets = {corpus.story(member)[0].publisher for member in family.members}
            if len(articles) < self.min_articles or (len(outlets) == 1 and "" not in outlets):
                continue  # what one outlet tells again confirms nothing to anybody
            first, *others = (corpus.story(member) for member in family.members)
            dissection, story = first
            yield self.finding(
                dissection,
                story.blocks[0].span,
                f"{len(articles)} articles, {family.independent_sources} source: {_upstream(family)}",
                related=[peer.place(one.blocks[0].span) for peer, one in others],
                evidence={
                    "articles": len(articles),
                    "independent_sources": family.independent_sources,
                    "credited": family.upstream.credited or "",
                    "upstream": _whereabouts(family),
                    "direction": family.upstream.direction,
                },
                content=sorted(peer.quote(one.span) for peer, one in (first, *others)),
            )


def _upstream(family: Family) -> str:
    upstream = family.upstream
    credited = f"credited: {upstream.credited}" if upstream.credited else "nobody is credited"
    if upstream.known and upstream.in_corpus:
        return f"the upstream is {upstream.story}, {credited}; direction {upstream.direction}"
    return f"upstream {_whereabouts(family)}, {credited}; direction {upstream.direction}"


def _whereabouts(family: Family) -> str:
    if not family.upstream.known:
        return "not known"
    return "in the corpus" if family.upstream.in_corpus else "not in the corpus"
