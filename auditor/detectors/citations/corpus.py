"""What the corpus says of a citation: whether the cited outlet's articles bear it out, and who cites whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from auditor.anatomy.citations import MARKER_LANGUAGES, cited
from auditor.detector import Corpus, CorpusDetector, Example, Rule
from auditor.detectors.citations.support import Support, name_key
from auditor.dissection import Dissection
from auditor.model import Finding, Precision, Severity, Span, Story
from auditor.text import begins_within, counted, merged

_STRIKE = (
    "Drivers of the night trains return to work on Monday after eleven days of strike in four regions. "
    "Their union accepted a rise of four per cent, half of it from October, a spokesman for the railway told {}. "
    "Two hundred trains were cancelled, and the southern line will not run again before Wednesday morning. "
    "The railway puts its loss at nine million euros, most of it in freight."
)
_RETOLD = (
    "After eleven days of strike in four regions, drivers of the night trains return to work on Monday. "
    "A rise of four per cent, half of it from October, was accepted by their union, {} reported. "
    "The southern line will not run again before Wednesday morning, and two hundred trains were cancelled. "
    "Most of the railway's loss, which it puts at nine million euros, is in freight."
)
_OTHER = (
    "The museum of the valley has bought the mill in which the composer was born, and will open it in May. "
    "Three rooms are furnished as they were a hundred years ago, and the wheel turns again on Sundays."
)


@dataclass(frozen=True, kw_only=True)
class UnsupportedCitation(CorpusDetector):
    """The cited outlet has articles in the corpus, and none of them says what the paragraph says.

    ## What it finds
    A citation of an outlet that published other articles of the corpus, when no statement of the
    paragraph it closes (of the whole story in a list of references) is aligned with any of them.
    Where title or address tell which article is meant, and that one is in the corpus, it is held
    against that one alone and is a warning; else the piece that is meant may be missing from the
    corpus, and it is a note. Who published an article is told by its record or by `[files]` in
    the settings. The finding stands at the citation.

    ## Why it matters
    A citation that nobody follows can be put behind any statement. Here it can be followed.

    ## What to do
    Read the cited article. If it does not say so, the paragraph has no source.

    ## When it is wrong
    When the corpus holds only some of the outlet's articles, and not the one that is meant; or when
    the paragraph sums up in words of its own what the article tells at length.
    """

    rule: ClassVar[Rule] = Rule("CIT005", "not supported in corpus", Severity.WARNING, Precision.HIGH)
    speaks: ClassVar[tuple[str, ...] | None] = MARKER_LANGUAGES
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "the cited article tells of something else",
            {
                "a.txt": f"{_RETOLD.format('the railway')} Source: Bay Courier, “Mill becomes a museum”, 4 May 2022",
                "b.txt": f"Mill becomes a museum\n\n{_OTHER}",
            },
            {"a.txt": (1,)},
            {"files": {"b.txt": {"outlet": "The Bay Courier"}}},
        ),
        Example(
            "the outlet has another article only",
            {"a.txt": f"{_RETOLD.format('the railway')} Source: BBC News", "b.txt": _OTHER},
            {"a.txt": (1,)},
            {"files": {"b.txt": {"outlet": "BBC News"}}},
        ),
        Example(
            "the outlet's article says the same",
            {"a.txt": f"{_RETOLD.format('the railway')} Source: BBC News", "b.txt": _STRIKE.format("reporters")},
            settings={"files": {"b.txt": {"outlet": "BBC News"}}},
        ),
        Example(
            "no article of the outlet",
            {"a.txt": f"{_RETOLD.format('the railway')} Source: BBC News", "b.txt": _OTHER},
        ),
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """The citations that the outlet's articles do not bear out."""
        support = Support(corpus)
        for dissection in corpus.dissections.values():
            for block, citation in cited(dissection):
                found = support.of(dissection, block, citation)
                if found is None or found.supported:
                    continue
                first = corpus.dissections[found.articles[0]]
                if found.identified:
                    message = f"The paragraph shares no statement with {found.articles[0]}, which the citation names."
                else:
                    held = counted(len(found.articles), "article")
                    message = f"The corpus holds {held} of {found.outlet}; the paragraph shares no statement with any."
                yield self.finding(
                    dissection,
                    block.span,
                    message,
                    related=[first.place(first.stories[0].blocks[0].span)],
                    evidence={"outlet": found.outlet, "articles": len(found.articles)},
                    severity=None if found.identified else Severity.NOTE,
                )


@dataclass(frozen=True, kw_only=True)
class CircularCitation(CorpusDetector):
    """Two articles of one family cite each other's outlets.

    ## What it finds
    In a family of articles that share text, one that cites or credits the outlet of another, while
    that one cites or credits the outlet of the first: in a citation, a wire credit, or a sentence
    the family shares. Outlets are told by the record or by `[files]` in the settings. One finding
    an article and outlet, at the citation, with the other's as related place.

    ## Why it matters
    Each looks sourced, and together they have no source: whoever follows the citations comes back
    to where they began.

    ## What to do
    Find out who had it first, and what from.

    ## When it is wrong
    When each took another part of the story from the other.
    """

    rule: ClassVar[Rule] = Rule("CIT010", "circular citation", Severity.WARNING, Precision.MEDIUM)
    speaks: ClassVar[tuple[str, ...] | None] = MARKER_LANGUAGES
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "each credits the other",
            {"a.txt": _STRIKE.format("Reuters"), "b.txt": _RETOLD.format("BBC News")},
            {"a.txt": (1,), "b.txt": (1,)},
            {"files": {"a.txt": {"outlet": "BBC News"}, "b.txt": {"outlet": "Reuters"}}},
        ),
        Example(
            "one credits the other",
            {"a.txt": _STRIKE.format("reporters"), "b.txt": _RETOLD.format("BBC News")},
            settings={"files": {"a.txt": {"outlet": "BBC News"}, "b.txt": {"outlet": "Reuters"}}},
        ),
        Example(
            "each credits a third",
            {"a.txt": _STRIKE.format("CNN"), "b.txt": _RETOLD.format("CNN")},
            settings={"files": {"a.txt": {"outlet": "BBC News"}, "b.txt": {"outlet": "Reuters"}}},
        ),
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """One finding an article of a circle and outlet."""
        for family, within in corpus.ties_within_families():
            shared: dict[str, list[Span]] = {member: [] for member in family.members}
            for alignment in within:
                shared[alignment.link.a] += [statement.a for statement in alignment.statements]
                shared[alignment.link.b] += [statement.b for statement in alignment.statements]
            # Who of each outlet cites which outlet, and where: the first member stands for those that follow.
            named: dict[tuple[str, str], list[tuple[str, Span]]] = {}
            for member in family.members:
                dissection, story = corpus.story(member)
                own = name_key(dissection.publisher)
                for outlet, span in _named(dissection, story, shared[member]).items():
                    if own and outlet != own:
                        named.setdefault((own, outlet), []).append((member, span))
            for (own, outlet), members in named.items():
                if (outlet, own) in named:
                    peer_id, peer_span = named[outlet, own][0]
                    yield from (self._found(corpus, *one, peer_id, peer_span) for one in members)

    def _found(self, corpus: Corpus, member: str, span: Span, peer_id: str, peer_span: Span) -> Finding:
        dissection, peer = corpus.story(member)[0], corpus.story(peer_id)[0]
        return self.finding(
            dissection,
            span,
            f"cites {peer.publisher}, whose {peer_id} in the same family cites {dissection.publisher}, the outlet of "
            "this article; direction undetermined",
            related=[peer.place(peer_span)],
            evidence={"own": dissection.publisher, "cited": peer.publisher},
        )


def _named(dissection: Dissection, story: Story, shared: list[Span]) -> dict[str, Span]:
    """The outlets that a story cites or credits for what it shares, each with the first place."""
    within = {block.span for block in story.blocks}
    found = {
        name_key(name): block.span
        for block, citation in reversed(list(cited(dissection)))
        if block.span in within
        for name in citation.names(dissection.outlets)
    }
    statements = merged(shared)
    for credit in dissection.credits(story.span):
        told = credit.form == "wire" or (credit.form == "attribution" and begins_within(credit.span, statements))
        if told and dissection.outlets.lookup(credit.name):
            found.setdefault(name_key(credit.name), credit.span)
    return found
