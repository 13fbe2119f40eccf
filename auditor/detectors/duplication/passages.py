"""A passage that stands in two stories which are otherwise not copies of one another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from msgspec import Meta

from auditor.detector import Corpus, Example, PairDetector, Rule
from auditor.detectors.duplication.examples import COUNCIL, OTHER, PASSAGE, ROADS
from auditor.detectors.duplication.message import numbers, severity, version
from auditor.families import ties
from auditor.model import Finding, Passage, Precision, Relation, Severity
from auditor.text import normalise, words

# Quotation marks as `normalise` leaves them; British papers quote in single ones.
_QUOTED = re.compile(r'"[^"]*"|(?<!\w)\'[^\']{20,}?[.,!?]\'(?!\w)')
# A sentence in the first person, and an embedded post with its author's handle, are someone's words.
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_SAID = re.compile(r"(?<![\w'])(?:i|i'm|i've|me|my|we|we've|our|ours|@\w{1,15})(?![\w'])")

# The shortest run of equal words that counts as shared: those of the 5-gram measures.
SHINGLE_WORDS = 5


@dataclass(frozen=True, kw_only=True)
class ReusedPassage(PairDetector):
    """A passage stands in another article too, word for word or nearly so.

    ## What it finds
    At least `min-words` words in a row, verbatim or with small edits, in two stories that are
    otherwise not copies of one another. Each of the two gets a finding, at the passage.

    ## Why it matters
    A copied passage in a longer article is invisible to any comparison of whole documents, and
    it is where an unmarked source shows.

    ## What to do
    Look for the source of the passage and credit it, or mark it as a quotation.

    ## When it is wrong
    Statements, laws and speeches are quoted by many. A passage inside quotation marks or in the
    first person is recognised as a shared quotation and not reported; nor is a short passage that
    only begins or ends stories on different subjects (a bio, a disclaimer, a box of links). What
    an outlet repeats of its own earlier articles is a note.
    """

    rule: ClassVar[Rule] = Rule("DUP004", "reused passage", Severity.WARNING, Precision.HIGH)
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "one paragraph in two different articles",
            {"a.txt": COUNCIL + "\n\n" + OTHER, "b.txt": ROADS + "\n\n" + PASSAGE},
            {"a.txt": (1,), "b.txt": (3,)},
        ),
        Example(
            "the same words said to all, in quotation marks",
            {"a.txt": OTHER + f"\n\n“{PASSAGE}”", "b.txt": ROADS + f'\n\n"{PASSAGE}"'},
        ),
    )

    min_words: Annotated[int, Meta(ge=25)] = field(
        default=25, metadata={"help": "Words in a row that make a reused passage."}
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding a story and peer, at their longest passage."""
        for alignment in corpus.both_ways():
            link = alignment.link
            if link.relation is not Relation.PARTIAL_REUSE or not ties(alignment):
                continue
            (peer, _), (dissection, _) = corpus.story(link.a), corpus.story(link.b)
            long = [
                (-shared, passage.b.start, passage)
                for passage in link.passages
                if passage.kind != "reworded"
                and (shared := _own_words(peer.quote(passage.a), dissection.quote(passage.b))) >= self.min_words
            ]
            if long:
                shared, _, passage = min(long, key=lambda one: one[:2])
                yield self.pair(
                    corpus,
                    alignment,
                    f"{version(link)}shares a passage of {-shared} words with {link.a}, {_wording(passage)}; "
                    "direction undetermined",
                    {"words": -shared, "passages": len(long), **numbers(link)},
                    (passage.a, passage.b),
                    severity=severity(link),
                )


def _own_words(one: str, other: str) -> int:
    """The words of a passage in 5-grams that the other has too, without what was said or posted by others.

    Linear in the words; the smaller count of both directions.
    """
    ours, theirs = (_told(normalise(passage)) for passage in (one, other))
    return min(_held(ours, theirs), _held(theirs, ours))


def _told(text: str) -> list[str]:
    sentences = _SENTENCE.findall(_QUOTED.sub(" ", text))
    return [word for sentence in sentences if not _SAID.search(sentence) for word in words(sentence)]


def _held(ours: list[str], theirs: list[str]) -> int:
    grams = {tuple(theirs[at : at + SHINGLE_WORDS]) for at in range(len(theirs) - SHINGLE_WORDS + 1)}
    held = [False] * len(ours)
    for at in range(len(ours) - SHINGLE_WORDS + 1):
        if tuple(ours[at : at + SHINGLE_WORDS]) in grams:
            held[at : at + SHINGLE_WORDS] = [True] * SHINGLE_WORDS
    return sum(held)


def _wording(passage: Passage) -> str:
    return "word for word" if passage.kind == "verbatim" else "with small changes"
