"""Findings as GitLab's Code Quality report, which merge requests show."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from auditor.escaping.json import Lines, document
from auditor.escaping.paths import name
from auditor.model import Finding, Report, Severity, Skip
from auditor.text import clip, safe_log

NAME = "gitlab"
FOLDER = False

_SEVERITIES = {Severity.NOTE: "info", Severity.WARNING: "minor", Severity.ERROR: "major"}
_DESCRIPTION = 1_000


def render(report: Report, texts: Mapping[str, str], **_: object) -> Iterator[tuple[str, Iterator[str]]]:  # noqa: ARG001
    """One list, an entry for each open finding and for each input that could not be examined."""
    yield "", document(Lines(_entries(report.open_only())))


def _entries(report: Report) -> Iterator[dict[str, Any]]:
    paths = {entry.id: entry.path for entry in report.articles}
    for skip in report.skipped:
        yield _skipped(skip)
    for finding in report.findings:
        yield _entry(finding, paths.get(finding.article, finding.article))


def _entry(finding: Finding, path: str) -> dict[str, Any]:
    return {
        "description": safe_log(f"{finding.name}: {clip(finding.message, _DESCRIPTION)}"),
        "check_name": f"auditor/{finding.rule}",
        # Unique in a report, and without path or line: see `auditor.stages`.
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": name(path), "lines": {"begin": finding.start_line}},
    }


def _skipped(skip: Skip) -> dict[str, Any]:
    digest = hashlib.sha256(f"not examined\x1f{skip.path}".encode(errors="surrogatepass"))
    return {
        "description": safe_log(f"not examined: {skip.reason}"),
        "check_name": "auditor/not-examined",
        "fingerprint": digest.hexdigest()[:32],
        "severity": _SEVERITIES[Severity.ERROR],
        "location": {"path": name(skip.path), "lines": {"begin": 1}},
    }
