"""NET: what the web says of cited pages. These rules run with `--online` only."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from auditor.anatomy.citations import Citation, cited
from auditor.detector import Corpus, CorpusDetector, Count, Example, Rule, Share, clean, flagged
from auditor.dissection import Dissection
from auditor.model import Block, Finding, Precision, Severity
from auditor.online import Page, State
from auditor.text import clip, counted, visible, words

_URL = "https://www.bbc.co.uk/news/uk-england-61300001"
_CITED = f"Source: BBC News, “Tunnel opens after a year of delay”, 4 May 2022, {_URL}\n"
_TUNNEL = "Tunnel opens late\n\nThe tunnel under the harbour opened on Friday, a year behind its schedule. "


def _with(example: Example, page: str) -> Example:
    """An example with what the web says, in the file in which pages are remembered."""
    return Example(
        example.title,
        example.articles,
        example.lines,
        {"online": True, "pages": "pages.jsonl"},
        {"pages.jsonl": f'{{"url": "{_URL}", {page}}}\n'},
    )


_GONE = '"state": "broken", "reason": "the server says 404: there is no such page", "archived": null'
_THERE = '"state": "ok", "reason": "the server says 200", "title": "Tunnel opens after a year of delay", '
_MATCHING = _THERE + '"date": "2022-05-04", "archived": "https://archive.example.net/1"'


def visited(corpus: Corpus) -> Iterator[tuple[Dissection, Block, Citation, Page]]:
    """Every cited page that was asked for."""
    for dissection in corpus.dissections.values():
        for block, citation in cited(dissection):
            for link in citation.links:
                if page := corpus.pages.get(link.target):
                    yield dissection, block, citation, page


@dataclass(frozen=True, kw_only=True)
class BrokenCitation(CorpusDetector):
    """A cited page is gone: its server says that there is none at the address.

    ## What it finds
    A citation with an address whose server answers 404 or 410. Addresses that nobody answers at,
    that are refused or that fail otherwise are unknown, never broken; their number stands in the
    notes of the report. Addresses inside of a network are skipped.

    ## Why it matters
    Nobody can check a source that is gone; an address that never existed is a mark of text made by
    a machine.

    ## What to do
    Cite the archived copy, when the finding names one, or look for the page by its title.

    ## When it is wrong
    When a server answers programs otherwise than people.
    """

    rule: ClassVar[Rule] = Rule("NET001", "broken citation", Severity.NOTE, Precision.HIGH, online=True)
    examples: ClassVar[tuple[Example, ...]] = (
        _with(flagged("a page that is gone", _TUNNEL + _CITED, 3), _GONE),
        _with(clean("a page that is there", _TUNNEL + _CITED), _MATCHING),
        _with(clean("a server that does not answer", _TUNNEL + _CITED), '"state": "unknown", "reason": "no answer"'),
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """The citations of pages that are gone."""
        for dissection, block, _, page in visited(corpus):
            if page.state is State.BROKEN:
                copy = f"; an archived copy is at {page.archived}" if page.archived else ""
                message = f"The cited page is gone: {page.reason}{copy}."
                yield self.finding(dissection, block.span, message, evidence={"url": page.url, "visited": _day(page)})

    def left_out(self, corpus: Corpus) -> Iterator[str]:
        """How many pages nothing is known of."""
        unclear = [page for page in corpus.pages.values() if page.state in (State.UNKNOWN, State.SKIPPED)]
        if unclear:
            yield (
                f"of {counted(len(corpus.pages), 'cited page')} {len(unclear):,} could not be judged, "
                f"such as {unclear[0].url} ({unclear[0].reason})"
            )


@dataclass(frozen=True, kw_only=True)
class UnarchivedCitation(CorpusDetector):
    """A cited page has no copy in the Internet Archive.

    ## What it finds
    A citation with an address of which the archive's availability service knows no copy. Where the
    service did not answer, nothing is said.

    ## Why it matters
    Pages change and go; what was archived can still be checked when they have.

    ## What to do
    Have the page archived, and cite the copy beside it.

    ## When it is wrong
    When another archive holds a copy, or the page must not be archived.
    """

    rule: ClassVar[Rule] = Rule("NET002", "no archived copy", Severity.NOTE, Precision.HIGH, online=True)
    examples: ClassVar[tuple[Example, ...]] = (
        _with(flagged("a page nobody archived", _TUNNEL + _CITED, 3), _THERE + '"archived": ""'),
        _with(clean("a page with a copy", _TUNNEL + _CITED), _MATCHING),
        _with(clean("an archive that did not answer", _TUNNEL + _CITED), _THERE + '"archived": null'),
    )

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """The citations of pages without a copy."""
        for dissection, block, _, page in visited(corpus):
            if page.archived == "":
                message = "The archive knows no copy of the cited page."
                yield self.finding(dissection, block.span, message, evidence={"url": page.url, "visited": _day(page)})


@dataclass(frozen=True, kw_only=True)
class OtherPage(CorpusDetector):
    """A cited page has another title or date than its citation says.

    ## What it finds
    A citation with an address and a title of at least `min-words` words, whose page gives itself a
    title with fewer than `min-shared` of the words of the shorter of the two; or with a date that
    differs from that of the page by more than `max-days`.

    ## Why it matters
    The address may be real and the source invented, or the page may have changed since.

    ## What to do
    Open the page, and see whether it says what it is cited for.

    ## When it is wrong
    When an outlet changed the headline after publication, or its page dates the last update.
    """

    rule: ClassVar[Rule] = Rule("NET003", "another page than cited", Severity.NOTE, Precision.HIGH, online=True)
    examples: ClassVar[tuple[Example, ...]] = (
        _with(
            flagged("another title", _TUNNEL + _CITED, 3),
            '"state": "ok", "reason": "the server says 200", "title": "Ten gardens to visit in spring"',
        ),
        _with(flagged("another date", _TUNNEL + _CITED, 3), _THERE + '"date": "2019-11-20"'),
        _with(clean("the page that was cited", _TUNNEL + _CITED), _MATCHING),
    )

    min_words: Count = field(default=4, metadata={"help": "Shorter titles say too little to compare."})
    min_shared: Share = field(default=0.5, metadata={"help": "The share of words that equal titles have in common."})
    max_days: Count = field(default=3, metadata={"help": "Days between two datings of one page: time zones, updates."})

    def judge(self, corpus: Corpus) -> Iterator[Finding]:
        """The citations of pages that give themselves otherwise."""
        for dissection, block, citation, page in visited(corpus):
            if page.state is not State.OK:
                continue
            for difference in (self._title(citation, page), self._date(citation, page)):
                if difference:
                    evidence = {"url": page.url, "visited": _day(page)}
                    yield self.finding(dissection, block.span, difference, evidence=evidence)
                    break

    def _title(self, citation: Citation, page: Page) -> str:
        titled = [part for part in citation.parts if len(words(part)) >= self.min_words]
        own = _bag(page.title)
        if not titled or len(own) < self.min_words:
            return ""
        shared = max(len(own & _bag(part)) / min(len(own), len(_bag(part))) for part in titled)
        if shared >= self.min_shared:
            return ""
        return f"The citation gives “{visible(titled[0])}”, and the page is called “{visible(clip(page.title, 120))}”."

    def _date(self, citation: Citation, page: Page) -> str:
        given = [date for date in citation.dates if date.first and not date.accessed]
        if page.date is None or len(given) != 1 or given[0].first is None or not _exact(given[0].text):
            return ""
        apart = abs(given[0].first - page.date)
        if apart <= dt.timedelta(days=self.max_days):
            return ""
        return f"The citation is dated “{visible(given[0].text)}”, and the page {page.date}."


def _bag(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in words(text))


def _exact(text: str) -> bool:
    """Whether a date names a day, and not only a month or a year."""
    numbers = [part for part in words(text) if part[:1].isdigit()]
    return len(numbers) >= 2 or "-" in text


def _day(page: Page) -> str:
    return str(page.visited or "")
