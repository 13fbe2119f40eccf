"""DRF: facts that two articles put differently where they say the same.

Which of two facts is right is not known, nor who changed it: messages are symmetric.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from auditor import lexicons
from auditor.detector import Corpus, Example, PairDetector, Rule
from auditor.model import Alignment, Drift, Fact, Finding, Link, Precision, Relation, Severity, Span
from auditor.text import clip, counted

# Facts a message lists, and characters of each that it quotes.
_LISTED, _QUOTED = 3, 60

_FERRY = (
    "The ferry Morning Star ran aground on a sandbank off Port Ellis on Tuesday with at least 40 passengers on board. "
    "Captain Helen Marsh told the harbour office that the engine room had taken in water before the ship struck. "
    "The company reportedly ignored three warnings about the pumps from its own engineers last winter. "
    "Lifeboats from two neighbouring islands brought the passengers ashore within an hour, and nobody was hurt. "
    "The inquiry will not examine the state of the older ships of the fleet, the transport office said. "
    "Repairs to the hull are expected to cost 4.2 million pounds and to last until the end of the summer."
)
_FERRY_REWRITTEN = (
    "With at least 40 passengers on board, the ferry Morning Star went aground on Tuesday on a bank off Port Ellis. "
    "The engine room had taken in water before the ship struck, Captain Helen Marsh told the harbour office. "
    "Three warnings about the pumps from its own engineers were reportedly ignored by the company last winter. "
    "Within an hour lifeboats from two neighbouring islands brought the passengers ashore, and nobody was hurt. "
    "The transport office said the inquiry will not examine the state of the fleet's older ships. "
    "Repairing the hull is expected to cost £4.2m and to last until the end of the summer."
)


_CLINIC = (
    "The children's clinic in Harlow Springs has treated 1,240 patients for lead poisoning since the plant opened. "
    "The plant's owner, Steven Okafor, allegedly ignored letters about the color of its dust two years ago. "
    "Blood tests found raised levels in 38 percent of the children who live within a mile of the chimneys. "
    "The state never tested the soil of the playground behind the school, according to its own records. "
    "A judge will hear the parents' case against the company on March 14 in the county courthouse. "
    "Okafor has offered $2.5 million for new windows and filters in the neighborhood's homes and schools."
)
_CLINIC_REWRITTEN = (
    "Since the plant opened, 1,240 patients have been treated for lead poisoning at the children’s clinic in Harlow "
    "Springs. Two years ago Steven Okafor, the plant’s owner, allegedly ignored letters about the colour of its dust. "
    "Raised levels were found by blood tests in 38 per cent of the children living within a mile of the chimneys. "
    "According to its own records the state never tested the soil of the playground behind the school. "
    "The parents’ case against the company will be heard by a judge on 14 March in the county courthouse. "
    "For new windows and filters in the neighbourhood’s homes and schools Okafor has offered 2.5 million dollars."
)


def _pair(title: str, *edits: tuple[str, str], drifts: bool, text: str = _FERRY, other: str = "") -> Example:
    """A story twice, the second time in other words and with these parts replaced."""
    other = other or _FERRY_REWRITTEN
    for old, new in edits:
        if old not in other:
            raise ValueError(f"the example has no {old!r}")
        other = other.replace(old, new)
    return Example(title, {"a.txt": text, "b.txt": other}, {"a.txt": (1,), "b.txt": (1,)} if drifts else {})


def _clinic(title: str, *edits: tuple[str, str], drifts: bool) -> Example:
    """The same with a report in American spelling, and British spelling in the second article."""
    return _pair(title, *edits, drifts=drifts, text=_CLINIC, other=_CLINIC_REWRITTEN)


@dataclass(frozen=True, kw_only=True)
class _Drift(PairDetector):
    """One kind of drift: one finding a story and peer, at the first statement that shows it."""

    kind: ClassVar[Fact]
    what: ClassVar[tuple[str, str]]
    absent: ClassVar[str] = "nothing"

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding a story and peer."""
        for alignment in corpus.alignments:
            if not any(drift.kind is self.kind for drift in alignment.link.drift):
                continue
            told_at, direction = corpus.told_at(alignment)
            for at in told_at:
                yield self._found(corpus, alignment if at == "b" else alignment.mirrored(), direction)

    def _found(self, corpus: Corpus, alignment: Alignment, direction: str) -> Finding:
        """The finding in the second story of an alignment."""
        found = sorted(
            (drift for drift in alignment.link.drift if drift.kind is self.kind), key=lambda drift: (drift.b, drift.a)
        )
        message = f"{counted(len(found), *self.what)} from {alignment.link.a}: {self._told(found)}; {direction}"
        evidence: dict[str, int | str] = {
            "differences": len(found),
            "here": " | ".join(self._said(drift.said_b) for drift in found[:_LISTED]),
            "there": " | ".join(self._said(drift.said_a) for drift in found[:_LISTED]),
        }
        severity = self.graded(alignment.link)
        return self.pair(corpus, alignment, message, evidence, _statement(alignment, found[0]), severity=severity)

    def graded(self, link: Link) -> Severity:
        """How bad a difference is in such a link."""
        del link
        return self.rule.severity

    def _told(self, found: Sequence[Drift]) -> str:
        told = [f"here {self._said(drift.said_b)}, there {self._said(drift.said_a)}" for drift in found[:_LISTED]]
        more = len(found) - _LISTED
        return "; ".join(told) + (f"; and {more:,} more" if more > 0 else "")

    def _said(self, said: str) -> str:
        return f"“{clip(said, _QUOTED)}”" if said else self.absent


def _statement(alignment: Alignment, drift: Drift) -> tuple[Span, Span]:
    """The statement in which two facts stand, or the facts themselves when they stand in no one statement."""
    for statement in alignment.statements:
        in_a = statement.a.start <= drift.a.start and drift.a.end <= statement.a.end
        if in_a and statement.b.start <= drift.b.start and drift.b.end <= statement.b.end:
            return statement.a, statement.b
    return drift.a, drift.b


@dataclass(frozen=True, kw_only=True)
class NumberDiffers(_Drift):
    """A number is another one in an article that makes the same statement.

    ## What it finds
    In aligned sentences of two articles that share text, one number each that counts the same thing
    (the same unit, currency or head noun) in like surroundings, and has another value. Digits and
    words, "4.2m" and "4.2 million", "per cent" and "%" are read alike. Two numbers that may both be
    said of one amount are no difference: rounded ones, "nearly 2 million" beside 1.97 million, "at
    least 40" beside 47. Nor is a number that the other article has elsewhere. Left out are years,
    clock times, scores, ranges, shares ("two of three") and numbers in names, and statements of
    which most numbers or names differ, for they tell of two things. Where only a part of two
    articles is shared it is a note: the part may be a form filled in anew. Each of the two articles
    gets a finding, at its first such statement; where one is known to be upstream, only the other
    does.

    ## Why it matters
    One of the two is wrong, or out of date, and a reader cannot know which.

    ## What to do
    Look the number up where both articles have it from, and correct or date it.

    ## When it is wrong
    Recurring pieces in the same words (polls, market reports, columns) report other numbers each
    time. In later versions of one story a number may have been brought up to date: both were right.
    """

    rule: ClassVar[Rule] = Rule("DRF001", "number differs", Severity.ERROR, Precision.HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("drift")
    kind: ClassVar[Fact] = Fact.NUMBER
    what: ClassVar[tuple[str, str]] = ("number differs", "numbers differ")
    examples: ClassVar[tuple[Example, ...]] = (
        _pair("another number of passengers, in words", ("at least 40", "at least sixty"), drifts=True),
        _pair("another price in another spelling", ("£4.2m", "£2.4m"), drifts=True),
        _pair("the same numbers, in words and digits", ("two neighbouring", "2 neighbouring"), drifts=False),
        _pair("within the bound the other gives", ("at least 40", "47"), drifts=False),
        _clinic("another share of the children", ("38 per cent", "83 per cent"), drifts=True),
        _clinic("per cent, curly quotation marks, dollars in words", drifts=False),
        _clinic("a rounded number", ("1,240 patients", "Some 1,200 patients"), drifts=False),
        _clinic("a share in other words", ("38 per cent of the children", "three in eight children"), drifts=False),
    )

    def graded(self, link: Link) -> Severity:
        """A note where only a part is shared."""
        return Severity.NOTE if link.relation is Relation.PARTIAL_REUSE else self.rule.severity


@dataclass(frozen=True, kw_only=True)
class PrecisionDiffers(_Drift):
    """A number stands against a vague quantifier in an article that makes the same statement.

    ## What it finds
    In aligned sentences of two articles that share text, a number on one side and "multiple",
    "numerous", "several", "many", "dozens of" or the like on the other, before the same noun in
    like surroundings; elsewhere in the two only when each has one such amount of the thing,
    described by a common word. Each of the two articles gets a finding, at its first such
    statement, or at the amount when the sentences are not aligned; where one is known to be
    upstream, only the other does.

    ## Why it matters
    A number can be checked, "numerous" cannot. Rewriting by language models often makes this step.

    ## What to do
    Take over the number with its source.

    ## When it is wrong
    When the noun means another group in each sentence.
    """

    rule: ClassVar[Rule] = Rule("DRF002", "precision differs", Severity.WARNING, Precision.HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("drift")
    kind: ClassVar[Fact] = Fact.PRECISION
    what: ClassVar[tuple[str, str]] = ("number is vague on one side", "numbers are vague on one side")
    examples: ClassVar[tuple[Example, ...]] = (
        _pair("at least 40 beside numerous", ("at least 40", "numerous"), drifts=True),
        _pair("a number of warnings beside several", ("Three warnings", "Several warnings"), drifts=True),
        _pair("the same numbers", ("Three warnings", "3 warnings"), drifts=False),
        _clinic("hundreds of patients", ("1,240 patients", "hundreds of patients"), drifts=True),
    )


@dataclass(frozen=True, kw_only=True)
class QualifierDiffers(_Drift):
    """The same number is a bound or an estimate in one article and not, or another one, in the other.

    ## What it finds
    In aligned sentences of two articles that share text, one number of the same thing with
    qualifiers that do not agree: "at least", "up to", "about", "nearly", "more than" on one side
    and nothing, or another kind, on the other. "At least" and "more than" agree, and so do "nearly"
    and "about". Each of the two articles gets a finding, at its first such statement; where one is
    known to be upstream, only the other does.

    ## Why it matters
    "At least 40" is what was known, "40" claims to be the number.

    ## What to do
    Take the qualifier over as the source has it.

    ## When it is wrong
    When the sentence says the bound in another way ("the minimum wage is 12 pounds").
    """

    rule: ClassVar[Rule] = Rule("DRF003", "qualifier differs", Severity.WARNING, Precision.HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("drift")
    kind: ClassVar[Fact] = Fact.QUALIFIER
    what: ClassVar[tuple[str, str]] = ("number is exact in another way", "numbers are exact in another way")
    examples: ClassVar[tuple[Example, ...]] = (
        _pair("at least is gone", ("at least 40", "40"), drifts=True),
        _pair("a lower bound beside an upper one", ("at least 40", "up to 40"), drifts=True),
        _pair("an estimate beside a number", ("Three warnings", "About three warnings"), drifts=True),
        _pair("the same bound in other words", ("at least 40", "no fewer than forty"), drifts=False),
        _clinic("up to an amount", ("2.5 million dollars", "up to 2.5 million dollars"), drifts=True),
    )


@dataclass(frozen=True, kw_only=True)
class HedgeDiffers(_Drift):
    """A claim is hedged in one article and a plain fact in the other.

    ## What it finds
    In aligned sentences of two articles that share text, "reportedly", "alleged", "appears to",
    "may" or the like before a claim that the other sentence names in the same words without any
    hedge, modal verb, reporting verb or quotation mark of its own. Each of the two articles gets a
    finding, at its first such statement; where one is known to be upstream, only the other does.

    ## Why it matters
    An allegation told as a fact is a graver statement, and may be libel.

    ## What to do
    Find out what is established, and whose claim it is.

    ## When it is wrong
    When the claim was confirmed between the two articles, or is hedged in the sentence before.
    """

    rule: ClassVar[Rule] = Rule("DRF004", "hedge differs", Severity.WARNING, Precision.MEDIUM)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("drift")
    kind: ClassVar[Fact] = Fact.HEDGE
    what: ClassVar[tuple[str, str]] = ("claim is hedged on one side", "claims are hedged on one side")
    absent: ClassVar[str] = "no hedge"
    examples: ClassVar[tuple[Example, ...]] = (
        _pair("reportedly is gone", ("were reportedly ignored", "were ignored"), drifts=True),
        _pair("another hedge is a hedge", ("were reportedly ignored", "were allegedly ignored"), drifts=False),
        _pair("a modal verb is a hedge", ("were reportedly ignored", "could have been ignored"), drifts=False),
        _clinic("allegedly is gone", ("allegedly ignored", "ignored"), drifts=True),
    )


@dataclass(frozen=True, kw_only=True)
class NegationDiffers(_Drift):
    """One article denies what the other states.

    ## What it finds
    In aligned sentences of two articles that share text, one "not", "never", "no" or the like where
    the other sentence has the same words around it, and no negator nor any word that may stand for
    one ("refused", "without", "unlikely"). Each of the two articles gets a finding, at its first
    such statement; where one is known to be upstream, only the other does.

    ## Why it matters
    A lost "not" turns a statement into its opposite.

    ## What to do
    Check the source, and correct the one that is wrong.

    ## When it is wrong
    When the other sentence denies by a word that is not in the list.
    """

    rule: ClassVar[Rule] = Rule("DRF005", "negation differs", Severity.ERROR, Precision.MEDIUM)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("drift")
    kind: ClassVar[Fact] = Fact.NEGATION
    what: ClassVar[tuple[str, str]] = ("statement is denied on one side", "statements are denied on one side")
    absent: ClassVar[str] = "no negation"
    examples: ClassVar[tuple[Example, ...]] = (
        _pair("the inquiry will examine them after all", ("will not examine", "will examine"), drifts=True),
        _pair("denied in another word", ("will not examine", "refused to examine"), drifts=False),
        _pair("denied in a contraction", ("will not examine", "won’t examine"), drifts=False),
        _clinic("never is gone", ("state never tested", "state tested"), drifts=True),
        _clinic("did not for never", ("never tested", "did not test"), drifts=False),
    )


@dataclass(frozen=True, kw_only=True)
class SubjectDiffers(_Drift):
    """The same thing is said of one name here and of another there.

    ## What it finds
    In two articles that share text, a predicate that stands once in each, a participle with its
    complement ("caught off-guard", "found guilty"), said of another name: "caught Hezbollah
    off-guard" beside "Iran was caught off-guard". Each of the two articles gets a finding, at its
    first such statement, or at the name when the sentences are not aligned; where one is known to
    be upstream, only the other does.

    ## Why it matters
    It tells another story with the words of the first.

    ## What to do
    Check whom the source names.

    ## When it is wrong
    When it is true of both, or the two names mean one person or group.
    """

    rule: ClassVar[Rule] = Rule("DRF006", "subject differs", Severity.WARNING, Precision.EXPERIMENTAL)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("drift")
    kind: ClassVar[Fact] = Fact.SUBJECT
    what: ClassVar[tuple[str, str]] = ("name stands by the same predicate", "names stand by the same predicate")
    examples: ClassVar[tuple[Example, ...]] = (
        _pair(
            "another island was caught off guard",
            ("Repairing the hull", "Port Ellis was caught off-guard by the storm. Repairing the hull"),
            drifts=False,
        ),
        Example(
            "the same predicate of two towns",
            {
                "a.txt": f"{_FERRY} The storm had caught Port Ellis off-guard.",
                "b.txt": f"{_FERRY_REWRITTEN} Stow Haven was caught off-guard by the storm.",
            },
            {"a.txt": (1,), "b.txt": (1,)},
        ),
    )


@dataclass(frozen=True, kw_only=True)
class NameDiffers(_Drift):
    """A person has another given name, title or spelling in an article that makes the same statement.

    ## What it finds
    In aligned sentences of two articles that share text, a surname with another given name or a
    title that excludes the other's (Captain and Colonel, Mr and Ms), or a given name with a surname
    one or two letters apart. Short forms ("Mike"), initials and accents are no difference, nor is a
    name that the other article has too. Each of the two articles gets a finding, at its first such
    statement; where one is known to be upstream, only the other does.

    ## Why it matters
    It may be another person.

    ## What to do
    Look the name up.

    ## When it is wrong
    Names from other scripts are spelled in several ways, and relatives share a surname.
    """

    rule: ClassVar[Rule] = Rule("DRF007", "name or title differs", Severity.WARNING, Precision.MEDIUM)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("drift")
    kind: ClassVar[Fact] = Fact.NAME
    what: ClassVar[tuple[str, str]] = ("name or title differs", "names or titles differ")
    examples: ClassVar[tuple[Example, ...]] = (
        _pair("a letter more", ("Helen Marsh", "Helen Marsch"), drifts=True),
        Example(
            "another given name, and the surname again",
            {
                "a.txt": f"{_FERRY} Marsh has sailed for many years.",
                "b.txt": f"{_FERRY_REWRITTEN.replace('Helen Marsh', 'Judith Marsh')} Marsh has sailed for many years.",
            },
            {"a.txt": (1,), "b.txt": (1,)},
        ),
        _pair("an initial more", ("Helen Marsh", "Helen R. Marsh"), drifts=False),
        _pair("the surname alone", ("Captain Helen Marsh", "Captain Marsh"), drifts=False),
        _clinic("another spelling of the surname", ("Steven Okafor", "Steven Okafar"), drifts=True),
    )


@dataclass(frozen=True, kw_only=True)
class DateDiffers(_Drift):
    """A date is another one, or gone vague, in an article that makes the same statement.

    ## What it finds
    In aligned sentences of two articles that share text and name nothing else differently: two
    days, months, years or weekdays that exclude each other, or a date on one side and "recently",
    "in recent weeks" or the like on the other, in like surroundings. A date that the other article
    has elsewhere is no difference. Each of the two articles gets a finding, at its first such
    statement; where one is known to be upstream, only the other does.

    ## Why it matters
    The order of events hangs on it, and a vague date hides how old the news is.

    ## What to do
    Look the date up, and print it.

    ## When it is wrong
    When both tell of an event that happens again and again.
    """

    rule: ClassVar[Rule] = Rule("DRF008", "date differs", Severity.WARNING, Precision.HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("drift")
    kind: ClassVar[Fact] = Fact.DATE
    what: ClassVar[tuple[str, str]] = ("date differs", "dates differ")
    examples: ClassVar[tuple[Example, ...]] = (
        _pair("another weekday", ("on Tuesday", "on Thursday"), drifts=True),
        _pair("gone vague", ("on Tuesday", "recently"), drifts=True),
        _pair("the same day", ("on Tuesday on", "on Tuesday, on"), drifts=False),
        _clinic("another day", ("14 March", "24 March"), drifts=True),
    )
