"""Fact drift: what two stories say otherwise where they tell the same.

A ledger, not an accusation: entries are symmetric, and which of two facts is right is not known.
Nothing is recorded where the wording leaves room for both to be right.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from auditor import lexicons
from auditor.dissection import Dissection
from auditor.drift import amounts, dates, names, quantities, subjects, wording
from auditor.drift.amounts import Side
from auditor.drift.dates import Date
from auditor.drift.lexicon import Lexicon, english
from auditor.drift.likeness import Said, likeness
from auditor.drift.names import Name
from auditor.drift.quantities import Quantity
from auditor.drift.subjects import Role
from auditor.drift.words import Word, within, words
from auditor.model import Alignment, Drift, Fact, Span, Statement, Story
from auditor.outlets import Credit

# Code points of a side beyond which a statement is no sentence, and is not compared.
LONGEST_STATEMENT = 2_000
# Statements of a pair that are compared: two books are not held against each other fact by fact.
MOST_STATEMENTS = 2_000
# Stories whose facts are kept at hand: pairs come sorted by their first story.
STORIES_KEPT = 512


@dataclass(frozen=True)
class Facts:
    """What a story says, read once: its words, and the facts among them in order."""

    text: str
    words: tuple[Word, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[Date, ...]
    names: tuple[Name, ...]
    roles: tuple[Role, ...]
    credits: tuple[Credit, ...]
    amounts: Mapping[str, Sequence[Quantity]]
    surnames: frozenset[str]
    parts: frozenset[tuple[str, str]]


def read(dissection: Dissection, story: Story) -> Facts:
    """The facts of a story. O(length)."""
    lexicon, text = english(), dissection.article.text
    found = words(dissection, story)
    counted = quantities.quantities(found, lexicon, text)
    return Facts(
        text=text,
        words=found,
        quantities=counted,
        amounts=amounts.by_unit(counted),
        dates=dates.dates(found, lexicon),
        names=names.names(found, lexicon),
        roles=subjects.roles(found, lexicon),
        credits=tuple(one for one in dissection.credits(story.span) if one.form == "attribution"),
        surnames=names.alone(found),
        parts=subjects.beside(found),
    )


class Ledger:
    """The drift of many pairs of stories; a story is read once for the pairs that follow one another."""

    def __init__(self, dissections: Mapping[str, Dissection]) -> None:
        """Drift between stories of these articles, by their ids."""
        self._dissections = dissections
        self._facts = lru_cache(maxsize=STORIES_KEPT)(self._read)

    def drift(self, alignment: Alignment) -> tuple[Drift, ...]:
        """The differences in facts between the two stories of an alignment, in the order of the first.

        Compared are the first 2,000 statements, of up to 2,000 code points a side, in English;
        other languages give nothing.
        """
        a, b = self._facts(alignment.link.a), self._facts(alignment.link.b)
        return differences(a, b, alignment.statements) if a and b else ()

    def _read(self, story_id: str) -> Facts | None:
        dissection = self._dissections.get(story_id) or self._dissections[story_id.rpartition("@")[0]]
        if not lexicons.speaks("drift", dissection.language):
            return None
        return read(dissection, next(one for one in dissection.stories if dissection.story_id(one) == story_id))


def compare(a: Dissection, b: Dissection, alignment: Alignment) -> tuple[Drift, ...]:
    """The differences in facts between two aligned stories of these articles; see `Ledger.drift`."""
    return Ledger({a.article.id: a, b.article.id: b}).drift(alignment)


def bounded(alignment: Alignment) -> tuple[str, ...]:
    """What of an alignment is not compared fact by fact, in sentences for people."""
    told = {
        f"only the first {MOST_STATEMENTS:,} aligned statements were compared fact by fact": (
            len(alignment.statements) > MOST_STATEMENTS
        ),
        f"sentences of more than {LONGEST_STATEMENT:,} characters were not compared fact by fact": any(
            max(len(one.a), len(one.b)) > LONGEST_STATEMENT for one in alignment.statements
        ),
    }
    return tuple(note for note, bites in told.items() if bites)


def differences(a: Facts, b: Facts, statements: Sequence[Statement]) -> tuple[Drift, ...]:
    """The differences in facts between two stories over their aligned statements."""
    lexicon = english()
    found: dict[Drift, None] = {}
    for statement in statements[:MOST_STATEMENTS]:
        if max(len(statement.a), len(statement.b)) <= LONGEST_STATEMENT:
            found |= dict.fromkeys(_compared(a, b, statement, lexicon))
    for one, vague in amounts.vague_pairs(a.amounts, b.amounts):
        found[_drift(Fact.PRECISION, a, one.span, b, vague.span)] = None
    for role, other in subjects.pairs(a.roles, b.roles, a.parts | b.parts):
        found[_drift(Fact.SUBJECT, a, role.span, b, other.span)] = None
    seen: set[tuple[int, Span]] = set()
    for drift in _credited(a, b, statements[:MOST_STATEMENTS]):
        credit = (0, drift.a) if drift.said_a else (1, drift.b)
        if credit not in seen:
            seen.add(credit)
            found[drift] = None
    return tuple(sorted(found, key=lambda drift: (drift.a, drift.b, drift.kind)))


def _compared(a: Facts, b: Facts, statement: Statement, lexicon: Lexicon) -> Iterator[Drift]:
    in_a, in_b = statement.a, statement.b
    if a.text[in_a.start : in_a.end] == b.text[in_b.start : in_b.end]:
        return
    said_a, said_b = _said(a, in_a, lexicon), _said(b, in_b, lexicon)
    dates_a, dates_b = _in(a.dates, in_a), _in(b.dates, in_b)
    alike = likeness(said_a, said_b, lexicon)
    if alike.same:
        apart = dates.apart(dates_a, dates_b)
        for kind, one, other in amounts.pairs(Side(said_a, a.amounts), Side(said_b, b.amounts), alike):
            if kind is Fact.QUALIFIER or not apart:
                yield _drift(kind, a, one.span, b, other.span)
        yield from _hedged(a, b, statement, lexicon)
    if alike.close:
        yield from _denied(a, b, statement, lexicon)
    if alike.close and not dates.shifted(said_a.words, lexicon) and not dates.shifted(said_b.words, lexicon):
        for date, other_date in dates.pairs(dates_a, dates_b, a.dates, b.dates):
            yield _drift(Fact.DATE, a, date.span, b, other_date.span)
    surnames = a.surnames | b.surnames
    for name, other_name in names.pairs(_in(a.names, in_a), _in(b.names, in_b), a.names, b.names, surnames, lexicon):
        yield _drift(Fact.NAME, a, name.span, b, other_name.span)


def _said(facts: Facts, span: Span, lexicon: Lexicon) -> Said:
    words = _words(facts, span)
    return Said(words, _in(facts.quantities, span), quantities.values(words, lexicon))


def _hedged(a: Facts, b: Facts, statement: Statement, lexicon: Lexicon) -> Iterator[Drift]:
    words_a, words_b = _words(a, statement.a), _words(b, statement.b)
    text_a, text_b = (facts.text[span.start : span.end] for facts, span in ((a, statement.a), (b, statement.b)))
    for span in wording.hedged(words_a, words_b, text_b, lexicon):
        yield _drift(Fact.HEDGE, a, span, b, _nothing(statement.b))
    for span in wording.hedged(words_b, words_a, text_a, lexicon):
        yield _drift(Fact.HEDGE, a, _nothing(statement.a), b, span)


def _denied(a: Facts, b: Facts, statement: Statement, lexicon: Lexicon) -> Iterator[Drift]:
    words_a, words_b = _words(a, statement.a), _words(b, statement.b)
    if denial := wording.negated(words_a, words_b, lexicon):
        yield _drift(Fact.NEGATION, a, denial, b, _nothing(statement.b))
    if denial := wording.negated(words_b, words_a, lexicon):
        yield _drift(Fact.NEGATION, a, _nothing(statement.a), b, denial)


def _nothing(statement: Span) -> Span:
    """Where a statement says nothing to a fact."""
    return Span(statement.start, statement.start)


def _credited(a: Facts, b: Facts, statements: Sequence[Statement]) -> Iterator[Drift]:
    """The credits of each story, once, in a statement where the other credits nobody."""
    for statement in statements:
        of_a, of_b = _in(a.credits, statement.a), _in(b.credits, statement.b)
        if of_a and not of_b:
            yield _drift(Fact.CREDIT, a, of_a[0].span, b, _nothing(statement.b))
        if of_b and not of_a:
            yield _drift(Fact.CREDIT, a, _nothing(statement.a), b, of_b[0].span)


Read = TypeVar("Read", Quantity, Date, Name, Credit)


def _in(facts: Sequence[Read], span: Span) -> Sequence[Read]:
    """The facts, in order, that begin in a span."""
    first = bisect_left(facts, span.start, key=lambda fact: fact.span.start)
    return facts[first : bisect_left(facts, span.end, key=lambda fact: fact.span.start)]


def _words(facts: Facts, span: Span) -> tuple[Word, ...]:
    inside = within(facts.words, span)
    return facts.words[inside.start : inside.stop]


def _drift(kind: Fact, a: Facts, span_a: Span, b: Facts, span_b: Span) -> Drift:
    return Drift(kind, span_a, span_b, a.text[span_a.start : span_a.end], b.text[span_b.start : span_b.end])
