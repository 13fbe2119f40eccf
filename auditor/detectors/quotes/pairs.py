"""Quotations held against those of a story that is tied to this one by reuse."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from auditor import lexicons
from auditor.detector import Corpus, Count, Example, PairDetector, Rule, Share
from auditor.detectors.quotes.comparison import counterparts, quoted_words
from auditor.families import ties
from auditor.model import Finding, Precision, Relation, Severity, Span
from auditor.sourcing import Quote, Side, sides
from auditor.text import counted, normalise, words

# How far around a quotation the other story's speaker may not be named, in characters.
_AROUND = 400
_STORY = (
    "The roads office has closed the iron bridge over the Tamar for a week. "
    "Its inspectors found loose rivets in the eastern arch on Monday morning, and a diver looked at the piers.\n\n"
    "“{}, but nobody will cross it before we know,” county engineer Ruth Pell said about the eastern arch.\n\n"
    "Buses will take the upper road until Sunday, and the school in Calder starts an hour later."
)
_RETOLD = (
    "For a week, the iron bridge over the Tamar has been closed by the roads office. "
    "On Monday morning inspectors found loose rivets in the eastern arch, and the piers were looked at by a diver.\n\n"
    "“{}, but nobody will cross it before we know,” said county engineer Ruth Pell of the eastern arch.\n\n"
    "Until Sunday buses will take the upper road, and the school in Calder will start one hour later."
)
_SAFE = "The bridge may be perfectly safe for every lorry in the county"


@dataclass(frozen=True, kw_only=True)
class AlteredQuote(PairDetector):
    """The same words are quoted in two ways.

    ## What it finds
    Two stories tied by reuse that quote in the same aligned statement, with at least `min-words`
    words in common and others between them that only one has: alike to `least` or more, and to
    `most` at most. What one leaves out before or after is an excerpt and no change; nor is what
    brackets or an ellipsis stand for, nor another spelling. Each of the two gets a finding, at the
    first such quotation; where one is known to be upstream, only the other does.

    ## Why it matters
    Between quotation marks stands what was said. When two articles that share a text differ
    there, at least one of them puts words into somebody's mouth.

    ## What to do
    Compare both with a recording or transcript, and restore what was said.

    ## When it is wrong
    Two translations of one statement, and two transcripts of one speech, may differ honestly.
    """

    rule: ClassVar[Rule] = Rule("QTE002", "altered quote", Severity.ERROR, Precision.HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "one word exchanged",
            {"a.txt": _STORY.format(_SAFE), "b.txt": _RETOLD.format(_SAFE.replace("perfectly", "hardly"))},
            {"a.txt": (3,), "b.txt": (3,)},
        ),
        Example("the same words", {"a.txt": _STORY.format(_SAFE), "b.txt": _RETOLD.format(_SAFE)}),
        Example(
            "a part left out and marked",
            {"a.txt": _STORY.format(_SAFE), "b.txt": _RETOLD.format(_SAFE.replace("perfectly safe", "… safe"))},
        ),
        Example(
            "an excerpt",
            {"a.txt": _STORY.format(_SAFE), "b.txt": _RETOLD.format("Safe for every lorry in the county")},
        ),
    )

    least: Share = field(default=0.6, metadata={"help": "How alike two quotations must be to be the same one."})
    most: Share = field(default=0.97, metadata={"help": "How alike two quotations may be at most."})
    min_words: Count = field(default=6, metadata={"help": "Words that both must have in common."})

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding a story and peer."""
        for alignment in filter(ties, corpus.alignments):
            a, b = sides(alignment, corpus.story(alignment.link.a), corpus.story(alignment.link.b))
            altered = [
                found
                for found in counterparts(a, b)
                if found.same
                and found.differing
                and found.shared >= self.min_words
                and self.least <= found.ratio <= self.most
            ]
            if altered:
                first = altered[0]
                evidence = {"ratio": round(first.ratio, 3), "quotations": len(altered)}
                told_at, direction = corpus.told_at(alignment)
                for at in told_at:
                    message = (
                        f"quotes other words than {(b if at == 'a' else a).id} at the same place: "
                        f"{counted(first.shared, 'word')} alike, {first.differing} not; {direction}"
                    )
                    yield self.pair(corpus, alignment, message, evidence, (first.one.span, first.other.span), at)


@dataclass(frozen=True, kw_only=True)
class OtherSpeaker(PairDetector):
    """The same quotation is given to somebody else.

    ## What it finds
    Two stories that quote the same words (alike to `least`, `min-words` words at least) in an
    aligned statement, each naming its speaker in the same sentence, and these names have no word in
    common; nor is either named near the other story's quotation. Each of the two
    gets a finding, at its quotation; where one is known to be upstream, only the other does.

    ## Why it matters
    One of the two is wrong about who said it.

    ## What to do
    Look for the recording, or for the report both descend from.

    ## When it is wrong
    When one person is called by two names, such as an office and a surname.
    """

    rule: ClassVar[Rule] = Rule("QTE003", "same quote, other speaker", Severity.ERROR, Precision.HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("sourcing")
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "another engineer says it",
            {"a.txt": _STORY.format(_SAFE), "b.txt": _RETOLD.format(_SAFE).replace("Ruth Pell", "Owen Tarr")},
            {"a.txt": (3,), "b.txt": (3,)},
        ),
        Example(
            "by surname only",
            {
                "a.txt": _STORY.format(_SAFE),
                "b.txt": _RETOLD.format(_SAFE).replace("county engineer Ruth Pell", "Pell"),
            },
        ),
        Example(
            "without a name",
            {"a.txt": _STORY.format(_SAFE), "b.txt": _RETOLD.format(_SAFE).replace("county engineer Ruth Pell", "she")},
        ),
    )

    least: Share = field(default=0.9, metadata={"help": "How alike two quotations must be to be the same one."})
    min_words: Count = field(default=6, metadata={"help": "Words that both must have in common."})

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding a story and peer."""
        for alignment in filter(ties, corpus.alignments):
            a, b = sides(alignment, corpus.story(alignment.link.a), corpus.story(alignment.link.b))
            for found in counterparts(a, b):
                if not found.same or found.shared < self.min_words or found.ratio < self.least:
                    continue
                of_a, of_b = _speaker(a, found.one), _speaker(b, found.other)
                if not (of_a and of_b) or _named_near(b, found.other, of_a) or _named_near(a, found.one, of_b):
                    continue
                spans = (found.one.span, found.other.span)
                told_at, direction = corpus.told_at(alignment)
                for at in told_at:
                    (here, there), peer = ((of_a, of_b), b) if at == "a" else ((of_b, of_a), a)
                    message = f"gives to {here} what {peer.id} quotes from {there}; {direction}"
                    yield self.pair(corpus, alignment, message, {"here": here, "there": there}, spans, at)
                break


def _speaker(side: Side, quote: Quote) -> str:
    """The name of who says a quotation, where the sentence itself gives it."""
    if not quote.near or quote.cue is None or quote.cue.given != "name" or quote.speaker is None:
        return ""
    name = side.dissection.quote(quote.speaker)
    return name if any(len(word) > 2 for word in words(name)) else ""


def _named_near(side: Side, quote: Quote, name: str) -> bool:
    """Whether any part of a name stands around a quotation of the other story."""
    around = Span(max(0, quote.span.start - _AROUND), quote.span.end + _AROUND)
    near = set(words(normalise(side.dissection.quote(around))))
    return not near.isdisjoint(_plain(word) for word in words(normalise(name)))


def _plain(word: str) -> str:
    return word.removesuffix("'s")


@dataclass(frozen=True, kw_only=True)
class MissingQuotes(PairDetector):
    """None of the other article's quotations are left.

    ## What it finds
    Two stories of which one tells the other again, where one has at least `min-quotes` direct
    quotations, and the other fewer, and none of their words between quotation marks. Versions of
    one story are left out. The finding stands in the story without them, at its first aligned
    sentence, with the peer's first quotation beside it.

    ## Why it matters
    Quotations are what a reader can hold somebody to. Rewriting by language models tends to turn
    them into statements of the article's own.

    ## What to do
    Quote, or say whose words these are.

    ## When it is wrong
    A short summary need not quote.
    """

    rule: ClassVar[Rule] = Rule("QTE004", "quotes missing", Severity.NOTE, Precision.HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "three quotations, and none",
            {
                "a.txt": _STORY.format(_SAFE)
                + "\n\n“We have waited ten years for money,” Pell said. “There is none left,” said the mayor.",
                "b.txt": _RETOLD.format(_SAFE).replace("“", "").replace("”", ""),
            },
            {"b.txt": (1,)},
        ),
        Example(
            "one is left",
            {
                "a.txt": _STORY.format(_SAFE)
                + "\n\n“We have waited ten years for money,” Pell said. “There is none left,” said the mayor.",
                "b.txt": _RETOLD.format(_SAFE),
            },
        ),
    )

    min_quotes: Count = field(default=3, metadata={"help": "Quotations of which none is left."})

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding a story and peer."""
        for alignment in filter(ties, corpus.alignments):
            if alignment.link.relation is not Relation.REWRITE or alignment.link.kind == "version":
                continue
            a, b = sides(alignment, corpus.story(alignment.link.a), corpus.story(alignment.link.b))
            both: tuple[tuple[Side, Side, Literal["a", "b"]], ...] = ((a, b, "a"), (b, a, "b"))
            for story, peer, at in both:
                quotes = peer.sourcing.quotes
                few = len(story.sourcing.quotes) < self.min_quotes <= len(quotes)
                if few and story.statements and not _any_left(peer, story):
                    here, there = min(story.statements), quotes[0].span
                    message = f"has none of the {len(quotes)} quotations of {peer.id}; direction undetermined"
                    spans = (here, there) if at == "a" else (there, here)
                    yield self.pair(corpus, alignment, message, {"quotations": len(quotes)}, spans, at)


def _any_left(peer: Side, story: Side) -> bool:
    """Whether most words of any quotation of one story stand between quotation marks in the other."""
    return _repeats(peer, story) or _repeats(story, peer)


def _repeats(one: Side, other: Side) -> bool:
    quoted = {word for quote in other.sourcing.quotes for word in quoted_words(other, quote)}
    said = (set(quoted_words(one, quote)) for quote in one.sourcing.quotes)
    return any(5 * len(words & quoted) >= 4 * len(words) for words in said)
