"""The one table of the reliability grade: what is measured, and what each value is worth."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from auditor.detector import Detector
from auditor.detectors.appended import AppendedStory
from auditor.detectors.attribution import (
    AgentlessAttribution,
    BareAttribution,
    MissingAttribution,
    OwnDateline,
    UncreditedAnonymousSources,
)
from auditor.detectors.bios import GeneratedBio, StaccatoBio
from auditor.detectors.citations import DecorativeCitations, MalformedLink, PlaceholderCitation
from auditor.detectors.integrity import ControlCharacters, HiddenCharacters, Mojibake
from auditor.detectors.labels import LeakedLabel, WrongWordCount
from auditor.detectors.quotes import OrphanQuote, UnbalancedQuotation
from auditor.model import Finding, Grade, Signal
from auditor.text import counted

# The points from which each grade is given, best first. An article of which nothing is known has
# 0 points: B is "nothing against it" or one blemish, A has to be earned by sourcing.
GRADES: tuple[tuple[Grade, int], ...] = (("A", 3), ("B", -1), ("C", -3), ("D", -6), ("E", -9))
WORST: Grade = "F"


@dataclass(frozen=True)
class Measure:
    """One row of the table: what is measured, and its points from each value on, ascending.

    `rules` are the rules whose findings are counted, with their default settings. A measure that
    is `shared` counts only in members of families: what others tell, too, is news and no essay.
    """

    name: str
    group: Literal["sourcing", "originality", "integrity", "cleanliness"]
    what: str
    bands: tuple[tuple[float, int], ...]
    rules: tuple[type[Detector], ...] = ()
    shared: bool = False

    def points(self, value: float) -> int:
        """The points of the last band that a value reaches, 0 below the first."""
        return next((points for least, points in reversed(self.bands) if value >= least), 0)


# Bands of cues and quotations are the lowest fifth and the median of 1,000 ordinary news articles:
# the lowest fifth earns nothing, the upper half everything. The first band of noise is what one in
# a hundred of them has (benchmarks/grades.py).
MEASURES = (
    Measure(
        "cues",
        "sourcing",
        "places in 100 words where a statement is tied to who made it",
        ((0.8, 1), (1.6, 2)),
    ),
    Measure("named speakers", "sourcing", "share of the speakers who are named, not only classed", ((0.5, 1),)),
    Measure("quotations", "sourcing", "direct quotations with a speaker, in 100 words", ((0.3, 1), (0.8, 2))),
    Measure("credits", "sourcing", "agencies and other outlets credited in the text", ((1, 1),)),
    Measure("verifiable citations", "sourcing", "citations that can be looked up", ((1, 1), (3, 2))),
    Measure("unverifiable citations", "sourcing", "citations that cannot be looked up", ((1, -1), (3, -3))),
    Measure(
        "decorative citations",
        "sourcing",
        "citations that close nearly every paragraph and give nothing",
        ((1, -4),),
        (DecorativeCitations,),
    ),
    Measure(
        "faulty citations",
        "sourcing",
        "placeholders in citations, and links that can lead nowhere",
        ((1, -1), (3, -2)),
        (PlaceholderCitation, MalformedLink),
    ),
    Measure("unnamed sources", "sourcing", "unnamed sources beyond the number of named speakers", ((1, -1),)),
    Measure(
        "agentless attribution",
        "sourcing",
        "stories with statements that nobody made",
        ((1, -1),),
        (AgentlessAttribution,),
    ),
    Measure(
        "bare attribution",
        "sourcing",
        "long stories that others tell, too, without cues, quotations, figures and credits",
        ((1, -2),),
        (BareAttribution,),
        shared=True,
    ),
    Measure(
        "uncredited reuse",
        "originality",
        "share of the story that preceding members of its family have, too",
        ((0.1, -1), (0.25, -3), (0.5, -4), (0.8, -5)),
    ),
    Measure(
        "uncredited upstream",
        "originality",
        "credits of the family's upstream that the article lacks",
        ((1, -3),),
        (MissingAttribution, UncreditedAnonymousSources, OwnDateline),
    ),
    Measure("stated word count", "integrity", "stated word counts that are wrong", ((1, -2),), (WrongWordCount,)),
    Measure("leaked labels", "integrity", "labels in the text", ((1, -1), (2, -2)), (LeakedLabel,)),
    Measure("quotation marks", "integrity", "paragraphs with unpaired marks", ((1, -1),), (UnbalancedQuotation,)),
    Measure("orphan quotations", "integrity", "quotations nobody says", ((2, -1),), (OrphanQuote,)),
    Measure(
        "characters",
        "integrity",
        "kinds of damaged, hidden or control characters",
        ((1, -1), (2, -2)),
        (Mojibake, HiddenCharacters, ControlCharacters),
    ),
    Measure("fact drift", "integrity", "facts that preceding members of its family put otherwise", ((1, -1), (3, -2))),
    Measure(
        "noise",
        "cleanliness",
        "share of words in page furniture, widgets and teasers",
        ((0.05, -1), (0.15, -2), (0.3, -3)),
    ),
    Measure("generated bios", "cleanliness", "bios made by a program", ((1, -3),), (GeneratedBio, StaccatoBio)),
    Measure("appended stories", "cleanliness", "other stories after the end", ((1, -1), (3, -2)), (AppendedStory,)),
)
_BY_NAME = {measure.name: measure for measure in MEASURES}


def signal(name: str, value: float, why: str) -> Signal:
    """The signal of a measure for a value of it."""
    rounded = round(value, 3)  # what is shown is what is judged
    return Signal(name=name, value=rounded, points=_BY_NAME[name].points(rounded), why=why)


def from_findings(measure: Measure, findings: Iterable[Finding]) -> Iterator[Signal]:
    """The signal of a measure that counts findings, when there are any."""
    rules = [f"{finding.rule} {finding.name}" for finding in findings]
    if rules:
        listed = ", ".join(dict.fromkeys(rules))
        yield signal(measure.name, len(rules), f"{counted(len(rules), 'finding')} of {listed}")
