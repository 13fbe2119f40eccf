"""What a detector is: one class per rule, documented by its docstring, tested by its examples.

A new rule is one class in one file of `auditor/detectors`. Its public fields are its settings:
the settings schema, `config show` and the handbook are generated from them.
"""

import datetime as dt
import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from msgspec import Meta, Struct

from auditor import direction
from auditor.dissection import Dissection
from auditor.model import Alignment, Family, Finding, Place, Precision, Severity, Span, Story
from auditor.online import Page
from auditor.outlets.ratings import Ratings
from auditor.text import normalise

if TYPE_CHECKING:
    from auditor.families.wording import Wording

# What a rule's settings may be: how many of something, and a share of something.
Count = Annotated[int, Meta(ge=1)]
Share = Annotated[float, Meta(ge=0, le=1)]


class Rule(Struct, frozen=True, order=True):
    """The identity of a rule. Codes are unique and never reused.

    `online` rules ask the web, and are off until the `online` setting turns them on.
    """

    code: str
    name: str
    severity: Severity
    precision: Precision
    online: bool = False

    @property
    def preview(self) -> bool:
        """Whether the rule is off until the `preview` setting turns it on."""
        return self.precision is Precision.EXPERIMENTAL


class Example(Struct, frozen=True):
    """A case that documents a rule and runs as its test.

    `articles` maps ids to texts; `lines` maps an id to the lines the rule must flag in it,
    and every other line of every article must stay clean. `settings` are those it needs, as a
    file writes them, and `tables` the files that they name.
    """

    title: str
    articles: Mapping[str, str]
    lines: Mapping[str, tuple[int, ...]] = {}
    settings: Mapping[str, Any] = {}
    tables: Mapping[str, str] = {}

    @property
    def flagged(self) -> bool:
        """Whether the rule must fire at all."""
        return any(self.lines.values())


def flagged(title: str, text: str, *lines: int, **settings: Any) -> Example:
    """An example of one article in which the rule flags these lines."""
    return Example(title, {"article.txt": text}, {"article.txt": lines}, settings)


def clean(title: str, text: str, **settings: Any) -> Example:
    """An example of one article in which the rule flags nothing."""
    return Example(title, {"article.txt": text}, settings=settings)


@dataclass(frozen=True)
class Corpus:
    """What is known once all articles were read, paired and aligned, each in the order of ids.

    `as_of` is the day the user says it is, and `ratings` the user's scores of outlets, if given;
    `pages` are the cited pages that were asked for, by address.
    """

    dissections: Mapping[str, Dissection]
    alignments: tuple[Alignment, ...]
    families: tuple[Family, ...]
    wording: "Wording"
    as_of: dt.date | None = None
    ratings: Ratings | None = None
    pages: Mapping[str, Page] = field(default_factory=dict)

    def story(self, story_id: str) -> tuple[Dissection, Story]:
        """The article and the story behind a story id."""
        article_id, _, index = story_id.rpartition("@")
        if article_id:
            dissection = self.dissections[article_id]
            return dissection, dissection.stories[int(index) - 1]
        dissection = self.dissections[story_id]
        return dissection, dissection.stories[0]

    def spanning(self) -> Iterator[Alignment]:
        """The alignments that hold the families together: k - 1 of k copies, in folders of any size."""
        edges = {edge for family in self.families for edge in family.edges}
        return (alignment for alignment in self.alignments if (alignment.link.a, alignment.link.b) in edges)

    def both_ways(self) -> Iterator[Alignment]:
        """Every alignment of reuse as seen from its second story, and then as seen from its first."""
        for alignment in self.alignments:
            if alignment.link.relation.is_reuse:
                yield alignment
                yield alignment.mirrored()

    def told_at(self, alignment: Alignment) -> tuple[tuple[Literal["a", "b"], ...], str]:
        """In which stories of a pair a difference between the two is reported, and why not in both.

        In both, unless a credit or an agency's signature shows which is upstream: then in the other
        alone. Diction tells which of two was reworded, and not which has the fact right.
        """
        link = alignment.link
        found, evidence = direction.attested(alignment, self.story(link.a)[0], self.story(link.b)[0])
        if found == direction.UNDETERMINED:
            return ("a", "b"), "direction undetermined"
        why = f"{link.a if found == 'a' else link.b} is upstream: {'; '.join(evidence)}"
        return (("b",) if found == "a" else ("a",)), why

    def ties_within_families(self) -> Iterator[tuple[Family, tuple[Alignment, ...]]]:
        """Each family with the alignments between its members."""
        family_of = {member: family.id for family in self.families for member in family.members}
        within: dict[str, list[Alignment]] = {family.id: [] for family in self.families}
        for alignment in self.alignments:
            family = family_of.get(alignment.link.a)
            if family is not None and family == family_of.get(alignment.link.b):
                within[family].append(alignment)
        return ((family, tuple(within[family.id])) for family in self.families)


@dataclass(frozen=True, kw_only=True)
class Detector(ABC):
    """One rule. Subclasses are frozen dataclasses; their fields are the rule's settings.

    The docstring is the rule's page: a first line that says what is wrong, then the sections
    What it finds, Why it matters, What to do, When it is wrong.
    """

    rule: ClassVar[Rule]
    examples: ClassVar[tuple[Example, ...]]
    # The languages of which the rule knows the words; None for a rule that needs no words.
    speaks: ClassVar[tuple[str, ...] | None] = None
    # A rule that reads exact and near duplicates, their families and texts, and nothing else. Where
    # all rules of a run are so, nothing else is computed.
    copies_only: ClassVar[bool] = False

    severity: Severity | None = field(default=None, metadata={"help": "Overrides the severity of the rule's findings."})

    @classmethod
    def applies_to(cls, language: str) -> bool:
        """Whether finding nothing in an article of a language means anything."""
        return cls.speaks is None or language in cls.speaks

    def finding(
        self,
        dissection: Dissection,
        span: Span,
        message: str,
        *,
        related: Sequence[Place] = (),
        evidence: Mapping[str, int | float | str] | None = None,
        severity: Severity | None = None,
        content: Sequence[str] = (),
    ) -> Finding:
        """A finding of this rule at a span of an article.

        `severity` is the detector's own choice for this case; the user's setting wins over it.
        `content` is what identifies the breach besides the rule, for findings that are about
        more than the span (a pair: the texts of both); the default is the text of the span.
        Neither paths nor line numbers enter the fingerprint, so that it survives renames.
        """
        where = dissection.place(span)
        identity = list(map(normalise, content)) or [normalise(dissection.quote(span))]
        digest = hashlib.sha256("\x1f".join([self.rule.code, *identity]).encode(errors="surrogatepass"))
        return Finding(
            rule=self.rule.code,
            name=self.rule.name,
            severity=self.severity or severity or self.rule.severity,
            precision=self.rule.precision,
            message=message,
            article=where.article,
            span=where.span,
            start_line=where.start_line,
            start_column=where.start_column,
            end_line=where.end_line,
            end_column=where.end_column,
            quote=where.quote,
            related=tuple(related),
            evidence=dict(evidence or {}),
            fingerprint=digest.hexdigest()[:16],
        )


class ArticleDetector(Detector):
    """A rule that needs one article only, and runs where the article was read."""

    @abstractmethod
    def judge(self, dissection: Dissection) -> Iterator[Finding]:
        """The breaches in one article."""


class CorpusDetector(Detector):
    """A rule about articles in relation to one another, or to something the user gives."""

    def left_out(self, corpus: Corpus) -> Iterator[str]:
        """What the rule could not judge, for the notes of the report; a sentence each."""
        del corpus
        yield from ()

    @abstractmethod
    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """The breaches in the corpus."""


class PairDetector(CorpusDetector):
    """A rule about two stories.

    A finding stands in the second story of its alignment, at the first aligned sentence, with the
    other story's sentence as related place. A rule that holds for both stories alike goes through
    the alignments both ways and gives each story a finding of its own; one about what the two put
    otherwise asks where that is `told_at`; one about copies that are too many goes through the
    spanning ones and leaves the first copy alone; one about what either of the two lacks or does
    places its finding `at` that one.
    """

    def pair(
        self,
        corpus: Corpus,
        alignment: Alignment,
        message: str,
        evidence: Mapping[str, int | float | str] | None = None,
        spans: tuple[Span, Span] | None = None,
        at: Literal["a", "b"] = "b",
        severity: Severity | None = None,
    ) -> Finding:
        """A finding about a pair; `spans` are the places in a and b, by default the first aligned ones."""
        link = alignment.link
        (peer, peer_story), (dissection, story) = corpus.story(link.a), corpus.story(link.b)
        of_peer, of_story = spans or _first_aligned(alignment) or (peer_story.span, story.span)
        if at == "a":
            peer, peer_story, of_peer, dissection, story, of_story = (
                dissection,
                story,
                of_story,
                peer,
                peer_story,
                of_peer,
            )
        return self.finding(
            dissection,
            of_story,
            message,
            related=(peer.place(of_peer),),
            evidence={"relation": str(link.relation), "kind": link.kind, "score": link.score, **(evidence or {})},
            severity=severity,
            content=(peer.quote(peer_story.span), dissection.quote(story.span)),
        )


def _first_aligned(alignment: Alignment) -> tuple[Span, Span] | None:
    places = [(statement.b, statement.a) for statement in alignment.statements]
    places += [(passage.b, passage.a) for passage in alignment.link.passages]
    of_story, of_peer = min(places, default=(None, None))
    return (of_peer, of_story) if of_story and of_peer else None
