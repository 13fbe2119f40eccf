"""SRC: how many sources really stand behind what many articles say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from auditor.detector import Corpus, CorpusDetector, Count, Example, Rule
from auditor.model import Family, Finding, Precision, Severity
from auditor.text import visible

_REPORT = (
    "The night ferry to Havn will stop running in October, the shipping line announced on Monday. "
    "Passenger numbers have fallen by a third since the tunnel was opened two years ago. "
    "Forty seamen will be offered work on the freight route, and the older of the two ships is for sale."
)

_NOTICE = (
    "The ministry has asked all owners of stoves of the type Kamin 4 to have them looked at before the first frost, "
    "because a valve that was built in until 2019 may stick."
)
_REPORTS = {
    "a.txt": "A family of five from Lindau was taken to hospital on Tuesday with headaches, hours after its stove had "
    "been lit for the first time since April. The youngest child stayed there overnight. A neighbour had smelled "
    "nothing. Firemen aired the house and sealed the chimney, and a chimney sweep is to look at it on Thursday. The "
    "landlord said he had bought the stove second-hand and been given no papers with it.",
    "b.txt": "Shares of the stove maker Brandl fell by nine percent in Vienna, more than on any day this year. Its "
    "board called a meeting for the weekend. Analysts expect repairs to cost up to forty million euros, half of what "
    "the company earned last year, and doubt that the dividend can be kept. Brandl employs 1,200 people in two plants, "
    "and had only in March announced a third one in Slovenia, for which the ground was broken in May.",
    "c.txt": "Chimney sweeps in the northern districts cannot keep up with the calls. Some have stopped taking down "
    "names, others work on Sundays. Their guild wants pensioners to help out until Christmas, as in the winter of "
    "2012. An inspection takes half an hour, said a sweep from Bremen, but the drive takes longer. Who heats with wood "
    "alone has nothing to fear, he added, and need not ring him up.",
}


@dataclass(frozen=True, kw_only=True)
class OneUpstream(CorpusDetector):
    """Several articles look like confirmation of one another and have one source.

    ## What it finds
    At least `min-articles` articles of a family that have one source: copies, rewrites, and
    articles of which at least 30 % stands in another, in these words or in others. Articles that
    share a passage and little else are a family, but sources of their own. The finding stands at
    the beginning of the first article, with the beginnings of the others as related places; it
    names the text they descend from as far as that is known. Articles that are all known to be of
    one outlet are left out.

    ## Why it matters
    Syndication passes for confirmation: in one public aggregator a third of the stories
    "confirmed" by several outlets came from a single publisher. Count upstreams, not outlets.

    ## What to do
    Treat the family as one source. Look for the upstream it names.

    ## When it is wrong
    When a third of an article is an official statement that others print as well, and the rest was
    reported by itself.
    """

    rule: ClassVar[Rule] = Rule("SRC001", "one upstream behind many", Severity.WARNING, Precision.HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "one report printed three times",
            {"a.txt": _REPORT, "b.txt": _REPORT.upper(), "c.txt": _REPORT + "\n"},
            {"a.txt": (1,)},
        ),
        Example("two copies are a pair, not a family of many", {"a.txt": _REPORT, "b.txt": _REPORT}),
        Example(
            "one paragraph in three reports that have nothing else in common",
            {name: f"{text}\n\n{_NOTICE}" for name, text in _REPORTS.items()},
        ),
    )

    min_articles: Count = field(default=3, metadata={"help": "Articles of a family from which it is reported."})

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding a source."""
        for family in corpus.families:
            for source in family.sources:
                yield from self._source(corpus, family, source)

    def _source(self, corpus: Corpus, family: Family, source: Sequence[str]) -> Iterator[Finding]:
        first, *others = (corpus.story(member) for member in source)
        articles = {dissection.article.id for dissection, _ in (first, *others)}
        outlets = {dissection.publisher for dissection, _ in (first, *others)}
        if len(articles) < self.min_articles or (len(outlets) == 1 and "" not in outlets):
            return  # what one outlet tells again confirms nothing to anybody
        dissection, story = first
        yield self.finding(
            dissection,
            story.blocks[0].span,
            f"{len(articles)} articles, 1 source: {_upstream(family)}",
            related=[peer.place(one.blocks[0].span) for peer, one in others],
            evidence={
                "articles": len(articles),
                "independent_sources": 1,
                "credited": family.upstream.credited or "",
                "upstream": _whereabouts(family),
                "direction": family.upstream.direction,
            },
            content=sorted(peer.quote(one.span) for peer, one in (first, *others)),
        )


@dataclass(frozen=True, kw_only=True)
class OutletRating(CorpusDetector):
    """The outlet has a score in a table of yours.

    ## What it finds
    Articles whose domain stands in the table that the setting `ratings` names, a CSV file with the
    columns `domain` and `score`. The domain is that of the record's address or site, else those the
    table of outlets has for the outlet that the record or `[files]` in the settings names; a
    subdomain has the score of its domain unless it has one of its own. There is no built-in table
    and no opinion: without the setting the rule finds nothing. The finding stands at the beginning
    of the article.

    ## Why it matters
    Whoever keeps such a table wants to see it beside what was found in the text, and never mixed
    into it: the reliability grade does not know it.

    ## What to do
    What your own rules say for that score.

    ## When it is wrong
    When the table is.
    """

    rule: ClassVar[Rule] = Rule("SRC002", "outlet rating", Severity.NOTE, Precision.HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "an outlet of the table, by its domain",
            {"a.txt": _REPORT, "b.txt": _REPORT.replace("Monday", "Friday")},
            {"a.txt": (1,)},
            {"ratings": "ratings.csv", "files": {"a.txt": {"outlet": "BBC News"}, "b.txt": {"site": "herald.example"}}},
            {"ratings.csv": "domain,score\nbbc.co.uk,0.9\nother.example,0.2\n"},
        ),
        Example("no table", {"a.txt": _REPORT}, settings={"files": {"a.txt": {"outlet": "BBC News"}}}),
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding a rated article."""
        ratings = corpus.ratings
        for dissection in corpus.dissections.values() if ratings else ():
            if ratings and (rated := next(filter(None, map(ratings.of, dissection.domains)), None)):
                domain, score = rated
                name = ratings.name
                yield self.finding(
                    dissection,
                    dissection.stories[0].blocks[0].span,
                    f"{visible(domain)} has the score {score:g} in {visible(name)}.",
                    evidence={"domain": visible(domain), "score": score, "table": visible(name)},
                    content=[dissection.article.text, domain],
                )


def _upstream(family: Family) -> str:
    upstream = family.upstream
    credited = f"credited: {upstream.credited}" if upstream.credited else "nobody is credited"
    if upstream.known and upstream.in_corpus:
        where = upstream.story or "one of several articles here"
        return f"the upstream is {where}, {credited}; direction {upstream.direction}"
    return f"upstream {_whereabouts(family)}, {credited}; direction {upstream.direction}"


def _whereabouts(family: Family) -> str:
    if not family.upstream.known:
        return "not known"
    return "in the corpus" if family.upstream.in_corpus else "not in the corpus"
