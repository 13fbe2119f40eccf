"""Quotations within one article: without a speaker, without a partner for a mark."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import ClassVar

from auditor import lexicons
from auditor.detector import ArticleDetector, Count, Example, Rule, clean, flagged
from auditor.dissection import Dissection
from auditor.model import Finding, Precision, Severity, Span
from auditor.sourcing import Sourcing, facts

# A whole utterance between its marks: from a capital to a mark that ends a sentence or hands over.
_UTTERANCE = re.compile(r"[\"“”„«'‘`]{1,2}\W{0,3}(?=[^\W\d_])[^a-z].*[.!?,…]\W{0,3}", re.DOTALL)
_INTRODUCES = re.compile(r"(?:[:?…\"“”»]|\.{3,})[.\s*_>'’]*\Z")
_SIGNS = re.compile(r"[\s*_>]*+[-–—―~\"“„«'‘]")
# How much of the text around a mark is shown, in characters.
_SHOWN = 40
# How far from its place in the text a quotation is displayed, in characters.
_DISPLAYED = 10_000


@dataclass(frozen=True, kw_only=True)
class OrphanQuote(ArticleDetector):
    """A quotation stands alone, and nothing near it says who speaks.

    ## What it finds
    A paragraph that is one quotation of at least `min-words` words, when no speaker stands in the
    same or a neighbouring sentence, and no person in the one before, by full name, noun or pronoun.
    A quotation that is introduced by a colon or a question, signed below, next to another one, or
    repeated for display is passed over. The finding stands at the quotation.

    ## Why it matters
    A statement nobody made cannot be checked. Speakers get lost when paragraphs are cut or moved.

    ## What to do
    Name the speaker, or find the paragraph the quotation belongs to.

    ## When it is wrong
    Mottoes, lines of verse and forms that are quoted have no speaker; and a speaker may be known
    from further up, as is common in long reports. It is a note, not a warning, for that reason.
    """

    rule: ClassVar[Rule] = Rule("QTE001", "orphan quote", Severity.NOTE, Precision.MEDIUM)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("sourcing")
    examples: ClassVar[tuple[Example, ...]] = (
        flagged(
            "between two paragraphs about something else",
            "The bakery on the corner closed its doors for good at the weekend, after ninety years.\n\n"
            '"We could have gone on for another ten years with a fair rent."\n\n'
            "The building belongs to a fund, which wants to turn its ground floor into offices.\n",
            3,
        ),
        flagged(
            "in curly marks, CRLF",
            "The night bus to the valley has been cancelled from next month on, after ten years.\r\n\r\n"
            "“Nobody asked those who clean the offices how they get to work.”\r\n\r\n"
            "A new timetable will be published in June.\r\n",
            3,
        ),
        clean(
            "the speaker stands in the paragraph before",
            "The bakery closed at the weekend, and its owner Ada Lunt said that the rent was to blame.\n\n"
            '"We could have gone on for another ten years with a fair rent."\n\n'
            "The building belongs to a fund, which wants to turn its ground floor into offices.\n",
        ),
        clean("a title is no quotation", 'The museum shows "The Long Way Down to the River and Back" until May.'),
        clean(
            "a quotation that goes on",
            "“We could have gone on for ten years,” said Ada Lunt.\n\n“But the rent was more than we could pay.”\n\n"
            "The building belongs to a fund, which wants to turn its ground floor into offices.\n",
        ),
    )

    min_words: Count = field(default=8, metadata={"help": "Words of a quotation from which it needs a speaker."})

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding an orphan."""
        for story in dissection.stories:
            found = facts(dissection, story)
            for number, quote in enumerate(found.quotes):
                if found.known and quote.words >= self.min_words and _is_orphan(dissection.article.text, found, number):
                    yield self.finding(
                        dissection,
                        quote.span,
                        f"a quotation of {quote.words} words without a speaker in the same or a neighbouring sentence",
                        evidence={"words": quote.words},
                    )


def _is_orphan(text: str, found: Sourcing, number: int) -> bool:
    """Whether a quotation is a paragraph of its own that nothing around it gives to a speaker."""
    quote = found.quotes[number]
    at = bisect_right(found.paragraphs, quote.span.start, key=lambda paragraph: paragraph.start) - 1
    if not quote.alone or not 0 < at < len(found.paragraphs) - 1:
        return False
    before, own, after = found.paragraphs[at - 1 : at + 2]
    beside = text[own.start : quote.span.start] + text[quote.span.end : own.end]
    if any(map(str.isalnum, beside)) or not _UTTERANCE.fullmatch(text, quote.span.start, quote.span.end):
        return False
    if _INTRODUCES.search(text[before.start : own.start][-_SHOWN:]) or _SIGNS.match(text, quote.span.end):
        return False
    if _repeated(text, quote.span):
        return False
    gaps = [(one.span.end, other.span.start) for one, other in pairwise(found.quotes[max(0, number - 1) : number + 2])]
    listed = any(not any(map(str.isalnum, text[end:start])) for end, start in gaps)
    quoted = any(before.start <= end < own.start or own.end <= start < after.end for end, start in gaps)
    return not listed and not quoted


def _repeated(text: str, span: Span) -> bool:
    """Whether a quotation is set apart for display: its words stand in the text again, not far away."""
    said = text[span.start : span.end].strip("\"“”„«»'‘’` ")[:_SHOWN]
    around = text[max(0, span.start - _DISPLAYED) : span.end + _DISPLAYED]
    return around.find(said) != around.rfind(said)


@dataclass(frozen=True, kw_only=True)
class UnbalancedQuotation(ArticleDetector):
    """A quotation mark has no partner.

    ## What it finds
    Double quotation marks of any style that do not pair within their paragraph. Marks of
    different styles may pair with one another, quotations may stand within quotations, and a
    quotation may go on over paragraphs. Single quotation marks, apostrophes and primes are left
    alone. One finding a paragraph, at the first such mark.

    ## Why it matters
    Where a quotation begins or ends cannot be told. Often part of a sentence was lost.

    ## What to do
    Compare with the source, and put in what is missing.

    ## When it is wrong
    In transcripts and verse with a practice of their own.
    """

    rule: ClassVar[Rule] = Rule("QTE005", "unbalanced quotation", Severity.NOTE, Precision.HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        flagged("a mark too many", 'He said the ship would sail at noon.".', 1),
        flagged("never closed", "“The ship will sail at noon, he said.\n\nNobody was on the quay.\n", 1),
        flagged("closed twice, in Markdown", '> "The ship will sail," he said. It did not.”\n\nNobody came.\n', 1),
        clean("mixed styles", '“The ship will sail at noon," he said, and „not before.“'),
        clean("a quotation within one", "“They told me “no” to my face,” she said."),
        clean("over paragraphs", "“The ship will sail at noon.\n\n“It will come back on Friday,” he said.\n"),
        clean("a measure", "The keeper is 6'2\" tall and the door 5'11\" high."),
        clean("apostrophes", "'Twas the crew's ship, the owners' loss and rock 'n' roll."),
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding a paragraph."""
        for story in dissection.stories:
            found = facts(dissection, story)
            reported = -1
            for mark in found.unpaired:
                at = bisect_right(found.paragraphs, mark.start, key=lambda span: span.start) - 1
                if at != reported:
                    reported = at
                    span = _in_its_words(dissection.article.text, mark, found.paragraphs[at])
                    yield self.finding(dissection, span, "a double quotation mark without a partner in its paragraph")


def _in_its_words(text: str, mark: Span, paragraph: Span) -> Span:
    """A mark with some words on the side on which it has them, so that it can be seen."""
    behind = text.rfind(" ", paragraph.start, max(paragraph.start, mark.start - _SHOWN)) + 1 or paragraph.start
    if mark.start > paragraph.start and not text[mark.start - 1].isspace():
        return Span(behind, mark.end)
    ahead = text.find(" ", mark.end + _SHOWN, paragraph.end)
    return Span(mark.start, ahead if ahead > 0 else paragraph.end)
