"""Citations that nobody could check: too little given, nobody named, or for show."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Annotated, ClassVar

from msgspec import Meta

from auditor.anatomy.citations import MARKER_LANGUAGES, Citation, cited, parse
from auditor.detector import ArticleDetector, Corpus, CorpusDetector, Count, Example, Rule, Share, clean, flagged
from auditor.detectors.citations.support import Support
from auditor.dissection import Dissection
from auditor.model import Block, Finding, Precision, Role, Severity, Story
from auditor.text import visible

_STRIKE_ENDS = (
    "Drivers of night trains return to work on Monday after eleven days of strike in four regions of the south. "
    "Their union accepted a rise of four per cent, half of which the railway will pay from October on. "
    "Two hundred trains were cancelled, and the line along the coast stays closed until Wednesday morning."
)
_GIVES = {
    0: "nothing that could be looked up",
    1: "an outlet only",
    2: "an outlet and either a title or a date",
    3: "outlet, title and date",
    4: "a link or identifier",
}


@dataclass(frozen=True, kw_only=True)
class UnverifiableCitation(CorpusDetector):
    """A citation gives too little to find the source again.

    ## What it finds
    A citation marker (Cited, Source, Via, Reference, Credit, Citation) at the end of a paragraph,
    on a line of its own, in brackets or in a list of references, whose value is graded below
    `min-citation-grade`: C0 nothing, C1 an outlet, C2 an outlet and a title or a date, C3 outlet,
    title and date, C4 a deep link that is well formed or an identifier such as a DOI, C5 also an
    archived copy or the day of access, or the cited text is in the corpus: an article of that outlet
    and title, or one of that outlet that makes a statement of the paragraph. The finding stands at
    the citation.

    ## Why it matters
    "Cited: Reuters" looks like a reference and is none: the agency publishes thousands of pieces
    a day, so nobody can check whether one of them says what the paragraph says. Generated text is
    full of such citations; edited journalism has next to none.

    ## What to do
    Ask for the piece: its title, its date, best its address. If nobody can give them, treat the
    paragraph as unsourced.

    ## When it is wrong
    Where a house style names outlets only and keeps the references elsewhere (a print page, a
    linked list). Picture, chart, table and wire credits are not counted, nor an outlet that credits
    itself; but a box of advice that was run together to one paragraph and ends in its source is.
    """

    rule: ClassVar[Rule] = Rule("CIT001", "unverifiable citation", Severity.ERROR, Precision.VERY_HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = MARKER_LANGUAGES
    examples: ClassVar[tuple[Example, ...]] = (
        flagged(
            "outlet only, at the end of paragraphs",
            "Harbour tunnel opens a year late\n\n"
            "The tunnel under the harbour opened on Friday, a year behind its schedule. Cited: Bloomberg\n\n"
            "Its cost rose by a third while the work stood still in spring. Cited: Sky News\n",
            3,
            5,
        ),
        flagged(
            "in brackets, with Markdown emphasis",
            "# Vaccine stocks run low\n\n"
            "Clinics in three districts have vaccine for nine days, the office found. **(Source: The Hindu)**\n",
            3,
        ),
        flagged(
            "an outlet and a date are still not a piece",
            "Rail strike ends\r\n\r\n"
            "Drivers return to work on Monday after eleven days of strike. Source: Le Monde, 4 May 2022\r\n",
            3,
        ),
        clean(
            "outlet, title and date",
            "Rail strike ends\n\n"
            "Drivers return to work on Monday after eleven days of strike. "
            "Source: Le Monde, “Les conducteurs reprennent le travail”, 4 May 2022\n",
        ),
        Example(
            "the cited text is in the corpus",
            {"a.txt": f"{_STRIKE_ENDS} Source: Le Monde", "b.txt": f"{_STRIKE_ENDS} They had asked for six per cent."},
            settings={"files": {"b.txt": {"outlet": "Le Monde"}}},
        ),
        clean(
            "a link that leads to the piece",
            "Rail strike ends\n\nDrivers return to work on Monday after eleven days of strike. "
            "Source: [Le Monde](https://www.lemonde.fr/economie/article/2022/05/04/greve_61245.html)\n",
        ),
        clean(
            "a table run together",
            "Harvests fall for a third year\n\n"
            "Grain by district, in tonnes, 2019 to 2021 District Wheat Rye Oats Aldby 410 220 90 Brinton 380 210 75 "
            "Carrow 295 180 60 Denby 510 330 120 Easton 275 160 55 Fenwick 330 205 80 Garsby "
            "460 290 110 Hornby 350 215 85 Total 3010 1810 675 Sources: Farm Board, District Registers\n",
        ),
        clean(
            "attribution in running text and a chart's credit",
            "Grid operators prepare for winter\n\n"
            "Reserves are a fifth below last year's, according to figures that Reuters reviewed.\n\n"
            "Energy source: coal\n\nSource: Eurostat\n\n"
            "He was cited: the inspectors had found two leaks at the plant in the same week.\n",
        ),
    )

    min_citation_grade: Annotated[int, Meta(ge=0, le=5)] = field(
        default=3,
        metadata={"help": "The lowest grade, 0 to 5, a citation may have (3: outlet, title and date)."},
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """The citations below the grade."""
        support = Support(corpus)
        for dissection in corpus.dissections.values():
            for block, citation in cited(dissection):
                if citation.grade >= self.min_citation_grade:
                    continue
                held = support.of(dissection, block, citation)
                if held is None or not (held.identified or held.supported):
                    yield self._found(dissection, block, citation)

    def _found(self, dissection: Dissection, block: Block, citation: Citation) -> Finding:
        missing = ", ".join(citation.reasons) or "nothing"
        return self.finding(
            dissection,
            block.span,
            f"The citation gives {_GIVES[citation.grade]}; missing: {missing.replace('no ', '')} "
            f"(grade C{citation.grade}, asked for: C{self.min_citation_grade}).",
            evidence={
                "grade": citation.grade,
                "min_grade": self.min_citation_grade,
                "source": visible(citation.outlet or citation.value),
            },
        )


@dataclass(frozen=True, kw_only=True)
class UnidentifiableSource(ArticleDetector):
    """A citation names a class of sources and no source.

    ## What it finds
    A citation whose value is made of generic words only, with or without a country: "media
    reports", "official sources", "Ruritanian government briefing". One that adds a title, a date
    or a link is identified by it and is not reported. The finding stands at the citation.

    ## Why it matters
    Nobody, not even the author, could say which document is meant. Such values are typical of text
    that was generated and then given citations to look sourced.

    ## What to do
    Ask which briefing, report or office is meant, and of which day.

    ## When it is wrong
    When a source is known under a generic name ("Police News").
    """

    rule: ClassVar[Rule] = Rule("CIT002", "unidentifiable source", Severity.ERROR, Precision.HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = MARKER_LANGUAGES
    examples: ClassVar[tuple[Example, ...]] = (
        flagged(
            "a class of documents",
            "Ferries to stop at dusk\n\n"
            "The coast guard closed the strait to ferries after dark. Source: Greek government statement\n",
            3,
        ),
        flagged(
            "a class of outlets on a line of its own",
            "Ferries to stop at dusk\n\n"
            "The coast guard closed the strait to ferries after dark on Tuesday.\n\nSources: local media reports\n",
            5,
        ),
        clean(
            "a class with title, date and link",
            "Ferries to stop at dusk\n\nThe coast guard closed the strait to ferries after dark from Tuesday on. "
            "Source: Government statement, “Order on night crossings”, 3 June 2021, https://www.hcg.gr/orders/2021-17\n",
        ),
        clean(
            "a named body",
            "Ferries to stop at dusk\n\n"
            "The coast guard closed the strait to ferries after dark from Tuesday on. Source: Hellenic Coast Guard\n",
        ),
        clean(
            "anonymous sources in running text",
            "Ferries to stop at dusk\n\nThe strait will be closed after dark, official sources said on Tuesday.\n",
        ),
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """The citations that name nobody."""
        for block, citation in cited(dissection):
            if citation.generic and citation.grade == 0:
                yield self.finding(
                    dissection,
                    block.span,
                    f"The citation names a kind of source, “{visible(citation.value)}”, and not which one.",
                    evidence={"source": visible(citation.value)},
                )


@dataclass(frozen=True, kw_only=True)
class DecorativeCitations(ArticleDetector):
    """Nearly every paragraph ends in a citation, and none of them says anything.

    ## What it finds
    A story with at least `min-citations` citations, in which at least `min-share` of the body's
    paragraphs end in one, all give an outlet at most (C1), and no outlet cited is ever mentioned
    in the text. One finding a story, at its first citation.

    ## Why it matters
    A writer who used an agency's piece says so where it matters ("told the agency"). Outlets that
    appear in citations only, evenly spread, are the mark of generated text.

    ## What to do
    Treat the article as unsourced until somebody produces the pieces.

    ## When it is wrong
    Digests that condense one outlet's piece a paragraph and name it at the end.
    """

    rule: ClassVar[Rule] = Rule("CIT003", "decorative citations", Severity.WARNING, Precision.HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = MARKER_LANGUAGES
    examples: ClassVar[tuple[Example, ...]] = (
        flagged(
            "every paragraph ends in an outlet",
            "Orchard towns count the frost's cost\n\n"
            "Growers in the valley lost half of their blossom in two nights in April. Source: BBC News\n\n"
            "Insurers expect the costliest spring in twenty years, after three mild ones. Source: AFP\n\n"
            "The ministry promised advances on subsidies before the summer begins. Source: The Guardian\n\n"
            "Prices of cider apples rose by a tenth at the markets within a week. Source: Financial Times\n",
            3,
        ),
        clean(
            "a citation now and then",
            "Orchard towns count the frost's cost\n\n"
            "Growers in the valley lost half of their blossom in two nights in April. Source: BBC News\n\n"
            "Insurers expect the costliest spring in twenty years, after three mild ones.\n\n"
            "The ministry promised advances on subsidies before the summer begins.\n\n"
            "Prices of cider apples rose by a tenth at the markets within a week.\n",
        ),
        clean(
            "the outlets appear in the text as well",
            "Orchard towns count the frost's cost\n\n"
            "Growers told BBC News that they lost half of their blossom in two nights. Source: BBC News\n\n"
            "Insurers expect the costliest spring in twenty years, after three mild ones. Source: AFP\n\n"
            "The ministry promised advances on subsidies before the summer begins. Source: The Guardian\n\n"
            "Prices of cider apples rose by a tenth at the markets within a week. Source: Financial Times\n",
        ),
    )

    min_citations: Count = field(default=4, metadata={"help": "The fewest citations that make a pattern."})
    min_share: Share = field(
        default=0.8, metadata={"help": "The share of body paragraphs, 0..1, that must end in a citation."}
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """The stories whose citations are for show."""
        for story in dissection.stories:
            cited = [
                (block, citation)
                for block in story.blocks
                if block.role is Role.CITATION and (citation := parse(dissection.quote(block.span), dissection.outlets))
            ]
            share = _share_cited(story)
            if len(cited) < self.min_citations or share < self.min_share or any(one.grade > 1 for _, one in cited):
                continue
            if self._mentioned(dissection, story, [one for _, one in cited]):
                continue
            yield self.finding(
                dissection,
                cited[0][0].span,
                f"{len(cited)} citations close {share:.0%} of the paragraphs, none gives more than an outlet, "
                "and the text itself mentions none of these outlets.",
                evidence={"citations": len(cited), "share": round(share, 3)},
            )

    @staticmethod
    def _mentioned(dissection: Dissection, story: Story, cited: list[Citation]) -> bool:
        names = {name for one in cited for name in (one.outlet, one.value) if name and not one.generic}
        body = [dissection.quote(block.span) for block in story.blocks if block.role is Role.BODY]
        return any(name in text for text in body for name in names)


def _share_cited(story: Story) -> float:
    """The share of a story's body paragraphs that end in a citation."""
    body = sum(block.role is Role.BODY for block in story.blocks)
    cited = sum(one.role is Role.BODY and other.role is Role.CITATION for one, other in pairwise(story.blocks))
    return cited / body if body else 0.0
