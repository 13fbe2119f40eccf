"""The signals an article gives as a member of a family: what others had before it."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from auditor import families
from auditor.detector import Corpus, CorpusDetector
from auditor.dissection import content
from auditor.model import Fact, Finding, Link, Signal, Span
from auditor.reliability.alone import article_findings
from auditor.reliability.table import MEASURES, from_findings, signal
from auditor.sourcing import Side, sides
from auditor.text import count_words, counted, merged, normalise

# What a text that follows another has no leave to change. Hedges and subjects are left out:
# telling them apart is not yet certain enough to count against an article.
_DRIFT = (Fact.NUMBER, Fact.PRECISION, Fact.QUALIFIER, Fact.NEGATION, Fact.NAME, Fact.DATE)


def related(corpus: Corpus) -> dict[str, tuple[Signal, ...]]:
    """The signals that articles give as members of families, by article; of reuse, that of lead stories.

    A member precedes an article when it is dated earlier, or when it credits an agency or outlet
    where the article credits nobody. Reuse of an outlet that the article names, and another version
    by the same outlet or author, take nothing away from it; without evidence nothing precedes.
    """
    found: dict[str, list[Signal]] = {}
    stories = (corpus.story(member) for family in corpus.families for member in family.members)
    members = [dissection for dissection, story in stories if story.lead]
    for measure in MEASURES:
        by_article: dict[str, list[Finding]] = {}
        for rule in measure.rules:
            if issubclass(rule, CorpusDetector):
                for finding in rule().judge(corpus):
                    by_article.setdefault(finding.article, []).append(finding)
        for dissection in members if measure.shared else ():
            by_article[dissection.article.id] = list(article_findings(measure, dissection))
        for article, findings in by_article.items():
            found.setdefault(article, []).extend(from_findings(measure, findings))
    for article, taken in _taken(corpus).items():
        found.setdefault(article, []).extend(taken.signals())
    return {article: tuple(signals) for article, signals in found.items()}


class _Taken:
    """What of a lead story members of its family had before, and what these put otherwise."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._peers: list[str] = []
        self._spans: list[Span] = []
        self._drift = 0

    def add(self, peer: str, spans: list[Span], drift: int) -> None:
        self._peers.append(peer)
        self._spans += spans
        self._drift = max(self._drift, drift)

    def signals(self) -> Iterator[Signal]:
        dissection, taken, words = self._side.dissection, 0, 0
        spans = merged(self._spans)
        for block in content(self._side.story):
            words += count_words(dissection.quote(block.span))
            begin = bisect_right(spans, block.span.start, key=lambda span: span.end)
            end = bisect_left(spans, block.span.end, key=lambda span: span.start)
            for span in spans[begin:end]:
                inside = Span(max(span.start, block.span.start), min(span.end, block.span.end))
                taken += count_words(dissection.quote(inside))
        first, *others = sorted(self._peers)
        peers = f"{first} and {counted(len(others), 'other')}" if others else first
        why = f"{taken} of {counted(words, 'word')} are told by {peers}, too, earlier or better attributed"
        yield signal("uncredited reuse", taken / max(words, 1), why)
        if self._drift:
            yield signal("fact drift", self._drift, f"{counted(self._drift, 'fact')} put otherwise than by {peers}")


def _taken(corpus: Corpus) -> dict[str, _Taken]:
    found: dict[str, _Taken] = {}
    for _, within in corpus.ties_within_families():
        for alignment in filter(families.ties, within):
            link = alignment.link
            a, b = sides(alignment, corpus.story(link.a), corpus.story(link.b))
            for story, peer in ((a, b), (b, a)):
                if story.story.lead and link.kind != "version" and _precedes(peer, story):
                    taken = found.setdefault(story.dissection.article.id, _Taken(story))
                    taken.add(peer.id, *_shared(story, peer, link))
    return found


def _shared(story: Side, peer: Side, link: Link) -> tuple[list[Span], int]:
    """The passages of a story that a peer has, too, and how many facts the two put otherwise.

    Found again with the weights of terms that everyday language gives them: those of the corpus
    move a little with every article in it, and a grade must not.
    """
    # Here, because numpy would slow down every `auditor explain`.
    from auditor import align, drift, weights
    from auditor.tokens import tokenise

    a, b = (tokenise(side.dissection, side.story) for side in (story, peer))
    alignment = align.align_pairs([(a, b, link.lanes)], weights.blend(weights.Counts(), (a, b)))[0]
    differences = drift.compare(story.dissection, peer.dissection, alignment)
    return [passage.a for passage in alignment.link.passages], sum(one.kind in _DRIFT for one in differences)


def _precedes(peer: Side, story: Side) -> bool:
    """Whether a member of the family was there before a story that does not say so."""
    theirs, ours = _credited(peer), _credited(story)
    same = peer.outlet == story.outlet != "" or _byline(peer) == _byline(story) != ""
    if same or ours & theirs or _names(story, peer.outlet) or _names(peer, story.outlet):
        return False
    dated, other = _date(peer), _date(story)
    if dated and other and dated != other:
        return dated < other
    return bool(theirs) and not ours


def _names(side: Side, outlet: str) -> bool:
    """Whether a story names an outlet, in whatever form, or credits it."""
    text = side.dissection.quote(side.story.span)
    return bool(outlet) and (outlet in _credited(side) or outlet.casefold() in text.casefold())


def _byline(side: Side) -> str:
    return normalise(side.dissection.article.byline)


def _credited(side: Side) -> frozenset[str]:
    """Whom a story credits in its text, a dateline or its byline."""
    byline = side.dissection.outlets.lookup(side.dissection.article.byline)
    names = {credit.name for credit in side.credits() if credit.form != "photo"}
    return frozenset(names | ({byline.name} if byline else set()))


def _date(side: Side) -> dt.date | None:
    """The day of a record, when it is written the ISO way."""
    try:
        return dt.date.fromisoformat(side.dissection.article.date[:10])
    except ValueError:
        return None
