"""A report without the text of its articles, for logs and reports that others may read.

What is left names articles, places, rules and sources (`credits Reuters`), and counts; nothing
that an article says is quoted.
"""

import re
from collections.abc import Mapping

from msgspec.structs import replace

from auditor.model import ArticleEntry, Drift, Family, Finding, Link, Report

WITHHELD = "“…”"

# From the first quotation mark to the last: what is quoted may hold quotation marks itself, and
# a quotation that was cut may lack the last one.
_QUOTED = re.compile(r"[“”„«»\"](?:.*[“”„«»\"]|.*)", re.DOTALL)
# An address is a text of the article's, too, and often spells its headline.
_ADDRESS = re.compile(r"\S*(?:[a-z]:/|www\.)\S*", re.IGNORECASE)


def redacted(report: Report) -> Report:
    """The report with quotations, headlines and what else articles say taken out."""
    return replace(
        report,
        articles=tuple(map(_article, report.articles)),
        links=tuple(map(_link, report.links)),
        families=tuple(map(_family, report.families)),
        findings=tuple(map(_finding, report.findings)),
    )


def _unquoted(text: str) -> str:
    return _ADDRESS.sub(WITHHELD, _QUOTED.sub(WITHHELD, text))


def _finding(finding: Finding) -> Finding:
    return replace(
        finding,
        message=_unquoted(finding.message),
        quote="",
        related=tuple(replace(place, quote="") for place in finding.related),
        evidence=_evidence(finding.evidence),
    )


def _evidence(evidence: Mapping[str, int | float | str]) -> dict[str, int | float | str]:
    """Numbers and single words: a text of more than one word may be the article's."""
    return {
        name: WITHHELD if isinstance(value, str) and len(_unquoted(value).split()) > 1 else _plain(value)
        for name, value in evidence.items()
    }


def _plain(value: float | str) -> float | str:
    return _unquoted(value) if isinstance(value, str) else value


def _link(link: Link) -> Link:
    return replace(link, drift=tuple(map(_drift, link.drift)))


def _drift(drift: Drift) -> Drift:
    # An empty text says that a story says nothing to it, and stays empty.
    return replace(drift, said_a=drift.said_a and WITHHELD, said_b=drift.said_b and WITHHELD)


def _family(family: Family) -> Family:
    upstream = family.upstream
    return replace(family, upstream=replace(upstream, evidence=tuple(map(_unquoted, upstream.evidence))))


def _article(article: ArticleEntry) -> ArticleEntry:
    graded = article.reliability
    return replace(
        article,
        title="",
        stories=tuple(replace(story, title="", cues=tuple(map(_unquoted, story.cues))) for story in article.stories),
        blocks=tuple(replace(block, reason=_unquoted(block.reason)) for block in article.blocks),
        reliability=graded
        and replace(graded, signals=tuple(replace(signal, why=_unquoted(signal.why)) for signal in graded.signals)),
    )
