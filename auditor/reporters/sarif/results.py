"""Findings as results: one for each rule, article and line, the worst kept where there are too many."""

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from auditor.escaping.json import line
from auditor.escaping.paths import uri
from auditor.model import Finding, Place, Report, Span, State
from auditor.reporters import Context
from auditor.reporters.sarif.linehash import line_hashes
from auditor.text import clip, counted, safe_log

ROOT = "%SRCROOT%"
# What GitHub shows of one log; more than 25,000 are refused.
RESULTS = 5_000
# Compressed bytes of the results; GitHub refuses a file of more than 10 MB. What is around the
# results, the fingerprints and the coarser compression of this estimate are in the difference.
BYTES = 8_000_000
# GitHub shows 100 places of a result and refuses 1,000.
RELATED = 100
# Related places that the message links, and spans of one line that are listed.
_LINKED, _SPANS = 5, 100
_MESSAGE = 1_000
_FINGERPRINT = "auditor/v1"

_LINK = re.compile(r"[\[\]\\]")

# The findings of one rule in one line of an article, in the order of the report.
Group = Sequence[Finding]


def plain(text: str) -> str:
    """A text for `message.text`, where brackets would begin a link."""
    return _LINK.sub(r"\\\g<0>", safe_log(text))


def select(report: Report, writer: "Writer") -> tuple[list[Group], int]:
    """The results to write, in the order of the report, and how many were left out.

    Open findings come first, then the worst and surest. A news paragraph is one long line, and GitHub takes two
    results of one rule in one line for the same, so they are one result here.
    """
    groups: dict[tuple[str, int, str], list[Finding]] = {}
    for finding in report.findings:
        groups.setdefault((finding.article, finding.start_line, finding.rule), []).append(finding)
    every = list(groups.values())
    order = sorted(range(len(every)), key=lambda at: _head(every[at]).precedence)[:RESULTS]
    compressor, written = zlib.compressobj(1), 0
    kept = []
    for at in order:
        written += len(compressor.compress(line(writer.result(every[at], hashed=False)).encode()))
        if written > BYTES:
            break
        kept.append(at)
    return [every[at] for at in sorted(kept)], len(every) - len(kept)


def _head(group: Group) -> Finding:
    """The finding a result stands for: an open one, the worst, of several the first."""
    return min(group, key=lambda finding: (finding.state is not State.OPEN, -finding.severity.rank))


def _state(finding: Finding, *, baseline: bool) -> dict[str, Any]:
    """What a baseline or somebody decided about a finding before."""
    known = {"baselineState": "new" if finding.state is State.OPEN else "unchanged"} if baseline else {}
    if finding.state is not State.SUPPRESSED:
        return known
    why = {"justification": safe_log(finding.state_reason)} if finding.state_reason else {}
    return {**known, "suppressions": [{"kind": "external", "status": "accepted", **why}]}


class Writer:
    """Turns groups of findings into results, and computes the lines' fingerprints article by article."""

    def __init__(self, report: Report, indexes: Mapping[str, int], context: Context) -> None:
        """`indexes` are the positions of the rules in the driver."""
        self._paths = {entry.id: entry.path for entry in report.articles}
        self._indexes = indexes
        self._originals = context.originals
        self._baseline = context.baseline
        self._hashed: tuple[str, list[str]] = ("", [])

    def result(self, group: Group, *, hashed: bool = True) -> dict[str, Any]:
        """A result; without the line's fingerprint when it is only to be measured."""
        head = _head(group)
        related = _places(group)
        of_lines = self._line_hashes(head.article) if hashed else []
        own = of_lines[head.start_line - 1 : head.start_line]
        hashes = {"primaryLocationLineHash": own[0]} if own else {}
        also = (
            {"relatedLocations": [{"id": n, **self._location(place)} for n, place in enumerate(related[:RELATED], 1)]}
            if related
            else {}
        )
        return {
            "ruleId": head.rule,
            "ruleIndex": self._indexes[head.rule],
            "kind": "fail",
            "level": head.severity.value,
            "message": {"text": self._message(head, group, related)},
            "locations": [self._location(head)],
            **also,
            **_state(head, baseline=self._baseline),
            "partialFingerprints": {**hashes, _FINGERPRINT: head.fingerprint},
            "properties": _properties(head, group),
        }

    def _line_hashes(self, article: str) -> list[str]:
        if self._hashed[0] != article:
            text = self._originals.get(article)
            self._hashed = (article, [] if text is None else line_hashes(text))
        return self._hashed[1]

    def _message(self, head: Finding, group: Group, related: Sequence[Place]) -> str:
        parts = [plain(clip(head.message, _MESSAGE))]
        if others := [finding for finding in group if finding is not head]:
            columns = [str(finding.start_column) for finding in others[:_SPANS]]
            left = f" and {len(others) - _SPANS:,} more" if len(others) > _SPANS else ""
            noun = "column" if len(columns) == 1 else "columns"
            parts.append(f"{len(others):,} more in this line, at {noun} {', '.join(columns)}{left}.")
        if related:
            links = [f"[{plain(self._name(place))}]({n})" for n, place in enumerate(related[:_LINKED], 1)]
            more = len(related) - len(links)
            left = f" and {counted(more, 'more place')}" if more else ""
            cut = f", of which {RELATED} are listed" if len(related) > RELATED else ""
            parts.append(f"See {', '.join(links)}{left}{cut}.")
        return " ".join(parts)

    def _name(self, place: Place) -> str:
        return f"{place.article}, line {place.start_line}"

    def _location(self, place: Finding | Place) -> dict[str, Any]:
        path = self._paths.get(place.article, place.article)
        quote = {"snippet": {"text": safe_log(place.quote)}} if place.quote else {}
        # A record of a file that holds many.
        record = (
            {} if path == place.article else {"logicalLocations": [{"fullyQualifiedName": safe_log(place.article)}]}
        )
        return {
            "physicalLocation": {
                "artifactLocation": {"uri": uri(path), "uriBaseId": ROOT},
                "region": {
                    "startLine": place.start_line,
                    "startColumn": place.start_column,
                    "endLine": place.end_line,
                    "endColumn": place.end_column,
                    **quote,
                },
            },
            **record,
        }


def _places(group: Group) -> list[Place]:
    """The related places of all findings, each once."""
    found: dict[tuple[str, Span], Place] = {}
    for finding in group:
        for place in finding.related:
            found.setdefault((place.article, place.span), place)
    return list(found.values())


def _properties(head: Finding, group: Group) -> dict[str, Any]:
    evidence = {"evidence": dict(_evidence(head))} if head.evidence else {}
    spans = {"spans": [_span(finding) for finding in group[:_SPANS]]} if len(group) > 1 else {}
    left = {"spansLeftOut": len(group) - _SPANS} if len(group) > _SPANS else {}
    return {"precision": head.precision.value, **evidence, **spans, **left}


def _span(finding: Finding) -> dict[str, Any]:
    return {
        "startColumn": finding.start_column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
        "message": safe_log(clip(finding.message)),
        "fingerprint": finding.fingerprint,
    }


def _evidence(finding: Finding) -> Iterator[tuple[str, int | float | str]]:
    for name, value in finding.evidence.items():
        yield safe_log(name), safe_log(clip(value)) if isinstance(value, str) else value
