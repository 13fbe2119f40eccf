"""The report as the page's scripts read it: lists of compact records that name one another by position.

Offsets are code points into the texts, as in report.json. Figures are those of report.json, as
they are; nothing is computed a second time in the page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from auditor.escaping.html import legible
from auditor.model import ArticleEntry, Finding, Link, Only, Place, Role, Severity, Span, State, StoryEntry, story_id
from auditor.overview import Overview
from auditor.pictures import composition
from auditor.pictures.naming import Names
from auditor.reporters.html import collated

# Findings in the page, worst and surest first; the others are counted. So are related places of one.
FINDINGS, RELATED = 20_000, 50
# Links in the page, strongest first.
LINKS = 5_000
# Code points of text in the page. Articles with links, then those with findings, come first.
TEXTS = 24_000_000
# Code points of passages whose words are compared one by one.
COLLATED = 8_000_000


@dataclass(frozen=True)
class Page(Overview):
    """A report and its texts, arranged for one page."""

    texts: Mapping[str, str]

    @cached_property
    def place(self) -> dict[str, int]:
        """The position of each article."""
        return {article: number for number, article in enumerate(self.articles)}

    @cached_property
    def names(self) -> Names:
        """Short names of the articles."""
        return Names(self)

    @cached_property
    def shown_findings(self) -> list[Finding]:
        """The findings in the page, in the report's order."""
        found = self.report.findings
        if len(found) <= FINDINGS:
            return list(found)
        kept = sorted(range(len(found)), key=lambda at: found[at].precedence)[:FINDINGS]
        return [found[at] for at in sorted(kept)]

    @cached_property
    def shown_links(self) -> dict[tuple[str, str], int]:
        """The position of each link in the page."""
        kept = sorted(self.links.values(), key=lambda link: (-link.score, link.a, link.b))[:LINKS]
        return {key: number for number, key in enumerate(sorted((link.a, link.b) for link in kept))}

    @cached_property
    def shown_texts(self) -> frozenset[str]:
        """The articles whose texts are in the page."""
        with_findings = {finding.article for finding in self.report.findings}

        def weight(article: str) -> tuple[bool, bool, int]:
            return (article not in self.links_of, article not in with_findings, self.place[article])

        kept, room = [], TEXTS
        for article in sorted((one for one in self.articles if one in self.texts), key=weight):
            room -= len(self.texts[article])
            if room < 0:
                break
            kept.append(article)
        return frozenset(kept)

    @cached_property
    def phrases(self) -> dict[str, int]:
        """What is said again and again, by position: records give the position, and the page is smaller."""
        return {}

    def _phrase(self, text: str) -> int:
        return self.phrases.setdefault(text, len(self.phrases))

    def articles_data(self) -> Iterator[dict[str, Any]]:
        """An article each, without what is empty."""
        links: dict[str, list[int]] = {}
        for (a, b), number in self.shown_links.items():
            for article in dict.fromkeys((self.split(a)[0], self.split(b)[0])):
                links.setdefault(article, []).append(number)
        for entry in self.report.articles:
            record = self._article(entry, links.get(entry.id, []))
            yield {key: value for key, value in record.items() if value or key == "id"}

    def _article(self, article: ArticleEntry, links: list[int]) -> dict[str, Any]:
        counts = dict.fromkeys(Severity, 0)
        for finding in self.findings[article.id]:
            counts[finding.severity] += finding.state == "open"
        graded = article.reliability
        return {
            "id": article.id,
            "name": self.names[article.id],
            "title": article.title,
            "language": article.language,
            "words": article.words,
            "notes": article.notes,
            "grade": graded.grade if graded else "",
            "points": graded.points if graded else 0,
            "signals": [
                [self._phrase(one.name), one.value, one.points, self._phrase(one.why)]
                for one in (graded.signals if graded else ())
            ],
            "stories": [self._story(article, story) for story in article.stories],
            "blocks": [
                [one.role, one.start, one.end, self._phrase(": ".join(filter(None, (one.strength, one.reason))))]
                for one in article.blocks
                if one.role is not Role.BODY
            ],
            "parts": [self._part(part) for part in composition.parts(self, article)],
            "counts": [counts[severity] for severity in reversed(Severity)],
            "links": links,
        }

    def _story(self, article: ArticleEntry, story: StoryEntry) -> dict[str, Any]:
        family = self.families.get(story_id(article.id, story.index))
        return {
            "title": story.title if story.title != article.title else 0,
            "lines": [story.start_line, story.end_line],
            "family": family.id if family else "",
        }

    def _part(self, part: composition.Part) -> list[Any]:
        return [part.kind, round(part.words, 1), *([self.names.story(part.source)] if part.source else [])]

    def texts_data(self) -> Iterator[str | None]:
        """The text of each article, None where it is not in the page."""
        for article in self.articles:
            yield legible(self.texts[article]) if article in self.shown_texts else None

    def findings_data(self) -> Iterator[list[Any]]:
        """A finding each. The quotation is left out where the text shows it."""
        for one in self.shown_findings:
            listed = one.article in self.place
            usual = listed and one.state is State.OPEN
            yield [
                one.rule,
                one.severity,
                self.place.get(one.article, -1),
                self._phrase(one.message),
                [one.span.start, one.span.end, one.start_line, one.start_column],
                one.quote if one.article not in self.shown_texts else "",
                [self._place(place) for place in one.related[:RELATED]],
                max(len(one.related) - RELATED, 0),
                one.evidence,
                *(() if usual else (one.state, one.state_reason, "" if listed else one.article)),
            ]

    def _place(self, place: Place) -> list[Any]:
        quote = place.quote if place.article not in self.shown_texts else ""
        number = self.place.get(place.article, -1)
        name = "" if number >= 0 else place.article
        return [number, place.span.start, place.span.end, place.start_line, quote, name]

    def links_data(self) -> Iterator[dict[str, Any]]:
        """A link of reuse each."""
        room = COLLATED
        for key in self.shown_links:
            link = self.links[key]
            length = sum(len(passage.a) + len(passage.b) for passage in link.passages)
            room -= length
            yield self._link(link, collate=room >= 0)

    def _link(self, link: Link, *, collate: bool) -> dict[str, Any]:
        ends = [self.split(story) for story in (link.a, link.b)]
        texts = [self.texts.get(article) if article in self.shown_texts else None for article, _ in ends]
        passages = sorted(link.passages, key=lambda each: (each.a, each.b))
        rows = []
        if collate and texts[0] is not None and texts[1] is not None:
            rows = [collated.rows(texts[0], texts[1], passage) for passage in passages]
        family = self.families.get(link.a)
        source = family.upstream if family and link.b in family.members else None
        return {
            "ends": [[self.place.get(article, -1), index] for article, index in ends],
            "relation": link.relation,
            "kind": link.kind,
            "score": link.score,
            "jaccard": link.jaccard,
            "coverage": [link.coverage_a, link.coverage_b],
            "aligned": [link.aligned_a, link.aligned_b],
            "statements": link.statements,
            "order": link.order,
            "longest": link.longest,
            "lanes": link.lanes,
            "passages": [[*_pair(one.a), *_pair(one.b), one.score, one.kind] for one in passages],
            "rows": rows,
            "only": [_only(link.only_a), _only(link.only_b)],
            "drift": [[one.kind, *_pair(one.a), *_pair(one.b), one.said_a, one.said_b] for one in link.drift],
            "direction": source.direction if source else "undetermined",
            "evidence": source.evidence if source else (),
        }


def _pair(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _only(only: Only | None) -> list[Any] | None:
    return [only.share, only.statements] if only else None
