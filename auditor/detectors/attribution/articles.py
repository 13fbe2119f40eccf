"""Attribution within one article: bare, without an agent, buried."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from auditor import lexicons
from auditor.detector import ArticleDetector, Count, Example, Rule, Share, clean, flagged
from auditor.dissection import Dissection
from auditor.model import Finding, Precision, Role, Severity
from auditor.outlets import CREDIT_LANGUAGES, Credit
from auditor.sourcing import facts
from auditor.text import begins_within, counted

# They supply pictures and no reports.
_PICTURE_AGENCIES = frozenset({"Getty Images", "European Pressphoto Agency", "Alamy", "Shutterstock"})

_BARE = (
    "The reform of the pension fund has entered a decisive phase. Growing costs and a shrinking workforce have put "
    "the fund under pressure, and the coming months will show whether the system can be kept in balance. "
    "Contributions rise, benefits stagnate, and confidence wanes. The situation remains fluid, with many interests "
    "at stake and little room for error. Employers hope for relief while workers look for security. "
)


@dataclass(frozen=True, kw_only=True)
class BareAttribution(ArticleDetector):
    """The article says of nearly nothing where it comes from.

    ## What it finds
    A story of at least `min-words` words with fewer than `max-cues` cues in 100 words (a cue is a
    reporting verb with a speaker, or "according to"), no direct quotation, at most `max-numerals`
    numerals and neither a citation nor a credit of an agency or outlet. The conjunction matters: few cues alone are
    found in 18 % of honest articles, all four together in 0.4 % (measured on PolNeAR, Newell et
    al., 2018), nearly all of them essays; so a text in which the author speaks as "I" or "we" is
    passed over. The finding stands at the first paragraph.

    ## Why it matters
    News that names no speaker, quotes nobody, gives no figure and credits nobody cannot be
    checked. Rewriting by language models leaves texts like this.

    ## What to do
    Ask for the sources. If it is an essay or a column, mark it as one.

    ## When it is wrong
    Columns, essays and explanatory pieces may be written so and be honest.
    """

    rule: ClassVar[Rule] = Rule("ATT002", "attribution-bare news", Severity.WARNING, Precision.HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("sourcing")
    examples: ClassVar[tuple[Example, ...]] = (
        flagged("long and without any source", _BARE * 5, 1),
        flagged("below a headline, CRLF", "A Reform at the Crossroads\r\n\r\n" + _BARE * 5 + "\r\n", 3),
        clean("too short to say", _BARE),
        clean("one figure after another", _BARE * 5 + "The fund lost 3.1, 2.7 and 4.4 percent in three years."),
        clean("quotes somebody", _BARE * 5 + "“We cannot go on like this for long,” the fund's director said."),
        clean("a column", _BARE * 5 + "I do not believe in it, and my neighbours laugh when I tell them why."),
        clean("credits an agency", _BARE * 5 + "\n\n(With inputs from AFP)"),
    )

    min_words: Count = field(default=250, metadata={"help": "Words of a story from which it is judged."})
    max_cues: float = field(default=0.6, metadata={"help": "Cues in 100 words below which a story is bare."})
    max_numerals: int = field(default=2, metadata={"help": "Numerals a bare story may have at most."})
    max_first_person: int = field(
        default=2, metadata={"help": "Words such as “I” and “our” beyond which a story is an essay, no news."}
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """The bare stories."""
        for story in dissection.stories:
            found = facts(dissection, story)
            if not found.known or found.words < self.min_words or found.quotes or found.credits:
                continue
            if found.cue_rate >= self.max_cues or found.numerals > self.max_numerals:
                continue
            if found.first_person > self.max_first_person or found.cites:
                continue
            yield self.finding(
                dissection,
                found.paragraphs[0],
                f"{counted(found.words, 'word')} with {counted(len(found.cues), 'cue')} "
                f"({found.cue_rate:.1f} in 100 words), no quotation, {counted(found.numerals, 'numeral')}, no credit",
                evidence={"words": found.words, "cues": len(found.cues), "quotes": 0, "numerals": found.numerals},
            )


@dataclass(frozen=True, kw_only=True)
class AgentlessAttribution(ArticleDetector):
    """Again and again somebody said something, and nobody is named.

    ## What it finds
    At least `min-phrases` phrases in a story that report a statement without anybody who made it:
    "it was noted that", "reportedly", "it is believed", "observers have warned". The finding stands
    at the first of them, with the others as related places.

    ## Why it matters
    Such phrases look like attribution and cannot be checked. One is a habit; several in a text
    with few other sources show that there is nobody behind it.

    ## What to do
    Name who noted, believes or warned, or leave the statement out.

    ## When it is wrong
    In long reports that use them for side remarks, and about rumours as such.
    """

    rule: ClassVar[Rule] = Rule("ATT006", "agentless attribution", Severity.NOTE, Precision.MEDIUM)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("sourcing")
    examples: ClassVar[tuple[Example, ...]] = (
        flagged(
            "three in one paragraph",
            "The merger of the two dairies has reportedly been agreed. It was noted that the smaller of the two "
            "had made losses for years. Observers in the valley have warned that the price of milk will fall.",
            1,
        ),
        flagged(
            "over several paragraphs",
            "The museum's director will leave in June.\n\nIt is believed that she was asked to go. _Reportedly_ a "
            "successor has been found.\n\nCritics say that the board has learnt nothing.\n",
            3,
        ),
        clean(
            "named every time", "The director said she would leave. Her deputy, Jan Brook, noted that it was her wish."
        ),
        clean("one of them", "The merger has reportedly been agreed, and the dairies will announce it on Monday."),
    )

    min_phrases: Count = field(default=3, metadata={"help": "Phrases without an agent from which a story is reported."})
    per_words: Count = field(
        default=500, metadata={"help": "Longer stories are reported from one such phrase in so many words."}
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding a story."""
        for story in dissection.stories:
            sourcing = facts(dissection, story)
            found = sourcing.agentless
            if len(found) >= max(self.min_phrases, sourcing.words / self.per_words):
                yield self.finding(
                    dissection,
                    found[0],
                    f"{len(found)} phrases report a statement and nobody who made it",
                    related=[dissection.place(span) for span in found[1:]],
                    evidence={"phrases": len(found)},
                    content=[dissection.quote(story.span)],
                )


@dataclass(frozen=True, kw_only=True)
class BuriedCredit(ArticleDetector):
    """The only credit of an agency stands where few will read it.

    ## What it finds
    A story of at least `min-words` words that credits agencies only in the last `tail` of its
    text, or only in captions, where a name alone in brackets does not say what it is credited
    for. A photographer or the word photo beside it does: such a credit is the picture's. The
    finding stands at the first of these credits.

    ## Why it matters
    Readers who stop earlier take an agency's report for the outlet's own, and so do programs that
    read the head of a text.

    ## What to do
    Name the agency in the dateline, the byline or an early paragraph, if the report is the agency's.

    ## When it is wrong
    When only the photograph is the agency's, or only a detail near the end.
    """

    rule: ClassVar[Rule] = Rule("ATT007", "buried credit", Severity.NOTE, Precision.HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = CREDIT_LANGUAGES
    examples: ClassVar[tuple[Example, ...]] = (
        flagged("in the last line", _BARE * 2 + "\n\n" + _BARE + "\n\nWith inputs from AFP\n", 5),
        flagged(
            "in a caption only",
            "A pensioner waits outside the fund's office in Marlow (Reuters)\n\n" + _BARE * 3,
            1,
        ),
        clean("early in the text", "The fund is to be reformed, Reuters reported on Monday.\n\n" + _BARE * 3),
        clean("no agency at all", _BARE * 3),
    )

    min_words: Count = field(default=150, metadata={"help": "Words of a story from which it is judged."})
    tail: Share = field(default=0.1, metadata={"help": "The share of the text that counts as its end."})

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding a story."""
        for story in dissection.stories:
            found = facts(dissection, story)
            if found.words < self.min_words:
                continue
            captions = [block.span for block in story.blocks if block.role is Role.CAPTION]
            first, last = found.paragraphs[0].start, found.paragraphs[-1].end
            tail = last - self.tail * (last - first)
            captioned = [c for c in found.agencies if begins_within(c.span, captions) and _bare(dissection, c)]
            told = [c for c in found.agencies if not begins_within(c.span, captions) and c.form != "photo"]
            late = [c for c in told if c.span.start >= tail]
            agencies = told or captioned
            if agencies and len(late) == len(told):
                names = sorted({credit.name for credit in agencies})
                yield self.finding(
                    dissection,
                    agencies[0].span,
                    f"{', '.join(names)} is credited only {'at the end of the text' if told else 'in a caption'}",
                    evidence={"credits": len(agencies), "words": found.words},
                    content=[dissection.quote(story.span)],
                )


def _bare(dissection: Dissection, credit: Credit) -> bool:
    """Whether a credit is a name alone in brackets, which need not be the photographer's or the picture's."""
    quote = dissection.quote(credit.span)
    named = dissection.outlets.lookup(quote) if quote.startswith(("(", "[")) else None
    return named is not None and named.name == credit.name and named.name not in _PICTURE_AGENCIES
