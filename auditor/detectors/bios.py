"""Author bios that a program wrote, and bios that are used again."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from auditor import lexicons
from auditor.anatomy import bios
from auditor.detector import ArticleDetector, Corpus, CorpusDetector, Example, Rule, clean, flagged
from auditor.dissection import Dissection
from auditor.model import Block, Finding, Precision, Role, Severity, Strength
from auditor.text import normalise

_TRAM = "The city will buy forty low-floor trams, the council decided on Tuesday after a long debate."
_FARE = "Fares stay as they are until the end of next year, said Maria Oduya, who chairs the transport committee."


@dataclass(frozen=True, kw_only=True)
class GeneratedBio(ArticleDetector):
    """The author's bio was made by a known bio generator.

    ## What it finds
    A line of clauses of which at least two, and most of all, parse under the grammar of a known
    program (TwitterBioGenerator, 2013): a role about one of its fourteen nouns, one of its
    subjects, either of them after one of its adjectives, or one of its fixed sentences.

    ## Why it matters
    Nobody stands behind the article. Sites that publish under invented authors use such programs
    to fill their author boxes.

    ## What to do
    Ask who wrote the article. Do not count it as a source until somebody answers.

    ## When it is wrong
    A person who took a generated bio for a joke. Bare nouns that people use of themselves
    ("Writer. Reader.") are not flagged.
    """

    rule: ClassVar[Rule] = Rule("BIO001", "generated bio", Severity.ERROR, Precision.VERY_HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("bios")
    examples: ClassVar[tuple[Example, ...]] = (
        flagged(
            "last line", f"{_TRAM}\n\n{_FARE}\n\nCoffee maven. Devoted music nerd. Friend of animals everywhere.\n", 5
        ),
        flagged("in curly quotes, CRLF", f"{_TRAM}\r\n{_FARE}\r\n“Beeraholic. Hardcore web ninja. Organizer.”\r\n", 3),
        flagged("in italics", f"{_TRAM}\n{_FARE}\n_Falls down a lot. Pop culture geek._\n", 3),
        clean("nouns anyone uses", f"{_TRAM}\n{_FARE}\nWriter. Reader. Student of cities and their trams at Leeds.\n"),
        clean("a real bio", f"{_TRAM}\n{_FARE}\nMaria Oduya is a freelance writer and coffee lover in Leeds.\n"),
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding for each such line."""
        for block in dissection.blocks(Role.BIO):
            bio = bios.recognise(dissection.quote(block.span))
            if block.strength is Strength.KNOWN and bio:
                yield self.finding(
                    dissection,
                    block.span,
                    f"This author bio was made by a program: {block.reason}.",
                    evidence={"clauses": bio.clauses, "parsed": bio.parsed, "generator": bio.generator or ""},
                )


@dataclass(frozen=True, kw_only=True)
class StaccatoBio(ArticleDetector):
    """The author's bio looks generated.

    ## What it finds
    A line of at least three clauses of at most four words, without a verb and naming nothing: no
    employer, no place, no person; and no paragraph goes on below it. A bio that parses under the grammar of a
    known generator is reported as BIO001 instead.

    ## Why it matters
    Programs write this way; journalists who do name where they work or live.

    ## What to do
    Look the author up. An author without a trace outside the site is a reason to doubt the site.

    ## When it is wrong
    People do write short bios without names, in social media above all, and a list that is set as
    fragments with full stops has the same shape.
    """

    rule: ClassVar[Rule] = Rule("BIO002", "bio that looks generated", Severity.WARNING, Precision.HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("bios")
    examples: ClassVar[tuple[Example, ...]] = (
        flagged(
            "last line",
            f"{_TRAM}\n{_FARE}\nChess tinkerer. Reluctant baker. Part-time sailing champion. Daydreamer.\n",
            3,
        ),
        flagged("in quotes", f"{_TRAM}\n\n{_FARE}\n\n“Astronomy collector. Swimmer. Occasional jazz critic.”\n", 5),
        clean("known grammar, reported as BIO001", f"{_TRAM}\n{_FARE}\nTv buff. Proud gamer. Webaholic.\n"),
        clean("fragments that open a report", f"{_TRAM}\nSteel rails. Copper wire. Wooden seats.\n{_FARE}\n"),
        clean("an employer is named", f"{_TRAM}\n{_FARE}\nWriter. Cook. Former Harbour Gazette editor.\n"),
        clean("a slogan", f"{_TRAM}\n{_FARE}\nFaster. Cheaper. Greener.\n"),
    )

    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """One finding for each such line."""
        for block in dissection.blocks(Role.BIO):
            if block.strength is Strength.LOOKS_LIKE:
                yield self.finding(dissection, block.span, f"This author bio looks generated: {block.reason}.")


# A bio stands among the last blocks of an article.
_TAIL = 4
_MOST_RELATED = 5
_BY = re.compile(r"(?i:by|posted by|written by|reported by|words by|story by)\s+")
_BIO = "Lena Brandt is a freelance writer in Kiel who covers harbours and the people in them."
_OTHER_BIO = "Chess tinkerer. Reluctant baker. Part-time sailing champion. Daydreamer."
_POOL = "The outdoor pool opens a week early this year, because its boiler was replaced over the winter."
_LIFEGUARD = "Three lifeguards were hired from the rowing club, and children under ten swim free until July."


@dataclass(frozen=True)
class _Use:
    """One article that ends in a bio, with who is said to have written it and the text it is a version of."""

    dissection: Dissection
    block: Block
    byline: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ReusedBio(CorpusDetector):
    """One author bio stands under articles of different authors.

    ## What it finds
    The same bio, word for word, in two or more articles whose bylines name different authors; and a
    bio that names nobody (BIO001, BIO002) in two or more articles that are not versions of one text.
    The finding stands at each of them, with the others as related places.

    ## Why it matters
    Of several authors with one life at least all but one are made up.

    ## What to do
    Ask the site who wrote the articles. Do not count them as the work of different people.

    ## When it is wrong
    Where two authors share a byline box, or a byline names the editor who posted the text.
    """

    rule: ClassVar[Rule] = Rule("BIO003", "bio reused", Severity.WARNING, Precision.HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "under two bylines",
            {"a.txt": f"By Lena Brandt\n\n{_TRAM}\n\n{_BIO}\n", "b.txt": f"By Omar Lind\n\n{_POOL}\n\n{_BIO}\n"},
            {"a.txt": (5,), "b.txt": (5,)},
        ),
        Example(
            "a bio of nobody below two articles",
            {"a.txt": f"{_TRAM}\n\n{_FARE}\n\n{_OTHER_BIO}\n", "b.txt": f"{_POOL}\n\n{_LIFEGUARD}\n\n{_OTHER_BIO}\n"},
            {"a.txt": (5,), "b.txt": (5,)},
        ),
        Example(
            "an author's own bio below two of her articles",
            {"a.txt": f"By Lena Brandt\n\n{_TRAM}\n\n{_BIO}\n", "b.txt": f"By Lena Brandt\n\n{_POOL}\n\n{_BIO}\n"},
        ),
        Example("the same without bylines", {"a.txt": f"{_TRAM}\n\n{_BIO}\n", "b.txt": f"{_POOL}\n\n{_BIO}\n"}),
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding an article that ends in such a bio."""
        family = {member: family.id for family in corpus.families for member in family.members}
        found: dict[str, list[_Use]] = defaultdict(list)
        for dissection in corpus.dissections.values():
            for block in _bios(dissection):
                text = family.get(dissection.story_id(dissection.stories[0]), dissection.article.id)
                use = _Use(dissection, block, _byline(dissection), text)
                found[normalise(dissection.quote(block.span))].append(use)
        for uses in found.values():
            yield from self._report(uses)

    def _report(self, uses: Sequence[_Use]) -> Iterator[Finding]:
        bylines = sorted({use.byline for use in uses} - {""})
        texts = {use.text for use in uses}
        nobody = uses[0].block.role is Role.BIO and len(texts) > 1
        if len(bylines) < 2 and not nobody:
            return
        under = f"under {len(bylines)} bylines" if len(bylines) > 1 else "below texts that are no versions of one"
        places = [use.dissection.place(use.block.span) for use in uses[: _MOST_RELATED + 1]]
        for use in uses:
            others = [place for place in places if place.article != use.dissection.article.id]
            yield self.finding(
                use.dissection,
                use.block.span,
                f"This author bio stands in {len(uses):,} articles, {under}.",
                related=others[:_MOST_RELATED],
                evidence={"articles": len(uses), "bylines": len(bylines)},
            )


def _bios(dissection: Dissection) -> Iterator[Block]:
    """The bio at the end of an article: one of a program, or one that introduces its author."""
    blocks = list(dissection.blocks())[-_TAIL:]
    for block in blocks:
        if block.role is Role.BIO or bios.describes_author(dissection.quote(block.span)):
            yield block
            return


def _byline(dissection: Dissection) -> str:
    """Who is said to have written an article, "" when nobody is."""
    written = next((dissection.quote(block.span) for block in dissection.blocks(Role.BYLINE)), "")
    return normalise(_BY.sub("", dissection.article.byline or written, count=1))
