"""The signals an article gives by itself."""

from collections.abc import Iterator
from itertools import chain

from auditor.anatomy.citations import parse
from auditor.detector import ArticleDetector
from auditor.dissection import Dissection
from auditor.model import Finding, Role, Signal
from auditor.reliability.table import MEASURES, Measure, from_findings, signal
from auditor.sourcing import Sourcing, facts
from auditor.text import count_words, counted

# An article with fewer words of any kind has its noise measured as if it had so many: one line of
# page furniture below a brief is no more noise than below a report.
_NOISE_WORDS = 300
_NOISE = (Role.CHROME, Role.WIDGET, Role.TEASER)
# From this grade on a citation can be looked up (`anatomy.citations`: outlet, title and date).
_VERIFIABLE = 3


def own(dissection: Dissection) -> tuple[Signal, ...]:
    """The signals an article gives by itself: O(its length)."""
    return (
        *_sourcing(facts(dissection, dissection.stories[0])),
        *_citations(dissection),
        *_noise(dissection),
        *chain.from_iterable(
            from_findings(measure, article_findings(measure, dissection)) for measure in MEASURES if not measure.shared
        ),
    )


def article_findings(measure: Measure, dissection: Dissection) -> Iterator[Finding]:
    """What those rules of a measure find that need one article only."""
    for rule in measure.rules:
        if issubclass(rule, ArticleDetector):
            yield from rule().judge(dissection)


def _sourcing(found: Sourcing) -> Iterator[Signal]:
    if found.known and found.words:
        yield signal("cues", found.cue_rate, f"{counted(len(found.cues), 'cue')} in {counted(found.words, 'word')}")
        named = sum(cue.given == "name" for cue in found.cues)
        told = named + sum(cue.given == "class" for cue in found.cues)
        if told:
            yield signal("named speakers", named / told, f"{named} of {counted(told, 'speaker')} given by name")
        said = sum(quote.cue is not None for quote in found.quotes)
        why = f"{counted(said, 'quotation')} with a speaker in {counted(found.words, 'word')}"
        yield signal("quotations", 100 * said / found.words, why)
        if (unnamed := len(found.anonymous)) > named:
            why = f"{counted(unnamed, 'unnamed source')}, {counted(named, 'speaker')} given by name"
            yield signal("unnamed sources", unnamed - named, why)
    elif found.words:
        yield signal("cues", 0, "not measured: the words of sources are not known in this language")
    if names := sorted({credit.name for credit in found.credits if credit.form != "photo"}):
        yield signal("credits", len(names), f"credits {', '.join(names)}")


def _citations(dissection: Dissection) -> Iterator[Signal]:
    grades = [
        citation.grade
        for block in dissection.blocks(Role.CITATION)
        if (citation := parse(dissection.quote(block.span), dissection.outlets))
    ]
    verifiable = sum(grade >= _VERIFIABLE for grade in grades)
    for name, number in (
        ("verifiable citations", verifiable),
        ("unverifiable citations", len(grades) - verifiable),
    ):
        if number:
            yield signal(name, number, f"{number} of {counted(len(grades), 'citation')}")


def _noise(dissection: Dissection) -> Iterator[Signal]:
    noise = sum(count_words(dissection.quote(block.span)) for block in dissection.blocks(*_NOISE))
    if noise:
        words = count_words(dissection.article.text)
        yield signal("noise", noise / max(words, _NOISE_WORDS), f"{noise} of {counted(words, 'word')}")
