"""DUP: articles that are, or share text with, other articles.

Direction is never implied: which text came first is said only where there is evidence for it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from msgspec import Meta

from auditor.detector import Corpus, Count, Example, PairDetector, Rule
from auditor.families import UNATTRIBUTED_STATEMENTS, attribution, derived, ties, unattributed
from auditor.model import Finding, Link, Passage, Precision, Relation, Severity
from auditor.text import counted, normalise, words

# Quotation marks as `normalise` leaves them; British papers quote in single ones.
_QUOTED = re.compile(r'"[^"]*"|(?<!\w)\'[^\']{20,}?[.,!?]\'(?!\w)')
# A sentence in the first person, and an embedded post with its author's handle, are someone's words.
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_SAID = re.compile(r"(?<![\w'])(?:i|i'm|i've|me|my|we|we've|our|ours|@\w{1,15})(?![\w'])")

# The shortest run of equal words that counts as shared: those of the 5-gram measures.
SHINGLE_WORDS = 5

_COUNCIL = (
    "The council of Marlow Bay voted on Tuesday night to close the harbour bridge for nine months from April. "
    "Engineers had found deep cracks in two of the four main bearings during an inspection in January. "
    "Lorries will be sent along the coastal road, and a ferry is to carry pedestrians every twenty minutes. "
    "Shop owners on the quay said the closure would cost them half of their summer trade. "
    "The repairs are expected to cost 4.2 million pounds, most of it paid by the county."
)
_COUNCIL_REWRITTEN = (
    "Marlow Bay's council has decided to shut the harbour bridge for a period of nine months beginning in April. "
    "An inspection carried out in January by engineers revealed deep cracks in two of its four main bearings. "
    "Pedestrians will be carried by a ferry every twenty minutes, while lorries are sent along the coastal road. "
    "According to shop owners on the quay, half of their summer trade would be lost through the closure. "
    "Repairs will cost an expected 4.2 million pounds, with the county paying most of it."
)
_PASSAGE = (
    "Engineers had found deep cracks in two of the four main bearings during an inspection in January. "
    "Lorries will be sent along the coastal road, and a ferry is to carry pedestrians every twenty minutes."
)
_ROADS = (
    "The roads office wants to look at every crossing of the county before the winter, its director told the assembly. "
    "Thirty culverts are older than the records that describe them, and nobody knows what they can bear. "
    "A list of the worst will be printed in May, together with what each repair would cost and who must pay. "
    "Farmers asked for an exception during the harvest, when the detours would double the way to the mill. "
    "The assembly will vote on the money after the summer recess, and the opposition has asked for a second opinion."
)
_OTHER = (
    "A sculptor from Leeds has won the national prize for public art with a steel heron nine metres tall. "
    "The jury praised the balance of the figure and the way in which it catches the evening light. "
    "It will stand beside the canal from September, when the new footpath is opened by the mayor. "
    "Visitors can see the drafts in the city museum until the end of October."
)


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
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "the same text under two names, in other quotation marks and line ends",
            {
                "a.txt": _COUNCIL + ' "We had no choice," she said.\n',
                "b.txt": _COUNCIL + " “We had no choice,” she said.\r\n",
            },
            {"b.txt": (1,)},
        ),
        Example("two different articles", {"a.txt": _COUNCIL, "b.txt": _OTHER}),
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
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "one sentence left out and one word changed",
            {"a.txt": _COUNCIL + " " + _OTHER, "b.txt": _COUNCIL + " " + _OTHER.replace("evening", "morning")},
            {"b.txt": (1,)},
        ),
        Example("another wording is a rewrite, not a near-duplicate", {"a.txt": _COUNCIL, "b.txt": _COUNCIL_REWRITTEN}),
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding for each copy after the first."""
        for alignment in corpus.spanning():
            link = alignment.link
            if link.relation is Relation.NEAR_DUPLICATE and ties(alignment):
                message = (
                    f"{_version(link)}is nearly the same text as {link.a} (word 5-gram similarity {link.jaccard:.2f}; "
                    f"{link.coverage_b:.0%} of it stands there, {link.coverage_a:.0%} the other way); "
                    "direction undetermined"
                )
                yield self.pair(corpus, alignment, message, _numbers(link), severity=_severity(link))


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
            {"a.txt": _COUNCIL, "b.txt": _COUNCIL_REWRITTEN},
            {"a.txt": (1,), "b.txt": (1,)},
        ),
        Example("another subject", {"a.txt": _COUNCIL, "b.txt": _OTHER}),
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding a story and peer."""
        for alignment in corpus.both_ways():
            link = alignment.link
            if link.relation is Relation.REWRITE and ties(alignment):
                message = (
                    f"{_version(link)}shares {counted(link.statements, 'aligned statement')} with {link.a}, "
                    f"{_order(link)}: {link.coverage_b:.0%} of this story and {link.coverage_a:.0%} of that one stand "
                    "in aligned passages; direction undetermined"
                )
                yield self.pair(corpus, alignment, message, _numbers(link), severity=_severity(link))


@dataclass(frozen=True, kw_only=True)
class ReusedPassage(PairDetector):
    """A passage stands in another article too, word for word or nearly so.

    ## What it finds
    At least `min-words` words in a row, verbatim or with small edits, in two stories that are
    otherwise not copies of one another. Each of the two gets a finding, at the passage.

    ## Why it matters
    A copied passage in a longer article is invisible to any comparison of whole documents, and
    it is where an unmarked source shows.

    ## What to do
    Look for the source of the passage and credit it, or mark it as a quotation.

    ## When it is wrong
    Statements, laws and speeches are quoted by many. A passage inside quotation marks or in the
    first person is recognised as a shared quotation and not reported; nor is a short passage that
    only begins or ends stories on different subjects (a bio, a disclaimer, a box of links). What
    an outlet repeats of its own earlier articles is a note.
    """

    rule: ClassVar[Rule] = Rule("DUP004", "reused passage", Severity.WARNING, Precision.HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "one paragraph in two different articles",
            {"a.txt": _COUNCIL + "\n\n" + _OTHER, "b.txt": _ROADS + "\n\n" + _PASSAGE},
            {"a.txt": (1,), "b.txt": (3,)},
        ),
        Example(
            "the same words said to all, in quotation marks",
            {"a.txt": _OTHER + f"\n\n“{_PASSAGE}”", "b.txt": _ROADS + f'\n\n"{_PASSAGE}"'},
        ),
    )

    min_words: Annotated[int, Meta(ge=25)] = field(
        default=25, metadata={"help": "Words in a row that make a reused passage."}
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding a story and peer, at their longest passage."""
        for alignment in corpus.both_ways():
            link = alignment.link
            if link.relation is not Relation.PARTIAL_REUSE or not ties(alignment):
                continue
            (peer, _), (dissection, _) = corpus.story(link.a), corpus.story(link.b)
            long = [
                (-shared, passage.b.start, passage)
                for passage in link.passages
                if passage.kind != "reworded"
                and (shared := _own_words(peer.quote(passage.a), dissection.quote(passage.b))) >= self.min_words
            ]
            if long:
                shared, _, passage = min(long, key=lambda one: one[:2])
                yield self.pair(
                    corpus,
                    alignment,
                    f"{_version(link)}shares a passage of {-shared} words with {link.a}, {_wording(passage)}; "
                    "direction undetermined",
                    {"words": -shared, "passages": len(long), **_numbers(link)},
                    (passage.a, passage.b),
                    severity=_severity(link),
                )


@dataclass(frozen=True, kw_only=True)
class CommonUpstream(PairDetector):
    """Two articles share statements that the best attributed of their family does not have.

    ## What it finds
    In a family of stories, the member that credits the family's agency or outlet most often is
    the best attributed. When two others share at least `min-statements` statements that it
    lacks, neither can have them from it: all follow a text that is not among the audited
    articles. Each of the two gets a finding, at its first such statement.

    ## Why it matters
    "A is taken from C" would be false. The source is somewhere else, and the credit tells where
    to look.

    ## What to do
    Find the credited report, add it to the folder or credit it.

    ## When it is wrong
    When two articles have the statements from a second source that the third did not use.
    """

    rule: ClassVar[Rule] = Rule("DUP005", "common upstream", Severity.NOTE, Precision.MEDIUM)
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "two articles go beyond the one that credits the agency",
            {
                "a.txt": _COUNCIL + "\n\n" + _OTHER,
                "b.txt": _COUNCIL_REWRITTEN + "\n\n" + _OTHER,
                "c.txt": _COUNCIL.replace("quay said", "quay told Reuters"),
            },
            {"a.txt": (3,), "b.txt": (3,)},
        ),
        Example(
            "nobody is credited", {"a.txt": _COUNCIL + "\n\n" + _OTHER, "b.txt": _COUNCIL_REWRITTEN, "c.txt": _COUNCIL}
        ),
    )

    min_statements: Count = field(
        default=UNATTRIBUTED_STATEMENTS,
        metadata={"help": "Shared statements that the best attributed article must lack."},
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding a pair whose shared statements point outside the corpus."""
        for family, within in corpus.ties_within_families():
            found = attribution(family.members, corpus.dissections)
            if found.story is None or family.upstream.in_corpus:
                continue
            for alignment in filter(derived, within):
                missing = unattributed(alignment, found.story, corpus.wording)
                if len(missing) < self.min_statements:
                    continue
                for seen, statements in (
                    (alignment, missing),
                    (alignment.mirrored(), tuple(statement.mirrored() for statement in missing)),
                ):
                    message = (
                        f"shares {counted(len(missing), 'statement')} with {seen.link.a} that {found.story}, which "
                        f"credits {found.credited}, does not have: their common upstream is not in the corpus"
                    )
                    first = min(statements, key=lambda statement: statement.b)
                    evidence: dict[str, int | float | str] = {
                        "statements": len(missing),
                        "credited": str(found.credited),
                    }
                    yield self.pair(corpus, seen, message, evidence, (first.a, first.b))


def _own_words(one: str, other: str) -> int:
    """The words of a passage in 5-grams that the other has too, without what was said or posted by others.

    Linear in the words; the smaller count of both directions.
    """
    ours, theirs = (_told(normalise(passage)) for passage in (one, other))
    return min(_held(ours, theirs), _held(theirs, ours))


def _told(text: str) -> list[str]:
    sentences = _SENTENCE.findall(_QUOTED.sub(" ", text))
    return [word for sentence in sentences if not _SAID.search(sentence) for word in words(sentence)]


def _held(ours: list[str], theirs: list[str]) -> int:
    grams = {tuple(theirs[at : at + SHINGLE_WORDS]) for at in range(len(theirs) - SHINGLE_WORDS + 1)}
    held = [False] * len(ours)
    for at in range(len(ours) - SHINGLE_WORDS + 1):
        if tuple(ours[at : at + SHINGLE_WORDS]) in grams:
            held[at : at + SHINGLE_WORDS] = [True] * SHINGLE_WORDS
    return sum(held)


def _version(link: Link) -> str:
    return "of the same outlet: " if link.kind == "version" else ""


def _severity(link: Link) -> Severity | None:
    """A note within one outlet, which may update and repeat what it wrote; else the rule's own."""
    return Severity.NOTE if link.kind == "version" else None


def _numbers(link: Link) -> dict[str, float | str]:
    return {
        "statements": link.statements,
        "aligned_a": link.aligned_a,
        "aligned_b": link.aligned_b,
        "coverage_a": link.coverage_a,
        "coverage_b": link.coverage_b,
        "order": link.order,
        "jaccard": link.jaccard,
    }


def _order(link: Link) -> str:
    return "order kept" if link.order >= 0.9 else f"{link.order:.0%} of them in the same order"


def _wording(passage: Passage) -> str:
    return "word for word" if passage.kind == "verbatim" else "with small changes"
