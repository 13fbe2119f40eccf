"""Attribution held against the peers of a family: what they credit, and this article does not."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from auditor import lexicons
from auditor.detector import Corpus, CorpusDetector, Count, Example, PairDetector, Rule
from auditor.dissection import Dissection
from auditor.model import Finding, Precision, Role, Severity, Span, Story
from auditor.outlets import CREDIT_LANGUAGES
from auditor.sourcing import Side, facts, sides

# What stands in the brackets of "PORT ELDING (The Island Courier) -".
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]")
_WIRE = (
    "The harbour authority of Port Elding closed its container terminal on Monday after divers found a crack in "
    "the outer sea wall, a port official told Reuters. "
    "The crack is forty metres long and runs below the waterline of the northern berth, Reuters reported, citing "
    "two engineers with knowledge of the inspection. "
    "Seventeen ships were waiting in the bay by evening, and three of them carry fruit that will not keep. "
    "The authority expects to reopen the southern berth by Friday, but the northern one may stay closed until spring."
)
_STRIPPED = (
    "Port Elding's harbour authority has shut its container terminal since divers discovered a crack in the outer "
    "sea wall on Monday. "
    "Running below the waterline of the northern berth, the crack is forty metres long. "
    "By evening seventeen ships were waiting in the bay, three of them carrying fruit that will not keep. "
    "The southern berth is expected to reopen by Friday, while the northern one may stay closed until spring."
)


@dataclass(frozen=True, kw_only=True)
class MissingAttribution(PairDetector):
    """A peer credits an agency or outlet for the statements; this article credits nobody.

    ## What it finds
    A story that credits no agency and no outlet in any form (a dateline of its own is left to
    ATT004), while another story of its family shares at least `min-statements` aligned statements
    with it, and credits one and the same agency or outlet in at least `min-credits` of these very
    sentences. Two stories of one outlet are not held against each other. The finding stands in
    the story without the credit, at the first such statement, with the peer's sentence beside it.

    ## Why it matters
    The reader of this article cannot know whose reporting it is. Facts without their source
    travel on as facts, and one agency's report looks like several.

    ## What to do
    Credit the agency or outlet that the peer names, or show that the statements were obtained
    independently.

    ## When it is wrong
    When the article is the credited outlet's own and its record does not say so, when it credits
    an outlet that the table of outlets does not know, or when its credit stood in a line that the
    page's extraction lost.
    """

    rule: ClassVar[Rule] = Rule("ATT001", "attribution missing", Severity.ERROR, Precision.HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = CREDIT_LANGUAGES
    examples: ClassVar[tuple[Example, ...]] = (
        Example("the same statements without the agency", {"a.txt": _WIRE, "b.txt": _STRIPPED}, {"b.txt": (1,)}),
        Example("the story that lacks the credit is flagged", {"a.txt": _STRIPPED, "b.txt": _WIRE}, {"a.txt": (1,)}),
        Example(
            "both credit the agency",
            {"a.txt": _WIRE, "b.txt": _STRIPPED.replace("on Monday.", "on Monday, Reuters reported.")},
        ),
        Example(
            "a credit at the end is a credit", {"a.txt": _WIRE, "b.txt": _STRIPPED + "\n\n(With inputs from Reuters)"}
        ),
    )

    min_statements: Count = field(default=3, metadata={"help": "Aligned statements the two stories must share."})
    min_credits: Count = field(
        default=2, metadata={"help": "Aligned sentences in which the peer must give the credit."}
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding a story and peer."""
        for _, within in corpus.ties_within_families():
            for alignment in within:
                if len(alignment.statements) < self.min_statements:
                    continue
                a, b = sides(alignment, corpus.story(alignment.link.a), corpus.story(alignment.link.b))
                if a.same_outlet(b):
                    continue
                for story, peer, at in _both_ways(a, b):
                    name, places = _credited_only_by(peer, story)
                    if len(places) < self.min_credits:
                        continue
                    statement = alignment.statements[places[0]]
                    message = (
                        f"credits no agency or outlet; {peer.id} credits {name} in {len(places)} of the "
                        f"{len(alignment.statements)} aligned statements; direction undetermined"
                    )
                    evidence: dict[str, int | str] = {
                        "statements": len(alignment.statements),
                        "credits": len(places),
                        "credited": name,
                    }
                    yield self.pair(corpus, alignment, message, evidence, (statement.a, statement.b), at)


def _both_ways(a: Side, b: Side) -> tuple[tuple[Side, Side, Literal["a"]], tuple[Side, Side, Literal["b"]]]:
    return (a, b, "a"), (b, a, "b")


def _credited_only_by(peer: Side, story: Side) -> tuple[str, list[int]]:
    """Whom a peer credits in most aligned statements when a story credits nobody, and in which."""
    if story.sourcing.cites or story.credits() or _own_dateline(story.dissection, story.story):
        return "", []
    found: dict[str, set[int]] = {}
    known = peer.dissection.outlets.lookup
    told = [c for c in peer.sourcing.credits if c.form != "photo" and c.name != story.outlet and known(c.name)]
    starts = [credit.span.start for credit in told]
    for number, statement in enumerate(peer.statements):
        for credit in told[bisect_left(starts, statement.start) : bisect_left(starts, statement.end)]:
            found.setdefault(credit.name, set()).add(number)
    name = min(found, key=lambda name: (-len(found[name]), name), default="")
    return name, sorted(found.get(name, ()))


@dataclass(frozen=True, kw_only=True)
class UncreditedAnonymousSources(PairDetector):
    """Anonymous sources appear here as the article's own; a peer ties them to an agency.

    ## What it finds
    A story that speaks of sources without names ("three officials familiar with the matter") and
    does not credit an agency near them, while another story of its family credits an agency, which
    this one never mentions, for its own unnamed sources. The finding stands at the first such
    phrase, with the peer's phrase as related place.

    ## Why it matters
    Who spoke to whom is all a reader can know about an anonymous source. When an agency's sources
    appear without the agency, the article claims a confidence that was placed in somebody else.

    ## What to do
    Credit the agency that spoke to them, or say that these are other people.

    ## When it is wrong
    When this article's reporter spoke to officials as well.
    """

    rule: ClassVar[Rule] = Rule("ATT003", "anonymous sources uncredited", Severity.WARNING, Precision.MEDIUM)
    speaks: ClassVar[tuple[str, ...] | None] = lexicons.languages("sourcing")
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "the agency's engineers without the agency",
            {
                "a.txt": _WIRE,
                "b.txt": _STRIPPED.replace(
                    "long. ", "long, according to two engineers and officials familiar with it. "
                ),
            },
            {"b.txt": (1,)},
        ),
        Example("both name the agency", {"a.txt": _WIRE, "b.txt": _WIRE.replace("on Monday", "early on Monday")}),
        Example("no unnamed sources here", {"a.txt": _WIRE, "b.txt": _STRIPPED}),
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding a story and peer."""
        for _, within in corpus.ties_within_families():
            for alignment in within:
                a, b = sides(alignment, corpus.story(alignment.link.a), corpus.story(alignment.link.b))
                if a.same_outlet(b):
                    continue
                for story, peer, at in _both_ways(a, b):
                    if not story.sourcing.anonymous or not (tied := _tied_to_agency(peer)):
                        continue
                    there, name = tied[0]
                    if any(name in (story.outlet, credit.name) for credit in story.sourcing.credits):
                        continue
                    here = story.sourcing.anonymous[0]
                    message = (
                        f"speaks of unnamed sources without crediting anybody for them; {peer.id} credits {name} "
                        "for its unnamed sources; direction undetermined"
                    )
                    spans = (here, there) if at == "a" else (there, here)
                    evidence: dict[str, int | str] = {"anonymous": len(story.sourcing.anonymous), "credited": name}
                    yield self.pair(corpus, alignment, message, evidence, spans, at)


def _tied_to_agency(side: Side) -> list[tuple[Span, str]]:
    """The unnamed sources of a story in whose sentence, or a neighbouring one, an agency is credited."""
    starts = [sentence.start for sentence in side.sourcing.sentences]
    credited = {
        bisect_right(starts, credit.span.start) + step: credit.name
        for credit in reversed(side.credits())
        if credit.kind == "agency" and credit.form == "attribution"
        for step in (1, -1, 0)
    }
    numbered = ((span, bisect_right(starts, span.start)) for span in side.sourcing.anonymous)
    return [(span, credited[number]) for span, number in numbered if number in credited]


@dataclass(frozen=True, kw_only=True)
class OwnDateline(CorpusDetector):
    """The article puts its own name in the dateline of a story that a family credits to an agency.

    ## What it finds
    A story under a dateline such as "PORT ELDING (The Island Courier) -" whose outlet is no agency,
    that never credits the agency which its family's stories are credited to. The finding stands at
    the dateline, with the peer's credit as related place.

    ## Why it matters
    A dateline says that this outlet's reporter was there. Above a report that descends from an
    agency's it claims what somebody else did.

    ## What to do
    Put the agency in the dateline, or credit it in the text.

    ## When it is wrong
    When the outlet had a reporter there, and took only part of the story from the agency.
    """

    rule: ClassVar[Rule] = Rule("ATT004", "own dateline on shared story", Severity.WARNING, Precision.MEDIUM)
    speaks: ClassVar[tuple[str, ...] | None] = CREDIT_LANGUAGES
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "a paper's dateline above an agency's report",
            {"a.txt": _WIRE, "b.txt": "PORT ELDING (The Bay Mercury) — " + _STRIPPED},
            {"b.txt": (1,)},
        ),
        Example("the agency's dateline", {"a.txt": _WIRE, "b.txt": "PORT ELDING (Reuters) - " + _STRIPPED}),
        Example("a dateline without an outlet", {"a.txt": _WIRE, "b.txt": "PORT ELDING — " + _STRIPPED}),
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding a story."""
        for family in corpus.families:
            members = [corpus.story(member) for member in family.members]
            credited = members[0][0].outlets.lookup(family.upstream.credited or "")
            if credited is None or credited.kind != "agency":
                continue
            for dissection, story in members:
                found = facts(dissection, story)
                own = _own_dateline(dissection, story)
                if own is None or any(credit.name == credited.name for credit in found.credits):
                    continue
                span, outlet = own
                related = _first_credit(credited.name, members)
                yield self.finding(
                    dissection,
                    span,
                    f"stands under the dateline of {outlet}; the stories it shares its statements with are credited "
                    f"to {credited.name}; direction {family.upstream.direction}",
                    related=[peer.place(place) for peer, place in related],
                    evidence={"outlet": outlet, "credited": credited.name},
                    content=[dissection.quote(story.span)],
                )


def _own_dateline(dissection: Dissection, story: Story) -> tuple[Span, str] | None:
    """The dateline that names an outlet which is no agency."""
    for block in story.blocks:
        bracketed = _BRACKETED.search(dissection.quote(block.span)) if block.role is Role.DATELINE else None
        if bracketed is None:
            continue
        known = dissection.outlets.lookup(bracketed[1])
        if known is None or known.kind != "agency":
            return block.span, bracketed[1].strip()
    return None


def _first_credit(name: str, members: list[tuple[Dissection, Story]]) -> list[tuple[Dissection, Span]]:
    found = (
        (dissection, credit.span)
        for dissection, story in members
        for credit in facts(dissection, story).credits
        if credit.name == name and credit.form != "photo"
    )
    return list(found)[:1]
