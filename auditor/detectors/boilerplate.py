"""Page furniture left in an article: chrome, widgets, repeated heads, teasers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from msgspec import Meta

from auditor import lexicons
from auditor.anatomy import leftovers
from auditor.anatomy.heads import LEAST_WORDS
from auditor.anatomy.phrases import line_key
from auditor.detector import ArticleDetector, Example, Rule, clean, flagged
from auditor.dissection import CONTENT, Dissection
from auditor.model import Block, Finding, Precision, Role, Severity, Story, Strength
from auditor.text import count_words

_FERRY = "The night ferry to the islands was cancelled on Sunday after gales closed the harbour for ten hours."
_REFUND = "Passengers will be rebooked or refunded, the operator said in a statement, and extra sailings were added."
_DAM = "Engineers lowered the reservoir by three metres before dawn to relieve pressure on the old dam wall."
_VALLEY = "Residents of the valley were told to stay with relatives until inspectors had finished their work."


_REPORT = f"{_FERRY}\n{_REFUND}\n{_DAM}\n{_VALLEY}"
_JOIN = "Join us on Instagram."
_LEARN = "Learn more about our free course."


@dataclass(frozen=True, kw_only=True)
class PageChrome(ArticleDetector):
    """A line is furniture of the page, not part of the article.

    ## What it finds
    A line of its own that is navigation, share, comment, subscription, cookie or advertising
    furniture, compared as a whole with a list of known phrases. One finding a line, at that line.

    ## Why it matters
    Furniture shows that the text was scraped and not checked. It distorts word counts, makes
    unrelated articles look alike, and teaches models trained on it to print "Share this".

    ## What to do
    Delete the line, and mend the extractor that let it through.

    ## When it is wrong
    A text of its own that spells one of the phrases as a line: a newsletter's section "Top news" or
    "In case you missed it", a chant ("Spread the word"), "Advertising" above a business section.
    """

    rule: ClassVar[Rule] = Rule("BLP001", "page chrome", Severity.WARNING, Precision.VERY_HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("phrases")
    examples: ClassVar[tuple[Example, ...]] = (
        flagged("comment box at the end", f"{_FERRY}\n\n{_REFUND}\n\nPost a Comment\n", 5),
        flagged("advertising between paragraphs", f"{_DAM}\r\nADVERTISEMENT\r\n{_VALLEY}\r\n", 2),
        flagged(
            "share and newsletter, in bold", f"**Share this article**\n\n{_DAM}\n\n_Sign up for our newsletter_\n", 1, 5
        ),
        flagged("a newsletter with a name", f"{_DAM}\n{_VALLEY}\nSign up for the Harbour Morning newsletter\n", 3),
        clean("more of the same report", f"{_DAM}\nMore from the report:\n“{_VALLEY}”\n"),
        clean("the words in a sentence", f"{_FERRY}\nReaders asked how to leave a comment on the operator’s plans.\n"),
        clean("an article about advertising", "Advertisement spending fell by a tenth in spring, the agency said.\n"),
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding for each line of chrome."""
        for block in dissection.blocks(Role.CHROME):
            if block.strength is Strength.KNOWN:
                yield self.finding(dissection, block.span, f"This line is {block.reason}, not part of the article.")


@dataclass(frozen=True, kw_only=True)
class LikelyChrome(ArticleDetector):
    """A line looks like furniture of the page.

    ## What it finds
    A line that no list of phrases knows and that a model takes for furniture by its words (calls to
    act, newsletters and offers, related stories, credits, a site's words about itself), its shape,
    its neighbours and its place. The message names the words' subjects. Rows of figures and tables
    are never flagged, nor are texts in languages the model has no words for.

    ## Why it matters
    Extractors leave such lines in one page of two. They are the site's and not the article's, and
    are left out of comparisons.

    ## What to do
    Look at the line. Delete it when it is not the article's, and mend the extractor.

    ## When it is wrong
    Short lines of guides, recipes and reviews that speak to the reader, lists of works or offices,
    and what a newsletter says of itself.
    """

    rule: ClassVar[Rule] = Rule("BLP007", "line that looks like furniture", Severity.NOTE, Precision.MEDIUM)
    speaks: ClassVar[tuple[str, ...] | None] = leftovers.LANGUAGES
    examples: ClassVar[tuple[Example, ...]] = (
        flagged("offers in the tail", f"{_REPORT}\n{_REPORT}\n{_JOIN}\n{_LEARN}\n", 9, 10),
        clean("an article", f"{_REPORT}\n{_REPORT}\n"),
        clean("a short quotation", f"{_REPORT}\n“We will sail,” she said.\n{_REPORT}\n"),
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding for each such line."""
        for block in dissection.blocks(Role.CHROME):
            if block.strength is Strength.LOOKS_LIKE:
                yield self.finding(dissection, block.span, f"This line looks like page furniture: {block.reason}.")


@dataclass(frozen=True, kw_only=True)
class WidgetToken(ArticleDetector):
    """A short token stands alone on its line again and again.

    ## What it finds
    The same token of at most three letters alone on its line, twice or more in one file, where it
    counts nothing and names no speaker: what a font-size switch or an icon leaves behind.

    ## Why it matters
    It shows that the text was scraped from a page template, and often where one story ends.

    ## What to do
    Delete the line, and mend the extractor.

    ## When it is wrong
    A transcript in which one person alone is named by initials, or a table with one code.
    """

    rule: ClassVar[Rule] = Rule("BLP002", "widget token", Severity.WARNING, Precision.HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        flagged("the text size switch", f"TT\n{_FERRY}\n{_REFUND}\nTT\n{_DAM}\n", 1, 4),
        flagged("with CRLF line ends", f"AA\r\n\r\n{_DAM}\r\n\r\nAA\r\n\r\n{_VALLEY}\r\n", 1, 5),
        clean("once only", f"TT\n{_FERRY}\n{_REFUND}\n"),
        clean("an interview", f"Q:\n{_FERRY}\nA:\n{_REFUND}\nQ:\n{_DAM}\nA:\n{_VALLEY}\n"),
        clean("initials of two speakers", f"JR\n{_FERRY}\nMK\n{_REFUND}\nJR\n{_DAM}\nMK\n{_VALLEY}\n"),
        clean("sections in Roman numerals", f"II\n{_FERRY}\nIII\n{_REFUND}\nII\n{_DAM}\n"),
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding for each line that is such a token."""
        for block in dissection.blocks(Role.WIDGET):
            yield self.finding(dissection, block.span, f"This is a leftover of a page widget: {block.reason}.")


@dataclass(frozen=True, kw_only=True)
class RepeatedHead(ArticleDetector):
    """A headline or caption is printed more than once above its story.

    ## What it finds
    The same headline or caption line twice or more in the head of one story. One finding a
    repeated line, at its first repetition; the related place is where it stands first.

    ## Why it matters
    A template prints its head for several screen sizes. The copies are not the story; they
    inflate counts and make articles of one site look alike.

    ## What to do
    Keep the first, delete the others.

    ## When it is wrong
    A standfirst that is meant to repeat the headline word for word. An advertisement or a reader
    poll that is printed twice above the article is reported, too, and called a caption or headline.
    """

    rule: ClassVar[Rule] = Rule("BLP003", "repeated headline or caption", Severity.WARNING, Precision.VERY_HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        flagged(
            "headline and caption twice",
            "Harbour Town Waits for the First Ferry in Ten Days\n\n"
            "Fishermen mend their nets on the quay (Reuters)\nFishermen mend their nets on the quay (Reuters)\n\n"
            f"Harbour Town Waits for the First Ferry in Ten Days\n\n{_FERRY}\n\n{_REFUND}\n",
            4,
            6,
        ),
        flagged(
            "differing only in quotation marks",
            "Mayor calls the old dam ‘safe enough’ for now\nMayor calls the old dam 'safe enough' for now\n"
            f"{_DAM}\n{_VALLEY}\n",
            2,
        ),
        clean("printed once", f"Harbour Town Waits for the First Ferry in Ten Days\n\n{_FERRY}\n\n{_REFUND}\n"),
        clean("a refrain", f"Harbour town waits\n{_FERRY}\nHarbour town waits\n{_REFUND}\n"),
    )

    min_words: Annotated[int, Meta(ge=LEAST_WORDS)] = field(
        default=6, metadata={"help": "Shorter lines recur for other reasons and are left alone."}
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding for each line that recurs in a story's head."""
        for story in dissection.stories:
            occurrences: dict[str, list[Block]] = {}
            for block in _head(story):
                text = dissection.quote(block.span)
                if count_words(text) >= self.min_words:
                    occurrences.setdefault(line_key(text), []).append(block)
            repeated = [blocks for blocks in occurrences.values() if len(blocks) > 1]
            for first, *again in sorted(repeated, key=lambda blocks: blocks[1].span):
                yield self.finding(
                    dissection,
                    again[0].span,
                    f"This {first.role} stands {len(again) + 1} times above its story.",
                    related=[dissection.place(first.span)],
                    evidence={"times": len(again) + 1},
                )


def _head(story: Story) -> Iterator[Block]:
    """The headlines and captions above a story's first paragraph."""
    for block in story.blocks:
        if block.role in CONTENT:
            return
        if block.role in (Role.HEADLINE, Role.CAPTION):
            yield block


@dataclass(frozen=True, kw_only=True)
class Teaser(ArticleDetector):
    """The headline of another story stands in the article.

    ## What it finds
    A headline next to furniture that announces other stories ("Next article", "Read more: ..."),
    or lines shaped like headlines after the last paragraph. One finding a line, at that line.

    ## Why it matters
    A teaser names people and events the article is not about, and so creates false matches in
    search and in comparisons with other articles.

    ## What to do
    Delete the line together with its announcement.

    ## When it is wrong
    After the last paragraph: facts in a list, captions and subheads without a full stop, where what
    stood around them was lost; a line that advertises an app, a book or a film instead of a story; a
    column that is a list of links. After "Read more": the next question of an interview.
    """

    rule: ClassVar[Rule] = Rule("BLP004", "teaser", Severity.WARNING, Precision.HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("phrases")
    examples: ClassVar[tuple[Example, ...]] = (
        flagged(
            "announced on its own line",
            f"{_FERRY}\n\nRead more: Island schools close for a second day\n\n{_REFUND}\n",
            3,
        ),
        flagged(
            "after its announcement", f"{_DAM}\n{_VALLEY}\nNext story\nVillagers Fight Plan to Drown Their Church\n", 4
        ),
        flagged(
            "a list of them",
            f"{_DAM}\n\n{_VALLEY}\n\n### Related stories\n\nVillagers Fight Plan to Drown Their Church\n\n"
            "Five questions about the country’s ageing dams\n",
            7,
            9,
        ),
        flagged("after the last paragraph", f"{_FERRY}\n{_REFUND}\nLighthouse Keeper Retires After Forty Winters\n", 3),
        flagged(
            "a link to another story",
            f"{_FERRY}\nWho pays when the island ferry stays in port? Read more\n{_REFUND}\n",
            2,
        ),
        clean("a subhead", f"{_FERRY}\n\nExtra sailings until Friday\n\n{_REFUND}\n"),
        clean("a fact without a full stop", f"{_DAM}\n{_VALLEY}\nThe dam was built in 1931 and has held ever since\n"),
        clean(
            "a list the text announces",
            f"{_FERRY}\nThe ports concerned are these:\nSt Mary’s harbour on the north side\n",
        ),
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding for each teaser."""
        for block in dissection.blocks(Role.TEASER):
            yield self.finding(dissection, block.span, f"This line advertises another story: {block.reason}.")
