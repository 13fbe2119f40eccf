"""Stories that stand after the end of the article."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from auditor.anatomy import years
from auditor.anatomy.stories import REPEATED_HEAD
from auditor.detector import ArticleDetector, Example, Rule, clean, flagged
from auditor.dissection import Dissection, content
from auditor.model import Finding, Precision, Role, Severity, Story
from auditor.text import count_words

_FERRY = (
    "The night ferry to the islands was cancelled on Sunday after gales closed the harbour for ten hours.\n\n"
    "Passengers will be rebooked or refunded, the operator said, and extra sailings were added for the week.\n\n"
)
_DAM = (
    "Engineers lowered the reservoir by three metres before dawn to relieve pressure on the old dam wall.\n\n"
    "Residents of the valley were told to stay with relatives until inspectors had finished their work.\n"
)
_DAM_CAPTION = "The dam seen from the air on February {day}, {year}. REUTERS/Ada Ahlgren\n"
_DAM_AGAIN = _DAM_CAPTION.format(day=13, year=2026) * 2
_LONG_FERRY = (
    f"{_FERRY}Ferry captains had warned the harbour office about the gales on Friday evening. Islanders slept in the "
    "terminal, where volunteers served soup and blankets, and the ferry operator opened a lounge.\n\n"
    "The harbour office said ferries would sail again once gales had eased. Passengers with tickets for the night "
    "ferry may sail on any day this week, and islanders may bring their cars without paying.\n\n"
)
_DAM_HEAD = "Valley Emptied as Old Dam Is Checked for Cracks"
_LONG_DAM = (
    f"{_DAM_HEAD}\n\n"
    f"{_DAM}\nInspectors found cracks in the dam wall after a week of rain filled the reservoir to its brim. Divers "
    "will examine the foundations while engineers keep the reservoir low until concrete is injected.\n\n"
    "Valley residents blamed the water board, which had postponed repairs of the dam wall since 2009. Its chairman "
    "promised a public inquiry and compensation for farmers whose cattle had to be moved uphill.\n"
)
_NAMES = (
    "North: Ada Ahlgren, Bo Birkett, Cora Castell, Dag Dunmore, Edda Eklund, Finn Farrow, Greta Gould, Hal Hobday, Ida "
    "Ibsen, Jon Jarvis, Kit Kilbride, Lena Lund, Max Mercer, Nora Nyman, Olof Orchard, Pia Pettersson, Rolf Rudd.\n\n"
    "South: Sten Salter, Tove Thorne, Ulf Umber, Vera Vance, Walt Wickham, Yrsa Young, Aron Abbot, Beth Blom, Carl "
    "Crane, Dora Dahl, Egon Ewing, Faye Fors, Gus Granger, Hedda Holm, Ivor Ives, Jane Jonsson, Karl Kent.\n"
)
_GALLERY = (
    "Waves break over the harbour wall on Sunday morning (AFP)",
    "A fishing boat that lost its moorings in the gale (AFP)",
    "Passengers wait in the terminal for news of their ferry (AFP)",
    "Volunteers hand out blankets in the old customs house (AFP)",
    "The first ferry leaves the harbour after the storm (AFP)",
)


@dataclass(frozen=True, kw_only=True)
class AppendedStory(ArticleDetector):
    """Another story begins after the article's end.

    ## What it finds
    Text after the article that tells something else: begun by a headline and captions that a page
    template repeats (an error), or, without a template, by what many weaker cues make together (a
    warning): the words change, names are introduced again or for the first time, a paragraph is
    worded like the first of an article, a line above it reads like a headline and fits it, a
    byline, an agency's dateline or a caption stands there. Their weights are trained on news with
    and without a story appended; no cue is enough alone. The place is the first line of the
    appended story; the evidence names the cues that held, and the share of its words the lead
    story has too.

    ## Why it matters
    Pages that load the next article while one scrolls leave several in one file. Each then counts
    as one source for all of them: wrong matches, wrong dates, wrong names in search.

    ## What to do
    Split the file at the line, and compare the parts apart (this audit already does).

    ## When it is wrong
    Columns, round-ups and newsletters hold several stories on purpose, and are the usual false
    warnings. A story on the same subject without a headline is missed more often than found. The
    cues of wording are trained on English; in other languages a headline, byline or agency's
    dateline has to stand there.
    """

    rule: ClassVar[Rule] = Rule("APP001", "appended story", Severity.ERROR, Precision.HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        flagged(
            "a template's next article",
            f"{_FERRY}Valley Emptied as Old Dam Is Checked for Cracks\n\n"
            "The dam seen from the air last spring (AFP)\nThe dam seen from the air last spring (AFP)\n\n"
            f"Valley Emptied as Old Dam Is Checked for Cracks\n\n{_DAM}",
            5,
        ),
        flagged(
            "with CRLF line ends",
            (
                f"{_FERRY}Valley Emptied as Old Dam Is Checked for Cracks\nThe dam seen last spring (AFP)\nTT\n"
                f"Valley Emptied as Old Dam Is Checked for Cracks\nThe dam seen last spring (AFP)\n\n{_DAM}"
            ).replace("\n", "\r\n"),
            5,
        ),
        flagged("no template, a headline and other words", f"{_LONG_FERRY}{_LONG_DAM}", 9),
        clean("a repeated head of the article itself", "Ferry Cancelled as Gales Close the Harbour\n" * 2 + _FERRY),
        clean("subheads", f"{_FERRY}- Extra sailings\n\n{_FERRY}- Refunds\n\n{_FERRY}"),
        clean("one article", _FERRY + _FERRY),
        clean("other words alone, as in a list of names", f"{_LONG_FERRY}{_NAMES}"),
        clean("a wire's subhead in capitals", f"{_LONG_FERRY}FERRY OPERATOR PROMISES REFUNDS\n\n{_LONG_FERRY}"),
        clean(
            "a gallery under one title",
            _LONG_FERRY + "".join(f"The storm in pictures\n{line}\n{line}\n" for line in _GALLERY) + _LONG_FERRY,
        ),
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding for each story but the lead."""
        for story in dissection.stories[1:]:
            words = sum(count_words(dissection.quote(block.span)) for block in content(story))
            cues = "; ".join(story.cues)
            yield self.finding(
                dissection,
                story.blocks[0].span,
                f"Another story of {words} words begins here: {cues}. "
                f"{story.similarity:.0%} of its words occur in the lead story.",
                severity=None if story.cues[0].startswith(REPEATED_HEAD) else Severity.WARNING,
                evidence={"story": story.index, "words": words, "similarity": story.similarity, "cues": cues},
            )


# What dates a story: pictures are taken, and lines stamped, when it is told.
_DATING = (Role.CAPTION, Role.DATELINE, Role.BYLINE)
_APART = 2


@dataclass(frozen=True, kw_only=True)
class DifferentTimes(ArticleDetector):
    """Stories of one file were told years apart.

    ## What it finds
    An appended story whose dating year is two years or more from the lead's. A story is dated by
    the latest year of its captions, datelines and bylines, of dates in its text that a weekday is
    given with ("on Wednesday, March 4, 2026"), and the lead also by its record. Where nothing dates
    the lead, the latest year it names is held against the appended story's, if any. Years that a
    dated story only mentions ("the war of 2006") do not count.

    ## Why it matters
    Such a file was put together from a site's archive and its news of the day: its date is wrong
    for one of them, and readers take old events for new.

    ## What to do
    Date the stories apart, each by its own page.

    ## When it is wrong
    A caption of an archive picture that does not say so dates a story too early. A lead that no
    date stands in is dated by the years it names, which may all be history.
    """

    rule: ClassVar[Rule] = Rule("APP002", "stories of different times", Severity.NOTE, Precision.MEDIUM)
    examples: ClassVar[tuple[Example, ...]] = (
        flagged(
            "captions three years apart",
            f"A Ferry in the Gale\n\nThe harbour on May 3, 2023. REUTERS/Bo Birkett\n\n{_FERRY}"
            f"{_DAM_HEAD}\n{_DAM_AGAIN}{_DAM_HEAD}\n\n{_DAM}",
            9,
        ),
        flagged(
            "only the appended story is dated, and the lead names an old year",
            f"{_FERRY}The harbour was last closed in 2019.\n\n{_DAM_HEAD}\n{_DAM_AGAIN}{_DAM_HEAD}\n\n{_DAM}",
            7,
        ),
        clean(
            "of one winter",
            f"A Ferry in the Gale\n\nThe harbour on December 3, 2025. REUTERS/Bo Birkett\n\n{_FERRY}"
            f"{_DAM_HEAD}\n{_DAM_AGAIN}{_DAM_HEAD}\n\n{_DAM}",
        ),
        clean("nothing dates the lead", f"{_FERRY}{_DAM_HEAD}\n{_DAM_AGAIN}{_DAM_HEAD}\n\n{_DAM}"),
        clean(
            "history in a dated lead",
            f"A Ferry in the Gale\n\nThe harbour on January 3, 2026. REUTERS/Bo Birkett\n\n{_FERRY}"
            f"The worst gale was that of 1998.\n\n{_DAM_HEAD}\n{_DAM_AGAIN}{_DAM_HEAD}\n\n{_DAM}",
        ),
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding for each story that is years from the lead."""
        if not dissection.stories[1:]:
            return
        lead, *appended = dissection.stories
        year = max(_dated(dissection, lead), default=None)
        named = None if year else max(_named(dissection, lead), default=None)
        for story in appended:
            own = max(_dated(dissection, story), default=None)
            if own is None:
                continue
            if year is not None and abs(own - year) >= _APART:
                message = f"This story is dated {own}, the lead story {year}."
            elif named is not None and own - named >= _APART:
                message = f"This story is dated {own}; the lead story bears no date and names no year after {named}."
            else:
                continue
            yield self.finding(
                dissection,
                story.blocks[0].span,
                message,
                evidence={"story": story.index, "year": own, "lead": year or named or 0},
            )


def _dated(dissection: Dissection, story: Story) -> frozenset[int]:
    """The years that date a story."""
    found = [years.dated(dissection.quote(block.span)) for block in story.blocks if block.role in _DATING]
    found += [years.dated_by_weekday(dissection.quote(block.span)) for block in content(story)]
    if story.lead:
        found.append(years.named(dissection.article.date))
    return frozenset().union(*found)


def _named(dissection: Dissection, story: Story) -> frozenset[int]:
    return frozenset().union(*(years.named(dissection.quote(block.span)) for block in content(story)))
