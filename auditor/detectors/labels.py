"""Labels of a record that leaked into the text, and whether what they state is true."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from msgspec import Meta

from auditor import lexicons
from auditor.anatomy import wording
from auditor.detector import ArticleDetector, Count, Example, Rule, Share, clean, flagged
from auditor.dissection import CONTENT, Dissection
from auditor.model import Block, Finding, Precision, Role, Severity
from auditor.text import WORD, count_words, front_matter_span, visible

_STATED = re.compile(
    r"[\W_]{0,10}(?:(?:total )?words?[ -]?count|words|number of words|length)(?:\s?\([^()\n]{1,20}\))?[*_]{0,3}"
    r"\s{0,3}[:=–—-][*_]{0,3}\s{0,3}(?:[~≈]|(?:about|around|approx\.?|approximately|circa|ca\.|roughly)\s)?\s?"
    r"(?P<number>\d{1,3}(?:[,.\s]\d{3})+|\d{1,7})(?!\s?[-–%/]|[.,]?\d)(?P<unit>\s?words?\b)?",
    re.IGNORECASE,
)
_ROUNDED = re.compile(r"[~≈]|\b(?:about|around|approx|circa|ca\.|roughly|estimate)", re.IGNORECASE)
_LENGTH = re.compile(r"[\W_]{0,10}length", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class WrongWordCount(ArticleDetector):
    """The word count an article states about itself is wrong, however one counts.

    ## What it finds
    A label such as "Word Count: 500" whose number differs from every sensible count by more than
    `tolerance-share` or `tolerance-words`, whichever is larger; a round number that is called
    approximate may be off by what rounding takes or adds. Counted are: the body; the body
    and the headline; everything but headline and labels; everything; each over the lead story and
    over all stories, with hyphenated words as one and as several. The finding stands at the label
    and lists the counts.

    ## Why it matters
    The number was true of another text: of an earlier version, of the text before something was
    cut or appended, or of nothing at all, as when a language model wrote it.

    ## What to do
    Ask for the text the number belongs to, and compare. Remove the label before publishing.

    ## When it is wrong
    When the number is that of a text which the page shows only in part.
    """

    rule: ClassVar[Rule] = Rule("MET001", "stated word count wrong", Severity.WARNING, Precision.VERY_HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("phrases")
    examples: ClassVar[tuple[Example, ...]] = (
        flagged(
            "a count that fits no way of counting",
            "Title: Lighthouse to be automated\nWord Count: 250\n"
            "The last keeper of the lighthouse will leave in October, when its lamps are steered from the mainland. "
            "The harbour board said the change saves it money in every year from the second one on.\n",
            2,
        ),
        flagged(
            "with emphasis, at the end",
            "Lighthouse to be automated\n\n"
            "The last keeper of the lighthouse will leave in October, when its lamps are steered from the mainland. "
            "The harbour board said the change saves it money in every year from the second one on.\n\n"
            "**Word count:** 1,200 words\n",
            5,
        ),
        clean(
            "the body's count",
            "Title: Lighthouse to be automated\nWord Count: 36\n"
            "The last keeper of the lighthouse will leave in October, when its lamps are steered from the mainland. "
            "The harbour board said the change saves it money in every year from the second one on.\n",
        ),
        clean(
            "close enough",
            "Title: Lighthouse to be automated\nWord Count: 40\n"
            "The last keeper of the lighthouse will leave in October, when its lamps are steered from the mainland. "
            "The harbour board said the change saves it money in every year from the second one on.\n",
        ),
    )

    tolerance_share: Share = field(default=0.02, metadata={"help": "How far off a count may be, as a share of it."})
    tolerance_words: Annotated[int, Meta(ge=0)] = field(
        default=5, metadata={"help": "How far off a count may be at least, in words."}
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """The labels whose number fits no count."""
        for block in dissection.blocks(Role.LABEL):
            label = _stated_words(dissection.quote(block.span))
            if label is None:
                continue
            stated, rounded = label
            counts = _counts(dissection)
            nearest = min(counts.values(), key=lambda count: (abs(count - stated), count))
            if abs(nearest - stated) <= max(self.tolerance_words, self.tolerance_share * nearest, rounded):
                continue
            listed = ", ".join(f"{count:,} ({name})" for name, count in _distinct(counts))
            yield self.finding(
                dissection,
                block.span,
                f"The label states {stated:,} words; the text has {listed}.",
                evidence={"stated": stated, **counts},
            )


def _stated_words(label: str) -> tuple[int, float] | None:
    """The number of words a label states and how far it was rounded, None when it states something else.

    "About 1,200" was rounded to hundreds, by 50 at most; a number that is not called so was counted.
    """
    found = _STATED.match(label)
    if not found or (_LENGTH.match(label) and not found["unit"]):
        return None
    stated = int(re.sub(r"\D", "", found["number"]))
    unit = next((unit for unit in (1000, 500, 100, 50, 10) if stated % unit == 0), 0)
    return stated, min(unit / 2, stated / 10) if _ROUNDED.search(found.group()) else 0.0


def _counts(dissection: Dissection) -> dict[str, int]:
    """Every sensible count of an article's words, by what was counted."""
    lead = dissection.stories[0].blocks
    everywhere = tuple(dissection.blocks())
    counts: dict[str, int] = {}
    for blocks, whose in ((lead, ""), (everywhere, ", all stories")):
        if whose and len(dissection.stories) == 1:
            continue
        body = [block for block in blocks if block.role in CONTENT]
        titled = [block for block in blocks if block.role in (*CONTENT, Role.HEADLINE)]
        untitled = [block for block in blocks if block.role not in (Role.LABEL, Role.HEADLINE)]
        choices = {
            "body": body,
            "body and headline": titled,
            _beyond(untitled): untitled,
            "without labels": [block for block in blocks if block.role is not Role.LABEL],
            "everything": list(blocks),
        }
        for name, chosen in choices.items():
            text = "\n".join(dissection.quote(block.span) for block in chosen)
            counts[name + whose] = count_words(text)
            counts[f"{name}{whose}, hyphens apart"] = len(WORD.findall(text))
    return counts


def _beyond(blocks: Sequence[Block]) -> str:
    """A name for the blocks without headline and labels: "body and bio"."""
    others = sorted({block.role.value for block in blocks} - {role.value for role in CONTENT})
    return f"body and {others[0]}" if len(others) == 1 else "without headline and labels"


def _distinct(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Each count once, under the first name that has it, smallest first."""
    named: dict[int, str] = {}
    for name, count in counts.items():
        named.setdefault(count, name)
    return [(name, count) for count, name in sorted(named.items())]


@dataclass(frozen=True, kw_only=True)
class LeakedLabel(ArticleDetector):
    """A label of the record stands in the text.

    ## What it finds
    Lines such as "Title: ...", "Word Count: ...", "Keywords: ..." or "Meta description: ..." among
    the lines of an article. YAML front matter at the head of a Markdown file is a record, not a
    leak. The finding stands at the line.

    ## Why it matters
    Readers should never see them. They show that a text was taken over from a form, a brief or a
    language model's answer without being read.

    ## What to do
    Move the value to the field it belongs to and delete the line.

    ## When it is wrong
    In an article that quotes such a form. On real news it finds lists of tags after the last
    paragraph ("... tagged under: ..."), which are the page's labels and no harm but clutter.
    """

    rule: ClassVar[Rule] = Rule("MET002", "label leaked into text", Severity.WARNING, Precision.VERY_HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("phrases")
    examples: ClassVar[tuple[Example, ...]] = (
        flagged(
            "title and keywords above the text",
            "Title: Night trains return to the coast\nKeywords: trains, travel, coast\n"
            "The railway runs night trains to the coast again from May on, ten years after the last one left.\n",
            1,
            2,
        ),
        flagged(
            "a description with emphasis",
            "Night trains return to the coast\n\n"
            "The railway runs night trains to the coast again from May on, ten years after the last one left.\n\n"
            "**Meta description:** Night trains are back.\n",
            5,
        ),
        clean(
            "front matter",
            "---\ntitle: Night trains return to the coast\nkeywords: trains\n---\n\n"
            "The railway runs night trains to the coast again from May on, ten years after the last one left.\n",
        ),
        clean(
            "a colon in a headline",
            "Night trains: the slow return\n\n"
            "The railway runs night trains to the coast again from May on, ten years after the last one left.\n",
        ),
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """The leaked lines."""
        record = front_matter_span(dissection.article.text)
        last = 0
        for block in dissection.blocks(Role.LABEL):
            line, _ = dissection.lines.position(block.span.start)
            if line == last or (record and block.span.start < record.end):
                continue
            last = line
            name = visible(dissection.quote(block.span)[:60]).partition(":")[0].strip(" *_#>-")
            yield self.finding(
                dissection,
                block.span,
                f"The label “{name}” stands in the text; it belongs to the article's record.",
                evidence={"label": name},
            )


# Labels of a record that say who wrote an article, when it appeared, or where.
_PROVENANCE = re.compile(
    r"[\W_]{0,10}(?:authors?|by|byline|written by|reporter|date|published(?: on)?|updated|publication|publisher|source"
    r"|outlet)"
    r"[*_]{0,3}\s{0,3}:",
    re.IGNORECASE,
)


_KEEPER = (
    "The last keeper of the lighthouse will leave in October, when its lamps are steered from the mainland. The "
    "harbour board said the change saves it money in every year from the second one on. Fishermen are not so sure: a "
    "lamp that fails at night, they say, must be mended at night, and nobody will row out to it from the mainland."
)


@dataclass(frozen=True, kw_only=True)
class NoProvenance(ArticleDetector):
    """Nothing says who wrote the article, when, or for whom.

    ## What it finds
    An article of at least `min-words` without a byline, a date and an outlet: neither its record's
    fields nor its head or tail name any of the three. A dateline, a credit line or a copyright
    notice counts, and so do labels such as "Author:" or "Published:". The finding stands at the first line.

    ## Why it matters
    Nobody can ask the author, tell an old report from a new one, or see what stands behind it.

    ## What to do
    Find out where the text was published before you use it.

    ## When it is wrong
    In folders of plain text whose provenance is kept elsewhere; settings can give a folder its outlet.
    """

    rule: ClassVar[Rule] = Rule("MET003", "no byline, date or outlet", Severity.NOTE, Precision.MEDIUM)
    speaks: ClassVar[tuple[str, ...] | None] = wording.LANGUAGES
    examples: ClassVar[tuple[Example, ...]] = (
        flagged("only a text", f"Lighthouse to be automated\n\n{_KEEPER}\n\n{_KEEPER}\n", 1),
        clean("a byline", f"Lighthouse to be automated\n\nBy Maria Oduya\n\n{_KEEPER}\n\n{_KEEPER}\n"),
        clean("a dateline", f"Lighthouse to be automated\n\nLERWICK (Harbour Gazette) — {_KEEPER}\n\n{_KEEPER}\n"),
        clean("a label", f"Title: A lighthouse\nPublished: 3 May 2024\n{_KEEPER}\n{_KEEPER}\n"),
        clean("a line of a few words", "Lighthouse to be automated\n\nThe last keeper will leave in October.\n"),
    )

    min_words: Count = field(
        default=100, metadata={"help": "Shorter texts are notes, not articles, and are left alone."}
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding at the first line, if nothing is found."""
        record = dissection.article
        if record.byline or record.date or record.outlet or not dissection.stories:
            return
        if count_words(record.text) < self.min_words:
            return
        named = any(True for _ in dissection.blocks(Role.BYLINE, Role.DATELINE, Role.CREDIT))
        if named or any(_PROVENANCE.match(dissection.quote(block.span)) for block in dissection.blocks(Role.LABEL)):
            return
        first = dissection.stories[0].blocks[0]
        yield self.finding(
            dissection,
            first.span,
            "No byline, no date and no outlet: nothing says who wrote this, when, or for whom.",
        )
