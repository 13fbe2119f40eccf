"""Author bios that a program wrote."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from auditor.anatomy import bios
from auditor.detector import ArticleDetector, Example, Rule, clean, flagged
from auditor.dissection import Dissection
from auditor.model import Finding, Precision, Role, Severity, Strength

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
