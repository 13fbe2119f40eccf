"""Stories that are, as wholes, the same as others: word for word, nearly so, or in other words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from auditor.detector import Corpus, Example, PairDetector, Rule
from auditor.detectors.duplication.examples import COUNCIL, COUNCIL_REWRITTEN, OTHER
from auditor.detectors.duplication.message import numbers, severity, version
from auditor.families import ties
from auditor.model import Finding, Link, Precision, Relation, Severity
from auditor.text import counted


@dataclass(frozen=True, kw_only=True)
class ExactDuplicate(PairDetector):
    """The article says word for word what another one says.

    ## What it finds
    Two stories whose text is the same once case, quotation marks, white space and everything
    that is not the article (page furniture, captions, labels) are set aside. Of k equal
    articles k - 1 are reported, each with an earlier one. The finding stands in the article
    whose id sorts later, at its first sentence.

    ## Why it matters
    A copy counted as a second report makes one source look like two, and gives its text double
    weight in a search index or a training set.

    ## What to do
    Keep the copy with the better attribution, and reject or link the other.

    ## When it is wrong
    An agency report printed by two clients is a legitimate copy. It is still one source.
    """

    rule: ClassVar[Rule] = Rule("DUP001", "exact duplicate", Severity.ERROR, Precision.VERY_HIGH)
    copies_only: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "the same text under two names, in other quotation marks and line ends",
            {
                "a.txt": COUNCIL + ' "We had no choice," she said.\n',
                "b.txt": COUNCIL + " “We had no choice,” she said.\r\n",
            },
            {"b.txt": (1,)},
        ),
        Example("two different articles", {"a.txt": COUNCIL, "b.txt": OTHER}),
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding for each copy after the first."""
        for alignment in corpus.spanning():
            link = alignment.link
            if link.relation is Relation.EXACT:
                yield self.pair(corpus, alignment, f"has the same text as {link.a}; direction undetermined")


@dataclass(frozen=True, kw_only=True)
class NearDuplicate(PairDetector):
    """The article is another one with small changes.

    ## What it finds
    Two stories with a Jaccard similarity of at least 0.7 over their word 5-grams, or of which
    the shorter has at least 0.8 of its 5-grams in the longer. Both are counted exactly; no
    sketch or estimate enters the verdict. 0.7 is the usual threshold of near-duplicate removal
    (Lee et al., 2022, and the tools after them). Of k versions of one text k - 1 are reported, each
    with the one it is tied to. The finding stands in the article whose id sorts later, at its
    first aligned sentence.

    ## Why it matters
    Lightly edited copies are one report, not two, and later versions make earlier ones stale.

    ## What to do
    Keep the later or better attributed version; if both are needed, say in one that it is
    taken from the other.

    ## When it is wrong
    Forms filled in with other figures (results, bond issues, weather) are much alike and report
    different things: they are recognised as templates, and not reported, when their numbers differ.
    """

    rule: ClassVar[Rule] = Rule("DUP002", "near-duplicate", Severity.ERROR, Precision.VERY_HIGH)
    copies_only: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "one sentence left out and one word changed",
            {"a.txt": COUNCIL + " " + OTHER, "b.txt": COUNCIL + " " + OTHER.replace("evening", "morning")},
            {"b.txt": (1,)},
        ),
        Example("another wording is a rewrite, not a near-duplicate", {"a.txt": COUNCIL, "b.txt": COUNCIL_REWRITTEN}),
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding for each copy after the first."""
        for alignment in corpus.spanning():
            link = alignment.link
            if link.relation is Relation.NEAR_DUPLICATE and ties(alignment):
                message = (
                    f"{version(link)}is nearly the same text as {link.a} (word 5-gram similarity {link.jaccard:.2f}; "
                    f"{link.coverage_b:.0%} of it stands there, {link.coverage_a:.0%} the other way); "
                    "direction undetermined"
                )
                yield self.pair(corpus, alignment, message, numbers(link), severity=severity(link))


@dataclass(frozen=True, kw_only=True)
class RewrittenCopy(PairDetector):
    """The article tells another one again in other words.

    ## What it finds
    Two stories of which one has at least 30 % of its sentences, and at least four
    statements (fewer in shorter stories), contained in the other in any wording, in largely the same
    order. A sentence is contained when half of the weight of its words stands in one or two
    adjacent sentences of the other story; words that say little, or that stand in every
    sentence of both stories, weigh little. The finding stands in the article whose id sorts
    later, at its first aligned sentence.

    ## Why it matters
    Rewriting by hand or by a language model leaves few words in a row unchanged, so that usual
    duplicate removal finds almost none of it, and one source passes for two.

    ## What to do
    Compare the two side by side, find out whose statements they are, and credit or reject.

    ## When it is wrong
    Two reports on one event by reporters who were both there share facts and sometimes
    quotations. They rarely share most statements in one order; when they follow one press
    release they do.
    """

    rule: ClassVar[Rule] = Rule("DUP003", "rewritten copy", Severity.WARNING, Precision.HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "every sentence in other words",
            {"a.txt": COUNCIL, "b.txt": COUNCIL_REWRITTEN},
            {"a.txt": (1,), "b.txt": (1,)},
        ),
        Example("another subject", {"a.txt": COUNCIL, "b.txt": OTHER}),
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding a story and peer."""
        for alignment in corpus.both_ways():
            link = alignment.link
            if link.relation is Relation.REWRITE and ties(alignment):
                message = (
                    f"{version(link)}shares {counted(link.statements or 0, 'aligned statement')} with {link.a}, "
                    f"{_order(link)}: {link.coverage_b:.0%} of this story and {link.coverage_a:.0%} of that one stand "
                    "in aligned passages; direction undetermined"
                )
                yield self.pair(corpus, alignment, message, numbers(link), severity=severity(link))


def _order(link: Link) -> str:
    order = link.order or 0.0
    return "order kept" if order >= 0.9 else f"{order:.0%} of them in the same order"
