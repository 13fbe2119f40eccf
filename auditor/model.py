"""The nouns of an audit: frozen, typed, without input or output.

Offsets are code points into the text *as read*; spans are half-open. Lines and columns are
1-based, an end column is exclusive. What stands in `report.json` is these very types, so
`schemas/report.schema.json` is generated from them.
"""

import enum
import hashlib
from typing import Any, Literal, Self

from msgspec import Struct, structs

SCHEMA_VERSION = 1


class Severity(enum.StrEnum):
    """How bad a finding is, in SARIF's words."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for a note, 1 for a warning, 2 for an error: enums of text do not compare."""
        return tuple(Severity).index(self)


class Precision(enum.StrEnum):
    """How often a rule is right, in the words code scanning uses.

    Experimental rules are off until `preview` turns them on.
    """

    VERY_HIGH = "very-high"
    HIGH = "high"
    MEDIUM = "medium"
    EXPERIMENTAL = "experimental"


class Role(enum.StrEnum):
    """What a block of an article is."""

    HEADLINE = "headline"
    BODY = "body"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    DATELINE = "dateline"
    BYLINE = "byline"
    LABEL = "label"
    CHROME = "chrome"
    WIDGET = "widget"
    TEASER = "teaser"
    CREDIT = "credit"
    CITATION = "citation"
    BIO = "bio"
    CORRECTION = "correction"


class Strength(enum.StrEnum):
    """Two strengths of recognition, never blended into one score."""

    KNOWN = "known template"
    LOOKS_LIKE = "looks like"


class Relation(enum.StrEnum):
    """How two stories relate, strongest first."""

    EXACT = "exact"
    NEAR_DUPLICATE = "near-duplicate"
    REWRITE = "rewrite"
    PARTIAL_REUSE = "partial-reuse"
    SAME_TOPIC = "same-topic"
    UNRELATED = "unrelated"

    @property
    def is_reuse(self) -> bool:
        """Whether one text stands behind both stories, at least in part."""
        return self in _REUSE


_REUSE = frozenset({Relation.EXACT, Relation.NEAR_DUPLICATE, Relation.REWRITE, Relation.PARTIAL_REUSE})


class Span(Struct, frozen=True, order=True):
    """A half-open range of code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


class Article(Struct, frozen=True, kw_only=True):
    """One input document, as read. `text` is exactly what the file or the record holds, decoded.

    `outlet` is who published it, by name; `site` where, as a domain. `number` is that of its
    record in the file at `path`, and `line` the line the record begins in: both 1-based, and 0
    for a file that is one article. `notes` say what reading had to decide; `left_out` is the
    text of a page that reading took for its surroundings.
    """

    id: str
    path: str
    text: str
    sha256: str
    title: str = ""
    byline: str = ""
    date: str = ""
    outlet: str = ""
    site: str = ""
    url: str = ""
    language: str = ""
    number: int = 0
    line: int = 0
    notes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @classmethod
    def of(cls, id: str, text: str, **fields: Any) -> Self:  # noqa: A002
        """An article in memory: its path is its id, its digest that of its text in UTF-8."""
        digest = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
        return cls(id=id, path=id, text=text, sha256=digest, **fields)


class Block(Struct, frozen=True):
    """A paragraph or stand-alone line, or the part of one with a role of its own.

    `strength` and `reason` say how a block that is not the article was recognised.
    """

    role: Role
    span: Span
    strength: Strength | None = None
    reason: str = ""


class Story(Struct, frozen=True, kw_only=True):
    """The blocks that tell one thing. Index 1 is the lead story, the others were appended.

    `cues` are the reasons why a boundary was drawn before this story (none for the lead) and
    `similarity` is the share of its content words that the lead has too, 0..1.
    """

    index: int
    title: str
    blocks: tuple[Block, ...]
    cues: tuple[str, ...] = ()
    similarity: float = 1.0

    @property
    def lead(self) -> bool:
        """Whether this is the story the article is about."""
        return self.index == 1

    @property
    def span(self) -> Span:
        """From the first block's start to the last block's end."""
        return Span(self.blocks[0].span.start, self.blocks[-1].span.end)


def story_id(article_id: str, index: int) -> str:
    """`ID` for the lead story, `ID@2` for the second, and so on."""
    return article_id if index == 1 else f"{article_id}@{index}"


class Place(Struct, frozen=True, kw_only=True):
    """Where something stands, with a clipped quotation of it."""

    article: str
    span: Span
    start_line: int
    start_column: int
    end_line: int
    end_column: int
    quote: str


class State(enum.StrEnum):
    """Whether a finding counts: open ones do; others are known, or were decided to be left."""

    OPEN = "open"
    BASELINED = "baselined"
    SUPPRESSED = "suppressed"


class Finding(Struct, frozen=True, kw_only=True):
    """One breach of one rule, with the evidence for it.

    `state_reason` is what the baseline or the suppression says about it.
    """

    rule: str
    name: str
    severity: Severity
    precision: Precision
    message: str
    article: str
    span: Span
    start_line: int
    start_column: int
    end_line: int
    end_column: int
    quote: str
    related: tuple[Place, ...] = ()
    evidence: dict[str, int | float | str] = {}
    fingerprint: str = ""
    state: State = State.OPEN
    state_reason: str = ""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Path, line, column, rule: the order of every output."""
        return (self.article, self.start_line, self.start_column, self.rule, self.message)

    @property
    def precedence(self) -> tuple[bool, int, int, tuple[str, int, int, str, str]]:
        """What an output with limits keeps first: open findings, then severe ones, then those of sure rules."""
        settled = self.state is not State.OPEN
        return (settled, -self.severity.rank, tuple(Precision).index(self.precision), self.sort_key)


class Passage(Struct, frozen=True):
    """Two aligned stretches of text. `kind` is verbatim, edited or reworded."""

    a: Span
    b: Span
    score: float
    kind: str


class Fact(enum.StrEnum):
    """In what two aligned statements differ."""

    NUMBER = "number"
    PRECISION = "precision"
    QUALIFIER = "qualifier"
    HEDGE = "hedge"
    NEGATION = "negation"
    SUBJECT = "subject"
    NAME = "name"
    DATE = "date"
    CREDIT = "credit"


class Drift(Struct, frozen=True):
    """A fact that two stories put differently where they say the same.

    `said_a` is the text of the span `a`. Where one story says nothing to it, its text is empty
    and so is its span, which then stands at the start of its statement.
    """

    kind: Fact
    a: Span
    b: Span
    said_a: str
    said_b: str


class Only(Struct, frozen=True):
    """What of a story others do not have: its statements without a counterpart.

    `share` is that of the story's content words, 0..1; `spans` join neighbouring sentences.
    """

    share: float
    statements: int
    spans: tuple[Span, ...]


class Link(Struct, frozen=True, kw_only=True):
    """A judged relation between two stories, with what led to the verdict.

    `coverage_a` is the share of a's content words that stand in aligned passages, `aligned_a`
    the share of a's sentences that are contained in b; `order` is the share of aligned
    sentences that keep the other story's order; `jaccard` is over word 5-grams; `longest` counts
    the words of the longest passage that is word for word or nearly so. `kind` refines the
    relation: plain, template, shared-quotation, version. `only_a`, `only_b` and `drift` are
    recorded for links of reuse. What comes of aligning sentences is None, and there is no drift,
    where the audit looked for copies alone; coverage is then of all words by shared 5-grams.
    """

    a: str
    b: str
    relation: Relation
    kind: str
    score: float
    jaccard: float
    coverage_a: float
    coverage_b: float
    aligned_a: float | None
    aligned_b: float | None
    statements: int | None
    order: float | None
    longest: int = 0
    lanes: tuple[str, ...]
    passages: tuple[Passage, ...]
    only_a: Only | None = None
    only_b: Only | None = None
    drift: tuple[Drift, ...] = ()


class Statement(Struct, frozen=True):
    """A sentence of one story and the one or two sentences of the other that contain it."""

    a: Span
    b: Span
    score: float

    def mirrored(self) -> "Statement":
        """The same with the two stories in each other's place."""
        return Statement(self.b, self.a, self.score)


class Alignment(Struct, frozen=True):
    """A link together with the sentence-level statements both stories make.

    `bounded` says what was left out of the comparison to keep it short, in sentences for people.
    """

    link: Link
    statements: tuple[Statement, ...]
    bounded: tuple[str, ...] = ()

    def mirrored(self) -> "Alignment":
        """The same with the two stories in each other's place."""
        link = self.link
        return Alignment(
            structs.replace(
                link,
                a=link.b,
                b=link.a,
                coverage_a=link.coverage_b,
                coverage_b=link.coverage_a,
                aligned_a=link.aligned_b,
                aligned_b=link.aligned_a,
                only_a=link.only_b,
                only_b=link.only_a,
                passages=tuple(structs.replace(one, a=one.b, b=one.a) for one in link.passages),
                drift=tuple(
                    structs.replace(one, a=one.b, b=one.a, said_a=one.said_b, said_b=one.said_a) for one in link.drift
                ),
            ),
            tuple(statement.mirrored() for statement in self.statements),
            self.bounded,
        )


class Upstream(Struct, frozen=True, kw_only=True):
    """The text a family descends from, as far as the evidence tells.

    `known` says whether the evidence tells where it is; where it does not, `in_corpus` is false
    and means nothing.
    """

    known: bool
    in_corpus: bool
    story: str | None
    credited: str | None
    direction: str
    evidence: tuple[str, ...]


class Made(Struct, frozen=True):
    """Where a story makes a claim."""

    story: str
    span: Span


class Claim(Struct, frozen=True):
    """A statement that several stories make, as `made` tells it first.

    `stories` and `independent_sources` count all that make it and the upstreams behind them;
    `also` lists the others, as far as there is room.
    """

    made: Made
    stories: int
    independent_sources: int
    also: tuple[Made, ...]


class Claims(Struct, frozen=True):
    """The statements that several stories make: all counted, the widest spread listed.

    `by_sources` says how many have one independent source behind them, how many two, and so on.
    """

    total: int = 0
    by_sources: dict[str, int] = {}
    listed: tuple[Claim, ...] = ()
    left_out: int = 0


class Member(Struct, frozen=True, kw_only=True):
    """A story within its family: what other members have of it, and what they have not.

    `reused` is the share of its content words in statements that another member makes too, `own`
    the rest. Of the family's claims it makes `claims` and lacks `lacks`, which others make.
    """

    story: str
    reused: float
    own: Only
    claims: int
    lacks: int


class Family(Struct, frozen=True, kw_only=True):
    """Stories tied by links of reuse. `edges` is a spanning set of the ties, strongest first.

    `sources` parts the members by what they tell: the stories of one part have one upstream.
    """

    id: str
    members: tuple[str, ...]
    edges: tuple[tuple[str, str], ...]
    upstream: Upstream
    independent_sources: int
    sources: tuple[tuple[str, ...], ...] = ()
    shares: tuple[Member, ...] = ()
    claims: Claims = Claims()


class Skip(Struct, frozen=True, order=True):
    """Something that was not examined, and why; `line` is that of a record, 0 for a whole file."""

    path: str
    reason: str
    line: int = 0

    @property
    def place(self) -> str:
        """The path, and the line when there is one."""
        return f"{self.path}:{self.line}" if self.line else self.path

    @property
    def sort_key(self) -> tuple[str, int, str]:
        """Path, line, reason: the order of every output."""
        return (self.path, self.line, self.reason)


class Tool(Struct, frozen=True):
    """Who wrote a report."""

    name: str
    version: str


class StoryEntry(Struct, frozen=True, kw_only=True):
    """A story as a report lists it. `words` counts the words that are not noise.

    `cues` and `similarity` are those of the story: why a boundary was drawn before it.
    """

    index: int
    title: str
    start_line: int
    end_line: int
    words: int
    lead: bool
    cues: tuple[str, ...] = ()
    similarity: float = 1.0


class BlockEntry(Struct, frozen=True, kw_only=True):
    """A block as a report lists it."""

    role: Role
    story: int
    start: int
    end: int
    start_line: int
    end_line: int
    strength: Strength | None
    reason: str


class Signal(Struct, frozen=True, kw_only=True):
    """One reason for a grade: what was measured, the points it is worth, and why."""

    name: str
    value: float
    points: int
    why: str


Grade = Literal["A", "B", "C", "D", "E", "F"]


class Reliability(Struct, frozen=True, kw_only=True):
    """The grade of an article, and the signals whose points make it."""

    grade: Grade
    points: int
    signals: tuple[Signal, ...]


class ArticleEntry(Struct, frozen=True, kw_only=True):
    """An article as a report lists it. `words` counts every word of the text.

    `line` is where its record begins in the file at `path`, 0 for a file that is one article.
    `notes` say what reading it had to decide, such as a guess at the encoding. `not_applicable` are
    the rules that do not speak its language: that they found nothing says nothing. `left_out` is
    what reading left out of a web page, and how many words: the lines only in a full report.
    `reliability` is None, and a raw article's language undetermined, where the audit looked for
    copies alone. `library` says that it is a member of the library and was not audited itself.
    """

    id: str
    path: str
    sha256: str
    title: str
    language: str
    words: int
    stories: tuple[StoryEntry, ...]
    blocks: tuple[BlockEntry, ...]
    reliability: Reliability | None
    url: str = ""
    line: int = 0
    notes: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    library: bool = False
    left_out_words: int = 0
    left_out: tuple[str, ...] = ()


class Summary(Struct, frozen=True, kw_only=True):
    """The counts of a run.

    `findings` and `by_rule` count open findings, `settled` those that a baseline knows or a
    suppression covers. `independent_sources` is over lead stories. `library` counts the members
    of the library that have to do with the articles; these alone are in the counts of articles,
    stories and findings.
    """

    articles: int
    stories: int
    library: int = 0
    skipped: int
    ignored: int
    rules: int
    findings: dict[str, int]
    by_rule: dict[str, int]
    settled: dict[str, int] = {}
    links: dict[str, int]
    families: int
    independent_sources: int
    candidates: dict[str, int]
    notes: tuple[str, ...]


class Report(Struct, frozen=True, kw_only=True):
    """Everything a run found, and no clock in it: the same input gives the same bytes."""

    schema_version: int = SCHEMA_VERSION
    tool: Tool
    settings: dict[str, Any]
    articles: tuple[ArticleEntry, ...]
    links: tuple[Link, ...]
    families: tuple[Family, ...]
    claims: Claims = Claims()
    findings: tuple[Finding, ...]
    skipped: tuple[Skip, ...]
    summary: Summary

    def open_only(self) -> Self:
        """The same without the findings that are known or were suppressed: what people have to act on."""
        return structs.replace(self, findings=tuple(one for one in self.findings if one.state is State.OPEN))
